import { setImmediate } from 'node:timers/promises';
import { emptyBaseline, isEmptyHash, sameHash, type FieldBaseline } from '../model/baseline';
import { samePlace, type Change, type Ledger, type Link, type Place } from '../ledger/ledger';
import { mapInTurns } from '../model/breather';
import { keysOf, matches, type MatchKeys } from '../model/match';
import type { TargetRecord, TargetService } from '../model/ports';
import { targetHash } from '../gather/observation';
import { beginLink, versionOf } from '../perform/agreed';
import { beginRun, type Run, type SyncPorts } from '../run';
import { refText, sameRecord, type SourceRecord, type RecordRef, type SyncOptions } from '../model/types';
import { primaryOf } from '../decide/group';

/** A source record with its fields mapped to those of the target side. */
export interface MappedRecord {
	readonly source: SourceRecord;
	readonly fields: Readonly<Record<string, unknown>>;
}

export interface LinkReport {
	readonly linked: number;
	/** Linked before. */
	readonly known: number;
	readonly unmatched: number;
	/** Records that a person must decide on, and why. */
	readonly review: readonly { readonly source: RecordRef; readonly reason: string }[];
	/** Calls made to the target service: one a page. */
	readonly calls: number;
}

/** Rows per commit: a transaction stays short. */
const BATCH = 200;

/** Number of calls that reading so many records takes, to say it beforehand. */
export const linkingCost = (records: number, pageSize: number): number => Math.max(1, Math.ceil(records / pageSize));

/**
 * Links existing records of both sides. Reads each target page once, matches in memory, and writes no field: equal
 * fields are agreed on, others are compared at the next sync. Afterwards the ledger counts as filled, and creates are
 * allowed.
 */
export async function linkExisting(
	pair: string,
	source: AsyncIterable<readonly MappedRecord[]>,
	options: SyncOptions,
	ports: SyncPorts,
): Promise<LinkReport> {
	const { records, calls } = await readAll(ports.target);
	const index = await TargetIndex.of(records, options);
	const rows: MappedRecord[] = [];
	for await (const page of source) for (const row of page) rows.push(row);
	const found = await mapInTurns(rows, (row) => ({ row, match: index.find(row, options) }));
	const claims = new Map<string, number>();
	for (const { match } of found) if (match.length === 1) claims.set(match[0].id, (claims.get(match[0].id) ?? 0) + 1);
	const tally = new Tally(ports.ledger);
	for (const { row, match } of found) {
		const reason =
			match.length > 1
				? 'More than one record matches'
				: options.many !== 'source' && (claims.get(match[0]?.id ?? '') ?? 0) > 1
					? 'Several records match the same one'
					: undefined;
		if (reason !== undefined) tally.review.push({ source: row.source, reason });
		else if (match.length === 0) tally.unmatched += 1;
		else await linkPair(tally, beginRun({ pair, source: row.source, fields: row.fields, options }, ports), match[0]);
	}
	await tally.flush();
	await ports.ledger.establish(pair);
	return { linked: tally.linked, known: tally.known, unmatched: tally.unmatched, review: tally.review, calls };
}

/**
 * Rebuilds the links from the external IDs of target records, for a ledger that was lost. Writes nothing to either
 * side. `source` is the account of the records that the external IDs name.
 */
export async function rebuildFromExternalIds(
	pair: string,
	source: Place,
	options: SyncOptions,
	ports: SyncPorts,
): Promise<LinkReport> {
	const { records, calls } = await readAll(ports.target);
	const withExternalId = records.filter(({ archived, externalId }) => !archived && externalId !== undefined);
	const times = new Map<string, number>();
	for (const { externalId = '' } of withExternalId) times.set(externalId, (times.get(externalId) ?? 0) + 1);
	const tally = new Tally(ports.ledger);
	for (const record of withExternalId) {
		const ref = { system: source.system, account: source.account, id: record.externalId ?? '' };
		if (options.many !== 'target' && (times.get(ref.id) ?? 0) > 1)
			tally.review.push({ source: ref, reason: 'Several records carry its ID' });
		else await linkPair(tally, beginRun({ pair, source: ref, fields: {}, options }, ports), record);
	}
	await tally.flush();
	await ports.ledger.establish(pair);
	return {
		linked: tally.linked,
		known: tally.known,
		unmatched: records.length - withExternalId.length,
		review: tally.review,
		calls,
	};
}

/** What has been linked so far; rows go to the ledger in batches. */
class Tally {
	linked = 0;
	known = 0;
	unmatched = 0;
	readonly review: { source: RecordRef; reason: string }[] = [];
	#pending: Change[] = [];
	/** Links of this run that may not be stored yet, by head. */
	readonly byHead = new Map<string, Link[]>();

	constructor(readonly ledger: Ledger) {}

