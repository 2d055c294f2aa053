import { randomBytes } from 'node:crypto';
import {
	NodeHelpers,
	type ICredentialTestFunctions,
	type IDataObject,
	type INodeListSearchResult,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { BooqableApi } from '../../../credentials/BooqableApi.credentials';
import { GoHighLevelApi } from '../../../credentials/GoHighLevelApi.credentials';
import { SyncLedgerPostgresApi } from '../../../credentials/SyncLedgerPostgresApi.credentials';
import { Booqable } from '../../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../../nodes/GhlContacts/GhlContacts.node';
import { Roofr } from '../../../nodes/Roofr/Roofr.node';
import { SyncLedger } from '../../../nodes/SyncLedger/SyncLedger.node';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { NODES } from '../../../scripts/nodes';
import { WebhookServer, event, trigger } from '../../support/ghlWebhookServer';
import { booqable, ghlPrivate, mapped } from '../../support/nodeSetups';
import { TestCredentials } from '../../support/credentials';
import { failure, hook, json, method, type Setup } from '../../support/engine';
import { describeWithPostgres, dropSchemas, newSettings } from '../../support/sync/postgresServer';
import { byId, SyncedApps, ledger } from '../../support/syncedApps';

process.env.EXECUTIONS_MODE = 'queue';

/** The same node with its ledger in this database. */
function withLedger(setup: Setup, database: IDataObject): Setup {
	const credentials = new TestCredentials([new GoHighLevelApi(), new BooqableApi(), new SyncLedgerPostgresApi()], {
		...setup.credentials.store,
		ledger: database,
	});
	return {
		...setup,
		credentials,
		parameters: { ledger: 'postgres', ...setup.parameters },
		uses: { ...setup.uses, syncLedgerPostgresApi: 'ledger' },
	};
}

function newDatabase(): IDataObject {
	const { hashKey, ...database } = newSettings();
	return { ...database, secretHashKey: hashKey };
}
const DESCRIPTIONS: Record<string, INodeTypeDescription> = Object.fromEntries(
	[new Booqable(), new GhlContacts(), new Roofr(), new SyncLedger()].map(({ description }) => [
		description.displayName,
		description,
	]),
);
const links: IDataObject = { resource: 'link', operation: 'getMany', pair: 'contacts', limit: 10 };

describeWithPostgres('in queue mode, with the ledger in Postgres', () => {
	let sandbox: Sandbox;
	let apps: SyncedApps;
	let database: IDataObject;
	beforeAll(async () => {
		sandbox = await startSandbox({ limits: 'off' });
		apps = new SyncedApps(sandbox);
	});
	beforeEach(() => {
		sandbox.reset();
		database = newDatabase();
	});
	afterAll(async () => {
		await sandbox.close();
		await dropSchemas();
	});

	it('both Syncs and the ledger node use the same one', async () => {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const toContact = ghlPrivate(sandbox, {
			resource: 'contact',
			operation: 'sync',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: customer.id,
			sourceUpdatedAt: customer.updated_at,
			fields: mapped({ name: customer.name, email: customer.email }),
		});
		const [made] = await json(withLedger(toContact, database));
		expect(made).toMatchObject({ outcome: 'created', id: expect.any(String) });
		expect(await json(withLedger(ledger(links), database))).toMatchObject([
			{ record: { id: made.id }, linkedRecord: { id: customer.id } },
		]);

		const contact = await apps.saveContact({ lastName: 'King' }, made.id as string);
		const toCustomer = booqable(sandbox, {
			resource: 'customer',
			operation: 'sync',
			sourceApp: 'ghl',
			sourceAccount: byId(LOCATION_US),
			sourceId: contact.id,
			sourceUpdatedAt: contact.dateUpdated,
			fields: mapped({ name: contact.name, email: contact.email }),
		});
		expect(await json(withLedger(toCustomer, database))).toMatchObject([
			{ outcome: 'updated', id: customer.id, changed: ['name'] },
		]);
	});

	it('offers the accounts that this ledger has links of', async () => {
		const save = {
			resource: 'link',
			operation: 'save',
			pair: 'contacts',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: 'c',
			targetApp: 'ghl',
			targetAccount: byId(LOCATION_US),
			targetId: 'k',
		};
		await json(withLedger(ledger(save), database));
		const asked = withLedger(ledger({ resource: 'link', operation: 'get', sourceApp: 'booqable' }), database);
		expect(await method<INodeListSearchResult>(asked, 'listSearch', 'searchSyncAccounts', '')).toEqual({
			results: [{ name: DEMO_SLUG, value: DEMO_SLUG }],
		});
	});

	it('says what is wrong with the credential', async () => {
		const { message, description } = await failure(withLedger(ledger(links), { ...database, host: '' }));
		expect(`${message} ${description}`).toMatch(/not complete: Host is missing/);
		expect((await failure(withLedger(ledger(links), { ...database, port: 1 }))).message).toMatch(/nothing answers/);
	});

	it('"Test" of the credential opens the ledger, and names what is wrong', async () => {
		const test = async (changes: IDataObject = {}) =>
			await new SyncLedger().methods.credentialTest.testLedger.call({} as ICredentialTestFunctions, {
				id: '1',
				name: '',
				type: 'syncLedgerPostgresApi',
				data: { ...database, ...changes } as never,
			}); // as n8n gives it
		expect(await test()).toEqual({ status: 'OK', message: expect.any(String) });
		expect(await test({ secretHashKey: randomBytes(32).toString('hex') })).toEqual({
			status: 'Error',
			message: expect.stringContaining('another hash key'),
		});
		expect(await test({ secretHashKey: '' })).toEqual({
			status: 'Error',
			message: expect.stringContaining('32 random bytes'),
		});
		expect(await test({ port: 1 })).toEqual({ status: 'Error', message: expect.stringContaining('nothing answers') });
	});

	describe('the GHL trigger', () => {
		const server = new WebhookServer();
		beforeAll(async () => await server.open());
		afterAll(async () => await server.close());

		it('starts the workflow once for each delivery', async () => {
			server.setup = withLedger(trigger(), database);
			expect(await hook(server.setup, 'create', {})).toBe(true);
			const sent = event();
			for (let attempt = 0; attempt < 2; attempt++) expect(await server.send(sent)).toMatchObject({ status: 200 });
			expect(server.taken()).toEqual([expect.objectContaining({ deliveryId: sent.webhookId, deduplicated: true })]);
		});

		it('takes events without remembering them while the database is away', async () => {
			server.setup = withLedger(trigger(), { ...database, port: 1 });
			expect(await hook(server.setup, 'create', {})).toBe(true);
			const sent = event();
			for (let attempt = 0; attempt < 2; attempt++) expect(await server.send(sent)).toMatchObject({ status: 200 });
			expect(server.taken()).toEqual([
				expect.objectContaining({ deduplicated: false }),
				expect.objectContaining({ deduplicated: false }),
			]);
		});
	});
});

describe('every operation that has the choice of the ledger', () => {
	it.each(NODES.map(({ title, resources }) => [title, resources] as const))(
		'of %s takes the credential for it',
		(title, resources) => {
			const { credentials = [] } = DESCRIPTIONS[title] ?? {};
			const own = credentials.find(({ name }) => name === 'syncLedgerPostgresApi');
			const using =
				title === 'Sync Ledger'
					? resources.flatMap(({ operations }) => operations)
					: resources.flatMap(({ operations }) =>
							operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'ledger')),
						);
			expect(using.length).toBeGreaterThan(0);
			for (const { resource, name } of using) {
				const outcomeItem = (ledger: string) =>
					NodeHelpers.displayParameter({ resource, operation: name, ledger }, own ?? { name: '' }, null, null);
				expect([name, outcomeItem('postgres'), outcomeItem('file')]).toEqual([name, true, false]);
			}
		},
	);
});
