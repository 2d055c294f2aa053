import { basisBesideAsking, basisOf, elementsOf, hashForm, INHERITED, isEmptyHash, sameHash, settleAsking, type Asking, type Basis, type Declined, type DirectionBase, type FarHashes, type FieldBase, type FormHash } from './baseline';
import type { Canonical, FieldKind } from '../model/canonical';
import type { Hash } from '../model/ports';
import type { FieldOptions, SyncOptions } from '../model/types';

/** Two server times closer than this say nothing about who was later (ms). */
export const NEWEST_MARGIN = 5 * 60_000;

export interface Wanted {
	readonly kind: FieldKind;
	readonly form: Canonical;
	/** Its hash. */
	readonly asked: FormHash;
}

export interface PlanInput {
	readonly wanted: Readonly<Record<string, Wanted>>;
	readonly own: DirectionBase;
	/** The base of the opposite direction of the same link. */
	readonly opposite: DirectionBase;
	readonly nearVersion?: number;
	/** Of a record that tells no version: the link as it was when the run began, and what the opposite direction was writing then. The picture is not younger. */
	readonly begun?: { readonly rev: number; readonly asking?: Asking };
	/** The link has ended: what the opposite direction had announced, nobody settles any more. */
	readonly isOver?: boolean;
	readonly options: Pick<SyncOptions, 'rule' | 'firstContact' | 'clear' | 'fields'>;
	readonly hash: Hash;
	/** Conflicts that a person has decided, by field. */
	readonly verdicts?: Readonly<Record<string, Verdict>>;
}

/** A person's decision about exactly these two values. */
export interface Verdict {
	readonly winner: 'near' | 'far';
	readonly wanted: FormHash;
	readonly far: FormHash;
}

export interface FarState {
	readonly forms: Readonly<Record<string, Canonical>>;
	readonly version?: number;
}

/** Why a field is written, declined or reviewed. */
export type Cause = 'near changed' | 'first contact' | 'filled' | 'source' | 'destination' | 'newest' | 'verdict' | 'both changed' | 'too close' | 'only when empty' | 'ping-pong' | 'refused';

/** What is to be done about one far field. `asked` and `far` are the hashes it was decided on. */
export type Decision = { readonly field: string; readonly asked: FormHash; readonly far: FormHash } & (
	| { readonly do: 'adopt' }
	/** An unconfirmed write of this value is taken for carried out, and the other value found for an edit of it. */
	| { readonly do: 'assume' }
	| { readonly do: 'write'; readonly cause: Cause }
	/** `agreed` holds when all is done, `halfway` when elements were added and none removed yet: both as a base has them. */
	| { readonly do: 'merge'; readonly add: readonly string[]; readonly remove: readonly string[]; readonly agreed: readonly string[]; readonly halfway: SetBase }
	| { readonly do: 'decline'; readonly cause: Cause }
	/** `refusal`: what the service said to this very value. */
	| { readonly do: 'review'; readonly cause: Cause; readonly refusal?: string }
);

interface SetBase {
	readonly asked: readonly string[];
	readonly seen: readonly string[];
}

/** The far fields whose near value is another one than last time: no call is needed when there is none. */
export function nearChanges(input: PlanInput): string[] {
	return Object.keys(input.wanted).filter((field) => nearChanged(input, field, basisFor(input, field)));
}

/** Decides each mapped field from what is wanted, what the far record holds, and what both last agreed on. Pure. */
export function planFields(input: PlanInput, far: FarState): Decision[] {
	return Object.keys(input.wanted).flatMap((field) => {
		const basis = basisFor(input, field);
		if (!nearChanged(input, field, basis)) return [];
		return decide(input, far, field, basis) ?? [];
	});
}

/** The fields of a far record that hold something else than what was last agreed on, by either direction, or was on its way to the near one. */
export function farChanges(input: PlanInput, far: FarHashes, rev: number): string[] {
	const { own } = withSettled(input, far, rev);
	return Object.entries(far.forms).filter(([field, there]) => {
		const { seen } = basisOf(own.fields[field], counterRow(input, field), undefined);
		const onItsWay = input.opposite.asking?.fields[counterName(input, field) ?? ''];
		return seen !== undefined && !sameHash(there, seen) && !sameHash(there, onItsWay) && !(isEmptyHash(there) && isEmptyHash(seen));
	}).map(([field]) => field);
}

