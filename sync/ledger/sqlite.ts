import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { refText, type RecordRef } from '../types';
import { LedgerError, type Change, type Counts, type Due, type DueStatus, type Fence, type HistoryRow, type Intent, type Known, type LeaseAnswer, type Ledger, type Link, type Place, type Review } from './ledger';
import { MIGRATIONS, SCHEMA_VERSION } from './schema';

/** How long a statement waits for another process's transaction; each lasts a few ms. */
const BUSY_TIMEOUT = 5_000;

/**
 * A ledger in one file, for every process of one host. Transactions block the event loop, so each is short and nothing in it waits.
 * It survives a kill: the journal is written ahead.
 */
export class SqliteLedger implements Ledger {
	readonly #db: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();

	/** Opens or makes the file. `keyId` names the hash key: a ledger made with another one is refused, and so is one of a newer version. */
	constructor(path: string, keyId: string) {
		this.#db = new DatabaseSync(path);
		this.#db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
		this.#transaction(() => this.#migrate(keyId));
	}

	#migrate(keyId: string): void {
		const exists = this.#one("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'meta'") !== undefined;
		const version = exists ? Number(this.#meta('version') ?? 0) : 0;
		if (version > SCHEMA_VERSION) throw new LedgerError(`the ledger is of version ${version}, this program knows ${SCHEMA_VERSION}: update the package`);
		for (const statements of MIGRATIONS.slice(version)) for (const statement of statements) this.#db.exec(statement);
		if (version < SCHEMA_VERSION) this.#setMeta('version', String(SCHEMA_VERSION));
		const known = this.#meta('key');
		if (known === undefined) this.#setMeta('key', keyId);
		else if (known !== keyId) throw new LedgerError('the ledger was made with another hash key: put the key file back that belongs to it');
	}

	async now(): Promise<number> {
		return this.#now();
	}

	/** Whole ms by the database. */
	#now(): number {
		return Number(this.#one("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now")?.now);
	}

