import { setImmediate } from 'node:timers/promises';
import { refText, type RecordRef } from '../model/types';
import {
	type Skipped,
	CREATES,
	brokenOff,
	kindOfWrite,
	NO_WRITES,
	type Batch,
	type Change,
	type Counts,
	type Creates,
	type Due,
	type Fence,
	type HistoryRow,
	type Intent,
	type Known,
	type LeaseAnswer,
	type Ledger,
	type Link,
	type Place,
	type Review,
	type Writes,
} from './ledger';
import { migrationsOf } from './schema';
import { addDue, parentText, placeText, statementOf, whole } from './statements';
import {
	marks,
	migrate,
	readMeta,
	sql,
	StoreError,
	writeMeta,
	type Answer,
	type Sql,
	type SqlRow,
	type SqlValue,
	type Statement,
	type Steps,
} from '../../store/sql';

/**
 * Creates or updates the ledger's tables. `keyId` names the hash key: a ledger with another key is refused, and so is
 * one of a newer version.
 */
export function* prepareLedger(database: Sql, keyId: string): Steps<void> {
	yield* migrate(database, 'version', migrationsOf(database));
	const known = yield* readMeta('key');
	if (known === undefined) yield* writeMeta('key', keyId);
	else if (known !== keyId)
		throw new StoreError('the ledger was created with another hash key: restore the key that belongs to it');
}

/** Batches broken off whose records become due with one look. */
const BATCHES_AT_ONCE = 20;

/** Rows that one transaction removes. */
const PRUNED_AT_ONCE = 100;

interface Waiting {
	readonly key: string;
	readonly version: number;
	readonly patience: number;
}

/** A ledger in a database that `prepareLedger` has prepared. */
export class SqlLedger implements Ledger {
	constructor(private readonly sql: Sql) {}

	async now(): Promise<number> {
		return Number((await this.one(sql(`SELECT ${this.sql.now} AS now`)))?.now);
	}

	async acquire(owner: string, keys: readonly string[], ttl: number, waiting?: Waiting): Promise<LeaseAnswer> {
		const { now } = this.sql;
		const newest = sql(`SELECT version FROM waiting WHERE key = ? AND until > ${now}`, waiting?.key ?? null);
		const taken = await this.sql.write([newest, this.takeLeases(owner, keys, ttl)]);
		if (taken) return { held: true, ...newestOf(taken[0]) };
		const wait =
			waiting &&
			sql(
				`INSERT INTO waiting (key, version, until) VALUES (?, ?, ${now} + ?) ON CONFLICT (key) DO UPDATE
					SET version = excluded.version, until = excluded.until WHERE excluded.version >= waiting.version OR waiting.until <= ${now}`,
				waiting.key,
				waiting.version,
				whole(waiting.patience),
			);
		const [before] = (await this.sql.write([newest, ...(wait ? [wait] : [])])) ?? [];
		return { held: false, ...newestOf(before) };
	}

	async release(owner: string): Promise<void> {
		await this.sql.write([sql('DELETE FROM lease WHERE owner = ?', owner)]);
	}

	/** One statement, so that all of it is of one moment. */
	async known(pair: string, record: RecordRef, target: Place): Promise<Known> {
		const source = refText(record);
		const toTarget = [pair, source, placeText(target)];
		const rows = await this.sql.read(
			sql(
				`SELECT 'link' AS part, body, 0 AS next_at FROM link WHERE pair = ? AND member = ? UNION ALL SELECT 'link', body, 0 FROM link WHERE pair = ? AND head = ?
					UNION ALL SELECT 'intent', body, 0 FROM intent WHERE pair = ? AND source = ? AND target = ?
					UNION ALL SELECT 'due', body, next_at FROM due WHERE pair = ? AND source = ? AND target = ?
					UNION ALL SELECT 'review', body, 0 FROM review WHERE pair = ? AND source = ? AND target = ?
					UNION ALL SELECT 'skipped', body, 0 FROM skipped WHERE pair = ? AND source = ? AND target = ?
					UNION ALL SELECT 'now', '', ${this.sql.now}`,
				pair,
				source,
				pair,
				source,
				...toTarget,
				...toTarget,
				...toTarget,
				...toTarget,
			),
		);
		const part = (name: string): SqlRow[] => rows.filter((row) => row.part === name);
		const [due] = part('due').map(dueOf);
		const [skipped] = bodies<Skipped>(part('skipped'));
		return {
			links: oldestFirst(bodies(part('link'))),
			intents: bodies(part('intent')),
			...(due ? { due } : {}),
			reviews: bodies(part('review')),
			...(skipped && { skipped: skipped.version }),
			now: Number(part('now')[0].next_at),
		};
	}