function decide(input: PlanInput, far: FarState, field: string, basis: Basis): Decision | undefined {
	const { form, kind, asked } = input.wanted[field];
	const there = far.forms[field] ?? (kind === 'tags' ? [] : '');
	const facts = { field, asked, far: hashForm(input.hash, there) };
	if (typeof form !== 'string') return decideSet(input, facts, form, typeof there === 'string' ? [] : there, basis);
	if (sameHash(asked, facts.far)) return { ...facts, do: 'adopt' };
	if (fieldOptions(input, field).onlyWhenEmpty && !isEmptyHash(facts.far)) return { ...facts, do: 'decline', cause: 'only when empty' };
	if (basis.asked === undefined && (input.own.asking?.fields[field] === undefined || isEmptyHash(facts.far))) return decideFirst(input, facts);
	if (sameHash(facts.far, basis.seen)) return verdictOn(input, facts) ?? { ...facts, do: 'write', cause: 'near changed' };
	return decideConflict(input, far, facts);
}

type Facts = Pick<Decision, 'field' | 'asked' | 'far'>;

function decideFirst(input: PlanInput, facts: Facts): Decision | undefined {
	if (isEmptyHash(facts.far)) return { ...facts, do: 'write', cause: 'filled' };
	// A member that has just begun to feed this head brings its own values: the head's are those of the one before.
	const inherited = counterRow(input, facts.field);
	if (inherited?.rev === INHERITED && sameHash(inherited.seen, facts.asked)) return undefined;
	const verdict = verdictOn(input, facts);
	if (verdict) return verdict;
	if (declinedOpposite(input, facts)) return { ...facts, do: 'write', cause: 'first contact' };
	if (input.options.firstContact === 'review') return { ...facts, do: 'review', cause: 'first contact' };
	return { ...facts, do: input.options.firstContact === 'source' ? 'write' : 'decline', cause: 'first contact' };
}

function decideConflict(input: PlanInput, far: FarState, facts: Facts): Decision {
	// An earlier write of this very value was never confirmed, and since then a person gave the field another one, maybe having seen ours.
	const unconfirmed = input.own.asking?.fields[facts.field];
	if (unconfirmed !== undefined && sameHash(unconfirmed, facts.asked)) return { ...facts, do: 'assume' };
	const verdict = verdictOn(input, facts);
	if (verdict) return verdict;
	if (declinedOpposite(input, facts)) return { ...facts, do: 'write', cause: fieldRule(input, facts.field) === 'newest' ? 'newest' : 'source' };
	switch (fieldRule(input, facts.field)) {
		case 'source': return { ...facts, do: 'write', cause: 'source' };
		case 'destination': return { ...facts, do: 'decline', cause: 'destination' };
		case 'review': return { ...facts, do: 'review', cause: 'both changed' };
		case 'newest': return decideNewest(input.nearVersion, far.version, facts);
	}
}

function decideNewest(near: number | undefined, far: number | undefined, facts: Facts): Decision {
	if (near === undefined || far === undefined || Math.abs(near - far) < NEWEST_MARGIN) return { ...facts, do: 'review', cause: 'too close' };
	return { ...facts, do: near > far ? 'write' : 'decline', cause: 'newest' };
}

/** The opposite direction has met the same two values and let ours win: record times have moved since, its decision stands. */
function declinedOpposite(input: PlanInput, facts: Facts): boolean {
	const lost = oppositeLoss(input, facts.field);
	return lost !== undefined && sameHash(lost.wanted, facts.far) && sameHash(lost.far, facts.asked);
}

function oppositeLoss(input: PlanInput, field: string): Declined | undefined {
	const lost = input.opposite.declined[counterName(input, field) ?? ''];
	return lost?.far === undefined ? undefined : lost;
}

export function verdictOn(input: PlanInput, facts: Facts): Decision | undefined {
	const verdict = input.verdicts?.[facts.field];
	if (!verdict || !sameHash(verdict.wanted, facts.asked) || !sameHash(verdict.far, facts.far)) return undefined;
	return { ...facts, do: verdict.winner === 'near' ? 'write' : 'decline', cause: 'verdict' };
}

/** Sets merge three ways: what the near side added or removed since the last agreement, and nothing else, is carried over. */
function decideSet(input: PlanInput, facts: Facts, wanted: readonly string[], there: readonly string[], basis: Basis): Decision {
	const named = new Map([...wanted, ...there].map((element) => [input.hash(element), element]));
	const before = elementsOf(basis.asked);
	const now = elementsOf(facts.asked);
	const held = elementsOf(facts.far);
	const added = [...now].filter((element) => !before.has(element));
	const removed = [...before].filter((element) => !now.has(element));
	const withAdded = [...new Set([...elementsOf(basis.seen), ...added])].sort();
	const names = (hashes: string[]) => hashes.map((element) => named.get(element) ?? '').sort();
	return {
		...facts, do: 'merge', agreed: withAdded.filter((element) => !removed.includes(element)),
		halfway: { asked: [...new Set([...before, ...now])].sort(), seen: withAdded },
		add: names(added.filter((element) => !held.has(element))),
		remove: names(removed.filter((element) => held.has(element))),
	};
}

