import { setImmediate } from 'node:timers/promises';
import { breather } from '../model/breather';
import { samePlace, type Ledger, type Link, type Place } from '../ledger/ledger';
import type { SyncOptions } from '../model/types';
import type { DirectionBaseline } from '../model/baseline';
import { driftOf, type ComparedField, type FieldDrift, type ValueOf } from './drift';
import { TargetIndex } from './linkExisting';

/**
 * How far a list may be behind (ms): a link that is younger proves nothing about a record that is not listed.
 */
const LIST_LAG = 10 * 60_000;

/** Links read, and records looked at, between two turns of the event loop. */
const PAGE = 100;

/** One side: all its records, as its own app lists them, and how their values are read. */
export interface Side<R extends Listed> {
	readonly place: Place;
	readonly records: Iterable<R>;
	readonly valueOf: ValueOf<R>;
	/** Values by the names of `keyFields`, for the search of a match. */
	readonly keys: (record: R) => Readonly<Record<string, unknown>>;
}

export interface Listed {
	readonly id: string;
	/** Server time of its last change, in ms. */
	readonly version?: number;
	readonly archived?: boolean;
	readonly externalId?: string;
}

/**
 * What is out of step. `differing`: linked, and a field holds other values than both agreed on; `gone`: linked, and
 * one of the two is not in its list; `unlinked`: two records that match and are not linked; `missing`: a record without
 * link and without match.
 */
export type DriftKind = 'differing' | 'gone' | 'unlinked' | 'missing';

/** One difference. `side` and `id` are the record to hand to Sync: the one that changed, or that is there. */
export interface Drift {
	readonly drift: DriftKind;
	readonly side: 'source' | 'target';
	readonly id: string;
	/** The record of the other side, where there is one. */
	readonly otherId?: string;
	readonly fields: readonly FieldDrift[];
	/** For a child: the parent of the record to hand to Sync. */
	readonly parentId?: string;
	/** Where more than one record matches: only a person can tell which is meant. */
	readonly isAmbiguous?: boolean;
}

/** The records of both lists that are there, by ID. */
export interface Lists<S, T> {
	readonly source: ReadonlyMap<string, S>;
	readonly target: ReadonlyMap<string, T>;
}

export type Tally = Record<DriftKind | 'equal' | 'decided' | 'ended' | 'recent', number>;

/** Fields that no link of the pair knows, since no Sync maps them, are not compared. */
export async function syncedFields(
	ledger: Ledger,
	pair: string,
	fields: readonly ComparedField[],
): Promise<{ synced: ComparedField[]; unknown: ComparedField[] }> {
	const unknown = new Set(fields);
	for await (const page of linksOf(ledger, pair)) {
		for (const { toHead, toMember } of page)
			for (const field of unknown)
				if ([toHead, toMember].some(({ fields: rows }) => field.target in rows || field.source in rows))
					unknown.delete(field);
		if (unknown.size === 0) break;
	}
	return { synced: fields.filter((field) => !unknown.has(field)), unknown: [...unknown] };
}

export interface Reconciled {
	readonly pair: string;
	readonly fields: readonly ComparedField[];
	readonly options: SyncOptions;
	readonly ledger: Ledger;
	readonly hash: (text: string) => string;
}

/**
 * Compares both sides with the ledger, and calls `found` for each difference, with both lists. Calls no app and writes
 * nothing. Keeps one reference for each record of both lists, and lets others run after each page of links.
 *
 * Counted apart: `decided` are linked records in which nothing differs but what a rule or a person decided; `ended` are
 * records without a live link whose link has ended; Sync leaves those alone until they are
 * edited. `recent` are those that a list does not show as the ledger knows them: it is behind, as search indexes are.
 */
export async function reconcile<S extends Listed, T extends Listed>(
	source: Side<S>,
	target: Side<T>,
	what: Reconciled,
	found: (drift: Drift, listed: Lists<S, T>) => void,
): Promise<Tally> {
	const tally: Tally = { equal: 0, decided: 0, differing: 0, gone: 0, unlinked: 0, missing: 0, ended: 0, recent: 0 };
	const tell = (drift: Drift): void => {
		tally[drift.drift] += 1;
		found(drift, sides);
	};
	const sides: Lists<S, T> = { source: byId(source.records), target: byId(target.records) };
	const linked = { source: new Set<string>(), target: new Set<string>() };
	const ended = { source: new Set<string>(), target: new Set<string>() };
	const now = await what.ledger.now();
	for await (const page of linksOf(what.ledger, what.pair)) {
		for (const link of page) {
			if (breather.isDue) await breather.breathe();
			const ends = endsOf(link, source.place, target.place);
			if (!ends) continue;
			const known = link.state === 'live' ? linked : ended;
			known.source.add(ends.sourceId);
			known.target.add(ends.targetId);
			if (link.state !== 'live') continue;
			const drift = ofLink(link, ends, { source, target, sides, what });
			if (drift === 'equal' || drift === 'decided') tally[drift] += 1;
			else if (isBehind(link, drift, ends, sides, now)) tally.recent += 1;
			else tell(drift);
		}
	}
	await ofUnlinked({ source, target, sides, linked, ended, what, tell, tally });
	return tally;
}

const byId = <R extends Listed>(records: Iterable<R>): Map<string, R> => {
	const known = new Map<string, R>();
	for (const record of records) if (!record.archived) known.set(record.id, record);
	return known;
};

