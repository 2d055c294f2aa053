import { chmodSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { fileProblem } from './fileProblem';
import { StoreError, type Answer, type Sql, type Statement, type Steps } from './sql';

/** How long a transaction waits for that of another process, in ms; each lasts a few. */
const BUSY_TIMEOUT = 5_000;

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
			this.#db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
			this.#inode = statSync(file).ino;
		} catch (error) {
			throw fileProblem(this.file, error);
		}
	}

	run<T>(steps: Steps<T>): T {
		return this.#transaction('BEGIN', steps);
	}

	runAlone<T>(steps: Steps<T>): T {
		return this.#transaction('BEGIN IMMEDIATE', steps);
	}

	close(): void {
		this.#db.close();
	}

	#transaction<T>(begin: string, steps: Steps<T>): T {
		this.#requireSameFile();
		try {
			this.#db.exec(begin);
			let step = steps.next();
			while (!step.done) step = steps.next(this.#answer(step.value));
			this.#db.exec('COMMIT');
			return step.value;
		} catch (error) {
			if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
			throw fileProblem(this.file, error);
		}
	}

	/** What is written into a file that was removed is lost when n8n ends. Throws `StoreError`. */
	#requireSameFile(): void {
		if (statSync(this.file, { throwIfNoEntry: false })?.ino !== this.#inode)
			throw new StoreError(
				`the file ${this.file} was removed or replaced while n8n was running. Put it back with its key, and restart n8n`,
			);
	}

	#answer({ sql, values }: Statement): Answer {
		const prepared = this.#statements.get(sql) ?? this.#db.prepare(sql);
		this.#statements.set(sql, prepared);
		if (/^SELECT|\bRETURNING\b/.test(sql)) return { rows: prepared.all(...values), changes: 0 };
		return { rows: [], changes: Number(prepared.run(...values).changes) };
	}
}
