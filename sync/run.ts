import { EMPTY_MARK, emptyBase, hashForm, type DirectionBase } from './decide/baseline';
import { canonical, type Canonical, type FieldKind } from './model/canonical';
import { latest, samePlace, type Change, type Due, type DueStatus, type Known, type Ledger, type Link, type Place, type Review } from './ledger/ledger';
import type { Family } from './gather/children';
import { keysOf, type MatchKeys } from './model/match';
import type { FarState, PlanInput, Verdict, Wanted } from './decide/fields';
import { ServiceError, farRef, type Clock, type FarRecord, type FarService, type Hash, type Random } from './model/ports';
import { refText, sameRecord, type Outcome, type OutcomeKind, type RecordRef, type SyncRequest } from './model/types';

/** Everything the engine reaches the world through. */
export interface SyncPorts {
	readonly far: FarService;
	readonly ledger: Ledger;
	readonly clock: Clock;
	readonly random: Random;
	readonly hash: Hash;
}

/** One Sync while it runs. */
export interface Run {
	readonly request: SyncRequest;
	/** Of a child, the far service is that for the children of its family. */
	ports: SyncPorts;
	/** The far service as it was given. */
	readonly service: FarService;
	/** Of a child: the link of its parent. */
	family?: Family;
	readonly near: RecordRef;
	readonly place: Place;
	/** The name under which this run holds its leases. */
	readonly owner: string;
	/** The leases it holds: checked before each write. */
	leased: readonly string[];
	known: Known;
	/** Its links as they were when it began. */
	begun?: readonly Link[];
	/** The far record that was found before its lease was taken. */
	candidate?: FarRecord;
	readonly wanted: Readonly<Record<string, Wanted>>;
	readonly keys: MatchKeys;
	readonly keyHashes: readonly string[];
	calls: number;
}

export function beginRun(request: SyncRequest, ports: SyncPorts): Run {
	const { near: { system, account, id }, options } = request;
	const keys = request.parent ? { name: '' } : keysOf(request.fields, options);
	return {
		request, ports, service: ports.far, near: { system, account, id }, place: { system: ports.far.system, account: ports.far.account }, owner: ports.random.id(),
		leased: [], known: { links: [], intents: [], reviews: [], now: 0 }, calls: 0,
		wanted: wantedOf(request, ports), keys, keyHashes: keyHashesOf(keys, ports.hash),
	};
}

export const keyHashesOf = ({ email, phone }: Omit<MatchKeys, 'name'>, hash: Hash): string[] =>
	[...(email === undefined ? [] : [hash(`email ${email}`)]), ...(phone === undefined ? [] : [hash(`phone ${phone}`)])];

export const kindOf = (run: Pick<Run, 'request' | 'ports'>, field: string): FieldKind =>
	run.request.options.fields[field]?.kind ?? run.ports.far.kinds[field] ?? 'text';