async function* linksOf(ledger: Ledger, pair: string): AsyncGenerator<readonly Link[]> {
	for (let after: string | undefined, more = true; more;) {
		const page = await ledger.listLinks(pair, after, PAGE);
		yield page;
		await setImmediate();
		after = page.at(-1)?.id;
		more = page.length === PAGE;
	}
}

interface Ends {
	readonly sourceId: string;
	readonly targetId: string;
	readonly isSourceHead: boolean;
}

/** Which end is of which side; undefined for links of other accounts. */
function endsOf({ head, member }: Link, source: Place, target: Place): Ends | undefined {
	if (samePlace(head, source) && samePlace(member, target))
		return { sourceId: head.id, targetId: member.id, isSourceHead: true };
	if (samePlace(member, source) && samePlace(head, target))
		return { sourceId: member.id, targetId: head.id, isSourceHead: false };
	return undefined;
}

interface Both<S extends Listed, T extends Listed> {
	readonly source: Side<S>;
	readonly target: Side<T>;
	readonly sides: Lists<S, T>;
	readonly what: Reconciled;
}

function ofLink<S extends Listed, T extends Listed>(
	link: Link,
	{ sourceId, targetId, isSourceHead }: Ends,
	{ source, target, sides, what }: Both<S, T>,
): Drift | 'equal' | 'decided' {
	const [here, there] = [sides.source.get(sourceId), sides.target.get(targetId)];
	const parents = link.parents && {
		source: isSourceHead ? link.parents.head : link.parents.member,
		target: isSourceHead ? link.parents.member : link.parents.head,
	};
	const about = (side: 'source' | 'target') => ({
		side,
		id: side === 'source' ? sourceId : targetId,
		otherId: side === 'source' ? targetId : sourceId,
		...(parents && { parentId: parents[side] }),
	});
	// The record to read again by its ID is the one that is not there.
	if (!here || !there) return { drift: 'gone', ...about(here ? 'target' : 'source'), fields: [] };
	if (!link.primary) return 'equal';
	const { differing, isDecided } = driftOf(
		link,
		{ record: here, valueOf: source.valueOf, isHead: isSourceHead },
		{ record: there, valueOf: target.valueOf },
		what,
	);
	if (differing.length === 0) return isDecided ? 'decided' : 'equal';
	return {
		drift: 'differing',
		...about(differing.every(({ changed }) => changed === 'target') ? 'target' : 'source'),
		fields: differing,
	};
}

/** Whether the difference may only be that a list does not show yet what the ledger knows. */
function isBehind(
	link: Link,
	{ drift }: Drift,
	{ sourceId, targetId, isSourceHead }: Ends,
	sides: Lists<Listed, Listed>,
	now: number,
): boolean {
	if (drift === 'gone') return now - link.since < LIST_LAG;
	const [toTarget, toSource] = isSourceHead ? [link.toMember, link.toHead] : [link.toHead, link.toMember];
	return (
		isOlder(sides.target.get(targetId), toTarget, toSource) || isOlder(sides.source.get(sourceId), toSource, toTarget)
	);
}

/** Whether the ledger has seen a later version of a record: as the one written to, or as the one that was read. */
function isOlder(record: Listed | undefined, toward: DirectionBaseline, from: DirectionBaseline): boolean {
	const written = Object.values(toward.fields).map(({ targetVersion }) => targetVersion ?? 0);
	return record?.version !== undefined && record.version < Math.max(from.lastProcessedVersion ?? 0, ...written);
}

interface Unlinked<S extends Listed, T extends Listed> extends Both<S, T> {
	readonly linked: Readonly<Record<'source' | 'target', Set<string>>>;
	readonly ended: Readonly<Record<'source' | 'target', Set<string>>>;
	readonly tell: (drift: Drift) => void;
	readonly tally: Tally;
}

async function ofUnlinked<S extends Listed, T extends Listed>(given: Unlinked<S, T>): Promise<void> {
	const { source, target, sides, linked, ended, what, tell, tally } = given;
	const free = [...sides.target.values()].filter(({ id }) => !linked.target.has(id) && !ended.target.has(id));
	const index = await TargetIndex.of(
		free.map((record) => ({
			id: record.id,
			fields: target.keys(record),
			...(record.externalId !== undefined && { externalId: record.externalId }),
		})),
		what.options,
	);
	const matched = new Set<string>();
	let turn = 0;
	for (const record of sides.source.values()) {
		if ((turn += 1) % PAGE === 0) await setImmediate();
		if (breather.isDue) await breather.breathe();
		if (linked.source.has(record.id)) continue;
		if (ended.source.has(record.id)) {
			tally.ended += 1;
			continue;
		}
		const matches = index.find(
			{ source: { ...source.place, id: record.id }, fields: source.keys(record) },
			what.options,
		);
		for (const { id } of matches) matched.add(id);
		if (matches.length === 0) tell({ drift: 'missing', side: 'source', id: record.id, fields: [] });
		else
			tell({
				drift: 'unlinked',
				side: 'source',
				id: record.id,
				...(matches.length === 1 ? { otherId: matches[0].id } : { isAmbiguous: true }),
				fields: [],
			});
	}
	for (const { id } of sides.target.values()) {
		if ((turn += 1) % PAGE === 0) await setImmediate();
		if (breather.isDue) await breather.breathe();
		if (linked.target.has(id) || matched.has(id)) continue;
		if (ended.target.has(id)) tally.ended += 1;
		else tell({ drift: 'missing', side: 'target', id, fields: [] });
	}
}
