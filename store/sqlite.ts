import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Answer, Sql, Statement, Steps } from './sql';

/** How long a transaction waits for that of another process, in ms; each lasts a few. */
const BUSY_TIMEOUT = 5_000;

/**
 * Tables in one file, for every process of one host. Transactions block the event loop, so each is short and nothing in
 * it waits.
 * It survives a kill: the journal is written ahead.
 */
export class Sqlite implements Sql {
	readonly now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
	readonly findTable = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?";
	readonly rowid = '';
	readonly #db: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();

	constructor(file: string) {
		this.#db = new DatabaseSync(file);
		this.#db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
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
		this.#db.exec(begin);
		try {
			let step = steps.next();
			while (!step.done) step = steps.next(this.#answer(step.value));
			this.#db.exec('COMMIT');
			return step.value;
		} catch (error) {
			if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
			throw error;
		}
	}

	#answer({ sql, values }: Statement): Answer {
		const prepared = this.#statements.get(sql) ?? this.#db.prepare(sql);
		this.#statements.set(sql, prepared);
		if (/^SELECT|\bRETURNING\b/.test(sql)) return { rows: prepared.all(...values), changes: 0 };
		return { rows: [], changes: Number(prepared.run(...values).changes) };
	}
}
