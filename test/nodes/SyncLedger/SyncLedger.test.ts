import { LOCATION_US } from '../../../sandbox/ghl/world';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { items, json } from '../../support/engine';
import { byId, freshLedger, SyncedApps, ledger, type Customer } from '../../support/syncedApps';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const of = (customer: Customer | string) => ({
	sourceApp: 'booqable',
	sourceAccount: byId(DEMO_SLUG),
	sourceId: typeof customer === 'string' ? customer : customer.id,
});
const target = { targetApp: 'ghl', targetAccount: byId(LOCATION_US) };
const counts = async () => (await json(ledger({ resource: 'ledger', operation: 'getCounts' })))[0];

describe('links', () => {
	it('are found by either record, and listed', async () => {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const { id } = await apps.toContact(customer);
		const link = {
			pair: 'contacts',
			record: { app: 'ghl', account: LOCATION_US, id },
			linkedRecord: { app: 'booqable', account: DEMO_SLUG, id: customer.id },
			isPrimary: true,
			state: 'live',
		};
		expect(await json(ledger({ resource: 'link', operation: 'get', pair: 'contacts', ...of(customer) }))).toMatchObject(
			[link],
		);
		expect(
			await json(
				ledger({
					resource: 'link',
					operation: 'get',
					pair: 'contacts',
					sourceApp: 'ghl',
					sourceAccount: byId(LOCATION_US),
					sourceId: id,
				}),
			),
		).toMatchObject([link]);
		expect(await json(ledger({ resource: 'link', operation: 'getMany', pair: 'contacts', limit: 10 }))).toMatchObject([
			link,
		]);
		expect(await json(ledger({ resource: 'link', operation: 'getMany', pair: 'companies', limit: 10 }))).toEqual([]);
	});

	it('that a record does not have are not errors: one item says so, with the record', async () => {
		expect(await json(ledger({ resource: 'link', operation: 'get', pair: 'contacts', ...of('nobody') }))).toEqual([
			{ linked: false, pair: 'contacts', app: 'booqable', account: DEMO_SLUG, id: 'nobody' },
		]);
	});

	it('are saved by hand and then used by Sync, and cut by hand', async () => {
		const contact = await apps.saveContact({ firstName: 'A.', lastName: 'Byron', email: 'byron@example.com' });
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const both = { pair: 'contacts', ...of(customer), ...target, targetId: contact.id };
		expect(await json(ledger({ resource: 'link', operation: 'save', ...both }))).toMatchObject([
			{ state: 'live', record: { id: contact.id } },
		]);
		expect(await apps.toContact(customer, { options: { initialConflict: 'source' } })).toMatchObject({
			outcome: 'updated',
			id: contact.id,
		});
		expect(await json(ledger({ resource: 'link', operation: 'remove', ...both }))).toMatchObject([{ deleted: true }]);
		expect(
			await json(
				ledger({ resource: 'link', operation: 'getMany', pair: 'contacts', limit: 10, options: { state: 'ended' } }),
			),
		).toMatchObject([{ cause: 'Unlinked by a person' }]);
		await expect(json(ledger({ resource: 'link', operation: 'remove', ...both }))).rejects.toMatchObject({
			message: expect.stringContaining('not linked'),
		});
	});
});

