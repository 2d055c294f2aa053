import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deliveriesIn, openDeliveries, PENDING, SqlDeliveries } from '../../deliveries';
import { Postgres } from '../../store/postgres';
import type { Sql } from '../../store/sql';
import { Sqlite } from '../../store/sqlite';
import { openPostgres, type LedgerSettings } from '../../sync/ledger/openPostgres';
import { describeWithPostgres, dropSchemas, newSettings } from '../support/sync/postgresServer';

const BOUNDS = { rows: 100_000, age: 1_000_000 };
let now: number;
let open: SqlDeliveries[] = [];
beforeEach(() => {
	now = 1_800_000_000_000;
});
afterEach(async () => {
	await Promise.all(open.map(async (store) => await store.close()));
	open = [];
});

const stateOf = async (store: SqlDeliveries, key = 'a') => (await store.take(key)).state;

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'deliveries-'));
	file = path.join(folder, 'deliveries.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('in SQLite', () => {
	beforeEach(async () => await close(openDeliveries(file)));
	rules(() => new Sqlite(file));

	it('the store looks for old ids once in a while', async () => {
		const store = new SqlDeliveries(new Sqlite(file), BOUNDS, () => String(now));
		open.push(store);
		await store.done('a');
		now += BOUNDS.age + 1;
		for (let number = 0; number < 1_001; number++) await store.take('b');
		expect(await stateOf(store)).toBe('fresh');
	});
});

describeWithPostgres('in Postgres', () => {
	let settings: LedgerSettings;
	beforeEach(async () => {
		settings = newSettings();
		await (await deliveriesIn((await openPostgres(settings)).database)).close();
	});
	afterAll(dropSchemas);
	rules(() => new Postgres(settings));
});

/** What every store of deliveries does. `connect` opens the same one again. */
function rules(connect: () => Sql): void {
	function opened(bounds = BOUNDS): SqlDeliveries {
		const store = new SqlDeliveries(connect(), bounds, () => String(now));
		open.push(store);
		return store;
	}

	it('a delivery is taken once while it is under way, by whichever process comes first', async () => {
		const [one, other] = [opened(), opened()];
		expect(await stateOf(one)).toBe('fresh');
		expect(await stateOf(one)).toBe('pending');
		expect(await stateOf(other)).toBe('pending');
		const states = await Promise.all([one, other, one, other].map(async (store) => await stateOf(store, 'b')));
		expect(states.sort()).toEqual(['fresh', 'pending', 'pending', 'pending']);
	});

	it('a delivery is dropped from then on when it is done, also for those who come later', async () => {
		const store = opened();
		await store.take('a');
		await store.done('a');
		now += PENDING * 2;
		expect(await stateOf(store)).toBe('done');
		expect(await stateOf(opened())).toBe('done');
		expect(await stateOf(store, 'b')).toBe('fresh');
	});

	it('a delivery is taken again a minute after the process that had it died', async () => {
		await opened().take('a');
		now += PENDING - 1;
		expect(await stateOf(opened())).toBe('pending');
		now += 1;
		expect(await stateOf(opened())).toBe('fresh');
	});

	it('a delivery is taken again at once when it came to nothing', async () => {
		const store = opened();
		const seen = await store.take('a');
		await store.release('a', seen.state === 'fresh' ? seen.mark : 0);
		expect(await stateOf(store)).toBe('fresh');
	});

	it('a delivery is not given back by one that was late, after another had taken its place', async () => {
		const store = opened();
		const late = await store.take('a');
		now += PENDING;
		await store.take('a');
		await store.release('a', late.state === 'fresh' ? late.mark : 0);
		expect(await stateOf(store)).toBe('pending');
		await store.done('a');
		await store.release('a', late.state === 'fresh' ? late.mark : 0);
		expect(await stateOf(store)).toBe('done');
	});

	it('the store keeps no more ids than it may, the newest of them', async () => {
		const store = opened();
		for (let number = 0; number < 30; number++) {
			now += 1;
			await store.done(`id ${number}`);
		}
		const bounded = opened({ rows: 10, age: 1e9 });
		expect(await stateOf(bounded, 'id 29')).toBe('done');
		expect(await stateOf(bounded, 'id 20')).toBe('done');
		expect(await stateOf(bounded, 'id 19')).toBe('fresh');
	});

	it('the store forgets ids that are too old', async () => {
		const store = opened();
		await store.take('a');
		await store.done('a');
		now += BOUNDS.age + 1;
		expect(await stateOf(opened())).toBe('fresh');
	});
}

async function close(opened: ReturnType<typeof openDeliveries>): Promise<void> {
	await opened.store?.close();
}

describe('the file', () => {
	it('that cannot be opened gives a reason and no error', () => {
		writeFileSync(file, 'this is not a database, and long enough to be looked at as one'.repeat(20));
		expect(openDeliveries(file)).toMatchObject({ reason: expect.stringContaining('cannot be used') });
	});

	it('of a newer version is left alone', async () => {
		await close(openDeliveries(file));
		const database = new DatabaseSync(file);
		database.exec("UPDATE meta SET value = '99' WHERE key = 'deliveries'");
		database.close();
		expect(openDeliveries(file)).toMatchObject({ reason: expect.stringContaining('version 99') });
	});
});

/** Takes 300 ids in another process, and prints those it got. */
const TAKER = `
	const { SqlDeliveries } = require('../../deliveries');
	const { Postgres } = require('../../store/postgres');
	const { Sqlite } = require('../../store/sqlite');
	const at = JSON.parse(process.argv[1]);
	const store = new SqlDeliveries(typeof at === 'string' ? new Sqlite(at) : new Postgres(at));
	async function main() {
		const got = [];
		for (let number = 0; number < 300; number++) if ((await store.take('id ' + number)).state === 'fresh') got.push(number);
		await store.close();
		console.log(JSON.stringify(got));
	}
	void main();`;

async function takeAll(at: string | LedgerSettings): Promise<number[]> {
	const child = spawn(
		process.execPath,
		['--import', 'tsx', '--input-type=commonjs', '--eval', TAKER, JSON.stringify(at)],
		{ cwd: __dirname, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	let printed = '';
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	await new Promise((resolve) => child.on('close', resolve));
	return JSON.parse(printed) as number[];
}

async function takenByFour(at: string | LedgerSettings): Promise<number[]> {
	const lists = await Promise.all(Array.from({ length: 4 }, async () => await takeAll(at)));
	return lists.flat().sort((one, other) => one - other);
}

const ONCE = Array.from({ length: 300 }, (_, number) => number);

describe('four processes at once take each of 300 deliveries exactly once', () => {
	it('from a file', async () => {
		await close(openDeliveries(file));
		expect(await takenByFour(file)).toEqual(ONCE);
	}, 60_000);
});

describeWithPostgres('four processes at once take each of 300 deliveries exactly once', () => {
	afterAll(dropSchemas);

	it('from Postgres', async () => {
		const settings = newSettings();
		await (await deliveriesIn((await openPostgres(settings)).database)).close();
		expect(await takenByFour(settings)).toEqual(ONCE);
	}, 60_000);
});
