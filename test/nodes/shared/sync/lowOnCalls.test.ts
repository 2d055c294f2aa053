import type { IDataObject } from 'n8n-workflow';
import { SyncLedgerTrigger } from '../../../../nodes/SyncLedger/SyncLedgerTrigger.node';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { TestCredentials } from '../../../support/credentials';
import { json, poll } from '../../../support/engine';
import { TIMERS } from '../../../support/timers';
import { byId, freshLedger, ledger, SyncedApps } from '../../../support/syncedApps';

const PAUSED = { options: { pauseAtPercent: 90 } };
const HOUR = 3_600_000;
let sandbox: Sandbox;
let apps: SyncedApps;
let now = Date.parse('2026-03-10T12:00:00Z');
/** As if time had passed. */
function pass(milliseconds: number): void {
	now += milliseconds;
	jest.setSystemTime(now);
}

beforeAll(async () => {
	jest.useFakeTimers({ now, doNotFake: [...TIMERS] });
	sandbox = await startSandbox();
	apps = new SyncedApps(sandbox);
});
afterAll(async () => {
	await sandbox.close();
	jest.useRealTimers();
});
beforeEach(() => {
	sandbox.reset();
	freshLedger();
	said = [];
	pass(3 * HOUR); // by then what was known of the accounts is forgotten
});