	async acquire(owner: string, keys: readonly string[], ttl: number, waiting?: { key: string; version: number; patience: number }): Promise<LeaseAnswer> {
		return this.#transaction(() => {
			const now = this.#now();
			const version = waiting && this.#one('SELECT version FROM waiting WHERE key = ? AND until > ?', waiting.key, now)?.version;
			const newest = version === undefined ? undefined : Number(version);
			const isTaken = keys.some((key) => this.#one('SELECT key FROM lease WHERE key = ? AND until > ? AND owner <> ?', key, now, owner));
			if (!isTaken) {
				for (const key of keys) this.#run('INSERT INTO lease (key, owner, until) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until', key, owner, now + ttl);
				return { held: true, ...(newest === undefined ? {} : { newest }) };
			}
			if (waiting && waiting.version >= (newest ?? Number.NEGATIVE_INFINITY)) {
				this.#run('INSERT INTO waiting (key, version, until) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET version = excluded.version, until = excluded.until', waiting.key, waiting.version, now + waiting.patience);
			}
			return { held: false, ...(newest === undefined ? {} : { newest }) };
		});
	}

	async release(owner: string): Promise<void> {
		this.#run('DELETE FROM lease WHERE owner = ?', owner);
	}

	async known(pair: string, record: RecordRef, far: Place): Promise<Known> {
		const near = refText(record);
		const place = placeText(far);
		const [due] = this.#bodies<Due>('SELECT body FROM due WHERE pair = ? AND near = ? AND far = ?', pair, near, place);
		return {
			links: this.#linksOf(pair, record),
			intents: this.#bodies<Intent>('SELECT body FROM intent WHERE pair = ? AND near = ? AND far = ?', pair, near, place),
			...(due ? { due } : {}),
			reviews: this.#bodies<Review>('SELECT body FROM review WHERE pair = ? AND near = ? AND far = ?', pair, near, place),
			now: this.#now(),
		};
	}

	async links(pair: string, record: RecordRef): Promise<readonly Link[]> {
		return this.#linksOf(pair, record);
	}

	#linksOf(pair: string, record: RecordRef): Link[] {
		const ref = refText(record);
		return this.#bodies<Link>('SELECT body FROM link WHERE pair = ? AND member = ? UNION ALL SELECT body FROM link WHERE pair = ? AND head = ?', pair, ref, pair, ref);
	}

	async intentsTowards(pair: string, far: Place): Promise<readonly Intent[]> {
		return this.#bodies<Intent>('SELECT body FROM intent WHERE pair = ? AND far = ?', pair, placeText(far));
	}

	async sight(pair: string, record: RecordRef, keys: readonly string[]): Promise<void> {
		if (keys.length === 0) return;
		this.#transaction(() => {
			const now = this.#now();
			for (const key of keys) {
				this.#run('INSERT INTO sighting (pair, key, place, record, at, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (pair, key, record) DO UPDATE SET at = excluded.at',
					pair, key, placeText(record), refText(record), now, JSON.stringify(record));
			}
		});
	}

	async sighted(pair: string, keys: readonly string[], place: Place): Promise<readonly RecordRef[]> {
		const found = keys.flatMap((key) => this.#bodies<RecordRef>('SELECT body FROM sighting WHERE pair = ? AND key = ? AND place = ? ORDER BY at', pair, key, placeText(place)));
		return [...new Map(found.map((record) => [refText(record), record])).values()];
	}

	async commit(changes: readonly Change[], fence?: Fence): Promise<boolean> {
		return this.#transaction(() => {
			if (fence && !this.#holds(fence)) return false;
			const links = changes.flatMap((change) => ('put' in change && change.put === 'link' ? [change] : []));
			const ending = new Set(links.filter(({ row }) => row.state === 'ended').map(({ row }) => row.id));
			if (!links.every(({ row, expect }) => this.#fits(row, expect, ending))) return false;
			// What ends comes first: a member has one live link at a time.
			for (const change of [...changes].sort((one, other) => Number(isEnding(other)) - Number(isEnding(one)))) this.#apply(change);
			return true;
		});
	}

	#holds({ owner, keys, margin }: Fence): boolean {
		const needed = this.#now() + margin;
		return keys.every((key) => this.#one('SELECT key FROM lease WHERE key = ? AND owner = ? AND until > ?', key, owner, needed));
	}

	#fits(row: Link, expect: number | undefined, ending: ReadonlySet<string>): boolean {
		const known = this.#one('SELECT rev FROM link WHERE id = ?', row.id);
		if ((known === undefined ? undefined : Number(known.rev)) !== expect) return false;
		const other = this.#one("SELECT id FROM link WHERE pair = ? AND member = ? AND state = 'live' AND id <> ?", row.pair, refText(row.member), row.id);
		return row.state === 'ended' || other === undefined || ending.has(String(other.id));
	}

	#apply(change: Change): void {
		if ('drop' in change) {
			if (change.drop === 'intent') this.#run('DELETE FROM intent WHERE id = ?', change.id);
			else if (change.drop === 'due') this.#run('DELETE FROM due WHERE pair = ? AND near = ? AND far = ?', change.pair, refText(change.near), placeText(change.far));
			else this.#run('DELETE FROM review WHERE pair = ? AND near = ? AND far = ? AND field = ?', change.pair, refText(change.near), placeText(change.far), change.field);
			return;
		}
		const body = JSON.stringify(change.row);
		switch (change.put) {
			case 'link': return this.#putLink(change.row, body);
			case 'intent': return this.#putIntent(change.row, body);
			case 'due': return this.#replace('due', { pair: change.row.pair, near: refText(change.row.near), far: placeText(change.row.far), status: change.row.status, since: change.row.since, next_at: change.row.nextAt, body });
			case 'review': return this.#replace('review', { pair: change.row.pair, near: refText(change.row.near), far: placeText(change.row.far), field: change.row.field, body });
			case 'history': return this.#replace('history', {
				id: change.row.id, at: change.row.at, pair: change.row.pair, near: refText(change.row.near), far: 'id' in change.row.far ? refText(change.row.far) : placeText(change.row.far),
				action: change.row.call, state: change.row.state, body,
			});
		}
	}

	#putIntent(row: Intent, body: string): void {
		this.#replace('intent', { id: row.id, pair: row.pair, near: refText(row.near), far: placeText(row.far), body });
		this.#setMeta(`established ${row.pair}`, 'yes');
	}

	#putLink(row: Link, body: string): void {
		this.#replace('link', { id: row.id, pair: row.pair, head: refText(row.head), member: refText(row.member), state: row.state, rev: row.rev, ended_at: row.endedAt ?? null, body });
		this.#setMeta(`established ${row.pair}`, 'yes');
	}

	async due(limit: number, pair?: string): Promise<readonly Due[]> {
		return this.#bodies<Due>('SELECT body FROM due WHERE next_at <= ? AND (? IS NULL OR pair = ?) ORDER BY next_at LIMIT ?', this.#now(), pair ?? null, pair ?? null, limit);
	}

	async reviews(pair?: string): Promise<readonly Review[]> {
		return this.#bodies<Review>('SELECT body FROM review WHERE ? IS NULL OR pair = ?', pair ?? null, pair ?? null);
	}

	async listLinks(pair: string, after: string | undefined, limit: number): Promise<readonly Link[]> {
		return this.#bodies<Link>('SELECT body FROM link WHERE pair = ? AND id > ? ORDER BY id LIMIT ?', pair, after ?? '', limit);
	}

	async history(record: RecordRef, limit: number): Promise<readonly HistoryRow[]> {
		const ref = refText(record);
		return this.#bodies<HistoryRow>('SELECT body FROM history WHERE near = ? OR far = ? ORDER BY at DESC, rowid DESC LIMIT ?', ref, ref, limit);
	}

	async writesSince(pair: string, records: readonly RecordRef[], since: number): Promise<readonly HistoryRow[]> {
		const marks = records.map(() => '?').join(', ');
		return this.#bodies<HistoryRow>(`SELECT body FROM history WHERE pair = ? AND at >= ? AND far IN (${marks}) ORDER BY at, rowid`, pair, since, ...records.map(refText));
	}

	async deletesSince(pair: string, since: number): Promise<number> {
		return Number(this.#one("SELECT count(*) AS count FROM history WHERE pair = ? AND at >= ? AND action IN ('delete', 'archive') AND state <> 'refused'", pair, since)?.count);
	}

	async counts(): Promise<Counts> {
		const count = (sql: string): number => Number(this.#one(`SELECT count(*) AS count FROM ${sql}`)?.count);
		const due: Record<DueStatus, number> = {
			pending: count("due WHERE status = 'pending'"), waiting: count("due WHERE status = 'waiting'"), busy: count("due WHERE status = 'busy'"), failed: count("due WHERE status = 'failed'"),
		};
		const now = this.#now();
		const oldest = this.#one('SELECT min(since) AS since FROM due')?.since;
		return {
			links: count("link WHERE state = 'live'"), ended: count("link WHERE state = 'ended'"), intents: count('intent'), reviews: count('review'), history: count('history'), due,
			lag: typeof oldest === 'number' ? Math.max(0, now - oldest) : 0,
		};
	}

	async established(pair: string): Promise<boolean> {
		return this.#meta(`established ${pair}`) !== undefined;
	}

	async establish(pair: string): Promise<void> {
		this.#setMeta(`established ${pair}`, 'yes');
	}

	async prune(before: number, tombstonesBefore: number): Promise<number> {
		return this.#transaction(() => {
			const now = this.#now();
			this.#run('DELETE FROM lease WHERE until < ?', now);
			this.#run('DELETE FROM waiting WHERE until < ?', now);
			return this.#run("DELETE FROM link WHERE state = 'ended' AND ended_at < ?", tombstonesBefore)
				+ this.#run('DELETE FROM history WHERE at < ?', before)
				+ this.#run('DELETE FROM sighting WHERE at < ?', before);
		});
	}

	async close(): Promise<void> {
		this.#db.close();
	}

	#transaction<T>(work: () => T): T {
		this.#db.exec('BEGIN IMMEDIATE');
		try {
			const result = work();
			this.#db.exec('COMMIT');
			return result;
		} catch (error) {
			this.#db.exec('ROLLBACK');
			throw error;
		}
	}

	#meta(key: string): string | undefined {
		const value = this.#one('SELECT value FROM meta WHERE key = ?', key)?.value;
		return typeof value === 'string' ? value : undefined;
	}

	#setMeta(key: string, value: string): void {
		this.#replace('meta', { key, value });
	}

	/** Puts a row, or new values into the one with the same key. */
	#replace(table: keyof typeof KEYS, row: Record<string, SQLInputValue>): void {
		const columns = Object.keys(row);
		const updates = columns.filter((column) => !KEYS[table].includes(column)).map((column) => `${column} = excluded.${column}`);
		this.#run(
			`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT (${KEYS[table].join(', ')}) DO UPDATE SET ${updates.join(', ')}`,
			...Object.values(row),
		);
	}

	#prepared(sql: string): StatementSync {
		const known = this.#statements.get(sql) ?? this.#db.prepare(sql);
		this.#statements.set(sql, known);
		return known;
	}

	#run(sql: string, ...values: SQLInputValue[]): number {
		return Number(this.#prepared(sql).run(...values).changes);
	}

	#one(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined {
		return this.#prepared(sql).get(...values);
	}

	/** Rows as they were put in: this program wrote them, and newer ledgers are refused, so their shape is known. */
	#bodies<T>(sql: string, ...values: SQLInputValue[]): T[] {
		return this.#prepared(sql).all(...values).map(({ body }) => JSON.parse(String(body)) as T);
	}
}

const isEnding = (change: Change): boolean => 'put' in change && change.put === 'link' && change.row.state === 'ended';

/** The columns a row is known by. */
const KEYS = {
	meta: ['key'], link: ['id'], intent: ['id'], due: ['pair', 'near', 'far'], review: ['pair', 'near', 'far', 'field'], history: ['id'],
} satisfies Record<string, readonly string[]>;

const placeText = ({ system, account }: Place): string => refText({ system, account, id: '' });
