import { emptyBase, hashForm, isEmptyHash, sameHash, type FieldBase } from '../decide/baseline';
import { samePlace, type Change, type Ledger, type Link, type Place } from '../ledger/ledger';
import { keysOf, matches, type MatchKeys } from '../model/match';
import type { FarRecord, FarService } from '../model/ports';
import { beginRun, farState, newLink, nearIsHead, type Run, type SyncPorts } from '../run';
import { refText, sameRecord, type NearRecord, type RecordRef, type SyncOptions } from '../model/types';
import { feederOf } from '../decide/linked';

/** A near record with its fields mapped to those of the far side. */
export interface MappedRecord {
	readonly near: NearRecord;
	readonly fields: Readonly<Record<string, unknown>>;
}

export interface LinkReport {
	readonly linked: number;
	/** Linked before. */
	readonly known: number;
	readonly unmatched: number;
	/** Records that a person must decide on, and why. */
	readonly review: readonly { readonly near: RecordRef; readonly reason: string }[];
	/** Calls made to the far service: one a page. */
	readonly calls: number;
}

/** Rows per commit: a transaction stays short. */
const BATCH = 200;

/** Calls that reading so many records takes, to be said before it begins. */
export const linkingCost = (records: number, pageSize: number): number => Math.max(1, Math.ceil(records / pageSize));

/**
 * Links what both sides hold already. Reads each far page once, matches here, and writes no field: equal fields are agreed on, others
 * meet at the next sync. Afterwards the ledger counts as filled, and creates are allowed.
 */
export async function linkExisting(pair: string, near: AsyncIterable<readonly MappedRecord[]>, options: SyncOptions, ports: SyncPorts): Promise<LinkReport> {
	const { records, calls } = await readAll(ports.far);
	const index = new FarIndex(records, options);
	const rows: MappedRecord[] = [];
	for await (const page of near) rows.push(...page);
	const found = rows.map((row) => ({ row, match: index.find(row, options) }));
	const claims = new Map<string, number>();
	for (const { match } of found) if (match.length === 1) claims.set(match[0].id, (claims.get(match[0].id) ?? 0) + 1);
	const tally = new Tally(ports.ledger);
	for (const { row, match } of found) {
		const reason = match.length > 1 ? 'more than one record matches' : options.many !== 'near' && (claims.get(match[0]?.id ?? '') ?? 0) > 1 ? 'several records match the same one' : undefined;
		if (reason !== undefined) tally.review.push({ near: row.near, reason });
		else if (match.length === 0) tally.unmatched += 1;
		else await linkPair(tally, beginRun({ pair, near: row.near, fields: row.fields, options }, ports), match[0]);
	}
	await tally.flush();
	await ports.ledger.establish(pair);
	return { linked: tally.linked, known: tally.known, unmatched: tally.unmatched, review: tally.review, calls };
}

/**
 * Makes the links again from the stamps that far records carry: for a ledger that was lost. Writes nothing to either side.
 * `near` is the account that the stamps name records of.
 */
export async function rebuildFromStamps(pair: string, near: Place, options: SyncOptions, ports: SyncPorts): Promise<LinkReport> {
	const { records, calls } = await readAll(ports.far);
	const stamped = records.filter(({ archived, stamp }) => !archived && stamp !== undefined);
	const times = new Map<string, number>();
	for (const { stamp = '' } of stamped) times.set(stamp, (times.get(stamp) ?? 0) + 1);
	const tally = new Tally(ports.ledger);
	for (const record of stamped) {
		const ref = { system: near.system, account: near.account, id: record.stamp ?? '' };
		if (options.many !== 'far' && (times.get(ref.id) ?? 0) > 1) tally.review.push({ near: ref, reason: 'several records carry its stamp' });
		else await linkPair(tally, beginRun({ pair, near: ref, fields: {}, options }, ports), record);
	}
	await tally.flush();
	await ports.ledger.establish(pair);
	return { linked: tally.linked, known: tally.known, unmatched: records.length - stamped.length, review: tally.review, calls };
}

/** What has been linked so far; rows go to the ledger in batches. */
class Tally {
	linked = 0;
	known = 0;
	unmatched = 0;
	readonly review: { near: RecordRef; reason: string }[] = [];
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

	/** A sync linked one of them meanwhile: the others still go in. */
	async #oneByOne(changes: readonly Change[]): Promise<void> {
		for (const change of changes) {
			if (await this.ledger.commit([change])) continue;
			this.linked -= 1;
			this.known += 1;
		}
	}
}

