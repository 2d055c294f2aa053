import { DatabaseSync } from 'node:sqlite';
import type { IDataObject } from 'n8n-workflow';
import { SyncLedgerTrigger } from '../../../nodes/SyncLedger/SyncLedgerTrigger.node';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { hostLedger } from '../../../sync/ledger/host';
import { StoreError } from '../../../sync/ledger/ledger';
import { TestCredentials } from '../../support/credentials';
import { json, poll, type Setup } from '../../support/engine';
import { byId, freshLedger, ledger, SyncedApps, type Customer } from '../../support/syncedApps';

const MINUTE = 60_000;

let sandbox: Sandbox;
let apps: SyncedApps;
let file: string;
let state: IDataObject;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	file = freshLedger();
	state = {};
});

const trigger = (parameters: IDataObject = {}): Setup => ({
	node: new SyncLedgerTrigger(),
	parameters: {
		ledger: 'file',
		returned: 'due',
		pairs: 'contacts',
		recordsOf: 'any',
		recordsOfName: '',
		options: {},
		...parameters,
	},
	credentials: new TestCredentials([], {}),
	uses: {},
});

/** One poll of a published workflow, whose static data is stored and read again. */
async function polled(parameters?: IDataObject): Promise<IDataObject[]> {
	const found = await poll(trigger(parameters), state);
	state = JSON.parse(JSON.stringify(state)) as IDataObject;
	return found;
}

/** As if the trigger had returned what it did that much earlier. */
function later(milliseconds: number): void {
	const { returned } = state['node:Node'] as { returned: Record<string, [number, number]> }; // where n8n keeps a node's own
	for (const last of Object.values(returned)) last[0] -= milliseconds;
}

/** As if n8n had been started again since. */
function restart(): void {
	const kept = state['node:Node'] as IDataObject;
	expect(kept.start).toEqual(expect.any(String));
	kept.start = 'the one before';
}

const resolution = (customerId: string, answer: IDataObject) =>
	ledger({
		resource: 'due',
		operation: 'resolve',
		pair: 'contacts',
		sourceApp: 'booqable',
		sourceAccount: byId(DEMO_SLUG),
		sourceId: customerId,
		targetApp: 'ghl',
		targetAccount: byId(LOCATION_US),
		...answer,
	});

/** A customer whose contact could not be made, due now. */
async function dueCustomer(name = 'Ada Lovelace', email = 'ada@example.com') {
	const customer = await apps.saveCustomer({ name, email });
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
	expect(await apps.toContact(customer)).toMatchObject({ outcome: 'failed' });
	await json(resolution(customer.id, { resolution: 'retry' }));
	return customer;
}

