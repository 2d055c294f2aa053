import { mkdtempSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { emptyBaseline } from '../../../sync/model/baseline';
import { backUp, restore } from '../../../sync/ledger/backup';
import { CREATES, type Change, type Link } from '../../../sync/ledger/ledger';
import { openSqliteLedger, type OpenLedger } from '../../../sync/ledger/openSqlite';
import { openPostgres } from '../../../sync/ledger/openPostgres';
import { sql } from '../../../store/sql';
import { describeWithPostgres, dropSchemas, newPostgres, newSettings } from '../../support/sync/postgresServer';

const customer = (id: string) => ({ system: 'rental', account: 'shop', id });
const contact = (id: string) => ({ system: 'crm', account: 'loc 1', id });
const place = { system: 'crm', account: 'loc 1' };
const HASH_KEY = 'ab'.repeat(32); // the one of `newSettings`

const link = (id: string, changes: Partial<Link> = {}): Change => ({
	put: 'link',
	row: {
		id,
		pair: 'contacts',
		head: customer(id),
		member: contact(id),
		primary: true,
		state: 'live',
		since: 1,
		rev: 3,
		toHead: emptyBaseline,
		toMember: emptyBaseline,
		...changes,
	},
});

/** One row of each kind, and history whose order only the database knows. */
const CHANGES: readonly Change[] = [
	link('one', { pair: 'Ümläut \u2028 "pair"' }),
	link('two'),
	link('three', { state: 'ended', endedAt: 9_007_199_254_740_991, cause: 'Unlinked' }),
	{
		put: 'intent',
		row: {
			id: 'i',
			pair: 'contacts',
			source: customer('4'),
			target: place,
			at: 5,
			desired: { name: 'h' },
			keys: ['k'],
		},
	},
	{
		put: 'due',
		row: {
			pair: 'contacts',
			source: customer('5'),
			target: place,
			parent: { ...customer('5'), pair: 'companies' },
			status: 'failed',
			cause: 'HTTP 500',
			tries: 2,
			since: 6,
			nextAt: 7,
		},
	},
	{
		put: 'review',
		row: {
			pair: 'contacts',
			source: customer('6'),
			target: place,
			field: CREATES,
			cause: 'Many creates',
			desired: '1',
			found: '2',
			at: 8,
		},
	},
	{
		put: 'batch',
		row: { id: 'b', lasts: 60_000, records: [{ pair: 'contacts', source: customer('7'), target: place }] },
	},
	{ put: 'skipped', row: { pair: 'contacts', source: customer('9'), target: place, version: 3 } },
	...['c', 'a', 'b'].map((id): Change => ({
		put: 'history',
		row: {
			id,
			at: 9,
			pair: 'contacts',
			source: customer('8'),
			target: contact('8'),
			call: 'update',
			state: 'done',
			fields: [],
		},
	})),
];

const newFile = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'backup-')), 'ledger.sqlite');

async function fill({ ledger }: OpenLedger): Promise<void> {
	await ledger.commit(CHANGES);
	await ledger.recordSighting('contacts', contact('9'), ['match key']);
	await ledger.establish('notes');
}

async function fileOf(opened: OpenLedger): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of backUp(opened).file) parts.push(Buffer.from(part));
	return Buffer.concat(parts);
}

/** The same ledger, in whose backup `work` is done after the first page of links was read. */
const interrupted = (opened: OpenLedger, work: () => Promise<unknown>): OpenLedger => {
	const { now, begin } = {
		now: opened.store.database.now,
		begin: opened.store.database.begin.bind(opened.store.database),
	};
	const database = {
		now,
		begin: async (what: Parameters<typeof begin>[0]) => {
			const long = await begin(what);
			let asked = 0;
			const ask: typeof long.ask = async (statement) => {
				const answer = await long.ask(statement);
				if (++asked === 2) await work(); // the first asks for the time
				return answer;
			};
			return { ...long, ask };
		},
	} as OpenLedger['store']['database']; // all that a backup uses
	return { ...opened, store: { ...opened.store, database } };
};

const inParts = (file: Buffer, size = 1_000) =>
	async function* () {
		for (let at = 0; at < file.length; at += size) yield await Promise.resolve(file.subarray(at, at + size));
	};

/** The lines of a backup that tell of the ledger: without those that name moment and seal. */
const rowsIn = (file: Buffer): string[] => gunzipSync(file).toString().trim().split('\n').slice(1, -1);

const rewritten = (file: Buffer, change: (lines: string[]) => string[]): Buffer =>
	gzipSync(`${change(gunzipSync(file).toString().trim().split('\n')).join('\n')}\n`);

/** A new ledger file with the key of another one. */
async function sibling(of: string): Promise<OpenLedger> {
	const file = newFile();
	await mkdir(path.dirname(file), { recursive: true });
	await copyFile(`${of}.key`, `${file}.key`);
	return openSqliteLedger(file);
}

