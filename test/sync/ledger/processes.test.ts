import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { emptyBaseline } from '../../../sync/model/baseline';
import type { Ledger, Link } from '../../../sync/ledger/ledger';
import { describeWithPostgres, dropSchemas, newSettings } from '../../support/sync/postgresServer';
import { ledgerAt, type LedgerAt } from '../../support/sync/processes/ledgerAt';
import { ROOT } from '../../support/root';

const member = { system: 'rental', account: 'shop', id: '1' };
const link: Link = {
	id: 'l',
	pair: 'contacts',
	head: { ...member, system: 'crm' },
	member,
	primary: true,
	state: 'live',
	since: 1,
	rev: 0,
	toHead: emptyBaseline,
	toMember: emptyBaseline,
};
const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
const newFile = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'processes-')), 'ledger.sqlite');

/** A process of its own that counts in the ledger; `killedAfter` counts it is killed without a chance to tidy up. */
function counting(at: LedgerAt, owner: string, times: number, killedAfter?: number): Promise<number> {
	const child = spawn(
		process.execPath,
		[
			'--import',
			tsx,
			path.join(ROOT, 'test', 'support', 'sync', 'processes', 'count.ts'),
			JSON.stringify(at),
			owner,
			String(times),
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	let counted = 0;
	return new Promise((resolve) => {
		child.stdout.on('data', (dots: Buffer) => {
			counted += dots.length;
			if (killedAfter !== undefined && counted >= killedAfter) child.kill('SIGKILL');
		});
		child.on('close', () => resolve(counted));
	});
}

/** What holds for each store. */
function rules(place: () => LedgerAt, owners: readonly string[]): void {
	let at: LedgerAt;
	let ledger: Ledger;
	beforeEach(async () => {
		at = place();
		ledger = await ledgerAt(at);
		await ledger.commit([{ put: 'link', row: link }]);
	});
	afterEach(async () => await ledger.close());
	const counted = async (): Promise<number> => (await ledger.links('contacts', member))[0].rev;

	it('never work under the same lease, and lose no commit', async () => {
		await Promise.all(owners.map(async (owner) => await counting(at, owner, 60)));
		expect(await counted()).toBe(60 * owners.length);
	}, 60_000);

	it('one that is killed leaves a whole ledger, and its lease runs out', async () => {
		await counting(at, 'killed', 1_000, 20);
		const before = await counted();
		expect(before).toBeGreaterThanOrEqual(20);
		await counting(at, 'next', 10);
		expect(await counted()).toBe(before + 10);
	}, 60_000);
}

describe('two processes with one ledger file', () => rules(newFile, ['one', 'two']));

describeWithPostgres('six processes with one ledger in Postgres', () => {
	afterAll(dropSchemas);
	rules(newSettings, ['one', 'two', 'three', 'four', 'five', 'six']);
});
