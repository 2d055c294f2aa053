import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileProblem } from '../../store/fileProblem';
import { change, sql, StoreBusy, StoreError } from '../../store/sql';
import { Sqlite } from '../../store/sqlite';

const newFile = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'sqlite-')), 'folder', 'store.sqlite');

function* write(value: string) {
	yield* change('CREATE TABLE IF NOT EXISTS things (value TEXT)');
	yield* change('INSERT INTO things (value) VALUES (?)', value);
}
const inserted = (value: string) => sql('INSERT INTO things (value) VALUES (?)', value);
const COUNT = sql('SELECT count(*) AS number FROM things');

describe('the file of a database', () => {
	it('and its folder can be read by their owner alone, its journal too', () => {
		const file = newFile();
		const store = new Sqlite(file);
		store.runAlone(write('a'));
		const folder = path.dirname(file);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		for (const name of readdirSync(folder))
			expect([name, statSync(path.join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
		expect(readdirSync(folder)).toContain('store.sqlite-wal');
		store.close();
	});

	it('that others could read becomes private', () => {
		const file = newFile();
		new Sqlite(file).close();
		chmodSync(file, 0o644);
		new Sqlite(file).close();
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	it.each([
		['removed', (file: string) => rmSync(file)],
		[
			'replaced',
			(file: string) => {
				writeFileSync(`${file}.backup`, '');
				renameSync(`${file}.backup`, file);
			},
		],
	])('that was %s meanwhile is neither read nor written', async (_, change) => {
		const file = newFile();
		const store = new Sqlite(file);
		store.runAlone(write('a'));
		change(file);
		for (const use of [store.write([inserted('b')]), store.read(COUNT)])
			await expect(use).rejects.toThrow(
				`the file ${file} was removed or replaced while n8n was running. Put it back with its key, and restart n8n`,
			);
		store.close();
	});

	it('that is not a database is reported, with what to do', () => {
		const file = newFile();
		new Sqlite(file).close();
		writeFileSync(file, 'rubbish'.repeat(1_000));
		expect(() => new Sqlite(file)).toThrow(
			`the file ${file} cannot be used: it is no database. Restore it from your backup together with its key (file is not a database)`,
		);
	});

	it('that another program has locked is waited for without holding up this one, and says so in the end', async () => {
		const file = newFile();
		const store = new Sqlite(file);
		store.runAlone(write('a'));
		const other = new DatabaseSync(file);
		other.exec('BEGIN IMMEDIATE');
		const tooLong = expect(store.write([inserted('b')])).rejects.toThrow(
			'another program holds it locked. End that program',
		);
		let turns = 0;
		const turning = setInterval(() => (turns += 1), 10);
		await tooLong;
		clearInterval(turning);
		expect(turns).toBeGreaterThan(100);
		await expect(store.write([inserted('b')])).rejects.toThrow(StoreBusy);
		const waiting = store.write([inserted('c')]);
		setTimeout(() => other.exec('ROLLBACK'), 50);
		await waiting;
		expect(await store.read(COUNT)).toEqual([{ number: 2 }]);
		other.close();
		store.close();
	}, 30_000);

	it('is left as it was by a write of which one statement cannot do what it must', async () => {
		const store = new Sqlite(newFile());
		store.runAlone(write('a'));
		const change = { ...sql('UPDATE things SET value = ? WHERE value = ?', 'b', 'x'), mustChange: 1 };
		expect(await store.write([inserted('c'), change])).toBeUndefined();
		expect(await store.read(COUNT)).toEqual([{ number: 1 }]);
		store.close();
	});
});

describe('a file error', () => {
	it.each([
		['SQLite: damaged', { code: 'ERR_SQLITE_ERROR', errcode: 267 }, 'it is damaged. Restore it from your backup'],
		['SQLite: full', { code: 'ERR_SQLITE_ERROR', errcode: 13 }, 'the disk is full. Make room'],
		['the file system: no right', { code: 'EACCES' }, 'Give the user that runs n8n the right to read and write'],
		['the file system: read-only', { code: 'EROFS' }, 'its disk is read-only'],
	])('of %s says what to do', (_, fault, said) => {
		const problem = fileProblem('/data/ledger.sqlite', Object.assign(new Error('raw words'), fault));
		expect(problem).toBeInstanceOf(StoreError);
		expect(String(problem)).toContain('/data/ledger.sqlite');
		expect(String(problem)).toContain(said);
		expect(String(problem)).toContain('(raw words)');
	});

	it.each([
		new Error('a bug'),
		Object.assign(new Error('a constraint'), { code: 'ERR_SQLITE_ERROR', errcode: 19 }),
		'a text',
	])('that is none of the file is passed on: %s', (error) => {
		expect(fileProblem('/data/ledger.sqlite', error)).toBe(error);
	});
});
