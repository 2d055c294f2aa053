import type { Canonical } from '../model/canonical';
import type { Hash } from '../model/ports';

/** The hash of a canonical form; of a set, the sorted hashes of its elements. Empty has a mark of its own: ''. */
export type FormHash = string | readonly string[];

/** What one direction knows of one far field. */
export interface FieldBase {
	/** What this direction last wanted to write. */
	readonly asked: FormHash;
	/** What the API gave back for it. */
	readonly seen: FormHash;
	/** The link's revision when both were agreed on: the later of two directions knows better. */
	readonly rev: number;
	/** The far record's version then: an older picture of it has nothing new to say about this field. */
	readonly farVersion?: number;
}

/** The revision of rows that a new feeding member takes over from the one before: known to its own direction, agreed on by none. */
export const INHERITED = 0;

/** A near value that lost against a far one; it is not asked again, and the other direction may carry the winner. */
export interface Declined {
	readonly wanted: FormHash;
	/** What won. Absent where nothing did: the field is only filled when empty, and was not. */
	readonly far?: FormHash;
	readonly rev: number;
	/** The version of the far record that won. */
	readonly farVersion?: number;
}

/** A write that was announced and may or may not have been carried out. */
export interface Asking {
	readonly fields: Readonly<Record<string, FormHash>>;
	/** What the fields held then. */
	readonly before: Readonly<Record<string, FormHash>>;
	/** The far record's version that the decision was made on. */
	readonly readVersion?: number;
	/** The link's revision when it was announced. */
	readonly rev: number;
}

/** One direction of a link. */
export interface DirectionBase {
	readonly fields: Readonly<Record<string, FieldBase>>;
	readonly declined: Readonly<Record<string, Declined>>;
	/** The near version last worked on: what is older is stale. */
	readonly worked?: number;
	readonly asking?: Asking;
}

export const emptyBase: DirectionBase = { fields: {}, declined: {} };

export const EMPTY_MARK = '';

/** The revision of what a create agreed on: what is announced from there on is later. */
export const CREATED = 1;

/** What a create agreed on with the record that it made; `farVersion` is that record's version then. */
export function createdBase(asked: Readonly<Record<string, FormHash>>, farVersion?: number): DirectionBase {
	const rows = Object.entries(asked).filter(([, form]) => !isEmptyHash(form)).map(([field, form]): [string, FieldBase] => [field, { asked: form, seen: form, rev: CREATED, ...(farVersion === undefined ? {} : { farVersion }) }]);
	return { ...emptyBase, fields: Object.fromEntries(rows) };
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
	readonly asked?: FormHash;
	readonly seen?: FormHash;
	/** The near record's picture is older than what the other direction has settled: nothing to do for this field. */
	readonly settled?: boolean;
}

/**
 * The last agreement on a far field.
 *
 * The other direction has its own row for the near field that `field` is a copy of: what it wrote there is what we are asked
 * for now, and what it was asked for is what we find. Whichever row was agreed on later is right, so a change that the other direction
 * carried is no change of a user here, even when its own event was lost.
 */
export function basisOf(own: FieldBase | undefined, counter: FieldBase | undefined, nearVersion: number | undefined): Basis {
	if (counter === undefined || counter.rev <= (own?.rev ?? 0)) return own ?? {};
	if (own !== undefined && typeof own.asked !== typeof counter.asked) return own;
	if (nearVersion !== undefined) {
		if (counter.farVersion === undefined) return own ?? {};
		if (nearVersion < counter.farVersion) return { settled: true };
	}
	return { asked: counter.seen, seen: counter.asked };
}

/**
 * The same, where the other direction has announced a write to the near record and never learned how it ended; `wanted` is later than that.
 * It shows either the written value (our own echo), or a later one of a user, who may have seen it: then the value that the write came
 * from is no change of the far side.
 */
export function basisBesideAsking(basis: Basis, asking: Asking, field: string, wanted: FormHash): Basis {
	const asked = asking.fields[field];
	if (typeof asked === 'object' || typeof wanted === 'object') {
		const [now, there] = [elementsOf(asked), elementsOf(wanted)];
		return { asked: known(elementsOf(basis.asked), now, there), seen: known(elementsOf(basis.seen), now, there) };
	}
	return sameHash(wanted, asking.before[field]) ? basis : { asked, seen: asked };
}

/** A fresh picture of the far record, as hashes. */
export interface FarHashes {
	readonly forms: Readonly<Record<string, FormHash>>;
	readonly version?: number;
}

/** What was known of a field before the unconfirmed write, and when the other direction last agreed on it. */
export interface Before {
	readonly basis: Basis;
	readonly settledAt: number;
}

/**
 * What a fresh picture of the far record says about a write that was never confirmed: fields that hold its value are agreed on, a record
 * of the same version was not written to, and what can't be told stays open. What the other direction has settled since is left to it.
 */
export function settleAsking(own: DirectionBase, far: FarHashes, rev: number, before: (field: string) => Before): DirectionBase {
	const { asking, ...rest } = own;
	if (asking === undefined) return own;
	if (far.version !== undefined && far.version === asking.readVersion) return rest;
	const fields: Record<string, FieldBase> = { ...own.fields };
	const open: Record<string, FormHash> = {};
	for (const [field, asked] of Object.entries(asking.fields)) {
		const { basis, settledAt } = before(field);
		if (settledAt > asking.rev) continue;
		const there = far.forms[field] ?? EMPTY_MARK;
		if (typeof asked === 'object') {
			const agreed = known(elementsOf(basis.asked), elementsOf(asked), elementsOf(there));
			const seen = known(elementsOf(basis.seen), elementsOf(asked), elementsOf(there));
			fields[field] = { asked: agreed, seen, rev, farVersion: far.version };
		} else if (sameHash(there, asked)) fields[field] = { asked, seen: there, rev, farVersion: far.version };
		else if (!sameHash(there, asking.before[field])) open[field] = asked;
	}
	return Object.keys(open).length === 0 ? { ...rest, fields } : { ...rest, fields, asking: { ...asking, fields: open } };
}

/** The elements both sides know of: those of `before` that the write kept or that are still there, and those of the write that are there. */
function known(before: ReadonlySet<string>, asking: ReadonlySet<string>, there: ReadonlySet<string>): string[] {
	const kept = [...before].filter((element) => there.has(element) || asking.has(element));
	return [...new Set([...kept, ...[...asking].filter((element) => there.has(element))])].sort();
}

export const elementsOf = (form: FormHash | undefined): Set<string> => new Set(typeof form === 'object' ? form : []);
