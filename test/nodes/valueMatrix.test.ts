import '../support/nodeFiles';
import { DateTime } from 'luxon';
import type { IDataObject, IPairedItemData, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { LOCATION_US, PIPELINE, STAGES } from '../../sandbox/ghl/world';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { FIELDS } from '../../nodes/Roofr/direct/fields';
import { setups } from '../support/roofr';
import { freshLedger } from '../support/syncedApps';
import { items, method, type Setup } from '../support/engine';
import { booqable, byId, ghlPrivate, mapped } from '../support/nodeSetups';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

/** What expressions give, by kind; each is an item of one run. */
const VALUES: Readonly<Record<string, unknown>> = {
	text: 'something',
	'number as text': '1200',
	number: 1200,
	'yes or no': true,
	list: ['one', 'two'],
	'list of one': ['one'],
	'JSON text': '["one","two"]',
	object: { city: 'Paris' },
	date: new Date('2026-11-28T09:00:00Z'),
	'luxon date': DateTime.fromISO('2026-11-28T09:00:00Z', { zone: 'utc' }),
	null: null,
	empty: '',
};

/** A value that is to be refused, with all others of its record. */
const REFUSED = Symbol('refused');
/** What is neither written nor refused. */
const NOTHING = Symbol('nothing');
type Outcomes = Readonly<Record<string, unknown>>;

const ofAll = (outcome: unknown): Outcomes => Object.fromEntries(Object.keys(VALUES).map((kind) => [kind, outcome]));
const EMPTY: Outcomes = { null: NOTHING, empty: NOTHING };
const MOMENT = '2026-11-28T09:00:00Z';

/** What each value comes to in a column of these kinds: on the wire, or as a refusal. */
const OUTCOMES: Readonly<Record<string, Outcomes>> = {
	text: {
		text: 'something',
		'number as text': '1200',
		number: '1200',
		'yes or no': 'true',
		list: REFUSED,
		'list of one': 'one',
		'JSON text': '["one","two"]',
		object: REFUSED,
		date: '2026-11-28T09:00:00.000Z',
		'luxon date': '2026-11-28T09:00:00.000Z',
		...EMPTY,
	},
	number: { ...ofAll(REFUSED), 'number as text': 1200, number: 1200, ...EMPTY },
	boolean: { ...ofAll(REFUSED), 'yes or no': true, ...EMPTY },
	day: { ...ofAll(REFUSED), date: MOMENT.slice(0, 10), 'luxon date': MOMENT.slice(0, 10), ...EMPTY },
	moment: { ...ofAll(REFUSED), date: MOMENT, 'luxon date': MOMENT, ...EMPTY },
	email: { ...ofAll(REFUSED), ...EMPTY },
	choice: { ...ofAll(REFUSED), ...EMPTY },
};

/** Columns that tell more than their type: their values have a form of their own. */
const OWN_FORM = /phone|gender|_id$|Id$|assignedTo|status|tags|website|country/i;

/** The kind that a column is surely of; undefined where several outcomes are right. */
function kindOf({ id, displayName, type, options = [] }: ResourceMapperField): string | undefined {
	if (/^email$/i.test(id)) return 'email';
	if (OWN_FORM.test(id) || /[()]$/.test(displayName) || id.startsWith('property_')) return undefined;
	if (type === 'options') return options.every(({ value }) => typeof value === 'boolean') ? 'boolean' : 'choice';
	if (type === 'dateTime') return id.endsWith('_at') ? 'moment' : 'day';
	if (type === 'number') return 'number';
	return type === 'string' && !id.startsWith('custom_') ? 'text' : undefined;
}

/** The values of a column in the bodies of its writes, in whatever place the service has for it. */
function written(bodies: readonly unknown[], id: string): unknown[] {
	return bodies.flatMap((body) => {
		const { customFields, data } = body as { customFields?: IDataObject[]; data?: { attributes: IDataObject } };
		const own = (data?.attributes ?? body) as IDataObject; // JSON:API, or flat
		if (id.startsWith('custom_'))
			// a contact of Sync also holds the ID of its source record
			return (customFields ?? []).map(({ field_value: value }) => value).filter((one) => !/^s\d+$/.test(String(one)));
		return id in own ? [own[id]] : [];
	});
}

const sorted = (values: readonly unknown[]): string[] => values.map((value) => JSON.stringify(value)).sort();

/** What a write needs beside the column that is tried. */
interface Write {
	readonly parameters?: () => IDataObject | Promise<IDataObject>;
	/** Two, so that one is left where the other is tried. */
	readonly base?: IDataObject;
	/** Columns to match on. */
	readonly matching?: readonly string[];
}

const seededContact = (): IDataObject => {
	const { contacts } = sandbox.seed('ghl', { contacts: [{ firstName: 'Base', email: 'base@example.com' }] }) as {
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

let [cells, exact] = [0, 0];
afterAll(() => process.stdout.write(`values × columns: ${cells}, of which ${exact} to the letter\n`));

test('every write with a mapper is tried', () => {
	expect(mappers.map(nameOf).sort()).toEqual(Object.keys(WRITES).sort());
});

test.each(mappers.map((mapper) => [nameOf(mapper), mapper] as const))(
	'%s: no column takes half a value, or an empty one for one that is filled',
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
			const given = await items(
				{ ...setup, onError: 'continueRegularOutput' },
				Object.values(VALUES).map((one) => ({ value: one as IDataObject[string] })),
			);
			expect(given).toHaveLength(Object.keys(VALUES).length);
			const sent = sandbox.requests().filter(({ method: verb, path }) => verb !== 'GET' && !path.includes('search'));
			expect(JSON.stringify(sent.map(({ body }) => body))).not.toMatch(/\[object|\bnull\b|undefined|NaN|:""/);
			const failed = given.filter(({ json }) => typeof json.error === 'string');
			for (const { json } of failed) expect(json.error).not.toMatch(/\[object|undefined|is not a function|Cannot read/);
			const outcomes = OUTCOMES[kindOf(field) ?? ''];
			if (outcomes && !(id in base)) {
				const isOurs = ({ json: { error } }: (typeof failed)[number]) => String(error).startsWith('Invalid value for ');
				const refused = failed
					.filter(isOurs) // the service refuses more, such as a percentage of 1200
					.map(({ pairedItem }) => Object.keys(VALUES)[(pairedItem as IPairedItemData).item]);
				expect([id, refused.sort()]).toEqual([
					id,
					Object.keys(VALUES)
						.filter((kind) => outcomes[kind] === REFUSED)
						.sort(),
				]);
				const values = Object.values(outcomes).filter((one) => one !== REFUSED && one !== NOTHING);
				expect([
					id,
					sorted(
						written(
							sent.map(({ body }) => body),
							id,
						),
					),
				]).toEqual([id, sorted(values)]);
				exact += given.length;
			}
			// without a value the others are written, but for the one to match on
			if (!matching.includes(id)) expect(failed.length).toBeLessThan(given.length);
			cells += given.length;
		}
	},
	120_000,
);

/** Every Sync whose records need no others, with what the service asks of each record. */
const SYNCS = [
	['ghl', 'contact', 'getContactColumnsForSync', { email: '={{ $json.id }}@example.com' }],
	['ghl', 'business', 'getBusinessColumnsForSync', { name: '=Base {{ $json.id }}' }],
	['booqable', 'customer', 'getCustomerColumnsForSync', { name: '=Base {{ $json.id }}' }],
] as const;

test.each(SYNCS)(
	'%s %s sync: each column is read as in the other writes, and what is refused is an outcome with its reason',
	async (app, resource, columnsOf, base) => {
		const source = app === 'ghl' ? 'booqable' : 'ghl';
		const setupOf = (value: IDataObject): Setup =>
			SETUP_OF[app](sandbox, {
				...ACCESS[app],
				resource,
				operation: 'sync',
				sourceApp: source,
				sourceAccount: byId(source === 'ghl' ? LOCATION_US : DEMO_SLUG),
				sourceId: '={{ $json.id }}',
				matchBy: 'none',
				fields: mapped(value),
				options: { invalidPhone: 'error' },
			});
		const { fields } = await method<ResourceMapperFields>(setupOf({}), 'resourceMapping', columnsOf);
		for (const field of fields.filter(({ readOnly }: ResourceMapperField) => !readOnly)) {
			const { id } = field;
			if (id in base) continue;
			sandbox.reset();
			freshLedger();
			sandbox.clearRequests();
			const given = await items(
				setupOf({ ...base, [id]: '={{ $json.value }}' }),
				Object.values(VALUES).map((one, index) => ({ id: `s${index}`, value: one as IDataObject[string] })),
			);
			const sent = sandbox.requests().filter(({ method: verb, path }) => verb === 'POST' && !path.includes('search'));
			expect(JSON.stringify(sent.map(({ body }) => body))).not.toMatch(/\[object|\bnull\b|undefined|NaN|:""/);
			const isRefused = ({ json }: (typeof given)[number]) => /^Invalid value for /.test(String(json.reason));
			for (const { json } of given.filter(isRefused)) expect(json).toMatchObject({ outcome: 'failed', changed: [] });
			cells += given.length;
			const outcomes = OUTCOMES[kindOf(field) ?? ''];
			if (!outcomes) continue;
			const refused = given
				.filter(isRefused)
				.map(({ pairedItem }) => Object.keys(VALUES)[(pairedItem as IPairedItemData).item]);
			expect([id, refused.sort()]).toEqual([
				id,
				Object.keys(VALUES)
					.filter((kind) => outcomes[kind] === REFUSED)
					.sort(),
			]);
			const values = Object.values(outcomes).filter((one) => one !== REFUSED && one !== NOTHING);
			expect([
				id,
				sorted(
					written(
						sent.map(({ body }) => body),
						id,
					),
				),
			]).toEqual([id, sorted(values)]);
			exact += given.length;
		}
	},
	120_000,
);

const roofr = setups(() => sandbox);

test.each(['contact', 'lead', 'job', 'note', 'task', 'appointment'])(
	'roofr %s create: each field is read by its kind, and what is refused names it',
	async (resource) => {
		const kinds = {
			text: 'text',
			email: 'email',
			time: 'moment',
			number: 'number',
			boolean: 'boolean',
			phone: '',
		} as const;
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
			const given = await items(
				{ ...setup, onError: 'continueRegularOutput' },
				Object.values(VALUES).map((one) => ({ value: one as IDataObject[string] })),
			);
			const sent = sandbox.requests().filter(({ method: verb }) => verb === 'POST');
			expect(JSON.stringify(sent.map(({ body }) => body))).not.toMatch(/\[object|\bnull\b|undefined|NaN|:""/);
			cells += given.length;
			const outcomes = OUTCOMES[kinds[kind]];
			if (!outcomes) continue;
			const refused = given
				.filter(({ json }) => String(json.error).startsWith('Invalid value for '))
				.map(({ pairedItem }) => Object.keys(VALUES)[(pairedItem as IPairedItemData).item]);
			expect([name, refused.sort()]).toEqual([
				name,
				Object.keys(VALUES)
					.filter((one) => outcomes[one] === REFUSED)
					.sort(),
			]);
			const values = Object.values(outcomes).filter((one) => one !== REFUSED && one !== NOTHING);
			const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
			expect([
				name,
				sorted(
					written(
						sent.map(({ body }) => body),
						column,
					),
				),
			]).toEqual([name, sorted(values)]);
			exact += given.length;
		}
	},
	120_000,
);