describe('a ledger file', () => {
	let file: string;
	let opened: OpenLedger;
	let other: OpenLedger;
	beforeEach(async () => {
		file = newFile();
		opened = openSqliteLedger(file);
		await fill(opened);
		other = await sibling(file);
	});
	afterEach(async () => {
		await opened.ledger.close();
		await other.ledger.close();
	});

	it('is the same after its backup was put into another file, row by row and in the same order', async () => {
		const backup = await fileOf(opened);
		expect(new Set(rowsIn(backup).map((line) => Object.keys(JSON.parse(line) as object)[0]))).toEqual(
			new Set(['link', 'intent', 'due', 'review', 'history', 'sighting', 'batch', 'skipped', 'meta']),
		);
		const { rows, at } = await restore(other, inParts(backup), false);
		expect(rows).toMatchObject({
			link: 3,
			intent: 1,
			due: 1,
			review: 1,
			history: 3,
			sighting: 1,
			batch: 1,
			skipped: 1,
		});
		expect(Date.parse(at)).toBeGreaterThan(Date.now() - 60_000);
		expect(rowsIn(await fileOf(other))).toEqual(rowsIn(backup));
		expect((await other.ledger.history(customer('8'), 10)).map(({ id }) => id)).toEqual(
			(await opened.ledger.history(customer('8'), 10)).map(({ id }) => id),
		);
		expect(await other.ledger.counts()).toMatchObject({ links: 2, ended: 1, intents: 1, reviews: 1 });
		expect(await other.ledger.established('notes')).toBe(true);
	});

	it('holds in its backup no key, and nothing of the processes at work', async () => {
		await opened.ledger.acquire('a process', ['a lease'], 60_000);
		const text = gunzipSync(await fileOf(opened)).toString();
		expect(text).not.toContain('a process');
		expect(text).not.toContain(opened.hash('anything'));
		expect(text.split('\n')[0]).toMatch(
			/"format":"n8n-nodes-ghl-booqable-roofr sync ledger","version":1,"key":"[0-9a-f]{16}"/,
		);
	});

	it('is backed up as it was at one moment, while others write', async () => {
		await opened.ledger.commit(Array.from({ length: 450 }, (_, at) => link(`many ${at}`)));
		const meanwhile = async () => await opened.ledger.commit([link('will be later')]);
		const rows = rowsIn(await fileOf(interrupted(opened, meanwhile)));
		expect(rows.filter((line) => line.startsWith('{"link"'))).toHaveLength(453);
		expect(await opened.ledger.liveLinks('contacts')).toBe(452);
	});

	it('is not restored over what is there, unless that is wanted', async () => {
		const backup = await fileOf(opened);
		await other.ledger.commit([link('of the other')]);
		await expect(restore(other, inParts(backup), false)).rejects.toThrow('The ledger is not empty');
		expect(await other.ledger.liveLinks('contacts')).toBe(1);
		await restore(other, inParts(backup), true);
		expect(rowsIn(await fileOf(other))).toEqual(rowsIn(backup));
	});

	it('takes the leases of whoever is at work, whose writes then count for nothing', async () => {
		const backup = await fileOf(opened);
		await opened.ledger.acquire('a process', ['a lease'], 60_000);
		const fence = { owner: 'a process', keys: ['a lease'], margin: 0 };
		expect(await opened.ledger.commit([link('before')], fence)).toBe(true);
		await restore(opened, inParts(backup), true);
		expect(await opened.ledger.commit([link('after')], fence)).toBe(false);
	});

	const head = (changes: object) => (lines: string[]) => [
		JSON.stringify({ ...(JSON.parse(lines[0]) as object), ...changes }),
		...lines.slice(1),
	];
	it.each<[string, (backup: Buffer) => Buffer, string]>([
		['a picture', () => Buffer.from('\x89PNG\r\n\x1a\n'), 'no backup of a ledger'],
		['nothing', () => Buffer.alloc(0), 'no backup of a ledger'],
		['another compressed file', () => gzipSync('{"name":"a workflow"}\n'), 'no backup of a ledger'],
		['another text', () => gzipSync('a text\n'), 'no backup of a ledger'],
		['the backup of a newer program', (one) => rewritten(one, head({ version: 2 })), 'version 2 of its format'],
		['the backup of another ledger', (one) => rewritten(one, head({ key: '0'.repeat(16) })), 'another hash key'],
		['one that was cut', (one) => one.subarray(0, one.length - 20), 'cut or was changed'],
		['one without its last line', (one) => rewritten(one, (lines) => lines.slice(0, -1)), 'cut or was changed'],
		['one without a row', (one) => rewritten(one, (lines) => lines.toSpliced(2, 1)), 'cut or was changed'],
		['one with a row twice', (one) => rewritten(one, (lines) => lines.toSpliced(2, 0, lines[2])), 'cut or was changed'],
		['one with a row behind its end', (one) => rewritten(one, (lines) => [...lines, lines[2]]), 'cut or was changed'],
		[
			'one with a changed row',
			(one) => rewritten(one, (lines) => lines.map((line) => line.replace('HTTP 500', 'HTTP 501'))),
			'cut or was changed',
		],
		[
			'one with a row of another table',
			(one) => rewritten(one, (lines) => lines.toSpliced(2, 0, '{"lease":{"key":"a"}}')),
			'cut or was changed',
		],
		[
			'one with a column too few',
			(one) => rewritten(one, (lines) => lines.map((line) => line.replace(/"rev":3,/, ''))),
			'cut or was changed',
		],
	])('refuses %s, and stays as it is', async (_, change, said) => {
		const backup = await fileOf(opened);
		const before = rowsIn(await fileOf(opened));
		await expect(restore(opened, inParts(change(backup)), true)).rejects.toThrow(said);
		expect(rowsIn(await fileOf(opened))).toEqual(before);
	});

	it('stays as it is where storing fails in the middle', async () => {
		const backup = await fileOf(opened);
		await other.ledger.commit([link('of the other')]);
		await other.store.database.write([
			sql("CREATE TRIGGER stop BEFORE INSERT ON history BEGIN SELECT RAISE(ABORT, 'stopped'); END"),
		]);
		await expect(restore(other, inParts(backup), true)).rejects.toThrow();
		expect(await other.ledger.liveLinks('contacts')).toBe(1);
		expect(await other.ledger.counts()).toMatchObject({ links: 1, ended: 0, due: { failed: 0 } });
		expect(await other.ledger.commit([link('another')])).toBe(true);
	});
});

