import type { IDataObject } from 'n8n-workflow';
import { Booqable } from '../../../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../../../nodes/GhlContacts/GhlContacts.node';
import { Roofr } from '../../../../nodes/Roofr/Roofr.node';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { items } from '../../../support/engine';
import { ghlPrivate } from '../../../support/nodeSetups';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

test.each([new GhlContacts(), new Booqable(), new Roofr()].map((node) => [node.description.displayName, node]))(
	"%s: no mapper shows n8n's switches for types",
	(_, { description }) => {
		const mappers = description.properties.filter(({ type }) => type === 'resourceMapper');
		expect(mappers.length).toBeGreaterThan(3);
		for (const { typeOptions } of mappers) expect(typeOptions?.resourceMapper?.showTypeConversionOptions).toBe(false);
	},
);

/** As another node stores its switches, or n8n does for a mapper that shows them. */
const SWITCHES = [true, false].flatMap((attemptToConvertTypes) =>
	[true, false].map((ignoreTypeMismatchErrors) => ({ attemptToConvertTypes, ignoreTypeMismatchErrors })),
);
const SCHEMA = ['firstName', 'email', 'custom_guests', 'custom_event_date'].map((id) => ({
	...{ id, displayName: id, type: id === 'custom_guests' ? 'number' : 'string' },
	...{ required: false, defaultMatch: false, canBeUsedToMatch: false, display: true },
}));
const VALUE = { firstName: '={{ $json.first }}', email: '={{ $json.mail }}', dnd: '={{ $json.dnd }}' };

/** The bodies of a create for each of these items, and what it says. */
async function created(more: IDataObject, given: IDataObject[]): Promise<unknown> {
	sandbox.reset();
	sandbox.clearRequests();
	const setup = ghlPrivate(sandbox, {
		...{ resource: 'contact', operation: 'create', options: {} },
		fields: { mappingMode: 'defineBelow', value: VALUE, schema: SCHEMA, matchingColumns: [], ...more },
	});
	const said = await items({ ...setup, onError: 'continueRegularOutput' }, given);
	return [
		sandbox.requests({ method: 'POST' }).map(({ body }) => body),
		said.map(({ json }) => json.error ?? json.firstName),
	];
}

const ITEMS = [
	{ first: 7, mail: 'a@example.com', dnd: 'yes' },
	{ first: ['Ada'], mail: 'b@example.com', dnd: 1 },
	{ first: { name: 'Ada' }, mail: 'c@example.com', dnd: 'perhaps' },
];

test.each(SWITCHES)('where a workflow holds them nevertheless, values are read the same: %j', async (switches) => {
	expect(await created(switches, ITEMS)).toEqual(await created({}, ITEMS));
});

test('"Map automatically" reads values as a mapping by hand does', async () => {
	const byHand = await created({}, ITEMS);
	const same = ITEMS.map(({ first, mail, dnd }) => ({ 'First Name': first, Email: mail, dnd }));
	expect(await created({ mappingMode: 'autoMapInputData', value: null }, same as IDataObject[])).toEqual(byHand);
});