	async links(pair: string, record: RecordRef): Promise<readonly Link[]> {
		const ref = refText(record);
		const text =
			'SELECT body FROM link WHERE pair = ? AND member = ? UNION ALL SELECT body FROM link WHERE pair = ? AND head = ?';
		return oldestFirst(bodies(await this.sql.read(sql(text, pair, ref, pair, ref))));
	}

	async incomingIntents(pair: string, target: Place): Promise<readonly Intent[]> {
		const text = 'SELECT body FROM intent WHERE pair = ? AND target = ?';
		return bodies(await this.sql.read(sql(text, pair, placeText(target))));
	}

	async recordSighting(pair: string, record: RecordRef, keys: readonly string[]): Promise<void> {
		const columns = 'pair, key, record, place, at, body';
		const [ref, place, body] = [refText(record), placeText(record), JSON.stringify(record)];
		await this.sql.write(
			[...keys]
				.sort()
				.map((key) =>
					sql(
						`INSERT INTO sighting (${columns}) VALUES (?, ?, ?, ?, ${this.sql.now}, ?) ON CONFLICT (pair, key, record) DO UPDATE SET at = excluded.at`,
						pair,
						key,
						ref,
						place,
						body,
					),
				),
		);
	}

	async sighted(pair: string, keys: readonly string[], place: Place): Promise<readonly RecordRef[]> {
		const text = `SELECT body FROM sighting WHERE pair = ? AND place = ? AND key IN (${marks(keys)}) ORDER BY at`;
		const found = await this.sql.read(sql(text, pair, placeText(place), ...keys));
		return [...new Map(bodies<RecordRef>(found).map((record) => [refText(record), record])).values()];
	}

	/**
	 * Whoever changes a row holds it until the end, and each condition is part of the statement that changes the row: a
	 * lease stays held, a link has the expected revision, and a member has one live link (its index) when all is stored.
	 */
	async commit(changes: readonly Change[], fence?: Fence): Promise<boolean> {
		// Ended links come first: a member has one live link at a time.
		const ordered = [...changes].sort((one, other) => Number(isEnding(other)) - Number(isEnding(one)));
		const links = changes.flatMap((one) => ('put' in one && one.put === 'link' ? [one.row] : []));
		const statements = [
			...(fence ? [this.holds(fence)] : []),
			...ordered.map((change) => statementOf(change, this.sql.now)),
			...pairsBegun(changes).map(establish),
			...links.filter(({ state }) => state === 'live').map((link) => this.wakeChildren(link)),
		];
		return (await this.sql.write(statements)) !== undefined;
	}

	async due(limit: number, pair?: string, includeLater = false): Promise<readonly Due[]> {
		await this.breakOff();
		// read once, so that the index is of use: the time of Postgres is another one for each row
		const isDue = includeLater ? '' : `next_at <= (SELECT ${this.sql.now}) AND`;
		const text = `SELECT body, next_at FROM due WHERE ${isDue} pair = coalesce(?, pair) ORDER BY next_at LIMIT ?`;
		return (await this.sql.read(sql(text, pair ?? null, limit))).map(dueOf);
	}