describe('link existing', () => {
	const run = async (sourceRecords: unknown[], targetRecords: unknown[], more = {}) =>
		(
			await json(
				ledger({
					resource: 'link',
					operation: 'linkExisting',
					pair: 'contacts',
					sourceApp: 'booqable',
					sourceAccount: byId(DEMO_SLUG),
					sourceRecords: JSON.stringify(sourceRecords),
					...target,
					targetRecords: JSON.stringify(targetRecords),
					externalIdField: 'customFields.Booqable ID',
					matchBy: 'email,phone',
					options: {},
					...more,
				}),
			)
		)[0];

	it('links by external ID, email and phone with a name that agrees, and asks about the rest; without a call', async () => {
		const customers = [
			{ id: 'c1', name: 'Ada Lovelace', email: 'ADA@example.com' },
			{ id: 'c2', name: 'Grace Hopper', email: null, properties: { phone: '(212) 555-0177' } },
			{ id: 'c3', name: 'Somebody', email: 'old@example.com' },
			{ id: 'c4', name: 'Father', email: null, properties: { phone: '+12125550188' } },
			{ id: 'c5', name: 'Twice', email: 'twice@example.com' },
			{ id: 'c6', name: 'Gone', email: 'ada@example.com', archived: true },
		];
		const contacts = [
			{ id: 'k1', name: 'Ada Lovelace', email: 'ada@example.com' },
			{ id: 'k2', name: 'Grace Hopper', phone: '+12125550177' },
			{ id: 'k3', name: 'Somebody Else', email: 'new@example.com', customFields: { 'Booqable ID': 'c3' } },
			{ id: 'k4', name: 'Son', phone: '+12125550188' },
			{ id: 'k5', name: 'Twice', email: 'twice@example.com' },
			{ id: 'k6', name: 'Twice', email: 'twice@example.com' },
		];
		sandbox.clearRequests();
		expect(await run(customers, contacts, { options: { phoneCountry: 'US' } })).toEqual({
			linked: 3,
			linkedBefore: 0,
			unmatched: 1,
			toReview: 1,
			review: [{ app: 'booqable', account: DEMO_SLUG, id: 'c5', reason: 'More than one record matches' }],
		});
		expect(await run(customers, contacts, { options: { phoneCountry: 'US' } })).toMatchObject({
			linked: 0,
			linkedBefore: 3,
		});
		expect(sandbox.requests()).toEqual([]);
	});

	it('agrees on what is equal, so that the first sync makes no call', async () => {
		const contact = await apps.saveContact({ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' });
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		expect(await run([customer], [contact])).toMatchObject({ linked: 1 });
		expect(await apps.toContact(customer, { fields: { phone: '', custom_industry: '', tags: [] } })).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
			id: contact.id,
		});
	});

	it('says what a list must be', async () => {
		await expect(run([], [], { targetRecords: 'nothing' })).rejects.toMatchObject({
			message: expect.stringContaining('Invalid value for Linked App Records: "nothing". Map a list such as'),
		});
	});
});

it('rebuild makes the links from the external IDs of contacts, after which no duplicate is created', async () => {
	const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	const { id } = await apps.toContact(customer);
	freshLedger(); // a container without its volume
	const before = apps.contacts().length;
	const contact = await apps.contact(String(id));
	const rebuilt = {
		resource: 'link',
		operation: 'rebuild',
		pair: 'contacts',
		sourceApp: 'booqable',
		sourceAccount: byId(DEMO_SLUG),
		...target,
		targetRecords: JSON.stringify([{ ...contact, customFields: { 'Booqable ID': customer.id } }]),
		externalIdField: 'customFields.Booqable ID',
	};
	expect(await json(ledger(rebuilt))).toMatchObject([{ linked: 1, unmatched: 0 }]);
	expect(await apps.toContact(customer)).toMatchObject({ outcome: 'unchanged', id });
	expect(apps.contacts()).toHaveLength(before);
});

describe('what is due', () => {
	const due = async (options = {}) =>
		await json(ledger({ resource: 'due', operation: 'getMany', pair: 'contacts', limit: 10, options }));

	it('is given with what it takes to read it again, once its time has come; resolved by the sync', async () => {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'failed' });
		expect(await due()).toEqual([]);
		expect(await due({ includeLater: false })).toEqual([]);
		expect(await due({ includeLater: true })).toMatchObject([{ id: customer.id, status: 'failed', tries: 1 }]);
		expect(
			await json(
				ledger({
					resource: 'due',
					operation: 'resolve',
					pair: 'contacts',
					...of(customer),
					...target,
					resolution: 'retry',
				}),
			),
		).toMatchObject([{ resolved: true, resolution: 'due now' }]);
		expect(await due()).toMatchObject([
			{
				pair: 'contacts',
				app: 'booqable',
				account: DEMO_SLUG,
				id: customer.id,
				targetApp: 'ghl',
				targetAccount: LOCATION_US,
				status: 'failed',
				tries: 1,
			},
		]);
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'created' });
		expect(await due()).toEqual([]);
	});

	it('is forgotten when a person says so', async () => {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
		await apps.toContact(customer);
		const resolve = ledger({
			resource: 'due',
			operation: 'resolve',
			pair: 'contacts',
			...of(customer),
			...target,
			resolution: 'dismiss',
		});
		expect(await json(resolve)).toMatchObject([{ resolved: true, resolution: 'dismissed' }]);
		expect(await json(resolve)).toMatchObject([{ resolved: false }]);
		expect((await counts()).due).toMatchObject({ failed: 0 });
	});
});

