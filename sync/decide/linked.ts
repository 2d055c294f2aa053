import { conclude, look, type Action } from './action';
import { answerOf } from './creates';
import { answeredIntents, ask, dropReview, isOpen, putLink, reviewRecord } from './drafts';
import { sourceChanges, type PlanInput } from './fields';
import { planInput } from './planInput';
import { decideWrite } from './write';
import {
	ownBaseline,
	sourceIsHead,
	targetOf,
	withOwnBaseline,
	type Draft,
	type Observation,
} from '../gather/observation';
import type { Change, Link } from '../ledger/ledger';
import { EMPTY_MARK, sameHash, withoutPendingWrite, type FieldBaseline } from '../model/baseline';
import { TARGET_GONE } from '../model/causes';

/**
 * Brings the target of a live link up to date: no call when nothing has changed, otherwise one read, and writes of
 * changed fields only.
 */
export function decideLinked(seen: Observation, link: Link): Action {
	const target = targetOf(seen, link);
	if (!sourceIsHead(seen, link) && !link.primary)
		return conclude({ outcome: 'unchanged', reason: 'Another record of this person is the primary record', target });
	if ((ownBaseline(seen, link).lastProcessedVersion ?? 0) > (seen.request.source.version ?? Number.POSITIVE_INFINITY)) {
		return conclude({ outcome: 'stale', reason: 'A newer version was processed already', target });
	}
	const input = planInput(seen, link);
	if (sourceChanges(input).length === 0 && input.own.pendingWrite === undefined) {
		return conclude({
			outcome: 'unchanged',
			reason: 'Nothing changed since the last write',
			target,
			changes: [...rememberVersion(seen, link), ...seen.known.reviews.map(({ field }) => dropReview(seen, field))],
		});
	}
	if (seen.ports.target.createOnly) return conclude(askToEnter(seen, link, input));
	if (!seen.looks.target) return look({ at: 'target', record: target });
	const { record } = seen.looks.target;
	if (record === undefined || record.archived) return targetIsGone(seen, link);
	const quiet = { outcome: 'unchanged', reason: 'Both records have the same values already' } as const;
	return decideWrite(seen, link, record, { quiet, done: 'updated', before: [], stored: link.rev });
}

/**
 * The target is deleted or archived although the source was edited. It may have been merged; otherwise the option
 * decides what the edit does.
 */
function targetIsGone(seen: Observation, link: Link): Action {
	const target = targetOf(seen, link);
	const ended: Link = { ...link, state: 'ended', cause: TARGET_GONE, endedAt: seen.known.now, rev: link.rev + 1 };
	const answer = answerOf(seen);
	const targetGone = answer === 'target' ? 'unlink' : seen.request.options.targetGone;
	if (targetGone === 'review' && answer === undefined)
		return conclude(reviewRecord(seen, 'The target record was deleted, and the source record was edited', target));
	const changes: Change[] = [putLink(ended, link.rev), ...answeredIntents(seen)];
	if (targetGone === 'unlink')
		return conclude({ outcome: 'unlinked', reason: 'The target record was deleted', target, changes });
	return { do: 'end', ended, changes, target };
}

/**
 * Where the API cannot change anything, a person enters the changes by hand, and confirms that by resolving the review.
 */
function askToEnter(seen: Observation, link: Link, input: PlanInput): Draft {
	const changed = sourceChanges(input);
	const entered = changed.filter((field) => sameHash(input.verdicts?.[field]?.desired, seen.desired[field].hash));
	const open = changed.filter((field) => !entered.includes(field));
	const rev = link.rev + 1;
	const rows = entered.map((field): [string, FieldBaseline] => [
		field,
		{ desired: seen.desired[field].hash, observed: seen.desired[field].hash, rev },
	]);
	const own = withoutPendingWrite(ownBaseline(seen, link));
	const target = targetOf(seen, link);
	const questions = open.map((field) => ({
		pair: link.pair,
		source: seen.source,
		target,
		field,
		cause: 'Only a person can change it there',
		desired: seen.desired[field].hash,
		found: EMPTY_MARK,
		at: seen.known.now,
	}));
	const changes: Change[] = [
		putLink(
			{ ...withOwnBaseline(seen, link, { ...own, fields: { ...own.fields, ...Object.fromEntries(rows) } }), rev },
			link.rev,
		),
		...seen.known.reviews.filter(({ field }) => !open.includes(field)).map(({ field }) => dropReview(seen, field)),
		...questions.map((row) => ask(seen, row)),
	];
	if (open.length === 0) return { outcome: 'unchanged', reason: 'A person has entered it there', target, changes };
	return {
		outcome: 'review',
		reason: `The app's records cannot be changed through its API: enter by hand: ${open.join(', ')}`,
		target,
		review: open,
		newQuestion: questions.some((row) => !isOpen(seen, row)),
		changes,
	};
}

/** A newer version without changes is remembered too, so that an older one that arrives late is recognized as stale. */
function rememberVersion(seen: Observation, link: Link): Change[] {
	const own = ownBaseline(seen, link);
	const { version } = seen.request.source;
	if (version === undefined || version <= (own.lastProcessedVersion ?? 0)) return [];
	return [
		putLink({ ...withOwnBaseline(seen, link, { ...own, lastProcessedVersion: version }), rev: link.rev + 1 }, link.rev),
	];
}
