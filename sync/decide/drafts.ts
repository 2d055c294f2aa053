import { EMPTY_MARK, sameHash, type DirectionBaseline } from '../model/baseline';
import { linksHere, withOwnBaseline, type Draft, type Observation } from '../gather/observation';
import type { Change, Link, Review } from '../ledger/ledger';
import type { OutcomeKind, RecordRef } from '../model/types';

/**
 * Outcomes that settle what happens to a record, and so the question about it. A decision to leave the record alone is
 * kept.
 */
export function answeredQuestion(seen: Observation, outcome: OutcomeKind): Change[] {
	const isLeft = ({ winner }: Review): boolean => winner === 'target' && outcome === 'unlinked';
	return SETTLED.has(outcome)
		? seen.known.reviews
				.filter((review) => review.field === '' && !isLeft(review))
				.map(({ field }) => dropReview(seen, field))
		: [];
}

const SETTLED = new Set<OutcomeKind>([
	'created',
	'linked',
	'updated',
	'unchanged',
	'conflict',
	'deleted',
	'archived',
	'unlinked',
]);

/** A live link settles every create that was announced before it, no matter who created the link. */
export function answeredIntents(seen: Observation): Change[] {
	const isLinked = linksHere(seen).some(({ state }) => state === 'live');
	return seen.known.intents
		.filter(({ replaces }) => isLinked && replaces === undefined)
		.map(({ id }) => ({ drop: 'intent', id }));
}

export const dropReview = (seen: Observation, field: string): Change => ({
	drop: 'review',
	pair: seen.request.pair,
	source: seen.source,
	target: seen.place,
	field,
});

/** Whether this question is open already: about the same two values, or about the same record for the same reason. */
export function isOpen(seen: Observation, row: Review): boolean {
	return seen.known.reviews.some(
		(open) =>
			open.field === row.field &&
			open.winner === undefined &&
			(row.field === ''
				? open.cause === row.cause && idOf(open) === idOf(row)
				: sameHash(open.desired, row.desired) && sameHash(open.found, row.found)),
	);
}

const idOf = ({ target }: Review): string => ('id' in target ? target.id : '');

/** Stores a question. One that is open already keeps its time. */
export function ask(seen: Observation, row: Review): Change {
	const at = isOpen(seen, row) ? seen.known.reviews.find(({ field }) => field === row.field)?.at : undefined;
	const { parent } = seen.request;
	return { put: 'review', row: { ...row, ...(parent && { parent }), at: at ?? row.at } };
}

/** A question that is not about two values: which record is meant, or whether a record may be changed at all. */
export function reviewRecord(seen: Observation, reason: string, target?: RecordRef): Draft {
	const { pair } = seen.request;
	const row = {
		pair,
		source: seen.source,
		target: target ?? seen.place,
		field: '',
		cause: reason,
		desired: EMPTY_MARK,
		found: EMPTY_MARK,
		at: seen.known.now,
	};
	return {
		outcome: 'review',
		reason,
		...(target ? { target } : {}),
		newQuestion: !isOpen(seen, row),
		changes: [ask(seen, row)],
	};
}

export const putLink = (row: Link, expect: number | undefined): Change => ({
	put: 'link',
	row,
	...(expect === undefined ? {} : { expect }),
});
export const nextRevision = (seen: Observation, link: Link, own: DirectionBaseline): Link => ({
	...withOwnBaseline(seen, link, own),
	rev: link.rev + 1,
});
