import type { Link } from '../ledger/ledger';
import { hashForm, sameHash, type DirectionBaseline, type FormHash } from '../model/baseline';
import { canonical, type CanonicalOptions, type FieldKind } from '../model/canonical';
import type { Hash } from '../model/ports';

/** A field that both sides have, under the names that the two Syncs use for it. */
export interface ComparedField {
	/** As the Sync toward the target calls it, and what its values are. */
	readonly target: string;
	/** As the Sync toward the source calls it. */
	readonly source: string;
	readonly kind: FieldKind;
}

/** The value that a record has for a field. */
export type ValueOf<R> = (record: R, field: ComparedField) => unknown;

/** Which side holds something else than both last agreed on; `never` when they never agreed on the field. */
export type Changed = 'source' | 'target' | 'both' | 'never';

export interface FieldDrift {
	readonly field: string;
	readonly changed: Changed;
}

export interface Comparison {
	readonly fields: readonly ComparedField[];
	readonly options: CanonicalOptions;
	readonly hash: Hash;
}

/**
 * The fields in which two linked records differ, apart from what both agreed on (an app may keep a value in another
 * form); and whether one differs since its value lost, by a rule or a person's decision.
 */
export function driftOf<S, T>(
	link: Link,
	source: { readonly record: S; readonly valueOf: ValueOf<S>; readonly isHead: boolean },
	target: { readonly record: T; readonly valueOf: ValueOf<T> },
	{ fields, options, hash }: Comparison,
): { differing: FieldDrift[]; isDecided: boolean } {
	let isDecided = false;
	const [toTarget, toSource] = source.isHead ? [link.toMember, link.toHead] : [link.toHead, link.toMember];
	const differing = fields.flatMap((field): FieldDrift[] => {
		const there = hashForm(hash, canonical(field.kind, target.valueOf(target.record, field), options));
		const here = hashForm(hash, canonical(field.kind, source.valueOf(source.record, field), options));
		if (sameHash(here, there)) return [];
		const agreed = agreedOn(toTarget, toSource, field);
		if (hasLost(toTarget, field.target, here, there) || hasLost(toSource, field.source, there, here)) {
			isDecided = true;
			return [];
		}
		if (agreed && sameHash(here, agreed.source) && sameHash(there, agreed.target)) return [];
		if (!agreed) return [{ field: field.target, changed: 'never' }];
		const [isSource, isTarget] = [!sameHash(here, agreed.source), !sameHash(there, agreed.target)];
		return [{ field: field.target, changed: isSource && isTarget ? 'both' : isSource ? 'source' : 'target' }];
	});
	return { differing, isDecided };
}

/** What each side held when both last agreed on the field, by the later of the two directions. */
function agreedOn(
	toTarget: DirectionBaseline,
	toSource: DirectionBaseline,
	{ source, target }: ComparedField,
): { source: FormHash; target: FormHash } | undefined {
	const [own, opposite] = [toTarget.fields[target], toSource.fields[source]];
	if (own && own.rev >= (opposite?.rev ?? 0)) return { source: own.desired, target: own.observed };
	return opposite && { source: opposite.observed, target: opposite.desired };
}

/** Whether this value was not carried over: it lost against the other, or the field is only filled when empty. */
function hasLost({ declined }: DirectionBaseline, field: string, desired: FormHash, there: FormHash): boolean {
	const lost = declined[field];
	return (
		lost !== undefined && sameHash(lost.desired, desired) && (lost.target === undefined || sameHash(lost.target, there))
	);
}
