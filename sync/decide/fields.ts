import {
	basisBesidePendingWrite,
	basisOf,
	elementsOf,
	hashForm,
	INHERITED,
	isEmptyHash,
	sameHash,
	settlePendingWrite,
	type PendingWrite,
	type Basis,
	type Declined,
	type DirectionBaseline,
	type TargetHashes,
	type FieldBaseline,
	type FormHash,
} from '../model/baseline';
import type { Desired } from '../gather/observation';
import type { Canonical } from '../model/canonical';
import type { Hash } from '../model/ports';
import { NEWEST_MARGIN } from '../model/times';
import type { FieldOptions, SyncOptions } from '../model/types';

export interface PlanInput {
	readonly desired: Readonly<Record<string, Desired>>;
	readonly own: DirectionBaseline;
	/** The baseline of the opposite direction of the same link. */
	readonly opposite: DirectionBaseline;
	readonly sourceVersion?: number;
	/** How long ago the source got this version, in ms. */
	readonly age?: number;
	/**
	 * For a record without versions: the link as it was when the run began, and what the opposite direction was writing
	 * then. The data that was read is not newer than that.
	 */
	readonly begun?: { readonly rev: number; readonly pendingWrite?: PendingWrite };
	/** The link has ended: nothing will settle what the opposite direction had announced. */
	readonly isOver?: boolean;
	readonly options: Pick<SyncOptions, 'rule' | 'firstContact' | 'clear' | 'fields'>;
	readonly hash: Hash;
	/** Conflicts resolved in a review, by field. */
	readonly verdicts?: Readonly<Record<string, Verdict>>;
}

/** The answer of a review about exactly these two values. */
export interface Verdict {
	readonly winner: 'source' | 'target';
	readonly desired: FormHash;
	readonly target: FormHash;
}

export interface TargetState {
	readonly forms: Readonly<Record<string, Canonical>>;
	readonly version?: number;
}

/** Why a field is written, declined or reviewed. */
export type Cause =
	| 'source changed'
	| 'first contact'
	| 'filled'
	| 'source'
	| 'target'
	| 'newest'
	| 'decided by a person'
	| 'both changed'
	| 'changed at nearly the same time'
	| 'only when empty'
	| 'set back and forth'
	| 'refused';

/** What to do with one target field. `desired` and `target` are the hashes that the decision was based on. */
export type Decision = { readonly field: string; readonly desired: FormHash; readonly target: FormHash } & (
	| { readonly do: 'adopt' }
	/** An unconfirmed write of this value counts as carried out, and the different value found counts as a later edit. */
	| { readonly do: 'assume' }
	| { readonly do: 'write'; readonly cause: Cause }
	/**
	 * `agreed` holds when all is done, `halfway` when elements were added and none removed yet; both in the form of a
	 * baseline.
	 */
	| {
			readonly do: 'merge';
			readonly add: readonly string[];
			readonly remove: readonly string[];
			readonly agreed: readonly string[];
			readonly halfway: SetBaseline;
	  }
	| { readonly do: 'decline'; readonly cause: Cause }
	/**
	 * `refusal`: what the service answered to exactly this value. `isAsked`: the other direction has the same
	 * question.
	 */
	| { readonly do: 'review'; readonly cause: Cause; readonly refusal?: string; readonly isAsked?: boolean }
);

interface SetBaseline {
	readonly desired: readonly string[];
	readonly observed: readonly string[];
}

/** The target fields whose source value differs from last time. If there are none, no call is needed. */
export function sourceChanges(input: PlanInput): string[] {
	return Object.keys(input.desired).filter((field) => sourceChanged(input, field, basisFor(input, field)));
}

/**
 * Decides each mapped field from the desired value, what the target record holds, and what both last agreed on. Pure.
 */
export function planFields(input: PlanInput, target: TargetState): Decision[] {
	return Object.keys(input.desired).flatMap((field) => {
		const basis = basisFor(input, field);
		if (!sourceChanged(input, field, basis)) return [];
		return decide(input, target, field, basis) ?? [];
	});
}

