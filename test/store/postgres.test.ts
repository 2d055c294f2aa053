import { Client } from 'pg';
import { Postgres } from '../../store/postgres';
import { change, sql, StoreBusy } from '../../store/sql';
import { describeWithPostgres, dropSchemas, newSettings } from '../support/sync/postgresServer';

const put = (name: string, count: number) =>
	sql(
		'INSERT INTO things (name, count) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET count = excluded.count',
		name,
		count,
	);
const more = (name: string) => sql('UPDATE things SET count = count + 1 WHERE name = ?', name);

describeWithPostgres('tables in Postgres', () => {
	const settings = newSettings();
	const things = `${settings.schema}.things`;
	let store: Postgres;
	let other: Client;
	beforeAll(async () => {
		const owner = new Postgres(settings);
		await owner.runAlone(
			(function* () {
				yield* owner.makeSchema();
				yield* change('CREATE TABLE things (name TEXT PRIMARY KEY, count INTEGER)');
			})(),
		);
		await owner.close();
	});
	beforeEach(async () => {
		store = new Postgres(settings, 200);
		other = new Client({ ...settings, ssl: false });
		await other.connect();
		await store.write([put('a', 1), put('b', 1)]);
		await other.query('BEGIN');
	});
	afterEach(async () => {
		await other.end();
		await store.close();
	});
	afterAll(dropSchemas);

	const counts = async () =>
		Object.fromEntries(
			(await store.read(sql('SELECT name, count FROM things'))).map(({ name, count }) => [name, count]),
		);

	it('are written while others hold other rows, and read while they hold any', async () => {
		await other.query(`UPDATE ${things} SET count = 9 WHERE name = 'a'`);
		await store.write([more('b')]);
		expect(await counts()).toEqual({ a: 1, b: 2 });
	});

	it('are busy where others hold the same row too long, and nothing is changed', async () => {
		await other.query(`UPDATE ${things} SET count = 9 WHERE name = 'a'`);
		await expect(store.write([more('b'), more('a')])).rejects.toThrow(StoreBusy);
		await expect(store.write([more('a')])).rejects.toThrow('is busy: other processes held it too long');
		await other.query('COMMIT');
		expect(await counts()).toEqual({ a: 9, b: 1 });
		await store.write([more('a')]);
		expect(await counts()).toEqual({ a: 10, b: 1 });
	});

	it('are written once more where two transactions waited for each other', async () => {
		const patient = new Postgres(settings);
		await other.query(`SET LOCAL deadlock_timeout = '10s'; UPDATE ${things} SET count = 20 WHERE name = 'b'`);
		const both = patient.write([more('a'), more('b')]);
		await new Promise((resolve) => setTimeout(resolve, 100));
		// Waits for `a`, which the write holds; the server then ends the write.
		await other.query(`UPDATE ${things} SET count = 10 WHERE name = 'a'`);
		await other.query('COMMIT');
		expect(await both).toBeDefined();
		expect(await counts()).toEqual({ a: 11, b: 21 });
		await patient.close();
	});

	it('are left as they were by a write of which one statement cannot do what it must', async () => {
		expect(await store.write([more('a'), { ...more('c'), mustChange: 1 }])).toBeUndefined();
		expect(await store.write([more('a'), sql("INSERT INTO things (name) VALUES ('b')")])).toBeUndefined();
		expect(await counts()).toEqual({ a: 1, b: 1 });
		expect(await store.write([{ ...more('a'), mustChange: 1 }])).toHaveLength(1);
		expect(await counts()).toEqual({ a: 2, b: 1 });
	});

	it('take more at once than there are connections, and lose none', async () => {
		const patient = new Postgres(settings);
		await Promise.all(Array.from({ length: 200 }, async () => await patient.write([more('a')])));
		expect(await counts()).toEqual({ a: 201, b: 1 });
		await patient.close();
	});

	it.each(["it's", 'a \\ b', "\\'; DROP TABLE things; --", '?', '$1', 'ä 🦊 \n', '-1'])(
		'hold the text %j as it was given',
		async (name) => {
			await store.write([put(name, -1)]);
			const [row] = await store.read(sql('SELECT name, count, count - ? AS less FROM things WHERE name = ?', -1, name));
			expect(row).toEqual({ name, count: -1, less: 0 });
			await store.write([sql('DELETE FROM things WHERE name = ?', name)]);
		},
	);
});
