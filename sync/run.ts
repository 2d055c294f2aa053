import { EMPTY_MARK, emptyBaseline, hashForm, type DirectionBaseline } from './decide/baseline';
import { canonical, type Canonical, type FieldKind } from './model/canonical';
import { latest, samePlace, type Change, type Due, type DueStatus, type Known, type Ledger, type Link, type Place, type Review } from './ledger/ledger';
import type { Family } from './gather/children';
import { keysOf, type MatchKeys } from './model/match';
import type { TargetState, PlanInput, Verdict, Desired } from './decide/fields';
import { ServiceError, targetRef, type Clock, type TargetRecord, type TargetService, type Hash, type Random } from './model/ports';
import { refText, sameRecord, type Outcome, type OutcomeKind, type RecordRef, type SyncRequest } from './model/types';

/** Everything the engine reaches the world through. */
export interface SyncPorts {
	readonly target: TargetService;
	readonly ledger: Ledger;
	readonly clock: Clock;
	readonly random: Random;
	readonly hash: Hash;
}

/** One Sync while it runs. */
export interface Run {
	readonly request: SyncRequest;
	/** Of a child, the target service is that for the children of its family. */
	ports: SyncPorts;
	/** The target service as it was given. */
	readonly service: TargetService;
	/** Of a child: the link of its parent. */
	family?: Family;
	readonly source: RecordRef;
	readonly place: Place;
	/** The name under which this run holds its leases. */
	readonly owner: string;
	/** The leases it holds: checked before each write. */
	leased: readonly string[];
	known: Known;
	/** Its links as they were when it began. */
	begun?: readonly Link[];
	/** The target record that was found before its lease was taken. */
	candidate?: TargetRecord;
	readonly desired: Readonly<Record<string, Desired>>;
	readonly keys: MatchKeys;
	readonly keyHashes: readonly string[];
	calls: number;
}

export function beginRun(request: SyncRequest, ports: SyncPorts): Run {
	const { source: { system, account, id }, options } = request;
	const keys = request.parent ? { name: '' } : keysOf(request.fields, options);
	return {
		request, ports, service: ports.target, source: { system, account, id }, place: { system: ports.target.system, account: ports.target.account }, owner: ports.random.id(),
		leased: [], known: { links: [], intents: [], reviews: [], now: 0 }, calls: 0,
		desired: desiredOf(request, ports), keys, keyHashes: keyHashesOf(keys, ports.hash),
	};
}

export const keyHashesOf = ({ email, phone }: Omit<MatchKeys, 'name'>, hash: Hash): string[] =>
	[...(email === undefined ? [] : [hash(`email ${email}`)]), ...(phone === undefined ? [] : [hash(`phone ${phone}`)])];

export const kindOf = (run: Pick<Run, 'request' | 'ports'>, field: string): FieldKind =>
	run.request.options.fields[field]?.kind ?? run.ports.target.kinds[field] ?? 'text';

