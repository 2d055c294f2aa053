import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { SyncLedgerPostgresApi } from '../../../credentials/SyncLedgerPostgresApi.credentials';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import { TestCredentials } from '../../support/credentials';
import { failure, items, json, type Setup } from '../../support/engine';
import { describeWithPostgres, dropSchemas, newSettings } from '../../support/sync/postgresServer';
import { byId, freshLedger, ledger } from '../../support/syncedApps';

const ends = {
	sourceApp: 'booqable',
	sourceAccount: byId(DEMO_SLUG),
	targetApp: 'ghl',
	targetAccount: byId(LOCATION_US),
};
const save = async (sourceId: string) =>
	await json(
		ledger({ resource: 'link', operation: 'save', pair: 'contacts', ...ends, sourceId, targetId: 'a-contact' }),
	);
const ALL = ledger({ resource: 'link', operation: 'getMany', pair: 'contacts', limit: 10, options: { state: 'live' } });
const links = async () => await json(ALL);
const BACK_UP = ledger({ resource: 'ledger', operation: 'backUp' });
/** Restore, of an item with the file under another name than the usual one. */
const restore = (backup: IBinaryData, parameters: IDataObject = {}): Setup => ({
	...ledger({ resource: 'ledger', operation: 'restore', binaryProperty: 'backup', ...parameters }),
	files: { backup },
});

/** The item of Back Up: what it says, and its file. */
async function backUp(setup = BACK_UP) {
	const [{ json: said, binary }] = await items(setup);
	return { said, file: binary!.data };
}

/** A new, empty ledger with the key of the one before, as a person moves it to another host. */
function newHost(before: string): void {
	const file = freshLedger();
	mkdirSync(path.dirname(file), { recursive: true });
	copyFileSync(`${before}.key`, `${file}.key`);
}

let file: string;
beforeEach(() => (file = freshLedger()));

test('a ledger is backed up as a file, and restored on another host that has its key', async () => {
	await save('a-customer');
	const before = await links();
	const { said, file: backup } = await backUp();
	expect(said).toMatchObject({ rows: { link: 1, due: 0 } });
	expect(backup).toMatchObject({
		mimeType: 'application/gzip',
		fileName: expect.stringMatching(/^sync-ledger-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.ndjson\.gz$/),
	});
	newHost(file);
	expect(await links()).toEqual([]);
	const [restored] = await json(restore(backup));
	expect(restored).toMatchObject({ restored: true, rows: { link: 1 }, backedUpAt: expect.stringMatching(/^\d{4}-/) });
	expect(await links()).toEqual(before);
});

test('a ledger with another key, and one that is not empty, refuse it and say what to do', async () => {
	await save('a-customer');
	const { file: backup } = await backUp();
	expect(await failure(restore(backup))).toMatchObject({
		message: expect.stringContaining('The ledger is not empty'),
		description: expect.stringContaining('Replace What Is There'),
	});
	freshLedger();
	expect(await failure(restore(backup))).toMatchObject({
		message: expect.stringContaining('another hash key'),
		description: expect.stringContaining('Back up and move the ledger'),
	});
	expect(
		await failure(restore({ data: Buffer.from('name,email').toString('base64'), mimeType: 'text/csv' })),
	).toMatchObject({
		message: expect.stringContaining('no backup of a ledger'),
	});
});

test('what was linked since is forgotten where the backup replaces it', async () => {
	await save('a-customer');
	const before = await links();
	const { file: backup } = await backUp();
	await save('another-customer');
	await json(restore(backup, { replace: true }));
	expect(await links()).toEqual(before);
});

describeWithPostgres('in Postgres', () => {
	afterAll(async () => await dropSchemas());

	test('a file moves there with its key', async () => {
		await save('a-customer');
		const before = await links();
		const { hashKey: _, ...database } = newSettings();
		const credentials = new TestCredentials([new SyncLedgerPostgresApi()], {
			ledger: { ...database, secretHashKey: readFileSync(`${file}.key`, 'utf8') },
		});
		const inPostgres = (setup: Setup): Setup => ({
			...setup,
			parameters: { ...setup.parameters, ledger: 'postgres' },
			credentials,
			uses: { syncLedgerPostgresApi: 'ledger' },
		});
		const { file: backup } = await backUp();
		await json(inPostgres(restore(backup)));
		expect(await json(inPostgres(ALL))).toEqual(before);
		const { said } = await backUp(inPostgres(BACK_UP));
		expect(said).toMatchObject({ rows: { link: 1 } });
	});
});
