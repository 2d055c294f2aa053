import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { resources as ledgerResources } from '../../../../nodes/SyncLedger/actions';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import type { Setup } from '../../../support/engine';
import { fill as fillLedger, setupOf as setupOfLedger } from '../../../support/examples/syncLedger';
import { allFailed, MODES, went } from '../../../support/faultSweep';
import { setups } from '../../../support/roofr';
import { freshLedger } from '../../../support/syncedApps';

/** A port of this machine at which nothing listens. */
const POSTGRES: IDataObject = {
	host: '127.0.0.1',
	port: 1,
	database: 'n8n',
	schema: 'public',
	user: 'n8n',
	password: 'x',
	ssl: 'disable',
	secretHashKey: 'ab'.repeat(32),
};

describe('Sync Ledger: each item fails on its own, where failed items go, and says why', () => {
	const operations = ledgerResources.flatMap(({ operations: all }) => all.map((one) => `${one.resource}.${one.name}`));
	const inPostgres = (name: string, store: IDataObject): Setup => {
		const setup = setupOfLedger(name);
		Object.assign(setup.credentials.store, { ledger: { ...POSTGRES, ...store } });
		return {
			...setup,
			parameters: { ...setup.parameters, ledger: 'postgres' },
			uses: { syncLedgerPostgresApi: 'ledger' },
		};
	};

	test.each(operations)('%s with a credential that is not complete', async (name) => {
		for (const mode of MODES)
			expect(await went(inPostgres(name, { host: '' }), mode)).toMatchObject(
				allFailed(mode, /^The credential of the ledger is not complete/),
			);
	});

	test.each(operations)('%s with a database that does not answer', async (name) => {
		for (const mode of MODES)
			expect(await went(inPostgres(name, {}), mode)).toMatchObject(
				allFailed(mode, /nothing answers at this host and port/),
			);
	});

	test.each(operations)('%s with a file that is no database', async (name) => {
		await fillLedger();
		const setup = setupOfLedger(name);
		const file = freshLedger();
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, 'no database at all'.repeat(1_000));
		for (const mode of MODES)
			expect(await went(setup, mode)).toMatchObject(allFailed(mode, /ledger.* cannot be used: it is no database/));
	});
});

const NO_EXPORT = /^None of the first 10 lines has two columns of this export$/;
const CUT = 'Job ID,Customer\n7,Ada\n8,"Bob Exa';

describe('Import of a CSV export', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(async () => await sandbox.close());
	const csv = (parameters: IDataObject): Setup =>
		setups(() => sandbox).csv({ exportKind: 'jobs', text: 'Job ID,Customer\n7,Ada', ...parameters });

	test.each<[string, IDataObject, RegExp]>([
		['an item without a file', { from: 'file' }, /binary/],
		['a web page', { text: '<!doctype html><html><body>502 Bad Gateway</body></html>' }, NO_EXPORT],
		['JSON of an error', { text: '{"success": false, "message": "Not today"}' }, NO_EXPORT],
		['another export', { text: 'SKU,Price\nT-1,20' }, NO_EXPORT],
		['columns that are no object', { options: { heads: '["a"]' } }, /Column Names/],
		['one bad row of which nothing is to be given', { text: CUT, options: { badLines: 'fail' } }, /1 of 2 lines/],
	])('%s fails on its own, where failed items go, and says why', async (_, parameters, says) => {
		for (const mode of MODES) expect(await went(csv(parameters), mode)).toMatchObject(allFailed(mode, says));
	});

	test('a text that was cut in the middle of a field is said by its line', async () => {
		for (const mode of MODES.slice(1))
			expect((await went(csv({ text: CUT }), mode, [{}])).good).toMatchObject([
				{ line: 2, status: 'ok', problems: [] },
				{ line: 3, status: 'refused', problems: ['a quote is opened and never closed'] },
			]);
	});
});