	async add(changes: readonly Change[]): Promise<void> {
		this.#pending.push(...changes);
		if (this.#pending.length >= BATCH) await this.flush();
	}

	async flush(): Promise<void> {
		const changes = this.#pending;
		this.#pending = [];
		if (changes.length > 0 && !(await this.ledger.commit(changes))) await this.#oneByOne(changes);
	}

	/** A sync has linked one of them in the meantime: the others are still stored. */
	async #oneByOne(changes: readonly Change[]): Promise<void> {
		for (const change of changes) {
			if (await this.ledger.commit([change])) continue;
			this.linked -= 1;
			this.known += 1;
		}
	}
}

async function linkPair(tally: Tally, run: Run, record: TargetRecord): Promise<void> {
	const { ledger, target } = run.ports;
	const { pair, options } = run.request;
	const known = await ledger.links(pair, run.source);
	if (
		known.some(
			(link) => link.state === 'live' && samePlace(sameRecord(link.head, run.source) ? link.member : link.head, target),
		)
	) {
		tally.known += 1;
		return;
	}
	const link = linkWithEqualFields({ ...run, known: { ...run.known, now: await ledger.now() } }, record);
	const members = await membersOf(tally, ledger, link);
	const others = members.filter(({ state }) => state === 'live');
	if (others.length > 0 && options.many === 'none') {
		tally.review.push({ source: run.source, reason: 'The matching record is linked to another one' });
		return;
	}
	await tally.add(joined(tally, link, others, options.primary));
	tally.linked += 1;
}

async function membersOf(tally: Tally, ledger: Ledger, { pair, head }: Link): Promise<readonly Link[]> {
	const fresh = tally.byHead.get(refText(head));
	return fresh ?? (await ledger.links(pair, head)).filter((link) => sameRecord(link.head, head));
}

/** The rows of a new member, which is primary or not. */
function joined(tally: Tally, link: Link, others: readonly Link[], choice: SyncOptions['primary']): Change[] {
	const primary = primaryOf([...others, link], choice);
	const rows = [...others, link].map((row) =>
		row.primary === (row.id === primary?.id)
			? row
			: { ...row, primary: !row.primary, rev: row === link ? row.rev : row.rev + 1 },
	);
	tally.byHead.set(refText(link.head), rows);
	return rows.flatMap((row): Change[] => {
		const before = others.find(({ id }) => id === row.id);
		if (before === row) return [];
		return [{ put: 'link', row, ...(before ? { expect: before.rev } : {}) }];
	});
}

/** A link on which the fields that are equal already are agreed. */
function linkWithEqualFields(run: Run, record: TargetRecord): Link {
	const rows = Object.entries(run.desired).flatMap(([field, { hash: desired }]): [string, FieldBaseline][] => {
		const isEqual = sameHash(targetHash(run, field, record.fields[field]), desired);
		return isEqual && !isEmptyHash(desired)
			? [[field, { desired, observed: desired, rev: 1, ...versionOf(record) }]]
			: [];
	});
	return beginLink(run, record, { ...emptyBaseline, fields: Object.fromEntries(rows) });
}

async function readAll(target: TargetService): Promise<{ records: TargetRecord[]; calls: number }> {
	const records: TargetRecord[] = [];
	let calls = 0;
	let cursor: string | undefined;
	do {
		calls += 1;
		const page = await target.page?.(cursor);
		for (const record of page?.records ?? []) records.push(record);
		cursor = page?.next;
	} while (cursor !== undefined);
	return { records, calls };
}

/** All target records by external ID, email and phone. */
export class TargetIndex {
	readonly #byExternalId = new Map<string, TargetRecord[]>();
	readonly #byEmail = new Map<string, TargetRecord[]>();
	readonly #byPhone = new Map<string, TargetRecord[]>();
	readonly #keys = new Map<string, MatchKeys>();

	/** Others run in between: reading a phone number takes a while, and there may be thousands. */
	static async of(records: readonly TargetRecord[], options: SyncOptions): Promise<TargetIndex> {
		const index = new TargetIndex();
		for (const [at, record] of records.entries()) {
			if (at % BATCH === BATCH - 1) await setImmediate();
			if (!record.archived) index.#add(record, options);
		}
		return index;
	}

	#add(record: TargetRecord, options: SyncOptions): void {
		const keys = keysOf(record.fields, options);
		this.#keys.set(record.id, keys);
		put(this.#byExternalId, record.externalId, record);
		put(this.#byEmail, keys.email, record);
		put(this.#byPhone, keys.phone, record);
	}

	find({ source, fields }: MappedRecord, options: SyncOptions): readonly TargetRecord[] {
		const named = this.#byExternalId.get(source.id);
		if (named) return named;
		const desired = keysOf(fields, options);
		for (const by of options.matchBy) {
			const candidates =
				(by === 'email' ? this.#byEmail.get(desired.email ?? '') : this.#byPhone.get(desired.phone ?? '')) ?? [];
			const same = candidates.filter(({ id }) => matches(by, desired, this.#keys.get(id) ?? { name: '' }));
			if (same.length > 0) return same;
		}
		return [];
	}
}

function put(map: Map<string, TargetRecord[]>, key: string | undefined, record: TargetRecord): void {
	if (key === undefined) return;
	map.set(key, [...(map.get(key) ?? []), record]);
}