it('a review is listed, answered, and written at the next sync: once', async () => {
	const contact = await apps.saveContact({ firstName: 'Ada', lastName: 'King', email: 'ada@example.com' });
	const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	await apps.toContact(customer);
	expect(await json(ledger({ resource: 'review', operation: 'getMany', pair: 'contacts', limit: 10 }))).toMatchObject([
		{ id: customer.id, targetId: contact.id, field: 'name', answer: null },
	]);
	expect(
		await json(
			ledger({
				resource: 'review',
				operation: 'resolve',
				pair: 'contacts',
				...of(customer),
				...target,
				field: 'name',
				keep: 'source',
			}),
		),
	).toMatchObject([{ answer: 'source' }]);
	expect(await json(ledger({ resource: 'due', operation: 'getMany', pair: 'contacts', limit: 10 }))).toMatchObject([
		{ id: customer.id, cause: 'A review was answered' },
	]);
	sandbox.clearRequests();
	expect(await apps.toContact(customer)).toMatchObject({ outcome: 'updated', changed: ['name'] });
	expect(await apps.toContact(customer)).toMatchObject({ outcome: 'unchanged' });
	expect(apps.calls('ghl').writes).toBe(1);
	expect(await json(ledger({ resource: 'review', operation: 'getMany', pair: 'contacts', limit: 10 }))).toEqual([]);
});

it('the history has one row for each write, with the rule and the field names', async () => {
	const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	const { id } = await apps.toContact(customer);
	await apps.toContact(await apps.saveCustomer({ name: 'Augusta Lovelace' }, customer.id));
	const history = await json(
		ledger({
			resource: 'history',
			operation: 'getMany',
			sourceApp: 'ghl',
			sourceAccount: byId(LOCATION_US),
			sourceId: id,
			limit: 10,
		}),
	);
	expect(history).toMatchObject([
		{ call: 'update', state: 'done', fields: [{ name: 'name', cause: 'source changed' }], source: { id: customer.id } },
		{ call: 'create', state: 'done' },
	]);
	expect(JSON.stringify(history)).not.toContain('Lovelace');
});

it('counts and prune', async () => {
	await apps.toContact(await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' }));
	expect(await counts()).toMatchObject({
		links: 1,
		ended: 0,
		intents: 0,
		reviews: 0,
		history: 1,
		due: { pending: 0, waiting: 0, busy: 0, failed: 0 },
		lagSeconds: 0,
		lastDay: { created: 1, changed: 0, removed: 0, refused: 0, unclear: 0 },
	});
	expect(await json(ledger({ resource: 'ledger', operation: 'prune', historyDays: 1, tombstoneDays: 180 }))).toEqual([
		{ removed: 0 },
	]);
	expect(await counts()).toMatchObject({ links: 1 });
});

it('goes on after an item that fails, each outcome paired with its item', async () => {
	const setup = {
		...ledger({
			resource: 'link',
			operation: 'get',
			pair: 'contacts',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: '={{ $json.id }}',
		}),
		onError: 'continueRegularOutput' as const,
	};
	const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	await apps.toContact(customer);
	const given = await items(setup, [{ id: 'a/b' }, { id: customer.id }]);
	expect(given.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	expect(given[0].json.error).toContain('not an ID');
});
