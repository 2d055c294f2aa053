import '../support/nodeFiles';
import type { IDataObject, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { PIPELINE, STAGES } from '../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { FIELDS } from '../../nodes/Roofr/direct/fields';
import { namedLists } from '../../nodes/Roofr/direct/lists';
import { setups } from '../support/roofr';
import { items, method, type Setup } from '../support/engine';
import { booqable, byId, ghlPrivate, mapped } from '../support/nodeSetups';
import { expectOutcomes, expectWhole, itemsOf, kindInWrite, MOMENT, refusedItems } from '../support/valueMatrix';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

/** What a write needs beside the column that is tried. */
interface Write {
	readonly parameters?: () => IDataObject | Promise<IDataObject>;
	/** Two, so that one is left where the other is tried. */
	readonly base?: IDataObject;
	/** Columns to match on. */
	readonly matching?: readonly string[];
}

const seededContact = (): IDataObject => {
	const { contacts } = sandbox.seed('ghl', {
		contacts: [{ firstName: 'Base', email: 'base@example.com' }],
		allowDuplicateOpportunity: true,
	}) as {
		contacts: IDataObject[];
	};
	return { contactId: byId(contacts[0].id) };
};
const seeded = (type: 'customers' | 'orders', record: IDataObject): IDataObject =>
	(sandbox.seed('booqable', { [type]: [record] }) as Record<string, IDataObject[]>)[type][0];
const inPipeline = (): IDataObject => ({ ...seededContact(), pipelineId: PIPELINE, stageId: STAGES.lead });

/** Every write whose mapper is not that of a Sync, by resource and operation. */
const WRITES: Readonly<Record<string, Write>> = {
	'ghl contact create': { base: { lastName: 'Base' } },
	'ghl contact update': { parameters: seededContact, base: { lastName: 'Base' } },
	'ghl contact upsert': { base: { email: 'base@example.com', phone: '+15125550147' } },
	'ghl opportunity create': { parameters: inPipeline, base: { name: 'Tent' } },
	'ghl opportunity upsert': { parameters: inPipeline, base: { name: 'Tent' } },
	'ghl opportunity update': {
		parameters: async () => {
			const create = { ...ACCESS.ghl, resource: 'opportunity', operation: 'create', options: {}, ...inPipeline() };
			const [{ json }] = await items(ghlPrivate(sandbox, { ...create, fields: mapped({ name: 'Tent' }) }));
			return { opportunityId: byId(json.id) };
		},
		base: { name: 'Tent' },
	},
	'booqable customer create': { base: { name: 'Base' } },
	'booqable customer update': {
		parameters: () => ({ customerId: byId(seeded('customers', { name: 'Base' }).id) }),
		base: { email: 'base@example.com', legal_type: 'person' },
	},
	'booqable customer upsert': { base: { name: 'Base', email: 'base@example.com' }, matching: ['email'] },
	'booqable order create': {},
	'booqable order update': {
		parameters: () => ({ orderId: byId(seeded('orders', { status: 'draft' }).id) }),
		base: { fulfillment_type: 'pickup', override_period_restrictions: false },
	},
};

const ACCESS = { ghl: { authentication: 'privateIntegration' }, booqable: { authentication: 'accessToken' } };
const NODE_OF = { ghl: new GhlContacts(), booqable: new Booqable() };
const SETUP_OF = { ghl: ghlPrivate, booqable };

/** The operations with a mapper, and the method that gives its columns. */
const mappers = (Object.keys(NODE_OF) as Array<keyof typeof NODE_OF>).flatMap((app) =>
	NODE_OF[app].description.properties
		.filter(
			({ type, displayOptions }) => type === 'resourceMapper' && !displayOptions?.show?.operation?.includes('sync'),
		)
		.flatMap(({ typeOptions, displayOptions }) => {
			const show = displayOptions?.show as { resource: string[]; operation: string[] };
			const columnsOf = String(typeOptions?.resourceMapper?.resourceMapperMethod);
			return show.operation.map((operation) => ({ app, resource: show.resource[0], operation, columnsOf }));
		}),
);
const nameOf = ({ app, resource, operation }: (typeof mappers)[number]): string => `${app} ${resource} ${operation}`;

let [cells, exact, leftOut] = [0, 0, 0];
afterAll(() =>
	process.stdout.write(
		`values × columns: ${cells}, of which ${exact} to the letter; ${leftOut} refused ones are left out by option\n`,
	),
);

test('every write with a mapper is tried', () => {
	expect(mappers.map(nameOf).sort()).toEqual(Object.keys(WRITES).sort());
});

test.each(mappers.map((mapper) => [nameOf(mapper), mapper] as const))(
	'%s: no column takes half a value, or an empty one for one that is filled; what is left out by option is named',
	async (name, { app, resource, operation, columnsOf }) => {
		const { parameters = () => ({}), base = {}, matching = [] } = WRITES[name];
		const setupOf = async (more: IDataObject): Promise<Setup> =>
			SETUP_OF[app](sandbox, { ...ACCESS[app], resource, operation, options: {}, ...(await parameters()), ...more });
		const { fields } = await method<ResourceMapperFields>(await setupOf({}), 'resourceMapping', columnsOf);
		for (const field of fields.filter(({ readOnly }: ResourceMapperField) => !readOnly)) {
			const { id } = field;
			sandbox.reset();
			const value = { ...base, [id]: '={{ $json.value }}' };
			const setup = await setupOf({ fields: { ...mapped(value), matchingColumns: [...matching] } });
			sandbox.clearRequests();
			const given = await items({ ...setup, onError: 'continueRegularOutput' }, itemsOf());
			expect(given).toHaveLength(itemsOf().length);
			const bodies = sandbox
				.requests()
				.filter(({ method: verb, path }) => verb !== 'GET' && !path.includes('search'))
				.map(({ body }) => body);
			expectWhole(bodies);
			const failed = given.filter(({ json }) => typeof json.error === 'string');
			for (const { json } of failed) expect(json.error).not.toMatch(/\[object|undefined|is not a function|Cannot read/);
			const refused = failed.filter(({ json }) => /^Invalid (value for|phone) /.test(String(json.error)));
			exact += expectOutcomes({ id, kind: id in base ? undefined : kindInWrite(field), refused, bodies });
			// without a value the others are written, but for the one to match on
			if (!matching.includes(id)) expect(failed.length).toBeLessThan(given.length);
			cells += given.length;
			if (id in base || matching.includes(id)) continue;
			sandbox.clearRequests();
			const options = { invalidValues: 'omit', ...(id === 'phone' && { invalidPhone: 'omit' }) };
			const input = refusedItems(refused).map((index) => itemsOf()[index]);
			for (const { json } of await items({ ...setup, parameters: { ...setup.parameters, options } }, input))
				expect([id, json.ignoredFields]).toEqual([id, [id]]);
			leftOut += input.length;
		}
	},
	120_000,
);

const roofr = setups(() => sandbox);
const KINDS = {
	text: 'text',
	email: 'email',
	time: 'moment',
	number: 'number',
	boolean: 'boolean',
	phone: undefined,
} as const;

test.each(['contact', 'lead', 'job', 'note', 'task', 'appointment'])(
	'roofr %s create: each field is read by its kind, and what is refused names it',
	async (resource) => {
		for (const { name, kind } of FIELDS[resource].filter(({ readOnly }) => !readOnly)) {
			const others = FIELDS[resource].filter((one) => one.required && one.name !== name);
			const base = Object.fromEntries(others.map((one) => [one.name, one.kind === 'time' ? MOMENT : 'Base']));
			sandbox.reset();
			sandbox.clearRequests();
			const setup = roofr.direct({
				resource,
				operation: 'create',
				jobId: byId('job-1'),
				fields: mapped({
					...base,
					...(resource === 'contact' && name !== 'lastName' && { lastName: 'Base' }),
					[name]: '={{ $json.value }}',
				}),
			});
			const given = await items({ ...setup, onError: 'continueRegularOutput' }, itemsOf());
			const bodies = sandbox
				.requests()
				.filter(({ method: verb }) => verb === 'POST')
				.map(({ body }) => body);
			expectWhole(bodies);
			cells += given.length;
			const refused = given.filter(({ json }) => String(json.error).startsWith('Invalid value for '));
			const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
			const isOfList = `fields.${name}` in namedLists; // it takes names and IDs alone
			exact += expectOutcomes({ id: column, kind: isOfList ? undefined : KINDS[kind], refused, bodies });
		}
	},
	120_000,
);
