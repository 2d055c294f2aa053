import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emptyBaseline, type FieldBaseline } from '../../../sync/model/baseline';
import type { Change, Ledger, Link } from '../../../sync/ledger/ledger';
import { openSqliteLedger } from '../../../sync/ledger/openSqlite';
import { newPostgres, describeWithPostgres, dropSchemas } from '../../support/sync/postgresServer';
import { SeededRandom } from '../../support/sync/simulator/random';
import { figure } from '../../support/sync/size';

const LINKS = figure(10_000, 200);
const TIMES = figure(2_000, 50);
const FIELDS = ['name', 'email', 'phone', 'city', 'tags', 'company', 'website', 'birthday'];
const place = { system: 'rental', account: 'shop' };
const headOf = (number: number) => ({ system: 'crm', account: 've9EPM428h8vShlRW1KT', id: `contact ${number}` });
const memberOf = (number: number) => ({ ...place, id: `customer ${number}` });

/** A link as a Sync of eight fields leaves it. */
function linkOf(number: number, rev = 1): Link {
	const base: FieldBaseline = { desired: 'x'.repeat(22), observed: 'y'.repeat(22), rev, targetVersion: 1 };
	const direction = { ...emptyBaseline, fields: Object.fromEntries(FIELDS.map((field) => [field, base])) };
	return {
		id: `link ${number}`,
		pair: 'contacts',
		head: headOf(number),
		member: memberOf(number),
		primary: true,
		state: 'live',
		since: 1,
		rev,
		toHead: direction,
		toMember: direction,
	};
}

const historyOf = (number: number, at: number, call: string): Change => ({
	put: 'history',
	row: {
		id: `history ${number} ${call}`,
		at,
		pair: 'contacts',
		source: headOf(number),
		target: memberOf(number),
		call: 'update',
		fields: FIELDS.map((name) => ({ name, cause: 'source changed', before: 'a', after: 'b' })),
		state: 'done',
	},
});

async function filled(ledger: Ledger): Promise<void> {
	for (let number = 0; number < LINKS; number++)
		await ledger.commit([{ put: 'link', row: linkOf(number) }, historyOf(number, 1, 'first')]);
}

interface Taken {
	/** Ms until the answer, and of them the processor of this process. */
	readonly wall: number;
	readonly cpu: number;
}
type Times = Map<string, Taken[]>;

/** What a Sync asks of the ledger, and how long each answer took. */
async function timed(ledger: Ledger): Promise<Times> {
	const random = new SeededRandom(10, 'times');
	const revisions = new Map<number, number>();
	const times: Times = new Map();
	const measure = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
		const [start, used] = [performance.now(), process.cpuUsage()];
		const result = await work();
		const { user, system } = process.cpuUsage(used);
		const taken = { wall: performance.now() - start, cpu: (user + system) / 1_000 };
		times.set(name, (times.get(name) ?? []).concat(taken));
		return result;
	};
	for (let round = 0; round < TIMES; round++) {
		const number = random.below(LINKS);
		const rev = revisions.get(number) ?? 1;
		const keys = [`record ${number}`, `record of ${number}`];
		const owner = `run ${round}`;
		await measure('known', () => ledger.known('contacts', headOf(number), place));
		expect((await measure('acquire', () => ledger.acquire(owner, keys, 60_000))).held).toBe(true);
		const changes: Change[] = [
			{ put: 'link', row: linkOf(number, rev + 1), expect: rev },
			historyOf(round, round, 'measured'),
		];
		expect(await measure('commit', () => ledger.commit(changes, { owner, keys, margin: 1_000 }))).toBe(true);
		revisions.set(number, rev + 1);
		await measure('writesSince', () => ledger.writesSince('contacts', [memberOf(number)], 0));
		await measure('sight', () =>
			ledger.recordSighting('contacts', headOf(number), [`mail ${number}`, `phone ${number}`]),
		);
		await measure('sighted', () => ledger.sighted('contacts', [`mail ${number}`, `phone ${number}`], place));
		await measure('release', () => ledger.release(owner));
		await measure('due', () => ledger.due(50, 'contacts'));
		await measure('deletesSince', () => ledger.deletesSince('contacts', 0));
		if (round % 10 > 0) continue;
		await measure('counts', () => ledger.counts());
		await measure('listLinks of 100', () => ledger.listLinks('contacts', `link ${number}`, 100));
		await measure('listLinks of 500', () => ledger.listLinks('contacts', `link ${number}`, 500));
	}
	return times;
}

function print(title: string, times: Times): void {
	if (process.env.SYNC_TESTS !== 'full') return;
	for (const [name, list] of times) {
		process.stdout.write(
			`${title}, ${LINKS} links, ${name}: ${shares(list.map(({ wall }) => wall))}; processor ${shares(list.map(({ cpu }) => cpu))}; of ${list.length}\n`,
		);
	}
}

function shares(list: number[]): string {
	const sorted = [...list].sort((one, other) => one - other);
	const at = (share: number): string =>
		sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(2);
	return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}

describe('with many links, a ledger does all that a Sync needs; how long it takes is printed in the full run', () => {
	it('in SQLite', async () => {
		const { ledger } = openSqliteLedger(path.join(mkdtempSync(path.join(tmpdir(), 'times-')), 'ledger.sqlite'));
		await filled(ledger);
		print('SQLite', await timed(ledger));
		expect(await ledger.counts()).toMatchObject({ links: LINKS });
		await ledger.close();
	}, 600_000);
});

describeWithPostgres(
	'with many links, a ledger does all that a Sync needs; how long it takes is printed in the full run',
	() => {
		afterAll(dropSchemas);

		it('in Postgres', async () => {
			const { ledger } = await newPostgres();
			await filled(ledger);
			print('Postgres', await timed(ledger));
			expect(await ledger.counts()).toMatchObject({ links: LINKS });
			await ledger.close();
		}, 600_000);
	},
);