	/** The first of several processes that finds a batch broken off makes its records due. */
	private async breakOff(): Promise<void> {
		const text = `SELECT body, until FROM batch WHERE until <= ${this.sql.now} ORDER BY until LIMIT ${BATCHES_AT_ONCE}`;
		for (const { body, until } of await this.sql.read(sql(text))) {
			const [{ id, records }] = bodies<Batch>([{ body }]);
			await this.sql.write([
				{ ...sql(`DELETE FROM batch WHERE id = ? AND until <= ${this.sql.now}`, id), mustChange: 1 },
				...records.map((record) => addDue(brokenOff(record, Number(until)))),
			]);
		}
	}

	async reviews(pair?: string): Promise<readonly Review[]> {
		const text = `SELECT body FROM review WHERE pair = coalesce(?, pair) AND ${OPEN}`;
		return bodies(await this.sql.read(sql(text, pair ?? null)));
	}

	async listLinks(pair: string, after: string | undefined, limit: number): Promise<readonly Link[]> {
		const text = 'SELECT body FROM link WHERE pair = ? AND id > ? ORDER BY id LIMIT ?';
		return bodies(await this.sql.read(sql(text, pair, after ?? '', limit)));
	}

	async history(record: RecordRef, limit: number): Promise<readonly HistoryRow[]> {
		const ref = refText(record);
		const text = 'SELECT body FROM history WHERE source = ? OR target = ? ORDER BY at DESC, rowid DESC LIMIT ?';
		return bodies(await this.sql.read(sql(text, ref, ref, limit)));
	}

	async writesSince(pair: string, records: readonly RecordRef[], since: number): Promise<readonly HistoryRow[]> {
		const text = `SELECT body FROM history WHERE pair = ? AND at >= ? AND target IN (${marks(records)}) ORDER BY at, rowid`;
		return bodies(await this.sql.read(sql(text, pair, whole(since), ...records.map(refText))));
	}

	async deletesSince(pair: string, since: number): Promise<number> {
		const text =
			"SELECT body FROM history WHERE pair = ? AND at >= ? AND action IN ('delete', 'archive') AND state <> 'refused'";
		const rows = bodies<HistoryRow>(await this.sql.read(sql(text, pair, whole(since))));
		return new Set(rows.map(({ family, id }) => family ?? id)).size;
	}

	async creates(pair: string, since: number, limit: number): Promise<Creates> {
		const row = await this.one(
			sql(
				`SELECT (SELECT count(*) FROM history WHERE pair = ? AND at >= ? AND ${COUNTED}) AS recent,
					(SELECT body FROM review WHERE pair = ? AND field = '${CREATES}' LIMIT 1) AS question, ${this.sql.now} AS now`,
				pair,
				whole(since),
				pair,
			),
		);
		const recent = Number(row?.recent);
		const [question] = typeof row?.question === 'string' ? bodies<Review>([{ body: row.question }]) : [];
		const allows = question?.allows;
		return {
			recent,
			links: recent < limit ? 0 : await this.liveLinks(pair),
			...(question && { question }),
			allowed: allows
				? await this.count(`history WHERE pair = ? AND at >= ? AND ${ALLOWED}`, pair, whole(allows.from))
				: 0,
			now: Number(row?.now),
		};
	}

	async waitingFor(pair: string, cause: string, limit: number): Promise<readonly Due[]> {
		// LIKE would need an escape for the quotes of the cause
		const text = `SELECT body, next_at FROM due WHERE pair = ? AND status = 'waiting' AND next_at > ${this.sql.now} AND replace(body, ?, '') <> body LIMIT ?`;
		return (await this.sql.read(sql(text, pair, `"cause":${JSON.stringify(cause)}`, limit))).map(dueOf);
	}