/**
 * The fields of a target record that hold neither what either direction last agreed on nor what was being written to
 * the source.
 */
export function targetChanges(input: PlanInput, target: TargetHashes, rev: number): string[] {
	const { own } = withSettled(input, target, rev);
	return Object.entries(target.forms)
		.filter(([field, there]) => {
			const { observed } = basisOf(own.fields[field], counterRow(input, field), undefined);
			const onItsWay = input.opposite.pendingWrite?.fields[counterName(input, field) ?? ''];
			return (
				observed !== undefined &&
				!sameHash(there, observed) &&
				!sameHash(there, onItsWay) &&
				!(isEmptyHash(there) && isEmptyHash(observed))
			);
		})
		.map(([field]) => field);
}

function decide(input: PlanInput, target: TargetState, field: string, basis: Basis): Decision | undefined {
	const { form, kind, hash: desired } = input.desired[field];
	const there = target.forms[field] ?? (kind === 'tags' ? [] : '');
	const facts = { field, desired, target: hashForm(input.hash, there) };
	if (typeof form !== 'string') return decideSet(input, facts, form, typeof there === 'string' ? [] : there, basis);
	if (sameHash(desired, facts.target))
		return isLateForEdit(input, target, facts, basis) ? undefined : { ...facts, do: 'adopt' };
	if (fieldOptions(input, field).onlyWhenEmpty && !isEmptyHash(facts.target))
		return { ...facts, do: 'decline', cause: 'only when empty' };
	if (basis.desired === undefined && (input.own.pendingWrite?.fields[field] === undefined || isEmptyHash(facts.target)))
		return decideFirst(input, facts);
	if (sameHash(facts.target, basis.observed))
		return verdictOn(input, facts) ?? { ...facts, do: 'write', cause: 'source changed' };
	return decideConflict(input, target, facts);
}

/**
 * An event that comes late: the source may have been edited again since, and the target was edited after this version.
 * To agree on what both hold would let that later edit of the source pass for one after the edit of the target. The
 * sync of the other direction brings that one, and compares it with the source as it is.
 */
function isLateForEdit(input: PlanInput, target: TargetState, { field, target: there }: Facts, basis: Basis): boolean {
	const { opposite, sourceVersion, age = 0 } = input;
	return (
		age > NEWEST_MARGIN &&
		(sourceVersion ?? Number.POSITIVE_INFINITY) < (target.version ?? 0) &&
		basis.desired !== undefined &&
		!sameHash(there, basis.observed) &&
		['newest', 'target'].includes(fieldRule(input, field)) &&
		opposite.lastProcessedVersion !== undefined &&
		counterName(input, field) !== undefined
	);
}

type Facts = Pick<Decision, 'field' | 'desired' | 'target'>;

function decideFirst(input: PlanInput, facts: Facts): Decision | undefined {
	if (isEmptyHash(facts.target)) return { ...facts, do: 'write', cause: 'filled' };
	// A new primary member brings its own values; those of the head come from the previous one.
	const inherited = counterRow(input, facts.field);
	if (inherited?.rev === INHERITED && sameHash(inherited.observed, facts.desired)) return undefined;
	const verdict = verdictOn(input, facts);
	if (verdict) return verdict;
	if (declinedOpposite(input, facts)) return { ...facts, do: 'write', cause: 'first contact' };
	if (input.options.firstContact === 'review') return { ...facts, do: 'review', cause: 'first contact' };
	return { ...facts, do: input.options.firstContact === 'source' ? 'write' : 'decline', cause: 'first contact' };
}