describeWithPostgres('a ledger in Postgres', () => {
	afterAll(async () => await dropSchemas());

	/** A ledger file with the key of the Postgres settings. */
	async function fileWithKey(): Promise<OpenLedger> {
		const file = newFile();
		await writeFile(`${file}.key`, HASH_KEY);
		return openSqliteLedger(file);
	}

	it('takes the backup of a file, and gives it back the same', async () => {
		const [file, back, postgres] = [await fileWithKey(), await fileWithKey(), await newPostgres()];
		await fill(file);
		const backup = await fileOf(file);
		await restore(postgres, inParts(backup), false);
		expect(rowsIn(await fileOf(postgres)).sort()).toEqual(rowsIn(backup).sort());
		expect((await postgres.ledger.history(customer('8'), 10)).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
		await restore(back, inParts(await fileOf(postgres)), false);
		expect(rowsIn(await fileOf(back)).sort()).toEqual(rowsIn(backup).sort());
		await Promise.all([file, back, postgres].map(async ({ ledger }) => await ledger.close()));
	});

	it('is backed up as it was at one moment, while others write', async () => {
		const postgres = await newPostgres();
		await postgres.ledger.commit(Array.from({ length: 450 }, (_, at) => link(`many ${at}`)));
		const meanwhile = async () => await postgres.ledger.commit([link('will be later')]);
		const rows = rowsIn(await fileOf(interrupted(postgres, meanwhile)));
		expect(rows.filter((line) => line.startsWith('{"link"'))).toHaveLength(450);
		expect(await postgres.ledger.liveLinks('contacts')).toBe(451);
		await postgres.ledger.close();
	});

	it('is not restored over what is there, and stays as it is where storing fails in the middle', async () => {
		const [file, postgres] = [await fileWithKey(), await newPostgres()];
		await fill(file);
		const backup = await fileOf(file);
		await postgres.ledger.commit([link('of the other')]);
		await expect(restore(postgres, inParts(backup), false)).rejects.toThrow('The ledger is not empty');
		await postgres.store.database.write([sql('ALTER TABLE history ADD CONSTRAINT stop CHECK (at < 9)')]);
		await expect(restore(postgres, inParts(backup), true)).rejects.toThrow('stop');
		expect(await postgres.ledger.counts()).toMatchObject({ links: 1, ended: 0, due: { failed: 0 } });
		await postgres.store.database.write([sql('ALTER TABLE history DROP CONSTRAINT stop')]);
		await restore(postgres, inParts(backup), true);
		expect(rowsIn(await fileOf(postgres)).sort()).toEqual(rowsIn(backup).sort());
		await Promise.all([file, postgres].map(async ({ ledger }) => await ledger.close()));
	});

	it('with another hash key takes no backup', async () => {
		const [file, other] = [await fileWithKey(), await openPostgres({ ...newSettings(), hashKey: 'cd'.repeat(32) })];
		await fill(file);
		await expect(restore(other, inParts(await fileOf(file)), false)).rejects.toThrow('another hash key');
		await Promise.all([file, other].map(async ({ ledger }) => await ledger.close()));
	});
});