const ada = async () => await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
const grace = async () =>
	await apps.saveContact({ firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com' });
const dueList = async () =>
	await json(ledger({ resource: 'due', operation: 'getMany', returnAll: true, options: { includeLater: true } }));

/** What the triggers have reported as failed executions. */
let said: Error[];
let workflows = 0;
/** The trigger of a workflow of its own. */
function dueTrigger(parameters: IDataObject = {}): () => Promise<IDataObject[]> {
	const nodeId = `trigger ${++workflows}`;
	const all = { ledger: 'file', returned: 'due', pairs: 'contacts', recordsOf: 'any', recordsOfName: '', ...PAUSED };
	return async () =>
		await poll(
			{
				node: new SyncLedgerTrigger(),
				parameters: { ...all, ...parameters },
				credentials: new TestCredentials([], {}),
				uses: {},
				nodeId,
			},
			{},
			'trigger',
			said,
		);
}
const retryNow = async (sourceApp: string, sourceAccount: string, sourceId: string) => {
	const [targetApp, targetAccount] = sourceApp === 'ghl' ? ['booqable', DEMO_SLUG] : ['ghl', LOCATION_US];
	const record = { sourceApp, sourceAccount: byId(sourceAccount), sourceId };
	const target = { targetApp, targetAccount: byId(targetAccount) };
	const choice = { resource: 'due', operation: 'resolve', pair: 'contacts', resolution: 'retry' };
	await json(ledger({ ...choice, ...record, ...target }));
};

describe('a Sync that pauses at 90 percent', () => {
	it('writes to Booqable below that share, and from there on makes records wait, which stay due', async () => {
		sandbox.seed('booqable', { apiUsage: 8_990 });
		expect(await apps.toCustomer(await grace(), PAUSED)).toMatchObject({ outcome: 'created' });
		const contact = await apps.saveContact({ firstName: 'Edith', email: 'edith@example.com' });
		sandbox.seed('booqable', { apiUsage: 9_100 });
		for (let call = 0; call < 10; call++) await apps.toCustomer(contact, { dryRun: true }); // counted here, not asked
		sandbox.clearRequests();
		const [before, outcome] = [Date.now(), await apps.toCustomer(contact, PAUSED)];
		expect(outcome).toMatchObject({
			outcome: 'waiting',
			calls: 0,
			reason: expect.stringMatching(/^90 percent of the calls that Booqable allows in a month are spent\. From 90 /),
		});
		expect(sandbox.requests()).toEqual([]);
		expect(await dueList()).toMatchObject([{ app: 'ghl', id: contact.id, status: 'waiting', cause: outcome.reason }]);
		expect(Date.parse(String(outcome.dueAt))).toBeGreaterThanOrEqual(before + HOUR - 1000);
	});

	it('makes records wait for GHL as its answers say, and syncs them on the next day', async () => {
		sandbox.seed('ghl', { apiUsage: 190_000 });
		const customer = await ada();
		await apps.toContact(customer, { dryRun: true }); // GHL says it with any answer
		expect(await apps.toContact(customer, PAUSED)).toMatchObject({
			outcome: 'waiting',
			reason: expect.stringContaining('95 percent of the calls that GHL allows in a day are spent'),
		});
		pass(24 * HOUR);
		expect(await apps.toContact(customer, PAUSED)).toMatchObject({ outcome: 'created' });
		expect(await dueList()).toEqual([]);
	});

	it('syncs where the option is 100 or absent, and where Booqable tells no limit', async () => {
		sandbox.seed('booqable', { apiUsage: 9_900 });
		expect(await apps.toCustomer(await grace(), { options: { pauseAtPercent: 100 } })).toMatchObject({
			outcome: 'created',
		});
		const contact = await apps.saveContact({ firstName: 'Edith', email: 'edith@example.com' });
		expect(await apps.toCustomer(contact)).toMatchObject({ outcome: 'created' });
		sandbox.faults({ kind: 'status', service: 'booqable', path: /companies/, status: 403 });
		const other = await apps.saveContact({ firstName: 'Hedy', email: 'hedy@example.com' });
		expect(await apps.toCustomer(other, PAUSED)).toMatchObject({ outcome: 'created' });
	});
});

describe('a Sync Ledger Trigger that pauses at 90 percent', () => {
	/** Edith waits for Booqable, is due, and nobody has answered anything. */
	async function waiting() {
		sandbox.seed('booqable', { apiUsage: 9_500 });
		const contact = await apps.saveContact({ firstName: 'Edith', email: 'edith@example.com' });
		await apps.toCustomer(contact, PAUSED);
		await retryNow('ghl', LOCATION_US, contact.id);
		return contact;
	}

	it('leaves due records of that account due, says so once, and returns them when the count has begun anew', async () => {
		const contact = await waiting();
		const polled = dueTrigger();
		expect(await polled()).toEqual([]);
		expect(await polled()).toEqual([]);
		expect(said.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				/^Paused: 95 percent of the calls that Booqable allows in a month are spent\. From 90 percent on, /,
			),
		]);
		expect(await dueList()).toHaveLength(1);
		pass(32 * 24 * HOUR);
		expect(await polled()).toMatchObject([{ app: 'ghl', id: contact.id, status: 'waiting' }]);
	});

	it('returns them where the option is 100 or absent', async () => {
		await waiting();
		expect(await dueTrigger({ options: { pauseAtPercent: 100 } })()).toHaveLength(1);
		expect(await dueTrigger({ options: {} })()).toHaveLength(1);
	});

	it('returns an answered review all the same: a person waits for it', async () => {
		const customer = await ada();
		await apps.toContact(customer);
		const renamed = await apps.saveCustomer({ name: 'Ada King' }, customer.id);
		const [contact] = apps.contacts().filter(({ email }) => email === 'ada@example.com');
		await apps.saveContact({ firstName: 'Augusta', lastName: 'Lovelace' }, contact.id);
		expect(await apps.toContact(renamed)).toMatchObject({ outcome: 'review' });
		await waiting();
		const questions = await json(ledger({ resource: 'review', operation: 'getMany', pair: 'contacts' }));
		await json(ledger({ resource: 'review', operation: 'resolve', keep: 'source' }), questions);
		expect(await dueTrigger()()).toMatchObject([{ id: customer.id, cause: 'A review was answered' }]);
	});

	it('leaves linked records out as well', async () => {
		const customer = await ada();
		await apps.toContact(customer);
		expect(await dueTrigger({ returned: 'linked' })()).toHaveLength(2);
		await waiting();
		const polled = dueTrigger({ returned: 'linked' });
		expect(await polled()).toEqual([]);
		expect(said).toMatchObject([{ message: expect.stringContaining('Paused: 95 percent') }]);
	});
});
