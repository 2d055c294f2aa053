import { conclude, look, type Action } from './action';
import { answerOf, MAYBE_IT, PARENTLESS, settledCreate, stillWaiting } from './creates';
import { decideDeleted } from './deleted';
import { reviewRecord } from './drafts';
import { decideLinked } from './linked';
import { decideReplacement } from './replacement';
import { decideUnlinked } from './unlinked';
import { currentLink, lastEnded, type Observation } from '../gather/observation';
import { REPLACED } from '../model/causes';

/**
 * From what was observed, the one thing to do next. Pure: it calls nothing and changes nothing, and where it needs to
 * know more, the action is a look. In this order: a deleted source, a child whose parent has no linked record, an older
 * version, a source without a link, a replacement that was broken off, and at last the fields of a live link.
 */
export function decide(seen: Observation): Action {
	const { request, family, known, looks } = seen;
	if (request.source.deleted) return decideDeleted(seen);
	if (request.parent && !family?.isLive) return waitForParent(seen);
	if (looks.relink) return decideUnlinked(seen, looks.relink.ended);
	if (!looks.replacement && (known.due?.version ?? 0) > (request.source.version ?? Number.POSITIVE_INFINITY))
		return conclude({ outcome: 'stale', reason: 'A newer version is due' });
	const link = currentLink(seen) ?? looks.replacement?.link;
	if (link) return decideReplacement(seen, link) ?? decideLinked(seen, link);
	const ended = lastEnded(seen);
	return ended?.cause === REPLACED
		? conclude({ outcome: 'unchanged', reason: 'A newer record has taken its place' })
		: decideUnlinked(seen, ended);
}

function waitForParent(seen: Observation): Action {
	// What it has replaced does not wait for the parent.
	const link = seen.looks.replacement?.link ?? currentLink(seen);
	const replacing = link && seen.family && decideReplacement(seen, link, true);
	if (replacing) return replacing.do === 'conclude' ? conclude(stillWaiting(seen, replacing.draft)) : replacing;
	const settled = settledCreate(seen);
	if (settled === 'look') return look({ at: 'candidates', isGoneFine: true });
	// Others wait for the answer, and the parent may never be linked again.
	const isUnsure = seen.looks.found?.kind === 'unsure' && answerOf(seen) === undefined;
	const question = isUnsure ? reviewRecord(seen, MAYBE_IT) : undefined;
	return conclude({
		outcome: 'waiting',
		reason: 'Its parent is not linked yet',
		dueAt: seen.known.now + PARENTLESS,
		...settled,
		...(question && { changes: question.changes, newQuestion: question.newQuestion }),
	});
}
