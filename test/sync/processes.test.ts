import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { emptyBase } from '../../sync/base';
import type { Link } from '../../sync/ledger/ledger';
import { openSqliteLedger } from '../../sync/ledger/open';

const member = { system: 'rental', account: 'shop', id: '1' };
const link: Link = { id: 'l', pair: 'contacts', head: { ...member, system: 'crm' }, member, feeding: true, state: 'live', since: 1, rev: 0, toHead: emptyBase, toMember: emptyBase };
const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;

async function newLedger() {
	const file = path.join(mkdtempSync(path.join(tmpdir(), 'processes-')), 'ledger.sqlite');
	const open = openSqliteLedger(file);
	await open.ledger.commit([{ put: 'link', row: link }]);
	return { file, ...open };
}

/** A process of its own that counts in the ledger; `killedAfter` counts it is killed without a chance to tidy up. */
function counting(file: string, owner: string, times: number, killedAfter?: number): Promise<number> {
	const child = spawn(process.execPath, ['--import', tsx, path.join(__dirname, 'processes', 'count.ts'), file, owner, String(times)], { stdio: ['ignore', 'pipe', 'inherit'] });
	let counted = 0;
	return new Promise((resolve) => {
		child.stdout.on('data', (dots: Buffer) => {
			counted += dots.length;
			if (killedAfter !== undefined && counted >= killedAfter) child.kill('SIGKILL');
		});
		child.on('close', () => resolve(counted));
	});
}

describe('two processes with one ledger file', () => {
	it('never work under the same lease, and lose no commit', async () => {
		const { file, ledger } = await newLedger();
		await Promise.all([counting(file, 'one', 100), counting(file, 'two', 100)]);
		expect((await ledger.links('contacts', member))[0].rev).toBe(200);
		await ledger.close();
	}, 60_000);

	it('one that is killed leaves a whole ledger, and its lease runs out', async () => {
		const { file, ledger } = await newLedger();
		await counting(file, 'killed', 1_000, 20);
		const { rev } = (await ledger.links('contacts', member))[0];
		expect(rev).toBeGreaterThanOrEqual(20);
		await counting(file, 'next', 10);
		expect((await ledger.links('contacts', member))[0].rev).toBe(rev + 10);
		await ledger.close();
	}, 60_000);
});