	async isStranger(pair: string, source: Place, target: Place): Promise<boolean> {
		const towards = refText({ ...target, id: '' });
		const hasLinks = async (from: string): Promise<boolean> =>
			(await this.one(sql(BETWEEN, pair, from, from, towards, towards, towards, towards, from, from))) !== undefined;
		// the usual case ends with the first link
		if (await hasLinks(refText({ ...source, id: '' }))) return false;
		return await hasLinks(`${encodeURIComponent(source.system)}:`);
	}

	async liveLinks(pair: string): Promise<number> {
		return await this.count("link WHERE pair = ? AND state = 'live'", pair);
	}

	async counts(): Promise<Counts> {
		const count = (from: string): string => `(SELECT count(*) FROM ${from})`;
		const statuses = ['pending', 'waiting', 'busy', 'failed'] as const;
		const row = await this.one(
			sql(
				`SELECT ${count("link WHERE state = 'live'")} AS links, ${count('link')} AS made, ${count('intent')} AS intents, ${count(`review WHERE ${OPEN}`)} AS reviews, ${count('history')} AS history,
					${statuses.map((status) => `${count(`due WHERE status = '${status}'`)} AS ${status}`).join(', ')}, ${this.sql.now} - (SELECT min(since) FROM due) AS lag`,
			),
		);
		const number = (name: string): number => Number(row?.[name] ?? 0);
		return {
			links: number('links'),
			ended: number('made') - number('links'),
			intents: number('intents'),
			reviews: number('reviews'),
			history: number('history'),
			due: { pending: number('pending'), waiting: number('waiting'), busy: number('busy'), failed: number('failed') },
			lag: Math.max(0, number('lag')),
		};
	}

	async written(since: number): Promise<Writes> {
		const text = 'SELECT action, state, count(*) AS number FROM history WHERE at >= ? GROUP BY action, state';
		const writes = { ...NO_WRITES };
		for (const { action, state, number } of await this.sql.read(sql(text, whole(since))))
			writes[kindOfWrite(String(action), state as HistoryRow['state'])] += Number(number);
		return writes;
	}

	async established(pair: string): Promise<boolean> {
		return (await this.one(sql('SELECT value FROM meta WHERE key = ?', establishedKey(pair)))) !== undefined;
	}

	async establish(pair: string): Promise<void> {
		await this.sql.write([establish(pair)]);
	}

	async prune(before: number, tombstonesBefore: number): Promise<number> {
		const { now } = this.sql;
		await this.removeOld('lease', 'key', `until < ${now}`);
		await this.removeOld('waiting', 'key', `until < ${now}`);
		await this.removeOld('batch', 'id', 'until < ?', whole(before));
		await this.removeOld('skipped', 'pair, source, target', 'at < ?', whole(before));
		const links = await this.removeOld('link', 'id', "state = 'ended' AND ended_at < ?", whole(tombstonesBefore));
		const history = await this.removeOld('history', 'id', 'at < ?', whole(before));
		return links + history + (await this.removeOld('sighting', 'pair, key, record', 'at < ?', whole(before)));
	}

	/** A few rows at a time, so that nothing else is held up for long. */
	private async removeOld(table: string, key: string, condition: string, ...values: SqlValue[]): Promise<number> {
		const text = `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${PRUNED_AT_ONCE})`;
		let removed = 0;
		for (let count = PRUNED_AT_ONCE; count === PRUNED_AT_ONCE; removed += count) {
			const [answer] = (await this.sql.write([sql(text, ...values)])) ?? [];
			count = answer?.changes ?? 0;
			await setImmediate();
		}
		return removed;
	}

	async close(): Promise<void> {
		await this.sql.close();
	}

	private async one(statement: Statement): Promise<SqlRow | undefined> {
		return (await this.sql.read(statement))[0];
	}

	private async count(from: string, ...values: SqlValue[]): Promise<number> {
		return Number((await this.one(sql(`SELECT count(*) AS count FROM ${from}`, ...values)))?.count);
	}