function decideConflict(input: PlanInput, target: TargetState, facts: Facts): Decision {
	// An earlier write of exactly this value was never confirmed, and a person has changed the field since, maybe after
	// seeing ours.
	const unconfirmed = input.own.pendingWrite?.fields[facts.field];
	if (unconfirmed !== undefined && sameHash(unconfirmed, facts.desired)) return { ...facts, do: 'assume' };
	const verdict = verdictOn(input, facts);
	if (verdict) return verdict;
	if (declinedOpposite(input, facts))
		return { ...facts, do: 'write', cause: fieldRule(input, facts.field) === 'newest' ? 'newest' : 'source' };
	switch (fieldRule(input, facts.field)) {
		case 'source':
			return { ...facts, do: 'write', cause: 'source' };
		case 'target':
			return { ...facts, do: 'decline', cause: 'target' };
		case 'review':
			return { ...facts, do: 'review', cause: 'both changed' };
		case 'newest':
			return decideNewest(input.sourceVersion, target.version, facts);
	}
}

function decideNewest(source: number | undefined, target: number | undefined, facts: Facts): Decision {
	if (source === undefined || target === undefined || Math.abs(source - target) < NEWEST_MARGIN)
		return { ...facts, do: 'review', cause: 'changed at nearly the same time' };
	return { ...facts, do: source > target ? 'write' : 'decline', cause: 'newest' };
}

/**
 * The opposite direction has already compared the same two values and let ours win. Record times have moved since, but
 * its decision stands.
 */
function declinedOpposite(input: PlanInput, facts: Facts): boolean {
	const lost = oppositeLoss(input, facts.field);
	return lost !== undefined && sameHash(lost.desired, facts.target) && sameHash(lost.target, facts.desired);
}

function oppositeLoss(input: PlanInput, field: string): Declined | undefined {
	const lost = input.opposite.declined[counterName(input, field) ?? ''];
	return lost?.target === undefined ? undefined : lost;
}

export function verdictOn(input: PlanInput, facts: Facts): Decision | undefined {
	const verdict = input.verdicts?.[facts.field];
	if (!verdict || !sameHash(verdict.desired, facts.desired) || !sameHash(verdict.target, facts.target))
		return undefined;
	return { ...facts, do: verdict.winner === 'source' ? 'write' : 'decline', cause: 'decided by a person' };
}

/** A three-way merge of sets: only what the source side added or removed since the last agreement is carried over. */
function decideSet(
	input: PlanInput,
	facts: Facts,
	desired: readonly string[],
	there: readonly string[],
	basis: Basis,
): Decision {
	const named = new Map([...desired, ...there].map((element) => [input.hash(element), element]));
	const before = elementsOf(basis.desired);
	const now = elementsOf(facts.desired);
	const held = elementsOf(facts.target);
	const added = [...now].filter((element) => !before.has(element));
	const removed = [...before].filter((element) => !now.has(element));
	const withAdded = [...new Set([...elementsOf(basis.observed), ...added])].sort();
	const names = (hashes: string[]) => hashes.map((element) => named.get(element) ?? '').sort();
	return {
		...facts,
		do: 'merge',
		agreed: withAdded.filter((element) => !removed.includes(element)),
		halfway: { desired: [...new Set([...before, ...now])].sort(), observed: withAdded },
		add: names(added.filter((element) => !held.has(element))),
		remove: names(removed.filter((element) => held.has(element))),
	};
}

function sourceChanged(input: PlanInput, field: string, basis: Basis): boolean {
	if (basis.settled) return false;
	const { hash: desired } = input.desired[field];
	if (isEmptyHash(desired) && (!input.options.clear || basis.desired === undefined)) return false;
	if (sameHash(desired, basis.desired)) return isAwaited(input, field);
	const declined = input.own.declined[field];
	if (declined === undefined || !sameHash(declined.desired, desired)) return true;
	const lost = oppositeLoss(input, field);
	const hasWonSince = lost !== undefined && lost.rev > declined.rev && sameHash(lost.target, desired);
	return hasWonSince || laterThan(input, field, declined.rev) || hasVerdict(input, field, desired);
}

/**
 * The opposite direction let a source value win, and nothing was settled since: the target side still waits for it,
 * even if it equals the agreed value or was set back to it.
 */
