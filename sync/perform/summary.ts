import type { Writing } from '../decide/action';
import { isOpen } from '../decide/drafts';
import type { Decision } from '../decide/fields';
import { targetOf, type Draft } from '../gather/observation';
import type { Link } from '../ledger/ledger';
import type { PlannedWrite } from '../model/types';
import type { Run } from '../run';
import { reviewRow } from './reviews';
import type { Step } from './steps';

export function summary(
	run: Run,
	link: Link,
	steps: readonly Step[],
	decisions: readonly Decision[],
	writing: Writing,
	lost: readonly string[] = [],
): Draft {
	const open = decisions.filter((decision) => decision.do === 'review');
	const review = open.map(({ field }) => field);
	const changed = [...new Set(steps.flatMap(({ desired }) => Object.keys(desired)))].filter(
		(field) => !lost.includes(field) && !open.some((one) => one.field === field),
	);
	const ruled = decisions
		.filter((decision) => decision.do === 'assume' || ('cause' in decision && RULED.has(decision.cause)))
		.map(({ field }) => field);
	const { isNew } = writing;
	const facts = { target: targetOf(run, link), changed, review, decided: ruled, ...(isNew && { isNew }) };
	const ignored = lost.length > 0 ? [didNotKeep(lost)] : [];
	const why = (reason: string) => [reason, ...ignored].join('; ');
	if (review.length > 0) {
		const newQuestion = open.some((one) => !one.isAsked && !isOpen(run, reviewRow(run, link, one)));
		return { ...facts, outcome: 'review', reason: why(whyReview(open)), newQuestion };
	}
	if (changed.length > 0) return { ...facts, outcome: writing.done, reason: why(`Written: ${changed.join(', ')}`) };
	if (ignored.length > 0) return { ...facts, ...writing.quiet, reason: ignored[0] };
	const outvoted = decisions
		.filter(
			(decision) => decision.do === 'assume' || (decision.do === 'decline' && decision.cause !== 'only when empty'),
		)
		.map(({ field }) => field);
	if (outvoted.length > 0 && writing.quiet.outcome !== 'linked')
		return { ...facts, outcome: 'conflict', reason: `The target's value was kept: ${outvoted.join(', ')}` };
	return { ...facts, ...writing.quiet };
}

function whyReview(open: ReadonlyArray<Extract<Decision, { do: 'review' }>>): string {
	const refused = open.filter(({ refusal }) => refusal !== undefined);
	const differing = open.filter((decision) => !refused.includes(decision)).map(({ field }) => field);
	const refusals = [...new Set(refused.map(({ refusal }) => refusal))].map(
		(refusal) =>
			`The app did not accept ${refused
				.filter((one) => one.refusal === refusal)
				.map(({ field }) => field)
				.join(', ')}: ${refusal}`,
	);
	return [...refusals, ...(differing.length > 0 ? [`The two records differ: ${differing.join(', ')}`] : [])].join('; ');
}

const RULED = new Set(['source', 'target', 'newest', 'decided by a person', 'first contact']);

export const didNotKeep = (lost: readonly string[]): string =>
	`The app did not keep what was written: ${lost.join(', ')}`;

export function planned(
	run: Run,
	link: Link,
	steps: readonly Step[],
	decisions: readonly Decision[],
	writing: Writing,
): Draft {
	const { outcome, reason, ...facts } = summary(run, link, steps, decisions, writing);
	const plan: PlannedWrite[] = steps.map((step) => ({ call: step.call, fields: Object.keys(step.desired) }));
	return plan.length === 0 ? { ...facts, outcome, reason, plan } : { ...facts, outcome: 'planned', reason, plan };
}
