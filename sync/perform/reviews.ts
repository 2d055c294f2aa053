import { ask, dropReview } from '../decide/drafts';
import type { Decision, PlanInput } from '../decide/fields';
import { targetOf } from '../gather/observation';
import type { Change, Link, Review } from '../ledger/ledger';
import type { Run } from '../run';

/** New reviews, and those that this run has answered. */
export function reviewChanges(run: Run, link: Link, input: PlanInput, decisions: readonly Decision[]): Change[] {
	const questions: Change[] = decisions.flatMap((decision) =>
		decision.do === 'review' && !decision.isAsked ? [ask(run, reviewRow(run, link, decision))] : [],
	);
	const open = new Set(
		decisions.filter((decision) => decision.do === 'review' && !decision.isAsked).map(({ field }) => field),
	);
	const answered = run.known.reviews.filter(
		({ field }) => !open.has(field) && (field === '' || field in input.desired),
	);
	return [...questions, ...answered.map(({ field }) => dropReview(run, field))];
}

export function reviewRow(
	run: Run,
	link: Link,
	{ field, desired, target, cause, refusal }: Extract<Decision, { do: 'review' }>,
): Review {
	const why = refusal === undefined ? { cause } : { cause: refusal, refused: true as const };
	return {
		pair: link.pair,
		source: run.source,
		target: targetOf(run, link),
		field,
		...why,
		desired: desired,
		found: target,
		at: run.known.now,
	};
}
