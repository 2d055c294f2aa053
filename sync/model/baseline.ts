import type { Canonical } from './canonical';
import type { Hash } from './ports';

/** The hash of a canonical form; of a set, the sorted hashes of its elements. Empty has a mark of its own: ''. */
export type FormHash = string | readonly string[];

/** What one direction knows about one target field. */
export interface FieldBaseline {
	/** What this direction last wanted to write. */
	readonly desired: FormHash;
	/** What the API gave back for it. */
	readonly observed: FormHash;
	/** The link's revision when both were agreed on: the later of two directions knows better. */
	readonly rev: number;
	/** The target record's version at that time: an older read of it has nothing new to say about this field. */
	readonly targetVersion?: number;
}

/**
 * The revision of rows that a new primary member takes over from the previous one: known to its own direction, but not
 * agreed on.
 */
export const INHERITED = 0;

/**
 * A source value that lost against a target one. It is not tried again, and the other direction may carry the winner.
 */
export interface Declined {
	readonly desired: FormHash;
	/** The value that won. Absent if none did: the field is only filled when empty, and was not empty. */
	readonly target?: FormHash;
	readonly rev: number;
	/** The version of the target record with that value. */
	readonly targetVersion?: number;
}

/** A write that was announced and may or may not have been carried out. */
export interface PendingWrite {
	readonly fields: Readonly<Record<string, FormHash>>;
	/** What the fields held at that time. */
	readonly before: Readonly<Record<string, FormHash>>;
	/** The target record's version that the decision was made on. */
	readonly readVersion?: number;
	/** The link's revision when it was announced. */
	readonly rev: number;
}

/** One direction of a link. */
export interface DirectionBaseline {
	readonly fields: Readonly<Record<string, FieldBaseline>>;
	readonly declined: Readonly<Record<string, Declined>>;
	/** The last source version that was processed: anything older is stale. */
	readonly lastProcessedVersion?: number;
	readonly pendingWrite?: PendingWrite;
	/** Whether this direction made its target record. */
	readonly made?: true;
}

export const emptyBaseline: DirectionBaseline = { fields: {}, declined: {} };

/** Once the announced write is settled, or was never made. */
export const withoutPendingWrite = ({ pendingWrite: _pendingWrite, ...own }: DirectionBaseline): DirectionBaseline =>
	own;

export const EMPTY_MARK = '';

/** The revision of what a create agreed on; whatever is announced after it is later. */
export const CREATED = 1;

/** The version of a record that was just created, where its answer has none: whatever is read of it is later. */
export const SINCE_CREATED = 0;

/** What a create agreed on with the record that it made; `targetVersion` is that record's version at that time. */
export function createdBaseline(
	desired: Readonly<Record<string, FormHash>>,
	targetVersion = SINCE_CREATED,
): DirectionBaseline {
	const rows = Object.entries(desired)
		.filter(([, form]) => !isEmptyHash(form))
		.map(([field, form]): [string, FieldBaseline] => [
			field,
			{ desired: form, observed: form, rev: CREATED, targetVersion },
		]);
	return { ...emptyBaseline, fields: Object.fromEntries(rows), made: true };
}

export function hashForm(hash: Hash, form: Canonical): FormHash {
	if (typeof form === 'string') return form === '' ? EMPTY_MARK : hash(form);
	return form.map(hash).sort();
}

export function sameHash(one: FormHash | undefined, other: FormHash | undefined): boolean {
	if (typeof one !== 'object' || typeof other !== 'object') return one === other;
	return one.length === other.length && one.every((element, index) => element === other[index]);
}

export const isEmptyHash = (form: FormHash): boolean => form.length === 0;

/** What a direction may compare with: the common knowledge of both directions of a link about one field. */
export interface Basis {
	readonly desired?: FormHash;
	readonly observed?: FormHash;
	/** The source data is older than what the other direction has settled: nothing to do for this field. */
	readonly settled?: boolean;
}

