import { look, type Action, type Writing } from './action';
import { counterName, planFields, verdictOn, withSettledPendingWrite, type Decision, type PlanInput } from './fields';
import { planInput, targetState } from './planInput';
import { fieldWrites, isPingPong, PING_PONG } from './safeguards';
import { linksHere, targetOf, type Observation } from '../gather/observation';
import type { HistoryRow, Link, Review } from '../ledger/ledger';
import { sameHash } from '../model/baseline';
import { REPLACED } from '../model/causes';
import type { TargetRecord } from '../model/ports';

/** Decides each field against a fresh read of the target, and passes what is to be written through the safeguard. */
export function decideWrite(seen: Observation, link: Link, record: TargetRecord, writing: Writing): Action {
	const state = targetState(seen, record);
	const input = withSettledPendingWrite(planInput(seen, link), state, link.rev + 1);
	const planned = withoutRefused(seen, planFields(input, state));
	const guarded =
		link.rev < PING_PONG.within
			? []
			: planned.filter(
					(decision) => isWriting(decision) && !('cause' in decision && decision.cause === 'decided by a person'),
				);
	const { writes } = seen.looks;
	if (guarded.length > 0 && !writes) {
		const replaced = linksHere(seen)
			.filter(({ cause }) => cause === REPLACED)
			.map((one) => targetOf(seen, one));
		return look({
			at: 'recent writes',
			records: [targetOf(seen, link), ...replaced, seen.source],
			since: seen.known.now - PING_PONG.window,
		});
	}
	const settled = planned.map((decision) =>
		guarded.includes(decision) ? throughSafeguard(seen, input, decision, writes ?? []) : decision,
	);
	const { mirrored } = seen.looks;
	if (!mirrored && settled.some((decision) => mayBeMirrored(seen, decision)))
		return look({ at: 'mirrored questions', record: targetOf(seen, link) });
	const decisions = settled.map((decision) => asMirrored(seen, input, decision, mirrored ?? []));
	const isReplaced = seen.ports.target.update === undefined && decisions.some(isWriting);
	return { do: isReplaced ? 'replace' : 'write', link, input, decisions, record, writing };
}

/** A question about two values, which the other direction may have open already; one that is open here stays here. */
const mayBeMirrored = (seen: Observation, { field, ...decision }: Decision): boolean =>
	decision.do === 'review' &&
	decision.refusal === undefined &&
	!seen.known.reviews.some((open) => open.field === field && open.winner === undefined);

/** One conflict is one question, no matter which of the two records is synced. */
function asMirrored(seen: Observation, input: PlanInput, decision: Decision, mirrored: readonly Review[]): Decision {
	if (decision.do !== 'review' || !mayBeMirrored(seen, decision)) return decision;
	const name = counterName(input, decision.field);
	const isAsked = mirrored.some(
		({ field, desired, found }) =>
			field === name && sameHash(desired, decision.target) && sameHash(found, decision.desired),
	);
	return isAsked ? { ...decision, isAsked } : decision;
}

export const isWriting = (decision: Decision): boolean =>
	decision.do === 'write' || (decision.do === 'merge' && decision.add.length + decision.remove.length > 0);

/**
 * A value that the service refused before is not sent again on its own: it waits for its review. If something else is
 * written as well, all of it is sent, since the service may decide differently then.
 */
function withoutRefused(seen: Observation, decisions: readonly Decision[]): Decision[] {
	const refusals = seen.known.reviews.filter(({ refused }) => refused);
	const refusalOf = ({ field, desired, target }: Decision) =>
		refusals.find((one) => one.field === field && sameHash(one.desired, desired) && sameHash(one.found, target));
	const isSent = (refusal: Review | undefined): boolean => refusal === undefined || refusal.winner === 'source';
	const hasMore = decisions.some((decision) => isWriting(decision) && isSent(refusalOf(decision)));
	return decisions.map((decision): Decision => {
		const { field, desired, target } = decision;
		const refusal = isWriting(decision) ? refusalOf(decision) : undefined;
		if (refusal?.winner === 'target') return { field, desired, target, do: 'decline', cause: 'decided by a person' };
		return refusal === undefined || hasMore
			? decision
			: { field, desired, target, do: 'review', cause: 'refused', refusal: refusal.cause };
	});
}

/**
 * A field that two mappings keep setting back goes to review by name. The answer lets it through once, or keeps the
 * target value.
 */
function throughSafeguard(
	seen: Observation,
	input: PlanInput,
	decision: Decision,
	writes: readonly HistoryRow[],
): Decision {
	const { field, desired, target } = decision;
	const { from } = input.options.fields[field] ?? {};
	const earlier = fieldWrites(writes, seen.source, seen.place, field, from === null ? undefined : (from ?? field));
	if (!isPingPong([...earlier, { side: 'target', after: desired }])) return decision;
	const verdict = verdictOn(input, { field, desired, target });
	if (verdict) return verdict.do === 'write' ? decision : verdict;
	return { field, desired, target, do: 'review', cause: 'set back and forth' };
}
