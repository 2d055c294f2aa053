import '../support/nodeFiles';
import type { IDataObject, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { Roofr } from '../../nodes/Roofr/Roofr.node';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { CALENDAR, LOCATION_US, PIPELINE } from '../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { items, json, method, type Setup } from '../support/engine';
import { booqable, byId, ghlPrivate, mapped } from '../support/nodeSetups';
import { setups } from '../support/roofr';
import { freshLedger, ledger } from '../support/syncedApps';
import { expectOutcomes, expectWhole, itemsOf, kindOf, MOMENT, refusedItems } from '../support/valueMatrix';

// Roofr's own pace is tested where its limits are: here each wait ends at once
jest.mock('../../nodes/shared/http/sleep', () => ({
	...jest.requireActual<object>('../../nodes/shared/http/sleep'),
	...jest.requireActual<object>('../support/sleepless'),
}));

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const roofr = setups(() => sandbox);
const SETUP_OF = {
	ghl: (parameters: IDataObject) => ghlPrivate(sandbox, { authentication: 'privateIntegration', ...parameters }),
	booqable: (parameters: IDataObject) => booqable(sandbox, { authentication: 'accessToken', ...parameters }),
	roofr: (parameters: IDataObject) => roofr.setup('apiKey', {}, parameters),
	bridge: (parameters: IDataObject) =>
		roofr.setup('bridge', {}, { nameAs: 'parts', addressAs: 'parts', ...parameters }),
} satisfies Record<string, (parameters: IDataObject) => Setup>;
type App = keyof typeof SETUP_OF;

/** A Sync, and what it needs beside the column that is tried. */
interface Synced {
	readonly app: App;
	readonly resource: string;
	readonly columnsOf: string;
	/** What the service asks of each record. */
	readonly base?: IDataObject;
	/** Records that are to be there before: parents, or the records themselves. */
	readonly prepare?: () => Promise<void>;
	/** Where its records are only changed: makes what the source record of each item is linked to. */
	readonly link?: (sourceIds: readonly string[]) => Promise<void>;
	readonly options?: IDataObject;
	/** What the wire calls a column. */
	readonly wire?: (id: string) => string;
}

const snake = (id: string): string =>
	id.replace('address1', 'address').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const links = async (app: 'ghl' | 'booqable' | 'roofr', pair: string, byId_: ReadonlyMap<string, unknown>) => {
	const source = app === 'ghl' ? 'booqable' : 'ghl';
	const account = { ghl: LOCATION_US, booqable: DEMO_SLUG, roofr: 'roofr' };
	const parameters = {
		...{ resource: 'link', operation: 'save', pair },
		...{ sourceApp: source, sourceAccount: byId(account[source]), sourceId: '={{ $json.source }}' },
		...{ targetApp: app, targetAccount: byId(account[app]), targetId: '={{ $json.target }}' },
	};
	await json(
		ledger(parameters),
		[...byId_].map(([from, to]) => ({ source: from, target: String(to) })),
	);
};

const PARENTS = itemsOf().map((_, index) => `parent${index}`);
const contacts = async (): Promise<void> => {
	const seeded = sandbox.seed('ghl', {
		contacts: PARENTS.map((name) => ({ firstName: name, email: `${name}@example.com` })),
		allowDuplicateOpportunity: true,
	}) as { contacts: IDataObject[] };
	await links('ghl', 'contacts', new Map(PARENTS.map((name, index) => [name, seeded.contacts[index].id])));
};
const jobs = async (): Promise<void> => {
	const seeded = sandbox.seed('roofr', { records: { jobs: PARENTS.map((name) => ({ name })) } }) as {
		jobs: IDataObject[];
	};
	await links('roofr', 'jobs', new Map(PARENTS.map((name, index) => [name, seeded.jobs[index].id])));
};
const orders = async (sourceIds: readonly string[]): Promise<void> => {
	const period = { starts_at: '2026-11-01T09:00:00Z', stops_at: '2026-12-31T09:00:00Z' };
	const seeded = sandbox.seed('booqable', { orders: sourceIds.map(() => ({ status: 'draft', ...period })) }) as {
		orders: IDataObject[];
	};
	await links('booqable', 'appointments', new Map(sourceIds.map((id, index) => [id, seeded.orders[index].id])));
};

const SYNCS: readonly Synced[] = [
	{
		app: 'ghl',
		resource: 'contact',
		columnsOf: 'getContactColumnsForSync',
		base: { email: '={{ $json.id }}@example.com' },
		options: { invalidPhone: 'error' },
	},
	{ app: 'ghl', resource: 'business', columnsOf: 'getBusinessColumnsForSync', base: { name: '=Base {{ $json.id }}' } },
	{
		app: 'ghl',
		resource: 'note',
		columnsOf: 'getNoteColumnsForSync',
		base: { body: '=Base {{ $json.id }}' },
		prepare: contacts,
	},
	{
		app: 'ghl',
		resource: 'task',
		columnsOf: 'getTaskColumnsForSync',
		base: { title: '=Base {{ $json.id }}', dueDate: MOMENT, completed: false }, // GHL asks for all three
		prepare: contacts,
	},
	{
		app: 'ghl',
		resource: 'appointment',
		columnsOf: 'getAppointmentColumnsForSync',
		base: { calendarId: CALENDAR, startTime: '2026-11-28T08:00:00Z' },
		prepare: contacts,
	},
	{
		app: 'ghl',
		resource: 'opportunity',
		columnsOf: 'getOpportunityColumnsForSync',
		base: { name: '=Base {{ $json.id }}', pipelineId: PIPELINE },
		prepare: contacts,
	},
	{
		app: 'booqable',
		resource: 'customer',
		columnsOf: 'getCustomerColumnsForSync',
		base: { name: '=Base {{ $json.id }}' },
	},
	{
		app: 'booqable',
		resource: 'order',
		columnsOf: 'getOrderColumnsForSync',
		link: orders,
		options: { initialConflict: 'source' },
	},
	{
		app: 'booqable',
		resource: 'note',
		columnsOf: 'getNoteColumnsForSync',
		prepare: async () => {
			const seeded = sandbox.seed('booqable', { customers: PARENTS.map((name) => ({ name })) }) as {
				customers: IDataObject[];
			};
			await links('booqable', 'contacts', new Map(PARENTS.map((name, index) => [name, seeded.customers[index].id])));
		},
	},
	...['contact', 'job', 'note', 'task', 'appointment'].map((resource): Synced => ({
		app: 'roofr',
		resource,
		columnsOf: 'getColumns',
		base: {
			contact: { lastName: '=Base {{ $json.id }}' },
			job: { name: '=Base {{ $json.id }}' },
			note: { body: '=Base {{ $json.id }}' },
			task: { title: '=Base {{ $json.id }}' },
			appointment: { title: 'Visit', startTime: '2026-11-28T08:00:00Z', endTime: '2026-11-28T10:00:00Z' },
		}[resource],
		prepare: jobs,
		wire: snake,
	})),
	{
		app: 'bridge',
		resource: 'job',
		columnsOf: 'getJobColumnsForSync',
		base: {
			firstName: 'Base',
			address1: '12 Elm St',
			city: 'Springfield',
			state: 'IL',
			postalCode: '62701',
			country: 'US',
			jobName: '=Base {{ $json.id }}',
		},
		wire: snake,
	},
];

const NODE_OF = { ghl: new GhlContacts(), booqable: new Booqable(), roofr: new Roofr(), bridge: new Roofr() };

let [cells, exact, leftOut] = [0, 0, 0];
afterAll(() =>
	process.stdout.write(
		`values × columns of Sync: ${cells}, of which ${exact} to the letter; ${leftOut} refused ones are left out by option\n`,
	),
);

test('every Sync is tried', () => {
	const all = (['ghl', 'booqable', 'roofr'] as const).flatMap((app) =>
		NODE_OF[app].description.properties
			.filter(({ name, displayOptions }) => name === 'fields' && displayOptions?.show?.operation?.includes('sync'))
			.flatMap(({ displayOptions }) =>
				(displayOptions?.show?.resource ?? []).map((resource) => `${app} ${String(resource)}`),
			),
	);
	const tried = SYNCS.map(({ app, resource }) => `${app === 'bridge' ? 'roofr' : app} ${resource}`);
	expect([...new Set(tried)].sort()).toEqual([...new Set(all)].sort());
});

test.each(SYNCS.map((synced) => [synced.app, synced.resource, synced] as const))(
	'%s %s: each column is read as in the other writes, and what is refused is an outcome with its reason',
	async (app, resource, { columnsOf, base = {}, prepare, link, options = {}, wire = (id) => id }) => {
		const source = app === 'ghl' ? 'booqable' : 'ghl';
		const setupOf = (value: IDataObject, more: IDataObject = {}): Setup =>
			SETUP_OF[app]({
				...{
					resource,
					operation: 'sync',
					sourceApp: source,
					sourceId: '={{ $json.id }}',
					matchBy: 'none',
					options: { createLimit: 0, ...options, ...more },
				},
				sourceAccount: byId(source === 'ghl' ? LOCATION_US : DEMO_SLUG),
				parentId: '={{ $json.parent }}',
				fields: mapped(value),
			});
		const { fields } = await method<ResourceMapperFields>(setupOf({}), 'resourceMapping', columnsOf);
		await prepare?.();
		const columns = fields.filter(({ readOnly }: ResourceMapperField) => !readOnly);
		for (const [position, field] of columns.entries()) {
			const { id } = field;
			const input = itemsOf((index) => ({
				id: `s${position}${String(index).padStart(2, '0')}`,
				parent: PARENTS[index],
			}));
			await link?.(input.map((item) => String(item.id)));
			sandbox.clearRequests();
			const given = await items(setupOf({ ...base, [id]: '={{ $json.value }}' }), input);
			expect(given).toHaveLength(input.length);
			const bodies = sandbox
				.requests()
				.filter(({ method: verb, path }) => verb !== 'GET' && verb !== 'DELETE' && !path.includes('search'))
				.map(({ body }) => body);
			expectWhole(bodies, app === 'bridge'); // whose fields are the same each time
			const refused = given.filter(({ json: { reason } }) => /(^|: )Invalid value for /.test(String(reason)));
			// the write of an order, which somebody booked, is for a person to judge
			const outcome = resource === 'order' ? expect.stringMatching(/^(failed|review)$/) : 'failed';
			for (const item of refused) expect(item.json).toMatchObject({ outcome, changed: [] });
			cells += given.length;
			exact += expectOutcomes({
				id: wire(id),
				kind: id in base || (app === 'bridge' && id === 'email') ? undefined : kindOf(field),
				refused,
				bodies,
			});
			// those two have no option "Invalid Values"
			if (id in base || app === 'bridge' || (app === 'booqable' && resource === 'note')) continue;
			const others = refusedItems(refused).map((index) => ({
				...input[index],
				id: `o${position}${String(index).padStart(2, '0')}`,
			}));
			await link?.(others.map((item) => String(item.id)));
			for (const { json: outcome } of await items(
				setupOf({ ...base, [id]: '={{ $json.value }}' }, { invalidValues: 'omit' }),
				others,
			)) {
				expect([id, outcome]).toEqual([id, expect.objectContaining({ ignoredFields: [id] })]);
				expect([id, outcome.changed]).toEqual([id, expect.not.arrayContaining([id])]);
				leftOut++;
			}
		}
	},
	120_000,
);