function isAwaited(input: PlanInput, field: string): boolean {
	const lost = oppositeLoss(input, field);
	if (lost === undefined || laterThan(input, field, lost.rev) || (input.own.declined[field]?.rev ?? 0) > lost.rev)
		return false;
	return (
		input.sourceVersion === undefined || (lost.targetVersion !== undefined && input.sourceVersion >= lost.targetVersion)
	);
}

/** The same input, after reading the target record has shown what became of an unconfirmed write. */
export function withSettledPendingWrite(input: PlanInput, target: TargetState, rev: number): PlanInput {
	const forms = Object.fromEntries(
		Object.entries(target.forms).map(([field, form]) => [field, hashForm(input.hash, form)]),
	);
	return withSettled(input, { forms, version: target.version }, rev);
}

function withSettled(input: PlanInput, target: TargetHashes, rev: number): PlanInput {
	const before = (field: string) => {
		const counter = counterRow(input, field);
		return { basis: basisOf(input.own.fields[field], counter, undefined), settledAt: counter?.rev ?? 0 };
	};
	return { ...input, own: settlePendingWrite(input.own, target, rev, before) };
}

/** Whether either direction has agreed on the field after this revision. */
function laterThan(input: PlanInput, field: string, rev: number): boolean {
	return Math.max(input.own.fields[field]?.rev ?? 0, counterRow(input, field)?.rev ?? 0) > rev;
}

/** What the opposite direction knows about the source field that this field is a copy of. */
function counterRow(input: PlanInput, field: string): FieldBaseline | undefined {
	const name = counterName(input, field);
	return name === undefined ? undefined : input.opposite.fields[name];
}

const hasVerdict = (input: PlanInput, field: string, desired: FormHash): boolean => {
	const verdict = input.verdicts?.[field];
	return verdict !== undefined && sameHash(verdict.desired, desired);
};

function basisFor(input: PlanInput, field: string): Basis {
	const name = counterName(input, field);
	const counter = counterRow(input, field);
	if (isFromBefore(input, field, counter)) return { settled: true };
	const basis = basisOf(input.own.fields[field], counter, input.sourceVersion);
	const { pendingWrite } = input.opposite;
	if (name === undefined || pendingWrite?.fields[name] === undefined || basis.settled) return basis;
	const isLater =
		input.sourceVersion === undefined ||
		pendingWrite.readVersion === undefined ||
		input.sourceVersion > pendingWrite.readVersion;
	const isOpen = (input.own.fields[field]?.rev ?? 0) <= pendingWrite.rev;
	const { hash: desired } = input.desired[field];
	if (isOpen && isLater) return basisBesidePendingWrite(basis, pendingWrite, name, desired);
	// Exactly the value that the announced write was to replace: only that direction can tell how the write ended. Except
	// if we may have written that value before: then both sides had it in common.
	const isOurs = sameHash(input.own.pendingWrite?.fields[field], desired);
	return isOpen && !input.isOver && !isOurs && sameHash(desired, pendingWrite.before[name]) ? { settled: true } : basis;
}

/**
 * Without a version: the opposite direction wrote the source field while this run waited, and the data read earlier
 * cannot show that write.
 */
function isFromBefore(input: PlanInput, field: string, counter: FieldBaseline | undefined): boolean {
	const { sourceVersion, begun, desired } = input;
	if (sourceVersion !== undefined || begun === undefined || counter === undefined || counter.rev <= begun.rev)
		return false;
	const name = counterName(input, field) ?? '';
	return (
		begun.pendingWrite?.fields[name] === undefined || sameHash(desired[field].hash, begun.pendingWrite.before[name])
	);
}

const fieldOptions = (input: PlanInput, field: string): FieldOptions => input.options.fields[field] ?? {};
const fieldRule = (input: PlanInput, field: string) => fieldOptions(input, field).rule ?? input.options.rule;

/** The source field that a target one is a copy of. */
export function counterName(input: PlanInput, field: string): string | undefined {
	const { from } = fieldOptions(input, field);
	return from === null ? undefined : (from ?? field);
}