function nearChanged(input: PlanInput, field: string, basis: Basis): boolean {
	if (basis.settled) return false;
	const { asked } = input.wanted[field];
	if (isEmptyHash(asked) && (!input.options.clear || basis.asked === undefined)) return false;
	if (sameHash(asked, basis.asked)) return isAwaited(input, field);
	const declined = input.own.declined[field];
	if (declined === undefined || !sameHash(declined.wanted, asked)) return true;
	const lost = oppositeLoss(input, field);
	const hasWonSince = lost !== undefined && lost.rev > declined.rev && sameHash(lost.far, asked);
	return hasWonSince || laterThan(input, field, declined.rev) || hasVerdict(input, field, asked);
}

/** The opposite direction let a near value win, and nothing was settled since: the far side waits for it, even if it equals the agreed one or was set back to that. */
function isAwaited(input: PlanInput, field: string): boolean {
	const lost = oppositeLoss(input, field);
	if (lost === undefined || laterThan(input, field, lost.rev) || (input.own.declined[field]?.rev ?? 0) > lost.rev) return false;
	return input.nearVersion === undefined || (lost.farVersion !== undefined && input.nearVersion >= lost.farVersion);
}

/** The same input after a look at the far record has told what became of an unconfirmed write. */
export function withSettledAsking(input: PlanInput, far: FarState, rev: number): PlanInput {
	const forms = Object.fromEntries(Object.entries(far.forms).map(([field, form]) => [field, hashForm(input.hash, form)]));
	return withSettled(input, { forms, version: far.version }, rev);
}

function withSettled(input: PlanInput, far: FarHashes, rev: number): PlanInput {
	const before = (field: string) => {
		const counter = counterRow(input, field);
		return { basis: basisOf(input.own.fields[field], counter, undefined), settledAt: counter?.rev ?? 0 };
	};
	return { ...input, own: settleAsking(input.own, far, rev, before) };
}

/** Whether either direction has agreed on the field after this revision. */
function laterThan(input: PlanInput, field: string, rev: number): boolean {
	return Math.max(input.own.fields[field]?.rev ?? 0, counterRow(input, field)?.rev ?? 0) > rev;
}

/** What the opposite direction knows of the near field that this one is a copy of. */
function counterRow(input: PlanInput, field: string): FieldBase | undefined {
	const name = counterName(input, field);
	return name === undefined ? undefined : input.opposite.fields[name];
}

const hasVerdict = (input: PlanInput, field: string, asked: FormHash): boolean => {
	const verdict = input.verdicts?.[field];
	return verdict !== undefined && sameHash(verdict.wanted, asked);
};

function basisFor(input: PlanInput, field: string): Basis {
	const name = counterName(input, field);
	const counter = counterRow(input, field);
	if (isFromBefore(input, field, counter)) return { settled: true };
	const basis = basisOf(input.own.fields[field], counter, input.nearVersion);
	const { asking } = input.opposite;
	if (name === undefined || asking?.fields[name] === undefined || basis.settled) return basis;
	const isLater = input.nearVersion === undefined || asking.readVersion === undefined || input.nearVersion > asking.readVersion;
	const isOpen = (input.own.fields[field]?.rev ?? 0) <= asking.rev;
	const { asked } = input.wanted[field];
	if (isOpen && isLater) return basisBesideAsking(basis, asking, name, asked);
	// The very value that the announced write was to replace: how that has ended, only its own direction can tell.
	// But for a write of ours of that value which may have come before: both sides had it in common then.
	const isOurs = sameHash(input.own.asking?.fields[field], asked);
	return isOpen && !input.isOver && !isOurs && sameHash(asked, asking.before[name]) ? { settled: true } : basis;
}

/** Without a version: the opposite direction wrote the near field while this run waited, and the picture shows it as it was before, or can't show that write yet. */
function isFromBefore(input: PlanInput, field: string, counter: FieldBase | undefined): boolean {
	const { nearVersion, begun, wanted } = input;
	if (nearVersion !== undefined || begun === undefined || counter === undefined || counter.rev <= begun.rev) return false;
	const name = counterName(input, field) ?? '';
	return begun.asking?.fields[name] === undefined || sameHash(wanted[field].asked, begun.asking.before[name]);
}

const fieldOptions = (input: PlanInput, field: string): FieldOptions => input.options.fields[field] ?? {};
const fieldRule = (input: PlanInput, field: string) => fieldOptions(input, field).rule ?? input.options.rule;

/** The near field that a far one is a copy of. */
function counterName(input: PlanInput, field: string): string | undefined {
	const { from } = fieldOptions(input, field);
	return from === null ? undefined : (from ?? field);
}
