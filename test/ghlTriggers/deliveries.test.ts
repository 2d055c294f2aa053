import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDeliveries, PENDING, SqliteDeliveries } from '../../sync/deliveries';

let folder: string;
let file: string;
let now: number;
let open: SqliteDeliveries[];
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'deliveries-'));
	file = path.join(folder, 'deliveries.sqlite');
	now = 1_800_000_000_000;
	open = [];
});
afterEach(() => {
	for (const store of open) store.close();
	rmSync(folder, { recursive: true });
});

const BOUNDS = { rows: 100_000, age: 1_000_000 };
function opened(bounds = BOUNDS): SqliteDeliveries {
	const store = new SqliteDeliveries(file, bounds, () => now);
	open.push(store);
	return store;
}
const stateOf = (store: SqliteDeliveries, key = 'a') => store.take(key).state;

describe('a delivery', () => {
	it('is taken once while it is under way, by whichever process comes first', () => {
		const [one, other] = [opened(), opened()];
		expect(stateOf(one)).toBe('fresh');
		expect(stateOf(one)).toBe('pending');
		expect(stateOf(other)).toBe('pending');
	});

	it('is dropped from then on when it is done, also after the file was opened anew', () => {
		const store = opened();
		store.take('a');
		store.done('a');
		now += PENDING * 2;
		expect(stateOf(store)).toBe('done');
		expect(stateOf(opened())).toBe('done');
		expect(stateOf(store, 'b')).toBe('fresh');
	});

	it('is taken again a minute after the process that had it died', () => {
		opened().take('a');
		now += PENDING - 1;
		expect(stateOf(opened())).toBe('pending');
		now += 1;
		expect(stateOf(opened())).toBe('fresh');
	});

	it('is taken again at once when it came to nothing', () => {
		const store = opened();
		const seen = store.take('a');
		store.release('a', seen.state === 'fresh' ? seen.mark : 0);
		expect(stateOf(store)).toBe('fresh');
	});

	it('is not given back by one that was late, after another had taken its place', () => {
		const store = opened();
		const late = store.take('a');
		now += PENDING;
		store.take('a');
		store.release('a', late.state === 'fresh' ? late.mark : 0);
		expect(stateOf(store)).toBe('pending');
		store.done('a');
		store.release('a', late.state === 'fresh' ? late.mark : 0);
		expect(stateOf(store)).toBe('done');
	});
});

describe('the file', () => {
	it('keeps no more ids than it may, the newest of them', () => {
		const store = opened({ rows: 500, age: 1e9 });
		for (let number = 0; number < 2_001; number++) {
			now += 1;
			store.take(`id ${number}`);
			store.done(`id ${number}`);
		}
		expect(stateOf(store, 'id 1999')).toBe('done');
		expect(stateOf(store, 'id 1000')).toBe('fresh');
	});

	it('forgets ids that are too old', () => {
		const store = opened();
		store.take('a');
		store.done('a');
		now += BOUNDS.age + 1;
		expect(stateOf(opened())).toBe('fresh');
		expect(store).toBeDefined();
	});

	it('that cannot be opened gives a reason and no error', () => {
		writeFileSync(file, 'this is not a database, and long enough to be looked at as one'.repeat(20));
		expect(openDeliveries(file)).toMatchObject({ reason: expect.stringContaining('cannot be used') });
	});

	it('of a newer version is left alone', () => {
		const store = opened();
		store.take('a');
		const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
		const database = new DatabaseSync(file);
		database.exec('PRAGMA user_version = 99');
		database.close();
		expect(openDeliveries(file)).toMatchObject({ reason: expect.stringContaining('version 99') });
	});
});

/** Takes 300 ids in another process, and prints those it got. */
const TAKER = `
	const { SqliteDeliveries } = require('../../sync/deliveries');
	const store = new SqliteDeliveries(process.argv[1]);
	const got = [];
	for (let number = 0; number < 300; number++) if (store.take('id ' + number).state === 'fresh') got.push(number);
	store.close();
	console.log(JSON.stringify(got));`;

test('four processes at once take each of 300 deliveries exactly once', async () => {
	opened();
	const lists = await Promise.all(Array.from({ length: 4 }, takeAll));
	const got = lists.flat().sort((one, other) => one - other);
	expect(got).toEqual(Array.from({ length: 300 }, (_, number) => number));
}, 60_000);

async function takeAll(): Promise<number[]> {
	const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=commonjs', '--eval', TAKER, file], { cwd: __dirname, stdio: ['ignore', 'pipe', 'inherit'] });
	let printed = '';
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	await new Promise((resolve) => child.on('close', resolve));
	return JSON.parse(printed) as number[];
}