/**
 * The last agreement on a target field.
 *
 * The other direction has its own row for the source field that `field` is a copy of: what it wrote there is what we
 * want to write now, and what it wanted to write is what we find. The row that was agreed on later is right, so a
 * change that the other direction carried over is not taken for a user's change here, even if its own event was lost.
 * Where that row's answer named no version, the source data may be from before it: what this direction knows itself is
 * safer then, if it knows anything.
 */
export function basisOf(
	own: FieldBaseline | undefined,
	counter: FieldBaseline | undefined,
	sourceVersion: number | undefined,
): Basis {
	if (counter === undefined || counter.rev <= (own?.rev ?? 0)) return own ?? {};
	if (own !== undefined && typeof own.desired !== typeof counter.desired) return own;
	if (sourceVersion !== undefined) {
		if (counter.targetVersion === undefined && own !== undefined) return own;
		if (sourceVersion < (counter.targetVersion ?? 0)) return { settled: true };
	}
	return { desired: counter.observed, observed: counter.desired };
}

/**
 * The same, if the other direction has announced a write to the source record and never learned how it ended. `now`,
 * what the source holds, is later than that. It is either the written value (our own echo) or a later one of a user,
 * who may have seen it: then the value that the write came from is not a change of the target side.
 */
export function basisBesidePendingWrite(basis: Basis, pendingWrite: PendingWrite, field: string, now: FormHash): Basis {
	const written = pendingWrite.fields[field];
	if (typeof written === 'object' || typeof now === 'object') {
		const [write, there] = [elementsOf(written), elementsOf(now)];
		return {
			desired: known(elementsOf(basis.desired), write, there),
			observed: known(elementsOf(basis.observed), write, there),
		};
	}
	return sameHash(now, pendingWrite.before[field]) ? basis : { desired: written, observed: written };
}

/** The target record as just read, as hashes. */
export interface TargetHashes {
	readonly forms: Readonly<Record<string, FormHash>>;
	readonly version?: number;
}

/** What was known about a field before the unconfirmed write, and when the other direction last agreed on it. */
export interface Before {
	readonly basis: Basis;
	readonly settledAt: number;
}

/**
 * What a fresh read of the target record says about a write that was never confirmed: fields that hold its value are
 * agreed on, a record of the same version was not written to, and what is unclear stays open. What the other
 * direction has settled since is left as it is.
 */
export function settlePendingWrite(
	own: DirectionBaseline,
	target: TargetHashes,
	rev: number,
	before: (field: string) => Before,
): DirectionBaseline {
	const { pendingWrite, ...rest } = own;
	if (pendingWrite === undefined) return own;
	if (target.version !== undefined && target.version === pendingWrite.readVersion) return rest;
	const fields: Record<string, FieldBaseline> = { ...own.fields };
	const open: Record<string, FormHash> = {};
	for (const [field, desired] of Object.entries(pendingWrite.fields)) {
		const { basis, settledAt } = before(field);
		if (settledAt > pendingWrite.rev) continue;
		const there = target.forms[field] ?? EMPTY_MARK;
		if (typeof desired === 'object') {
			const agreed = known(elementsOf(basis.desired), elementsOf(desired), elementsOf(there));
			const observed = known(elementsOf(basis.observed), elementsOf(desired), elementsOf(there));
			fields[field] = { desired: agreed, observed, rev, targetVersion: target.version };
		} else if (sameHash(there, desired))
			fields[field] = { desired, observed: there, rev, targetVersion: target.version };
		else if (!sameHash(there, pendingWrite.before[field])) open[field] = desired;
	}
	return Object.keys(open).length === 0
		? { ...rest, fields }
		: { ...rest, fields, pendingWrite: { ...pendingWrite, fields: open } };
}

/**
 * The elements both sides know of: those of `before` that the write kept or that are still there, and those of the
 * write that are there.
 */
function known(before: ReadonlySet<string>, pendingWrite: ReadonlySet<string>, there: ReadonlySet<string>): string[] {
	const kept = [...before].filter((element) => there.has(element) || pendingWrite.has(element));
	return [...new Set([...kept, ...[...pendingWrite].filter((element) => there.has(element))])].sort();
}

export const elementsOf = (form: FormHash | undefined): Set<string> => new Set(typeof form === 'object' ? form : []);
