import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { GoHighLevelApi } from '../../../../credentials/GoHighLevelApi.credentials';
import { SyncLedgerPostgresApi } from '../../../../credentials/SyncLedgerPostgresApi.credentials';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { openPostgres, type LedgerSettings } from '../../../../sync/ledger/openPostgres';
import { TestCredentials } from '../../../support/credentials';
import { items, run, type Setup } from '../../../support/engine';
import { byId, ghlPrivate, mapped } from '../../../support/nodeSetups';
import { describeWithPostgres, dropSchemas, newSettings } from '../../../support/sync/postgresServer';
import { Proxy } from '../../../support/sync/proxy';
import { SyncedApps, type Customer } from '../../../support/syncedApps';

describeWithPostgres('a ledger in Postgres that is away when an execution begins', () => {
	let sandbox: Sandbox;
	let settings: LedgerSettings;
	let proxy: Proxy;
	let customers: Customer[];
	beforeEach(async () => {
		sandbox = await startSandbox({ limits: 'off' });
		settings = newSettings();
		proxy = new Proxy(settings);
		await proxy.open();
		const apps = new SyncedApps(sandbox);
		customers = [];
		for (const name of ['Ada', 'Ben', 'Cem'])
			customers.push(await apps.saveCustomer({ name, email: `${name}@example.com` }));
		await items(toContacts(), [customers[0]]); // this process has opened the ledger
	});
	afterEach(async () => {
		await proxy.close().catch(() => undefined);
		await sandbox.close();
	});
	afterAll(dropSchemas);

	function toContacts(): Setup {
		const setup = ghlPrivate(sandbox, {
			resource: 'contact',
			operation: 'sync',
			ledger: 'postgres',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: '={{ $json.id }}',
			fields: mapped({ name: '={{ $json.name }}', email: '={{ $json.email }}' }),
		});
		const { hashKey: secretHashKey, ...database } = settings;
		const stored = { ...database, port: proxy.port, secretHashKey } as IDataObject;
		const types = [new GoHighLevelApi(), new SyncLedgerPostgresApi()];
		return {
			...setup,
			credentials: new TestCredentials(types, { ...setup.credentials.store, ledger: stored }),
			uses: { ...setup.uses, syncLedgerPostgresApi: 'ledger' },
		};
	}

	it('is waited for while a database starts again, and all are synced', async () => {
		const [{ port }, setup] = [proxy, toContacts()];
		await proxy.close();
		const execution = items(setup, customers);
		await sleep(1_500);
		await proxy.open(port);
		expect((await execution).map(({ json }) => json.outcome)).toEqual(['unchanged', 'created', 'created']);
	});

	it('has noted all of them when it goes away again before the first is done', async () => {
		const [{ port }, setup] = [proxy, toContacts()];
		await proxy.close();
		const execution = run(setup, customers);
		await sleep(500);
		proxy.cut = { at: 'INSERT INTO lease', how: 'before' };
		await proxy.open(port);
		const { data } = await execution;
		expect(data.resultData.error?.message).toContain('the connection to the ledger in Postgres was lost');
		const { ledger, database } = await openPostgres(settings);
		await database.write([{ sql: 'UPDATE batch SET until = 0', values: [] }]);
		const due = await ledger.due(10);
		await ledger.close();
		expect(due.map(({ source }) => source.id).sort()).toEqual(customers.map(({ id }) => id).sort());
	});
});
