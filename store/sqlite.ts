import { chmodSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { breather } from './breather';
import { fileProblem } from './fileProblem';
import {
	StoreError,
	type Answer,
	type LongTransaction,
	type Sql,
	type SqlRow,
	type Statement,
	type Steps,
} from './sql';

/** How long a transaction waits for that of another process (ms); each lasts a few. */
const PATIENCE = 5_000;
/** How much of it may hold up this process, and how long the pauses in between are (ms). */
const HELD_UP = 5;
const PAUSE = 10;

/**
 * Tables in one file, for every process of one host, which only its owner can read. Transactions block the event
 * loop, so each is short and nothing in it waits. It survives a kill: the journal is written ahead. What goes wrong
 * with the file is a `StoreError` that says what to do.
 */
export class Sqlite implements Sql {
	readonly now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
	readonly findTable = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?";
	readonly rowid = '';
	readonly #db: DatabaseSync;
	/** The file that was opened: another one may take its name while n8n runs. */
	readonly #inode: number;
	readonly #statements = new Map<string, StatementSync>();

	constructor(readonly file: string) {
		try {
			mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
			this.#db = new DatabaseSync(file);
			// The journal beside it takes over the mode of the file.
			chmodSync(file, 0o600);
			this.#db.exec(`PRAGMA busy_timeout = ${PATIENCE}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
			this.#inode = statSync(file).ino;
		} catch (error) {
			throw fileProblem(this.file, error);
		}
	}

	async read(statement: Statement): Promise<readonly SqlRow[]> {
		return await this.#whenFree(() => this.#answer(statement).rows);
	}

	async write(statements: readonly Statement[]): Promise<readonly Answer[] | undefined> {
		if (statements.length === 0) return [];
		return await this.#whenFree(() => {
			try {
				return this.#transaction(() => statements.map((statement) => this.#answer(statement)));
			} catch (error) {
				if (isRefused(error)) return undefined;
				throw error;
			}
		});
	}

	runAlone<T>(steps: Steps<T>): T {
		this.#requireSameFile();
		try {
			this.#db.exec(`PRAGMA busy_timeout = ${PATIENCE}`);
			return this.#transaction(() => {
				let step = steps.next();
				while (!step.done) step = steps.next(this.#answer(step.value));
				return step.value;
			});
		} catch (error) {
			throw fileProblem(this.file, error);
		} finally {
			this.#db.exec(`PRAGMA busy_timeout = ${HELD_UP}`);
		}
	}

	/** Others go on reading, and who wants to write meanwhile waits as for any other transaction. */
	async begin(what: 'snapshot' | readonly string[]): Promise<LongTransaction> {
		this.#requireSameFile();
		const long = new Sqlite(this.file);
		try {
			long.#db.exec(`PRAGMA busy_timeout = ${HELD_UP}`);
			// a transaction that only reads begins with its first look
			await long.#whenFree(() =>
				long.#db.exec(what === 'snapshot' ? 'BEGIN; SELECT count(*) FROM meta' : 'BEGIN IMMEDIATE'),
			);
		} catch (error) {
			long.close();
			throw error;
		}
		const end = async (how: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
			try {
				if (long.#db.isTransaction) await long.#whenFree(() => long.#db.exec(how));
			} finally {
				if (long.#db.isOpen) long.close();
			}
		};
		return {
			ask: async (statement) => await long.#whenFree(() => long.#answer(statement)),
			commit: async () => await end('COMMIT'),
			undo: async () => {
				if (long.#db.isOpen) await end('ROLLBACK');
			},
		};
	}

	close(): void {
		this.#db.close();
	}

	/** Waits for other processes without holding up this one. Throws `StoreError`. */
	async #whenFree<T>(work: () => T): Promise<T> {
		if (breather.isDue) await breather.breathe();
		this.#requireSameFile();
		const until = performance.now() + PATIENCE;
		for (;;) {
			try {
				return work();
			} catch (error) {
				if (!isLocked(error) || performance.now() > until) throw fileProblem(this.file, error);
			}
			await setTimeout(PAUSE);
		}
	}

	#transaction<T>(work: () => T): T {
		try {
			this.#db.exec('BEGIN IMMEDIATE');
			const result = work();
			this.#db.exec('COMMIT');
			return result;
		} catch (error) {
			if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
			throw error;
		}
	}

	/** What is written into a file that was removed is lost when n8n ends. Throws `StoreError`. */
	#requireSameFile(): void {
		if (statSync(this.file, { throwIfNoEntry: false })?.ino !== this.#inode)
			throw new StoreError(
				`the file ${this.file} was removed or replaced while n8n was running. Put it back with its key, and restart n8n`,
			);
	}

	/** Throws `Refused`. */
	#answer({ sql, values, mustChange }: Statement): Answer {
		const prepared = this.#statements.get(sql) ?? this.#db.prepare(sql);
		this.#statements.set(sql, prepared);
		if (/^SELECT|\bRETURNING\b/.test(sql)) return { rows: prepared.all(...values), changes: 0 };
		const changes = Number(prepared.run(...values).changes);
		if (mustChange !== undefined && changes !== mustChange) throw new Refused();
		return { rows: [], changes };
	}
}

/** A statement has not changed as many rows as it must. */
class Refused extends Error {}

/** Result codes of SQLite. */
const BUSY = 5;
const UNIQUE: ReadonlySet<number> = new Set([1_555, 2_067]);

const resultCode = (error: unknown): number =>
	typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) : 0;
const isLocked = (error: unknown): boolean => (resultCode(error) & 0xff) === BUSY;
const isRefused = (error: unknown): boolean => error instanceof Refused || UNIQUE.has(resultCode(error));
