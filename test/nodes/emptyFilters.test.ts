import '../support/nodeFiles';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { Roofr } from '../../nodes/Roofr/Roofr.node';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { items } from '../support/engine';
import { booqable, byId, ghlPrivate } from '../support/nodeSetups';
import { setups } from '../support/roofr';

let sandbox: Sandbox;
let contactId: IDataObject;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
	contactId = await contactWithTask();
});
afterAll(async () => await sandbox.close());

const roofr = setups(() => sandbox);
const SETUP_OF = {
	ghl: (parameters: IDataObject) => ghlPrivate(sandbox, { authentication: 'privateIntegration', ...parameters }),
	booqable: (parameters: IDataObject) => booqable(sandbox, { authentication: 'accessToken', ...parameters }),
	roofr: (parameters: IDataObject) => roofr.direct(parameters),
};
const NODE_OF = { ghl: new GhlContacts(), booqable: new Booqable(), roofr: new Roofr() };

const narrows = ({ typeOptions = {} }: INodeProperties): boolean => 'narrows' in typeOptions;

/** All that narrows what is found: the entries of "Filters", and what says so itself. */
const FILTERS = (Object.keys(NODE_OF) as Array<keyof typeof NODE_OF>).flatMap((app) =>
	NODE_OF[app].description.properties.flatMap((property) => {
		const { resource = [], operation = [] } = property.displayOptions?.show ?? {};
		const within = property.type === 'collection' ? (property.options as INodeProperties[]) : [];
		const filters =
			property.name === 'filters'
				? within.map(({ name }) => `filters.${name}`)
				: narrows(property)
					? [property.name]
					: within.filter(narrows).map(({ name }) => `options.${name}`);
		return filters.flatMap((filter) =>
			operation.map((one) => ({ app, resource: String(resource[0]), operation: String(one), filter })),
		);
	}),
);

/** What a list may ask for beside its filters. */
const PERIOD = { from: '2026-11-28T09:00:00Z', till: '2026-11-29T09:00:00Z' };
const OTHERS = { businessId: byId('Acme Events'), productId: byId('x'), ownerType: 'customers', ...PERIOD };

/** Options that are held against each record are read only where there is one. */
const contactWithTask = async (): Promise<IDataObject> => {
	const { contacts } = sandbox.seed('ghl', { contacts: [{ firstName: 'Base' }] }) as { contacts: IDataObject[] };
	const id = byId(contacts[0].id);
	const task = { title: 'Call', dueDate: PERIOD.from, completed: false, additionalFields: {}, options: {} };
	await items(SETUP_OF.ghl({ resource: 'task', operation: 'create', contactId: id, ...task }));
	return id;
};

const NOTHING = [undefined, null, '', ' \u200B', [], ['', null]];

test.each(FILTERS.map((filter) => [Object.values(filter).join(' '), filter] as const))(
	'%s: an expression that gives nothing does not find everything',
	async (_, { app, resource, operation, filter }) => {
		const [name, entry] = filter.split('.');
		const value = '={{ $json.value }}';
		const setup = SETUP_OF[app]({
			...{ ...OTHERS, contactId, resource, operation, options: {} },
			...(name === 'filtersJson' && { filterMode: 'json' }),
			[name]: entry === undefined ? value : { [entry]: value },
		});
		const given = await items(
			{ ...setup, onError: 'continueRegularOutput' },
			NOTHING.map((one) => ({ value: one }) as IDataObject),
		);
		const errors = given.map(({ json }) => String(json.error));
		expect(errors).toEqual(NOTHING.map(() => expect.stringContaining('is empty, and without it everything')));
		for (const error of errors) expect(error).not.toMatch(/\b(\w+) \1\b/); // such as "Has Has Tag"
	},
);

test('a search without conditions still lists all, and so does a filter that is not there', async () => {
	sandbox.seed('ghl', { contacts: [{ firstName: 'Base' }] });
	const all = { resource: 'contact', operation: 'getMany', options: {}, filters: {} };
	expect(await items(SETUP_OF.ghl(all))).not.toEqual([]);
	const search = { resource: 'contact', operation: 'search', options: {}, filterMode: 'builder', groups: {} };
	expect(await items(SETUP_OF.ghl(search))).not.toEqual([]);
});

test.each(['eq', 'not_eq', 'match', 'prefix', 'not_suffix'])(
	'a condition of Booqable with "%s" and nothing to compare with is refused',
	async (operator) => {
		const condition = [{ attribute: 'name', operator, value: '={{ $json.value }}' }];
		const groups = { group: [{ combine: 'and', conditions: { condition } }] };
		const setup = SETUP_OF.booqable({ resource: 'customer', operation: 'search', options: {}, groups });
		const message = 'The value to compare Name with is empty';
		await expect(items(setup, [{}])).rejects.toMatchObject({ message });
	},
);
