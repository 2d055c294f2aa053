import { setImmediate } from 'node:timers/promises';
import { refText, type Parent, type RecordRef } from '../model/types';
import {
	CREATES,
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
} from './ledger';
import { migrationsOf } from './schema';
import {
	all,
	change,
	marks,
	migrate,
	one,
	readMeta,
	StoreError,
	writeMeta,
	type Sql,
	type SqlRow,
	type SqlValue,
	type Steps,
} from '../../store/sql';

/**
 * Creates or updates the ledger's tables. `keyId` names the hash key: a ledger with another key is refused, and so is
 * one of a newer version.
 */
export function* prepareLedger(sql: Sql, keyId: string): Steps<void> {
	yield* migrate(sql, 'version', migrationsOf(sql));
	const known = yield* readMeta('key');
	if (known === undefined) yield* writeMeta('key', keyId);
	else if (known !== keyId)
		throw new StoreError('the ledger was created with another hash key: restore the key that belongs to it');
}

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
		return await this.sql.run(this.readNow());
	}

	async acquire(owner: string, keys: readonly string[], ttl: number, waiting?: Waiting): Promise<LeaseAnswer> {
		return await this.sql.runAlone(this.takeLeases(owner, [...new Set(keys)], ttl, waiting));
	}

	async release(owner: string): Promise<void> {
		await this.sql.run(change('DELETE FROM lease WHERE owner = ?', owner));
	}

	async known(pair: string, record: RecordRef, target: Place): Promise<Known> {
		return await this.sql.run(this.readKnown(pair, refText(record), placeText(target)));
	}

	async links(pair: string, record: RecordRef): Promise<readonly Link[]> {
		const ref = refText(record);
		const rows = await this.sql.run(
			all(
				'SELECT body FROM link WHERE pair = ? AND member = ? UNION ALL SELECT body FROM link WHERE pair = ? AND head = ?',
				pair,
				ref,
				pair,
				ref,
			),
		);
		return oldestFirst(bodies(rows));
	}

	async incomingIntents(pair: string, target: Place): Promise<readonly Intent[]> {
		return bodies(
			await this.sql.run(all('SELECT body FROM intent WHERE pair = ? AND target = ?', pair, placeText(target))),
		);
	}

	async recordSighting(pair: string, record: RecordRef, keys: readonly string[]): Promise<void> {
		if (keys.length > 0) await this.sql.runAlone(this.putSightings(pair, record, keys));
	}

	async sighted(pair: string, keys: readonly string[], place: Place): Promise<readonly RecordRef[]> {
		const found = await this.sql.run(
			all(
				`SELECT body FROM sighting WHERE pair = ? AND place = ? AND key IN (${marks(keys)}) ORDER BY at`,
				pair,
				placeText(place),
				...keys,
			),
		);
		return [...new Map(bodies<RecordRef>(found).map((record) => [refText(record), record])).values()];
	}

	async commit(changes: readonly Change[], fence?: Fence): Promise<boolean> {
		return await this.sql.runAlone(this.carryOut(changes, fence));
	}

	async due(limit: number, pair?: string): Promise<readonly Due[]> {
		return bodies(
			await this.sql.run(
				all(
					`SELECT body FROM due WHERE next_at <= ${this.sql.now} AND pair = coalesce(?, pair) ORDER BY next_at LIMIT ?`,
					pair ?? null,
					limit,
				),
			),
		);
	}

	async reviews(pair?: string): Promise<readonly Review[]> {
		return bodies(
			await this.sql.run(all(`SELECT body FROM review WHERE pair = coalesce(?, pair) AND ${OPEN}`, pair ?? null)),
		);
	}

	async listLinks(pair: string, after: string | undefined, limit: number): Promise<readonly Link[]> {
		return bodies(
			await this.sql.run(
				all('SELECT body FROM link WHERE pair = ? AND id > ? ORDER BY id LIMIT ?', pair, after ?? '', limit),
			),
		);
	}

	async history(record: RecordRef, limit: number): Promise<readonly HistoryRow[]> {
		const ref = refText(record);
		return bodies(
			await this.sql.run(
				all(
					'SELECT body FROM history WHERE source = ? OR target = ? ORDER BY at DESC, rowid DESC LIMIT ?',
					ref,
					ref,
					limit,
				),
			),
		);
	}

	async writesSince(pair: string, records: readonly RecordRef[], since: number): Promise<readonly HistoryRow[]> {
		const sql = `SELECT body FROM history WHERE pair = ? AND at >= ? AND target IN (${marks(records)}) ORDER BY at, rowid`;
		return bodies(await this.sql.run(all(sql, pair, whole(since), ...records.map(refText))));
	}

	async deletesSince(pair: string, since: number): Promise<number> {
		const sql =
			"SELECT body FROM history WHERE pair = ? AND at >= ? AND action IN ('delete', 'archive') AND state <> 'refused'";
		const rows = bodies<HistoryRow>(await this.sql.run(all(sql, pair, whole(since))));
		return new Set(rows.map(({ family, id }) => family ?? id)).size;
	}

	async creates(pair: string, since: number, limit: number): Promise<Creates> {
		return await this.sql.run(this.readCreates(pair, since, limit));
	}

	private *readCreates(pair: string, since: number, limit: number): Steps<Creates> {
		const row = yield* one(
			`SELECT (SELECT count(*) FROM history WHERE pair = ? AND at >= ? AND ${COUNTED}) AS recent,
				(SELECT body FROM review WHERE pair = ? AND field = '${CREATES}' LIMIT 1) AS question`,
			pair,
			whole(since),
			pair,
		);
		const recent = Number(row?.recent);
		const [question] = typeof row?.question === 'string' ? bodies<Review>([{ body: row.question }]) : [];
		const links =
			recent < limit
				? undefined
				: yield* one("SELECT count(*) AS count FROM link WHERE pair = ? AND state = 'live'", pair);
		const allowed = question?.allows
			? yield* one(
					`SELECT count(*) AS count FROM history WHERE pair = ? AND at >= ? AND ${ALLOWED}`,
					pair,
					whole(question.allows.from),
				)
			: undefined;
		return {
			recent,
			links: Number(links?.count ?? 0),
			...(question && { question }),
			allowed: Number(allowed?.count ?? 0),
		};
	}

	async waitingFor(pair: string, cause: string, limit: number): Promise<readonly Due[]> {
		// LIKE would need an escape for the quotes of the cause
		const sql = `SELECT body FROM due WHERE pair = ? AND status = 'waiting' AND next_at > ${this.sql.now} AND replace(body, ?, '') <> body LIMIT ?`;
		return bodies(await this.sql.run(all(sql, pair, `"cause":${JSON.stringify(cause)}`, limit)));
	}

	async isStranger(pair: string, source: Place, target: Place): Promise<boolean> {
		const towards = refText({ ...target, id: '' });
		const hasLinks = async (from: string): Promise<boolean> =>
			(await this.sql.run(one(BETWEEN, pair, from, from, towards, towards, towards, towards, from, from))) !==
			undefined;
		// the usual case ends with the first link
		if (await hasLinks(refText({ ...source, id: '' }))) return false;
		return await hasLinks(`${encodeURIComponent(source.system)}:`);
	}

	async liveLinks(pair: string): Promise<number> {
		return Number(
			(await this.sql.run(one("SELECT count(*) AS count FROM link WHERE pair = ? AND state = 'live'", pair)))?.count,
		);
	}

	async counts(): Promise<Counts> {
		return await this.sql.run(this.readCounts());
	}

	async established(pair: string): Promise<boolean> {
		return (await this.sql.run(readMeta(`established ${pair}`))) !== undefined;
	}

	async establish(pair: string): Promise<void> {
		await this.sql.run(establish(pair));
	}

	async prune(before: number, tombstonesBefore: number): Promise<number> {
		const { now } = this.sql;
		await this.removeOld('lease', 'key', `until < ${now}`);
		await this.removeOld('waiting', 'key', `until < ${now}`);
		const links = await this.removeOld('link', 'id', "state = 'ended' AND ended_at < ?", whole(tombstonesBefore));
		const history = await this.removeOld('history', 'id', 'at < ?', whole(before));
		return links + history + (await this.removeOld('sighting', 'pair, key, record', 'at < ?', whole(before)));
	}

	/** A few rows at a time, so that nothing else is held up for long. */
	private async removeOld(table: string, key: string, condition: string, ...values: SqlValue[]): Promise<number> {
		const sql = `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${PRUNED_AT_ONCE})`;
		let removed = 0;
		for (let count = PRUNED_AT_ONCE; count === PRUNED_AT_ONCE; removed += count) {
			count = await this.sql.run(change(sql, ...values));
			await setImmediate();
		}
		return removed;
	}

	async close(): Promise<void> {
		await this.sql.close();
	}

	private *readNow(): Steps<number> {
		return Number((yield* one(`SELECT ${this.sql.now} AS now`))?.now);
	}

	private *takeLeases(owner: string, keys: readonly string[], ttl: number, waiting?: Waiting): Steps<LeaseAnswer> {
		const desired = yield* one(
			`SELECT now, (SELECT version FROM waiting WHERE key = ? AND until > now) AS newest,
				(SELECT count(*) FROM lease WHERE key IN (${marks(keys)}) AND until > now AND owner <> ?) AS taken
				FROM (SELECT ${this.sql.now} AS now) AS clock`,
			waiting?.key ?? null,
			...keys,
			owner,
		);
		const now = Number(desired?.now);
		const newest = desired?.newest === null ? {} : { newest: Number(desired?.newest) };
		if (Number(desired?.taken) === 0) {
			const rows = keys.map(() => '(?, ?, ?)').join(', ');
			const values = keys.flatMap((key) => [key, owner, whole(now + ttl)]);
			if (keys.length > 0)
				yield* change(
					`INSERT INTO lease (key, owner, until) VALUES ${rows} ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until`,
					...values,
				);
			return { held: true, ...newest };
		}
		if (waiting && waiting.version >= (newest.newest ?? Number.NEGATIVE_INFINITY))
			yield* put('waiting', { key: waiting.key, version: waiting.version, until: whole(now + waiting.patience) });
		return { held: false, ...newest };
	}

	/** One statement, so that all of it is of one moment. */
	private *readKnown(pair: string, source: string, target: string): Steps<Known> {
		const rows = yield* all(
			`SELECT 'link' AS part, body FROM link WHERE pair = ? AND member = ? UNION ALL SELECT 'link', body FROM link WHERE pair = ? AND head = ?
				UNION ALL SELECT 'intent', body FROM intent WHERE pair = ? AND source = ? AND target = ?
				UNION ALL SELECT 'due', body FROM due WHERE pair = ? AND source = ? AND target = ?
				UNION ALL SELECT 'review', body FROM review WHERE pair = ? AND source = ? AND target = ?
				UNION ALL SELECT 'now', CAST(${this.sql.now} AS TEXT)`,
			pair,
			source,
			pair,
			source,
			pair,
			source,
			target,
			pair,
			source,
			target,
			pair,
			source,
			target,
		);
		const part = <T>(name: string): T[] => bodies(rows.filter((row) => row.part === name));
		const [due] = part<Due>('due');
		return {
			links: oldestFirst(part('link')),
			intents: part('intent'),
			...(due ? { due } : {}),
			reviews: part('review'),
			now: part<number>('now')[0],
		};
	}

	private *putSightings(pair: string, record: RecordRef, keys: readonly string[]): Steps<void> {
		const at = yield* this.readNow();
		for (const key of keys)
			yield* put('sighting', {
				pair,
				key,
				record: refText(record),
				place: placeText(record),
				at,
				body: JSON.stringify(record),
			});
	}

	private *carryOut(changes: readonly Change[], fence?: Fence): Steps<boolean> {
		if (fence && !(yield* this.holds(fence))) return false;
		const links = changes.flatMap((one) => ('put' in one && one.put === 'link' ? [one] : []));
		const ending = new Set(links.filter(({ row }) => row.state === 'ended').map(({ row }) => row.id));
		for (const { row, expect } of links) if (!(yield* fits(row, expect, ending))) return false;
		// Ended links come first: a member has one live link at a time.
		for (const one of [...changes].sort((one, other) => Number(isEnding(other)) - Number(isEnding(one))))
			yield* apply(one);
		for (const { row } of links) if (row.state === 'live') yield* this.wakeChildren(row);
		return true;
	}

	/** Children that wait for a parent are due once it is linked. */
	private *wakeChildren({ pair, head, member }: Link): Steps<void> {
		const waiting = yield* all(
			`SELECT body FROM due WHERE status = 'waiting' AND parent IN (?, ?) AND next_at > ${this.sql.now}`,
			parentText({ ...head, pair }),
			parentText({ ...member, pair }),
		);
		const now = waiting.length > 0 ? yield* this.readNow() : 0;
		for (const row of bodies<Due>(waiting)) yield* putDue({ ...row, nextAt: now });
	}

	private *holds({ owner, keys, margin }: Fence): Steps<boolean> {
		const needed = [...new Set(keys)];
		const held = yield* one(
			`SELECT count(*) AS count FROM lease WHERE key IN (${marks(needed)}) AND owner = ? AND until > ${this.sql.now} + ?`,
			...needed,
			owner,
			whole(margin),
		);
		return Number(held?.count) === needed.length;
	}

	private *readCounts(): Steps<Counts> {
		const count = (from: string): string => `(SELECT count(*) FROM ${from})`;
		const statuses = ['pending', 'waiting', 'busy', 'failed'] as const;
		const row = yield* one(
			`SELECT ${count("link WHERE state = 'live'")} AS links, ${count('link')} AS made, ${count('intent')} AS intents, ${count(`review WHERE ${OPEN}`)} AS reviews, ${count('history')} AS history,
				${statuses.map((status) => `${count(`due WHERE status = '${status}'`)} AS ${status}`).join(', ')}, ${this.sql.now} - (SELECT min(since) FROM due) AS lag`,
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
}

/** An existing row must still have the expected revision, and a member has one live link toward each place. */
function* fits(row: Link, expect: number | undefined, ending: ReadonlySet<string>): Steps<boolean> {
	const known = yield* one(
		"SELECT (SELECT rev FROM link WHERE id = ?) AS rev, (SELECT id FROM link WHERE pair = ? AND member = ? AND place = ? AND state = 'live' AND id <> ?) AS other",
		row.id,
		row.pair,
		refText(row.member),
		placeText(row.head),
		row.id,
	);
	if (known?.rev !== (expect ?? null)) return false;
	return row.state === 'ended' || known.other === null || ending.has(String(known.other));
}

const isEnding = (change: Change): boolean => 'put' in change && change.put === 'link' && change.row.state === 'ended';

function* apply(one: Change): Steps<void> {
	if ('put' in one) return yield* applyPut(one);
	if (one.drop === 'intent') yield* change('DELETE FROM intent WHERE id = ?', one.id);
	else if (one.drop === 'due')
		yield* change(
			'DELETE FROM due WHERE pair = ? AND source = ? AND target = ?',
			one.pair,
			refText(one.source),
			placeText(one.target),
		);
	else
		yield* change(
			'DELETE FROM review WHERE pair = ? AND source = ? AND target = ? AND field = ?',
			one.pair,
			refText(one.source),
			placeText(one.target),
			one.field,
		);
}

function* applyPut({ put: table, row }: Extract<Change, { put: string }>): Steps<void> {
	const body = JSON.stringify(row);
	switch (table) {
		case 'link':
			yield* put('link', {
				id: row.id,
				pair: row.pair,
				head: refText(row.head),
				place: placeText(row.head),
				member: refText(row.member),
				state: row.state,
				rev: row.rev,
				ended_at: row.endedAt === undefined ? null : whole(row.endedAt),
				body,
			});
			return yield* establish(row.pair);
		case 'intent':
			yield* put('intent', {
				id: row.id,
				pair: row.pair,
				source: refText(row.source),
				target: placeText(row.target),
				body,
			});
			return yield* establish(row.pair);
		case 'due':
			return yield* putDue(row);
		case 'review':
			return yield* put('review', {
				pair: row.pair,
				source: refText(row.source),
				target: placeText(row.target),
				field: row.field,
				body,
			});
		case 'history':
			return yield* put('history', {
				id: row.id,
				at: whole(row.at),
				pair: row.pair,
				source: refText(row.source),
				target: 'id' in row.target ? refText(row.target) : placeText(row.target),
				action: row.create ?? row.call,
				state: row.state,
				body,
			});
	}
}

function putDue(row: Due): Steps<void> {
	const parent = row.parent === undefined ? null : parentText(row.parent);
	return put('due', {
		pair: row.pair,
		source: refText(row.source),
		target: placeText(row.target),
		status: row.status,
		since: whole(row.since),
		next_at: whole(row.nextAt),
		parent,
		body: JSON.stringify(row),
	});
}

const establish = (pair: string): Steps<void> => writeMeta(`established ${pair}`, 'yes');

/** Begins with a text that is given twice. */
const beginsWith = (column: string): string => `substr(${column}, 1, length(CAST(? AS TEXT))) = ?`;

/** A link of a pair whose ends begin with two texts. */
const BETWEEN = `SELECT 1 AS found FROM link WHERE pair = ? AND ((${beginsWith('member')} AND ${beginsWith('head')}) OR (${beginsWith('member')} AND ${beginsWith('head')})) LIMIT 1`;

/** Creates that count for the limit of their pair, and those that a person allowed: as the index has them. */
const COUNTED = "action = 'counted' AND state <> 'refused'";
const ALLOWED = "action = 'allowed' AND state <> 'refused'";

/** Reviews without an answer. */
const OPEN = `body NOT LIKE '%"winner":%'`;

/** The columns that identify a row. */
const KEYS = {
	link: ['id'],
	intent: ['id'],
	due: ['pair', 'source', 'target'],
	review: ['pair', 'source', 'target', 'field'],
	history: ['id'],
	waiting: ['key'],
	sighting: ['pair', 'key', 'record'],
} satisfies Record<string, readonly string[]>;

/** Inserts a row, or updates the one with the same key. */
function* put(table: keyof typeof KEYS, row: Readonly<Record<string, SqlValue>>): Steps<void> {
	const columns = Object.keys(row);
	const keys: readonly string[] = KEYS[table];
	const updates = columns.filter((column) => !keys.includes(column)).map((column) => `${column} = excluded.${column}`);
	yield* change(
		`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks(columns)}) ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${updates.join(', ')}`,
		...Object.values(row),
	);
}

/** Rows as they were put in: this program wrote them, and newer ledgers are refused, so their shape is known. */
const bodies = <T>(rows: readonly SqlRow[]): T[] => rows.map(({ body }) => JSON.parse(String(body)) as T);

/** The same order in every database. */
const oldestFirst = (links: readonly Link[]): Link[] => [...links].sort((one, other) => one.since - other.since);

/** Time columns hold whole ms, rounded up, so that nothing is due too early. */
const whole = Math.ceil;

const parentText = (parent: Parent): string => `${parent.pair} ${refText(parent)}`;
const placeText = ({ system, account }: Place): string => refText({ system, account, id: '' });