	/** Free ones, expired ones and the owner's own: all of them, or none. Sorted, so that no two wait for each other. */
	private takeLeases(owner: string, keys: readonly string[], ttl: number): Statement {
		const sorted = [...new Set(keys)].sort();
		const { now } = this.sql;
		const rows = sorted.map(() => `(?, ?, ${now} + ?)`).join(', ');
		return {
			...sql(
				`INSERT INTO lease (key, owner, until) VALUES ${rows} ON CONFLICT (key) DO UPDATE
					SET owner = excluded.owner, until = excluded.until WHERE lease.until <= ${now} OR lease.owner = excluded.owner`,
				...sorted.flatMap((key) => [key, owner, whole(ttl)]),
			),
			mustChange: sorted.length,
		};
	}

	/** Children that wait for a parent are due once it is linked. */
	private wakeChildren({ pair, head, member }: Link): Statement {
		return sql(
			`UPDATE due SET next_at = ${this.sql.now} WHERE status = 'waiting' AND parent IN (?, ?) AND next_at > ${this.sql.now}`,
			parentText({ ...head, pair }),
			parentText({ ...member, pair }),
		);
	}

	/** Changes nothing: nobody takes over the leases until all is stored. */
	private holds({ owner, keys, margin }: Fence): Statement {
		const needed = [...new Set(keys)];
		return {
			...sql(
				`UPDATE lease SET owner = owner WHERE key IN (${marks(needed)}) AND owner = ? AND until > ${this.sql.now} + ?`,
				...needed,
				owner,
				whole(margin),
			),
			mustChange: needed.length,
		};
	}
}

const isEnding = (change: Change): boolean => 'put' in change && change.put === 'link' && change.row.state === 'ended';

const newestOf = (answer: Answer | undefined): Pick<LeaseAnswer, 'newest'> => {
	const [row] = answer?.rows ?? [];
	return row ? { newest: Number(row.version) } : {};
};

const establishedKey = (pair: string): string => `established ${pair}`;

/** A row that all records of a pair share: where it is there already, it is not touched. */
const establish = (pair: string): Statement =>
	sql("INSERT INTO meta (key, value) VALUES (?, 'yes') ON CONFLICT (key) DO NOTHING", establishedKey(pair));

/** Pairs that get a new link or an announced create. */
const pairsBegun = (changes: readonly Change[]): string[] => [
	...new Set(
		changes.flatMap((change) =>
			'put' in change && (change.put === 'intent' || (change.put === 'link' && change.expect === undefined))
				? [change.row.pair]
				: [],
		),
	),
];

/** Begins with a text that is given twice. */
const beginsWith = (column: string): string => `substr(${column}, 1, length(CAST(? AS TEXT))) = ?`;

/** A link of a pair whose ends begin with two texts. */
const BETWEEN = `SELECT 1 AS found FROM link WHERE pair = ? AND ((${beginsWith('member')} AND ${beginsWith('head')}) OR (${beginsWith('member')} AND ${beginsWith('head')})) LIMIT 1`;

/** Creates that count for the limit of their pair, and those that a person allowed: as the index has them. */
const COUNTED = "action = 'counted' AND state <> 'refused'";
const ALLOWED = "action = 'allowed' AND state <> 'refused'";

/** Reviews without an answer. */
const OPEN = `body NOT LIKE '%"winner":%'`;

/** Rows as they were put in: this program wrote them, and newer ledgers are refused, so their shape is known. */
const bodies = <T>(rows: readonly SqlRow[]): T[] => rows.map(({ body }) => JSON.parse(String(body)) as T);

/** When it is due is in the column: a parent that is linked changes it. */
const dueOf = (row: SqlRow): Due => ({ ...bodies<Due>([row])[0], nextAt: Number(row.next_at) });

/** The same order in every database. */
const oldestFirst = (links: readonly Link[]): Link[] => [...links].sort((one, other) => one.since - other.since);
