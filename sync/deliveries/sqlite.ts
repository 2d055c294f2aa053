import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { BOUNDS, PENDING, type Bounds, type Deliveries, type Seen } from './deliveries';

/** How long a statement waits for another process, in milliseconds; each lasts far less than one. */
const BUSY_TIMEOUT = 2_000;
const SCHEMA_VERSION = 1;
/** Old ids are removed once in so many deliveries. */
const PRUNE_EVERY = 1_000;

const SCHEMA = `
	CREATE TABLE IF NOT EXISTS delivery (key TEXT PRIMARY KEY, pending_until INTEGER, at INTEGER NOT NULL) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS delivery_at ON delivery (at);
	PRAGMA user_version = ${SCHEMA_VERSION}`;

/** Deliveries in one file, for every process of one host. Each statement is its own transaction. It survives a kill. */
export class SqliteDeliveries implements Deliveries {
	readonly #db: DatabaseSync;
	readonly #take: StatementSync;
	readonly #find: StatementSync;
	readonly #done: StatementSync;
	readonly #release: StatementSync;
	#taken = 0;

	constructor(file: string, private readonly bounds: Bounds = BOUNDS, private readonly now: () => number = Date.now) {
		this.#db = new DatabaseSync(file);
		this.#db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
		const version = Number(this.#db.prepare('PRAGMA user_version').get()?.user_version);
		if (version > SCHEMA_VERSION) throw new Error(`it is of version ${version}, this package knows ${SCHEMA_VERSION}`);
		if (version < SCHEMA_VERSION) this.#db.exec(SCHEMA);
		this.#take = this.#db.prepare(`INSERT INTO delivery (key, pending_until, at) VALUES (:key, :until, :now)
			ON CONFLICT (key) DO UPDATE SET pending_until = :until, at = :now WHERE pending_until <= :now`);
		this.#find = this.#db.prepare('SELECT pending_until FROM delivery WHERE key = ?');
		this.#done = this.#db.prepare(`INSERT INTO delivery (key, pending_until, at) VALUES (:key, NULL, :now)
			ON CONFLICT (key) DO UPDATE SET pending_until = NULL, at = :now`);
		this.#release = this.#db.prepare('DELETE FROM delivery WHERE key = ? AND pending_until = ?');
	}

	take(key: string): Seen {
		if (this.#taken++ % PRUNE_EVERY === 0) this.#prune();
		const now = this.now();
		const until = now + PENDING;
		if (this.#take.run({ key, until, now }).changes > 0) return { state: 'fresh', mark: until };
		return { state: this.#find.get(key)?.pending_until === null ? 'done' : 'pending' };
	}

	done(key: string): void {
		this.#done.run({ key, now: this.now() });
	}

	release(key: string, mark: number): void {
		this.#release.run(key, mark);
	}

	close(): void {
		this.#db.close();
	}

	#prune(): void {
		const old = this.now() - this.bounds.age;
		this.#db.prepare('DELETE FROM delivery WHERE at < ?').run(old);
		this.#db.prepare('DELETE FROM delivery WHERE key IN (SELECT key FROM delivery ORDER BY at DESC LIMIT -1 OFFSET ?)').run(this.bounds.rows);
	}
}