describe('due records', () => {
	it('come again at once after a restart of n8n, which ended the execution that was to sync them', async () => {
		const { id } = await dueCustomer();
		expect(await polled()).toMatchObject([{ id }]);
		expect(await polled()).toEqual([]);
		restart();
		expect(await polled()).toMatchObject([{ id }]);
		expect(await polled()).toEqual([]);
	});

	it('come with what it takes to read and sync them, and are gone once they are synced', async () => {
		const customer = await dueCustomer();
		const [item] = await polled();
		expect(item).toMatchObject({
			event: 'record.due',
			pair: 'contacts',
			app: 'booqable',
			account: DEMO_SLUG,
			id: customer.id,
			targetApp: 'ghl',
			status: 'failed',
		});
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'created' });
		expect(await polled()).toEqual([]);
	});

	it('include those of an execution that the ledger could not note, once it can again', async () => {
		const customer = await dueCustomer();
		const { ledger } = hostLedger();
		const full = new StoreError('the ledger cannot be written: the disk is full');
		const refused = (['commit', 'acquire'] as const).map((name) => jest.spyOn(ledger, name).mockRejectedValue(full));
		const other = await apps.saveCustomer({ name: 'Ben', email: 'ben@example.com' });
		await apps.toContact(other).catch(() => undefined);
		expect(
			sandbox.requests({ service: 'ghl', method: 'POST' }).filter(({ path }) => path === '/contacts/'),
		).toHaveLength(1);
		for (const one of refused) one.mockRestore();
		expect(await polled()).toMatchObject([{ id: customer.id }]);
		const database = new DatabaseSync(file);
		database.exec('UPDATE batch SET until = 0'); // a quarter of an hour later
		database.close();
		expect(await polled()).toMatchObject([{ id: other.id }]);
	});

	it('are not returned again while they are being synced, but after three minutes in which nobody did', async () => {
		await dueCustomer();
		expect(await polled()).toHaveLength(1);
		later(2 * MINUTE);
		expect(await polled()).toEqual([]);
		later(2 * MINUTE);
		expect(await polled()).toHaveLength(1);
		later(5 * MINUTE);
		expect(await polled()).toEqual([]); // nobody synced it: it is given twice as long
		later(2 * MINUTE);
		expect(await polled()).toHaveLength(1);
	});

	it('may take longer where many were returned together: 3 seconds more for each', async () => {
		const customers = Array.from({ length: 20 }, (_, number) => number);
		for (const number of customers) await dueCustomer('Ada Lovelace', `ada${number}@example.com`);
		expect(await polled()).toHaveLength(20);
		later(3.9 * MINUTE);
		expect(await polled()).toEqual([]);
		later(0.2 * MINUTE);
		expect(await polled()).toHaveLength(20);
	});

	it('are returned at once when the sync failed anew and its time has come', async () => {
		const customer = await dueCustomer();
		expect(await polled()).toHaveLength(1);
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
		await apps.toContact(customer);
		expect(await polled()).toEqual([]);
		await json(resolution(customer.id, { resolution: 'retry' }));
		expect(await polled()).toMatchObject([{ id: customer.id, tries: 2 }]);
	});

	it('are those of the pairs and of the app that were chosen, no more than the limit at a time', async () => {
		await dueCustomer();
		await dueCustomer('Grace Hopper', 'grace@example.com');
		expect(await polled({ pairs: 'notes, tasks' })).toEqual([]);
		expect(await polled({ recordsOf: 'ghl' })).toEqual([]);
		expect(await polled({ pairs: 'notes, contacts', recordsOf: 'booqable', options: { limit: 1 } })).toHaveLength(1);
		expect(await polled({ options: { limit: 1 } })).toHaveLength(1);
		expect(await polled({ options: { limit: 1 } })).toEqual([]);
	});

	it('include the record of a review as soon as it is answered', async () => {
		const contact = await apps.saveContact({ firstName: 'Ada', lastName: 'King', email: 'ada@example.com' });
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		expect(await apps.toContact(customer, { options: { initialConflict: 'review' } })).toMatchObject({
			outcome: 'review',
		});
		expect(await polled()).toEqual([]);
		await json(
			ledger({
				resource: 'review',
				operation: 'resolve',
				pair: 'contacts',
				sourceApp: 'booqable',
				sourceAccount: byId(DEMO_SLUG),
				sourceId: customer.id,
				targetApp: 'ghl',
				targetAccount: byId(LOCATION_US),
				field: 'name',
				keep: 'source',
			}),
		);
		expect(await polled()).toMatchObject([{ id: customer.id, cause: 'A review was answered' }]);
		await apps.toContact(customer, { options: { initialConflict: 'review' } });
		expect(await apps.contact(contact.id)).toMatchObject({ lastName: 'Lovelace' });
		expect(await polled()).toEqual([]);
	});

	it('are shown in the editor as often as one likes; where there is none, it says that this is no fault', async () => {
		await expect(poll(trigger(), {}, 'manual')).rejects.toMatchObject({
			message: 'No record of these pairs is due right now',
			description: expect.stringContaining('"Get Due" of the Sync Ledger lists it'),
		});
		await dueCustomer();
		expect(await poll(trigger(), state, 'manual')).toHaveLength(1);
		expect(await poll(trigger(), state, 'manual')).toHaveLength(1);
		expect(await polled()).toHaveLength(1);
	});
});

describe('linked records', () => {
	it('are both records of each live link at each poll, or those of one app', async () => {
		const customers: Customer[] = [];
		for (let index = 0; index < 120; index++)
			customers.push(await apps.saveCustomer({ name: `Person ${index}`, email: `person${index}@example.com` }));
		const contacts: string[] = [];
		for (const customer of customers)
			contacts.push(String((await apps.toContact(customer, { options: { createLimit: 0 } })).id));
		const linked = { returned: 'linked' };
		const both = await polled(linked);
		expect(both.map(({ id }) => String(id)).sort()).toEqual([...contacts, ...customers.map(({ id }) => id)].sort());
		expect(await polled(linked)).toHaveLength(240);
		expect((await polled({ ...linked, recordsOf: 'ghl' })).map(({ id }) => String(id)).sort()).toEqual(
			[...contacts].sort(),
		);
		expect(both.find(({ id }) => id === customers[0].id)).toEqual({
			event: 'record.linked',
			pair: 'contacts',
			app: 'booqable',
			account: DEMO_SLUG,
			id: customers[0].id,
			parentId: null,
		});
		expect(await poll(trigger(linked), {}, 'manual')).toHaveLength(3);
	}, 60_000);

	it('without a link, the editor says so, and how records are linked', async () => {
		await expect(poll(trigger({ returned: 'linked' }), {}, 'manual')).rejects.toMatchObject({
			message: 'No records of these pairs are linked yet',
			description: expect.stringContaining('Link: Link Existing'),
		});
	});
});

it('no pair and an app without a name are refused with the field', async () => {
	await expect(poll(trigger({ pairs: ' ' }), {})).rejects.toMatchObject({ message: expect.stringContaining('Pairs') });
	await expect(poll(trigger({ recordsOf: 'other' }), {})).rejects.toMatchObject({
		message: expect.stringContaining('Records Of Name'),
	});
});
