import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { hostLedger } from '../../../../sync/ledger/host';
import { StoreError } from '../../../../sync/ledger/ledger';
import { openSqliteLedger } from '../../../../sync/ledger/openSqlite';
import { items, run, type Setup } from '../../../support/engine';
import { byId, ghlPrivate, mapped } from '../../../support/nodeSetups';
import { freshLedger, SyncedApps, type Customer } from '../../../support/syncedApps';

const COUNT = 6;

let sandbox: Sandbox;
let apps: SyncedApps;
let file: string;
let customers: Customer[];
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	file = freshLedger();
	customers = [];
	for (let number = 0; number < COUNT; number++)
		customers.push(await apps.saveCustomer({ name: `Person ${number}`, email: `person${number}@example.com` }));
});

function toContacts(more: IDataObject = {}, onError?: Setup['onError']): Setup {
	const parameters = {
		resource: 'contact',
		operation: 'sync',
		sourceApp: 'booqable',
		sourceAccount: byId(DEMO_SLUG),
		sourceId: '={{ $json.id }}',
		fields: mapped({ name: '={{ $json.name }}', email: '={{ $json.email }}' }),
		options: { itemsAtOnce: 1 },
		...more,
	};
	return { ...ghlPrivate(sandbox, parameters), onError };
}

/** What the ledger's file says, read beside it. */
function inFile<T>(read: (database: DatabaseSync) => T): T {
	const database = new DatabaseSync(file);
	try {
		return read(database);
	} finally {
		database.close();
	}
}

const batches = (): unknown[] => inFile((database) => database.prepare('SELECT body FROM batch').all());

/** A quarter of an hour later, by the ledger. */
const pass = () => inFile((database) => database.exec('UPDATE batch SET until = 0'));

async function due(): Promise<string[]> {
	const { ledger } = openSqliteLedger(file);
	try {
		return (await ledger.due(1_000)).map(({ source }) => source.id).sort();
	} finally {
		await ledger.close();
	}
}

const ids = (of: readonly Customer[]): string[] => of.map(({ id }) => id).sort();
const links = async (): Promise<string[]> => {
	const { ledger } = openSqliteLedger(file);
	const found = await ledger.listLinks('contacts', undefined, 100);
	await ledger.close();
	return found.map(({ head, member }) => [head, member].find(({ system }) => system === 'booqable')?.id ?? '').sort();
};

describe('an execution that takes on several records', () => {
	it('makes those due that it never came to', async () => {
		const before = apps.contacts().length;
		// longer than a busy machine takes for what is looked at meanwhile
		sandbox.faults({ kind: 'delay', service: 'ghl', method: 'POST', path: '/contacts/', ms: 10_000 });
		await openSqliteLedger(file).ledger.close();
		const execution = items(toContacts(), customers);
		while (batches().length === 0) await sleep(5);
		// what a process that is killed now leaves behind
		expect(await due()).toEqual([]);
		pass();
		expect(await due()).toEqual(ids(customers));
		expect(apps.contacts()).toHaveLength(before);
		sandbox.clearFaults();
		await execution;
		expect(apps.contacts()).toHaveLength(before + COUNT);
		expect(await due()).toEqual([]);
	});

	it('leaves nothing behind when all have ended, well or not', async () => {
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts/', status: 422, times: 1 });
		await items(toContacts(), customers);
		expect(batches()).toEqual([]);
		pass();
		expect(await due()).toHaveLength(0);
		expect((await links()).length).toBe(COUNT - 1);
	});

	it('makes those due that were not begun with when an item stopped the execution', async () => {
		const wrong = customers.map((customer, index) => ({ ...customer, id: index === 2 ? '' : customer.id }));
		const { data } = await run(toContacts(), wrong);
		expect(data.resultData.error?.message).toContain('Source Record ID');
		expect(await due()).toEqual([]);
		pass();
		// also those of the same portion that have ended: to sync them again does nothing
		expect(await due()).toEqual(expect.arrayContaining(ids(customers.slice(3))));
	});

	it('makes those due that a full disk kept it from storing, once the ledger can store again', async () => {
		const { ledger } = hostLedger();
		const full = new StoreError('the ledger cannot be written: the disk is full');
		const refused = (['commit', 'acquire'] as const).map((name) => jest.spyOn(ledger, name).mockRejectedValue(full));
		const { data } = await run(toContacts(), customers);
		expect(data.resultData.error?.message).toContain('the disk is full');
		for (const one of refused) one.mockRestore();
		pass();
		expect(await due()).toEqual([]);
		await items(toContacts(), customers.slice(0, 1));
		pass();
		expect(await due()).toEqual(ids(customers));
		await items(toContacts(), customers.slice(0, 1)); // it is not stored again
		expect(batches()).toEqual([]);
	});

	it('says nothing of a dry run', async () => {
		const wrong = customers.map((customer, index) => ({ ...customer, id: index === 2 ? '' : customer.id }));
		await run(toContacts({ dryRun: true }), wrong);
		expect(batches()).toEqual([]);
	});

	it('keeps the records in portions of a hundred, each removed as soon as it is done', async () => {
		const many = Array.from({ length: 250 }, (_, index) => ({ id: `c${index}`, name: '' })); // each is due in an hour
		await run(toContacts(), [...many.slice(0, 120), { id: '' }, ...many.slice(120)]);
		pass();
		const waiting = (await due()).map((id) => Number(id.slice(1)));
		expect([Math.min(...waiting), Math.max(...waiting), waiting.length]).toEqual([120, 249, 130]);
	});
});

it('names the account of the records', async () => {
	const wrong = [customers[0], { ...customers[1], id: '' }, customers[2]];
	await run(toContacts(), wrong);
	pass();
	const { ledger } = openSqliteLedger(file);
	const found = (await ledger.due(10)).find(({ source: { id } }) => id === customers[2].id);
	expect(found).toMatchObject({
		pair: 'contacts',
		source: { system: 'booqable', account: DEMO_SLUG, id: customers[2].id },
		target: { system: 'ghl', account: LOCATION_US },
		status: 'pending',
	});
	await ledger.close();
});