async function linkPair(tally: Tally, run: Run, record: FarRecord): Promise<void> {
	const { ledger, far } = run.ports;
	const { pair, options } = run.request;
	const known = await ledger.links(pair, run.near);
	if (known.some((link) => link.state === 'live' && samePlace(sameRecord(link.head, run.near) ? link.member : link.head, far))) {
		tally.known += 1;
		return;
	}
	const link = agreedLink({ ...run, known: { ...run.known, now: await ledger.now() } }, record);
	const members = await membersOf(tally, ledger, link);
	const others = members.filter(({ state }) => state === 'live');
	if (others.length > 0 && options.many === 'none') {
		tally.review.push({ near: run.near, reason: 'the matching record is linked to another one' });
		return;
	}
	await tally.add(joined(tally, link, others, options.feeding));
	tally.linked += 1;
}

async function membersOf(tally: Tally, ledger: Ledger, { pair, head }: Link): Promise<readonly Link[]> {
	const fresh = tally.byHead.get(refText(head));
	return fresh ?? (await ledger.links(pair, head)).filter((link) => sameRecord(link.head, head));
}

/** The rows of a new member: it feeds the head, or another does. */
function joined(tally: Tally, link: Link, others: readonly Link[], feeding: SyncOptions['feeding']): Change[] {
	const feeder = feederOf([...others, link], feeding);
	const rows = [...others, link].map((row) => (row.feeding === (row.id === feeder?.id) ? row : { ...row, feeding: !row.feeding, rev: row === link ? row.rev : row.rev + 1 }));
	tally.byHead.set(refText(link.head), rows);
	return rows.flatMap((row): Change[] => {
		const before = others.find(({ id }) => id === row.id);
		if (before === row) return [];
		return [{ put: 'link', row, ...(before ? { expect: before.rev } : {}) }];
	});
}

/** A link on which the fields that are equal already are agreed. */
function agreedLink(run: Run, record: FarRecord): Link {
	const { forms, version } = farState(run, record);
	const rows = Object.entries(run.wanted).flatMap(([field, { asked }]): [string, FieldBase][] => {
		const isEqual = sameHash(hashForm(run.ports.hash, forms[field]), asked);
		return isEqual && !isEmptyHash(asked) ? [[field, { asked, seen: asked, rev: 1, ...(version === undefined ? {} : { farVersion: version }) }]] : [];
	});
	const link = { ...newLink(run, record), rev: 1 };
	const own = { ...emptyBase, fields: Object.fromEntries(rows) };
	return nearIsHead(run, link) ? { ...link, toMember: own } : { ...link, toHead: own };
}

async function readAll(far: FarService): Promise<{ records: FarRecord[]; calls: number }> {
	const records: FarRecord[] = [];
	let calls = 0;
	let cursor: string | undefined;
	do {
		calls += 1;
		const page = await far.page?.(cursor);
		records.push(...(page?.records ?? []));
		cursor = page?.next;
	} while (cursor !== undefined);
	return { records, calls };
}

/** All far records by stamp, e-mail and phone. */
class FarIndex {
	readonly #byStamp = new Map<string, FarRecord[]>();
	readonly #byEmail = new Map<string, FarRecord[]>();
	readonly #byPhone = new Map<string, FarRecord[]>();
	readonly #keys = new Map<string, MatchKeys>();

	constructor(records: readonly FarRecord[], options: SyncOptions) {
		for (const record of records.filter(({ archived }) => !archived)) {
			const keys = keysOf(record.fields, options);
			this.#keys.set(record.id, keys);
			put(this.#byStamp, record.stamp, record);
			put(this.#byEmail, keys.email, record);
			put(this.#byPhone, keys.phone, record);
		}
	}

	find({ near, fields }: MappedRecord, options: SyncOptions): readonly FarRecord[] {
		const stamped = this.#byStamp.get(near.id);
		if (stamped) return stamped;
		const wanted = keysOf(fields, options);
		for (const by of options.matchBy) {
			const candidates = (by === 'email' ? this.#byEmail.get(wanted.email ?? '') : this.#byPhone.get(wanted.phone ?? '')) ?? [];
			const same = candidates.filter(({ id }) => matches(by, wanted, this.#keys.get(id) ?? { name: '' }));
			if (same.length > 0) return same;
		}
		return [];
	}
}

function put(map: Map<string, FarRecord[]>, key: string | undefined, record: FarRecord): void {
	if (key === undefined) return;
	map.set(key, [...(map.get(key) ?? []), record]);
}