function desiredOf(request: SyncRequest, ports: SyncPorts): Record<string, Desired> {
	const present = Object.entries(request.fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(present.map(([field, value]) => {
		const kind = kindOf({ request, ports }, field);
		const form = canonical(kind, value, request.options);
		return [field, { kind, form, hash: hashForm(ports.hash, form) }];
	}));
}

/** The match keys of a target record, hashed like those of the source one. */
export const targetKeyHashes = (run: Run, record: TargetRecord): string[] => run.request.parent ? [] : keyHashesOf(keysOf(record.fields, run.request.options), run.ports.hash);

/** A target record's mapped fields in canonical form. */
export function targetState(run: Run, record: TargetRecord): TargetState {
	const forms = Object.keys(run.desired).map((field): [string, Canonical] => [field, canonical(kindOf(run, field), record.fields[field], run.request.options)]);
	return { forms: Object.fromEntries(forms), version: record.version };
}

/** The source record's links towards the place that is written. */
export const linksHere = (run: Run): readonly Link[] => run.known.links.filter((link) => samePlace(targetOf(run, link), run.place));

/** Its tombstone, or the last of them. */
export const lastEnded = (run: Run): Link | undefined => latest(linksHere(run).filter(({ state }) => state === 'ended'));

/** Whether the source record is the head of this link. */
export const sourceIsHead = (run: Run, link: Link): boolean => sameRecord(link.head, run.source);
export const targetOf = (run: Run, link: Link): RecordRef => (sourceIsHead(run, link) ? link.member : link.head);
export const ownBaseline = (run: Run, link: Link): DirectionBaseline => (sourceIsHead(run, link) ? link.toMember : link.toHead);
export const oppositeBaseline = (run: Run, link: Link): DirectionBaseline => (sourceIsHead(run, link) ? link.toHead : link.toMember);
export const withOwnBaseline = (run: Run, link: Link, own: DirectionBaseline): Link => (sourceIsHead(run, link) ? { ...link, toMember: own } : { ...link, toHead: own });
export const withOppositeBaseline = (run: Run, link: Link, opposite: DirectionBaseline): Link => (sourceIsHead(run, link) ? { ...link, toHead: opposite } : { ...link, toMember: opposite });

/** The target id in the tombstone of a record that never had a partner. */
export const NOBODY = '';

/** A link that is about to begin. */
export function newLink(run: Run, target: TargetRecord): Link {
	const { request: { pair, source, options }, ports } = run;
	const [head, member, born] = options.many === 'target' ? [run.source, targetRef(ports.target, target.id), target.createdAt] : [targetRef(ports.target, target.id), run.source, source.createdAt];
	return { id: ports.random.id(), pair, head, member, ...parentsOf(run), primary: true, state: 'live', ...(born === undefined ? {} : { born }), since: run.known.now, rev: 0, toHead: emptyBaseline, toMember: emptyBaseline };
}

/** The target record is the head, unless it is one of many. */
function parentsOf({ request: { parent, options }, family }: Run): Pick<Link, 'parents'> {
	if (!parent || !family) return {};
	const [source, target] = [parent.id, family.targetParent.id];
	return { parents: options.many === 'target' ? { head: source, member: target } : { head: target, member: source } };
}

export function planInput(run: Run, link: Link): PlanInput {
	const begun = run.begun?.find(({ id }) => id === link.id);
	return {
		...(begun && { begun: { rev: begun.rev, pendingWrite: oppositeBaseline(run, begun).pendingWrite } }),
		desired: run.desired, own: ownBaseline(run, link), opposite: oppositeBaseline(run, link),
		sourceVersion: run.request.source.version, options: run.request.options, hash: run.ports.hash, verdicts: verdictsOf(run),
	};
}

function verdictsOf(run: Run): Record<string, Verdict> {
	const decided = run.known.reviews.flatMap(({ field, winner, desired, found }) => (winner ? [[field, { winner, desired, target: found }] as const] : []));
	return Object.fromEntries(decided);
}

/** Of a child: the parent of its target record, for a row about that. */
export const targetParent = ({ request: { parent }, family }: Run): Pick<Due, 'parent'> => (parent && family ? { parent: { pair: parent.pair, ...family.targetParent } } : {});

/** A call to the target service, counted. What is thrown without a word of whether it was carried out may have been. */
export async function call<T>(run: Run, ask: (target: TargetService) => Promise<T>): Promise<T> {
	run.calls += 1;
	try {
		return await ask(run.ports.target);
	} catch (error) {
		if (error instanceof ServiceError) throw error;
		throw new ServiceError(`the call ended without an answer (${error instanceof Error ? error.name : typeof error})`, { written: 'maybe', again: true });
	}
}

export interface Draft {
	readonly outcome: OutcomeKind;
	readonly reason: string;
	readonly target?: RecordRef;
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
	const common = { source: run.source, changed: [], decided: [], review: [], calls: run.calls };
	if (run.request.dryRun) return { ...common, ...facts, ...(MUTATING.has(draft.outcome) ? { outcome: 'planned' } : {}) };
	if (all.length === 0 || (await run.ports.ledger.commit(all))) return { ...common, ...facts };
	return conclude(run, { outcome: 'busy', reason: 'another run changed the link meanwhile', dueAt: run.known.now + 60_000 });
}

/** What becomes of a record is settled, and with it the question about it; that it is left alone stays said. */
function answeredQuestion(run: Run, outcome: OutcomeKind): Change[] {
	const isLeft = ({ winner }: Review): boolean => winner === 'target' && outcome === 'unlinked';
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
	const { source: { version }, parent } = run.request;
	return { pair: run.request.pair, source: run.source, target: run.place, status, ...(parent ? { parent } : {}), ...(version === undefined ? {} : { version }), cause: reason, tries: (due?.tries ?? 0) + 1, since: due?.since ?? now, nextAt: dueAt ?? now };
}

export const dropDue = (run: Run): Change => ({ drop: 'due', pair: run.request.pair, source: run.source, target: run.place });
export const dropReview = (run: Run, field: string): Change => ({ drop: 'review', pair: run.request.pair, source: run.source, target: run.place, field });

/** A question that has no two values: which record is meant, or whether one may be touched at all. */
export function reviewRecord(run: Run, reason: string, target?: RecordRef): Draft {
	const { pair } = run.request;
	const row = { pair, source: run.source, target: target ?? run.place, field: '', cause: reason, desired: EMPTY_MARK, found: EMPTY_MARK, at: run.known.now };
	return { outcome: 'review', reason, ...(target ? { target } : {}), changes: [{ put: 'review', row }] };
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