function wantedOf(request: SyncRequest, ports: SyncPorts): Record<string, Wanted> {
	const present = Object.entries(request.fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(present.map(([field, value]) => {
		const kind = kindOf({ request, ports }, field);
		const form = canonical(kind, value, request.options);
		return [field, { kind, form, asked: hashForm(ports.hash, form) }];
	}));
}

/** The match keys of a far record, hashed like those of the near one. */
export const farKeyHashes = (run: Run, record: FarRecord): string[] => run.request.parent ? [] : keyHashesOf(keysOf(record.fields, run.request.options), run.ports.hash);

/** A far record's mapped fields in canonical form. */
export function farState(run: Run, record: FarRecord): FarState {
	const forms = Object.keys(run.wanted).map((field): [string, Canonical] => [field, canonical(kindOf(run, field), record.fields[field], run.request.options)]);
	return { forms: Object.fromEntries(forms), version: record.version };
}

/** The near record's links towards the place that is written. */
export const linksHere = (run: Run): readonly Link[] => run.known.links.filter((link) => samePlace(farOf(run, link), run.place));

/** Its tombstone, or the last of them. */
export const lastEnded = (run: Run): Link | undefined => latest(linksHere(run).filter(({ state }) => state === 'ended'));

/** Whether the near record is the head of this link. */
export const nearIsHead = (run: Run, link: Link): boolean => sameRecord(link.head, run.near);
export const farOf = (run: Run, link: Link): RecordRef => (nearIsHead(run, link) ? link.member : link.head);
export const ownBase = (run: Run, link: Link): DirectionBase => (nearIsHead(run, link) ? link.toMember : link.toHead);
export const oppositeBase = (run: Run, link: Link): DirectionBase => (nearIsHead(run, link) ? link.toHead : link.toMember);
export const withOwnBase = (run: Run, link: Link, own: DirectionBase): Link => (nearIsHead(run, link) ? { ...link, toMember: own } : { ...link, toHead: own });
export const withOppositeBase = (run: Run, link: Link, opposite: DirectionBase): Link => (nearIsHead(run, link) ? { ...link, toHead: opposite } : { ...link, toMember: opposite });

/** The far id in the tombstone of a record that never had a partner. */
export const NOBODY = '';

/** A link that is about to begin. */
export function newLink(run: Run, far: FarRecord): Link {
	const { request: { pair, near, options }, ports } = run;
	const [head, member, born] = options.many === 'far' ? [run.near, farRef(ports.far, far.id), far.createdAt] : [farRef(ports.far, far.id), run.near, near.createdAt];
	return { id: ports.random.id(), pair, head, member, ...parentsOf(run), feeding: true, state: 'live', ...(born === undefined ? {} : { born }), since: run.known.now, rev: 0, toHead: emptyBase, toMember: emptyBase };
}

/** The far record is the head, unless it is one of many. */
function parentsOf({ request: { parent, options }, family }: Run): Pick<Link, 'parents'> {
	if (!parent || !family) return {};
	const [near, far] = [parent.id, family.farParent.id];
	return { parents: options.many === 'far' ? { head: near, member: far } : { head: far, member: near } };
}

export function planInput(run: Run, link: Link): PlanInput {
	const begun = run.begun?.find(({ id }) => id === link.id);
	return {
		...(begun && { begun: { rev: begun.rev, asking: oppositeBase(run, begun).asking } }),
		wanted: run.wanted, own: ownBase(run, link), opposite: oppositeBase(run, link),
		nearVersion: run.request.near.version, options: run.request.options, hash: run.ports.hash, verdicts: verdictsOf(run),
	};
}

function verdictsOf(run: Run): Record<string, Verdict> {
	const decided = run.known.reviews.flatMap(({ field, winner, wanted, found }) => (winner ? [[field, { winner, wanted, far: found }] as const] : []));
	return Object.fromEntries(decided);
}

/** Of a child: the parent of its far record, for a row about that. */
export const farParent = ({ request: { parent }, family }: Run): Pick<Due, 'parent'> => (parent && family ? { parent: { pair: parent.pair, ...family.farParent } } : {});

/** A call to the far service, counted. What is thrown without a word of whether it was carried out may have been. */
export async function call<T>(run: Run, ask: (far: FarService) => Promise<T>): Promise<T> {
	run.calls += 1;
	try {
		return await ask(run.ports.far);
	} catch (error) {
		if (error instanceof ServiceError) throw error;
		throw new ServiceError(`the call ended without an answer (${error instanceof Error ? error.name : typeof error})`, { written: 'maybe', again: true });
	}
}

export interface Draft {
	readonly outcome: OutcomeKind;
	readonly reason: string;
	readonly far?: RecordRef;
	readonly changed?: readonly string[];
	readonly decided?: readonly string[];
	readonly review?: readonly string[];
	readonly plan?: Outcome['plan'];
	/** When to try again, by the ledger's clock; makes the record due. */
	readonly dueAt?: number;
	/** What else to store with the outcome. */
	readonly changes?: readonly Change[];
}

const DUE: Partial<Record<OutcomeKind, DueStatus>> = { pending: 'pending', waiting: 'waiting', busy: 'busy', failed: 'failed' };

/** Stores what the outcome leaves behind, the due row first of all, and tells it. */
export async function conclude(run: Run, draft: Draft): Promise<Outcome> {
	const { changes = [], ...facts } = draft;
	const status = DUE[draft.outcome];
	const due: Change[] = status ? [{ put: 'due', row: dueRow(run, status, draft) }] : run.known.due && draft.outcome !== 'stale' ? [dropDue(run)] : [];
	const all = [...answeredQuestion(run, draft.outcome), ...changes, ...due, ...answeredIntents(run)];
	const common = { near: run.near, changed: [], decided: [], review: [], calls: run.calls };
	if (run.request.dryRun) return { ...common, ...facts, ...(MUTATING.has(draft.outcome) ? { outcome: 'planned' } : {}) };
	if (all.length === 0 || (await run.ports.ledger.commit(all))) return { ...common, ...facts };
	return conclude(run, { outcome: 'busy', reason: 'another run changed the link meanwhile', dueAt: run.known.now + 60_000 });
}

/** What becomes of a record is settled, and with it the question about it; that it is left alone stays said. */
function answeredQuestion(run: Run, outcome: OutcomeKind): Change[] {
	const isLeft = ({ winner }: Review): boolean => winner === 'far' && outcome === 'unlinked';
	return SETTLED.has(outcome) ? run.known.reviews.filter((review) => review.field === '' && !isLeft(review)).map(({ field }) => dropReview(run, field)) : [];
}

const SETTLED = new Set<OutcomeKind>(['created', 'linked', 'updated', 'unchanged', 'conflict', 'deleted', 'archived', 'unlinked']);

/** A live link answers every create that was announced before it, whoever made the link. */
export function answeredIntents(run: Run): Change[] {
	const isLinked = linksHere(run).some(({ state }) => state === 'live');
	return run.known.intents.filter(({ replaces }) => isLinked && replaces === undefined).map(({ id }) => ({ drop: 'intent', id }));
}

const MUTATING = new Set<OutcomeKind>(['created', 'linked', 'updated', 'deleted', 'archived']);

export function dueRow(run: Run, status: DueStatus, { reason, dueAt }: Pick<Draft, 'reason' | 'dueAt'>): Due {
	const { due, now } = run.known;
	const { near: { version }, parent } = run.request;
	return { pair: run.request.pair, near: run.near, far: run.place, status, ...(parent ? { parent } : {}), ...(version === undefined ? {} : { version }), cause: reason, tries: (due?.tries ?? 0) + 1, since: due?.since ?? now, nextAt: dueAt ?? now };
}

export const dropDue = (run: Run): Change => ({ drop: 'due', pair: run.request.pair, near: run.near, far: run.place });
export const dropReview = (run: Run, field: string): Change => ({ drop: 'review', pair: run.request.pair, near: run.near, far: run.place, field });

/** A question that has no two values: which record is meant, or whether one may be touched at all. */
export function reviewRecord(run: Run, reason: string, far?: RecordRef): Draft {
	const { pair } = run.request;
	const row = { pair, near: run.near, far: far ?? run.place, field: '', cause: reason, wanted: EMPTY_MARK, found: EMPTY_MARK, at: run.known.now };
	return { outcome: 'review', reason, ...(far ? { far } : {}), changes: [{ put: 'review', row }] };
}

const HOUR = 3_600_000;

/**
 * When to try again after a failed call. Waits double from a minute up to an hour; what the same call can't cure waits for a person, or for the
 * record to change, and is tried after an hour, doubling up to a day. They are drawn from the upper half so that many don't return at once.
 */
export function backoff(run: Run, { again, after = 0 }: ServiceError): number {
	const [first, longest] = again ? [60_000, HOUR] : [HOUR, 24 * HOUR];
	const wait = Math.min(longest, first * 2 ** (run.known.due?.tries ?? 0));
	return run.known.now + Math.max(after, wait * (0.5 + run.ports.random.next() / 2));
}

export const leaseKey = (record: RecordRef): string => `record ${refText(record)}`;
export const matchLeaseKey = (hash: string): string => `key ${hash}`;
