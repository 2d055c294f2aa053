import { conclude, look, type Action } from './action';
import { answerOf, certainFrom, PARENTLESS, rememberCreate, settledCreate, stillWaiting } from './creates';
import { dropReview, putLink, reviewRecord } from './drafts';
import { targetChanges } from './fields';
import { choosePrimary } from './group';
import { planInput } from './planInput';
import { decideReplacement } from './replacement';
import { isMassDelete, MASS_DELETE } from './safeguards';
import {
	lastEnded,
	linksHere,
	newLink,
	NOBODY,
	oppositeBaseline,
	ownBaseline,
	sourceIsHead,
	targetHash,
	targetOf,
	withOppositeBaseline,
	withOwnBaseline,
	type Draft,
	type Observation,
} from '../gather/observation';
import { samePlace, type Change, type Intent, type Link } from '../ledger/ledger';
import { PARENT_GONE, REPLACED } from '../model/causes';
import type { TargetRecord } from '../model/ports';

/** Applies a confirmed delete of the source to the target, as configured. */
export function decideDeleted(seen: Observation): Action {
	const links = linksToFollow(seen);
	const {
		request,
		looks: { replacement, group },
	} = seen;
	if (request.parent && !seen.family?.isLive) return withoutParent(seen, replacement?.link ?? links[0]);
	if (links.length === 0 && !replacement) return deletedUnlinked(seen);
	const first = replacement?.link ?? links[0];
	const open = decideReplacement(seen, first);
	if (open) return open;
	const [link = first] = liveLinks(seen);
	const waiting = otherDirectionFirst(seen, link);
	if (waiting) return conclude(waiting);
	const { deletes } = request.options;
	if (deletes === 'ignore')
		return conclude({ outcome: 'unchanged', reason: 'Deletes are ignored', target: targetOf(seen, link) });
	if (links.length > 1)
		return conclude({
			outcome: 'unlinked',
			reason: 'The record that several others were linked to was deleted',
			changes: links.flatMap((one) => endOf(seen, one, 'The record that it was linked to was deleted')),
		});
	if (!sourceIsHead(seen, link)) {
		if (!group) return look({ at: 'group', link });
		if (group.length > 1) return leaveGroup(seen, link, group);
	}
	if (deletes === 'unlink') return conclude(unlinked(seen, link, 'The source record was deleted'));
	return decideRemoval(seen, link, deletes);
}

function deletedUnlinked(seen: Observation): Action {
	const {
		intents: [intent],
		reviews,
	} = seen.known;
	if (lastEnded(seen)?.cause === REPLACED)
		return conclude({
			outcome: 'unchanged',
			reason: 'A newer record has taken its place',
			changes: withoutIntents(seen),
		});
	if (intent) return afterUnclearCreate(seen, intent, false) ?? conclude(notLinked([]));
	const remembered = rememberDelete(seen);
	return remembered === 'look'
		? look({ at: 'whether filled' })
		: conclude(notLinked([...reviews.map(({ field }) => dropReview(seen, field)), ...remembered]));
}

const notLinked = (changes: readonly Change[]): Draft => ({
	outcome: 'unlinked',
	reason: 'It was not linked',
	changes,
});
const withoutIntents = ({ known: { intents } }: Observation): Change[] =>
	intents.map(({ id }) => ({ drop: 'intent', id }));

/**
 * A child whose parent was restored is linked again by its next sync; if that sync is its delete, its linked record is
 * deleted all the same.
 */
function linksToFollow(seen: Observation): readonly Link[] {
	const ended = lastEnded(seen);
	const isBack = seen.family?.isLive && ended?.cause === PARENT_GONE && seen.known.intents.length === 0;
	return isBack && liveLinks(seen).length === 0 ? [{ ...ended, state: 'live' }] : liveLinks(seen);
}

const liveLinks = (seen: Observation): readonly Link[] => linksHere(seen).filter(({ state }) => state === 'live');

/**
 * A child that was deleted with its parent needs no delete of its own: what happens to the target parent decides about
 * the target child. What it has replaced there does not wait.
 */
function withoutParent(seen: Observation, link: Link | undefined): Action {
	const replacing = link && seen.family ? decideReplacement(seen, link, true) : undefined;
	if (replacing && replacing.do !== 'conclude') return replacing;
	const unfinished = replacing?.draft;
	if (isAwaited(seen, link) && unfinished?.outcome !== 'planned')
		return unfinished ? conclude(stillWaiting(seen, unfinished)) : awaitParent(seen);
	if (unfinished) return conclude(unfinished);
	const [intent] = seen.known.intents;
	const unclear = !link && intent && seen.family ? afterUnclearCreate(seen, intent, true) : undefined;
	if (unclear) return unclear;
	if (!link) {
		const remembered = rememberDelete(seen);
		return remembered === 'look'
			? look({ at: 'whether filled' })
			: conclude(notLinked([...withoutIntents(seen), ...remembered]));
	}
	const last = liveLinks(seen)[0] ?? link;
	const first = otherDirectionFirst(seen, last);
	if (first) return conclude(first);
	const { replaced: _replaced, ...current } = last;
	const { changes, ...draft } = unlinked(seen, current, PARENT_GONE);
	return conclude({ ...draft, changes: [...changes, ...withoutIntents(seen)] });
}

function awaitParent(seen: Observation): Action {
	const settled = settledCreate(seen);
	if (settled === 'look') return look({ at: 'candidates', isGoneFine: true });
	return conclude({
		outcome: 'waiting',
		reason: 'It was deleted, and its parent is not linked yet',
		dueAt: seen.known.now + PARENTLESS,
		...settled,
	});
}

/**
 * The tombstone would lose track of what the other direction has replaced and still has to delete on this side, so that
 * is waited for, for up to a day.
 */
function otherDirectionFirst(seen: Observation, link: Link): Draft | undefined {
	const { due, now } = seen.known;
	const isOpen =
		link.replaced?.some((old) => samePlace(old, seen.source)) === true && now - (due?.since ?? now) < PATIENT;
	return isOpen
		? {
				outcome: 'pending',
				reason: 'The sync in the other direction has to delete a replaced record first',
				target: targetOf(seen, link),
				dueAt: now + 60_000,
			}
		: undefined;
}

/**
 * A late, older version of a record that was never linked must not create a target after the delete: such a record gets
 * a tombstone too.
 */
function rememberDelete(seen: Observation): Change[] | 'look' {
	const { version } = seen.request.source;
	const ended = lastEnded(seen);
	if (version === undefined || (ended && (ownBaseline(seen, ended).lastProcessedVersion ?? 0) >= version)) return [];
	if (seen.looks.isFilled === undefined) return 'look';
	if (!seen.looks.isFilled) return [];
	const link: Link = ended ?? {
		...newLink(seen, { id: NOBODY, fields: {} }),
		primary: false,
		state: 'ended',
		cause: 'Deleted before it was linked',
		endedAt: seen.known.now,
	};
	return [
		putLink(
			{
				...withOwnBaseline(seen, link, { ...ownBaseline(seen, link), lastProcessedVersion: version }),
				rev: link.rev + 1,
			},
			ended?.rev,
		),
	];
}

/**
 * How long a deleted child waits for its parents to be linked again, for its linked record to be removed, and for the
 * other direction (ms).
 */
const PATIENT = 24 * 3_600_000;

/**
 * It was still there after its family had ended, and waited: it was not deleted with its parent, and its linked record
 * may still exist.
 */
function isAwaited(seen: Observation, link: Link | undefined): boolean {
	const { due, now } = seen.known;
	return (
		due?.status === 'waiting' &&
		now - due.since < PATIENT &&
		(link !== undefined || lastEnded(seen)?.cause === PARENT_GONE)
	);
}

/**
 * Deleted while its create had no clear answer: what the create made, if anything, is found and gets a tombstone, so
 * that it is not created again from there. Undefined if the parent is gone in the target, and everything below it.
 */
function afterUnclearCreate(seen: Observation, intent: Intent, isGoneFine: boolean): Action | undefined {
	// Whatever the answer to the review was, there is nothing left to ask.
	const isOpen = answerOf(seen) === undefined;
	if (seen.ports.target.createOnly && isOpen)
		return conclude(
			reviewRecord(seen, 'Deleted after a create without a clear answer, and the app does not tell what was created'),
		);
	const certain = certainFrom(seen, intent);
	if (seen.known.now < certain)
		return conclude({ outcome: 'pending', reason: 'Deleted while its create had no clear answer', dueAt: certain });
	const { found } = seen.looks;
	if (!found) return look({ at: 'candidates', isGoneFine });
	if (found.kind === 'gone') return undefined;
	if (found.kind === 'several' && isOpen)
		return conclude(
			reviewRecord(
				seen,
				`Deleted after a create without a clear answer, and more than one record matches by ${found.by}`,
			),
		);
	if (found.kind === 'unsure' && isOpen)
		return conclude(
			reviewRecord(
				seen,
				'Deleted after a create without a clear answer, and a record created at that time has changed since: it may be the one',
			),
		);
	const settled: Change[] = [
		...withoutIntents(seen),
		...seen.known.reviews.map(({ field }) => dropReview(seen, field)),
	];
	if (found.kind === 'one' || found.kind === 'created') {
		const link = rememberCreate(seen, newLink(seen, found.record), found.record, undefined);
		if (seen.request.parent) return { do: 'keep link', link, changes: settled };
		const ended: Link = {
			...link,
			state: 'ended',
			primary: false,
			cause: 'Deleted after a create without a clear answer',
			endedAt: seen.known.now,
			rev: 1,
		};
		return conclude({
			outcome: 'unlinked',
			reason: 'Deleted after a create without a clear answer',
			changes: [...settled, putLink(ended, undefined)],
		});
	}
	const remembered = rememberDelete(seen);
	return remembered === 'look'
		? look({ at: 'whether filled' })
		: conclude({
				outcome: 'unlinked',
				reason: 'Deleted after a create without a clear answer',
				changes: [...settled, ...remembered],
			});
}

const unlinked = (seen: Observation, link: Link, cause: string) => ({
	outcome: 'unlinked' as const,
	reason: cause,
	target: targetOf(seen, link),
	changes: endOf(seen, link, cause),
});

/** The tombstone, and another sync of the other record: it may have been merged into one that can be found. */
function endOf(seen: Observation, link: Link, cause: string): Change[] {
	const { now } = seen.known;
	const target = targetOf(seen, link);
	const place = { system: seen.source.system, account: seen.source.account };
	if (seen.request.parent) return tombstone(seen, link, cause);
	return [
		...tombstone(seen, link, cause),
		{
			put: 'due',
			row: {
				pair: link.pair,
				source: target,
				target: place,
				status: 'waiting',
				cause: 'Its linked record was merged or deleted',
				tries: 0,
				since: now,
				nextAt: now,
			},
		},
	];
}

/** Ends the link and closes the questions about the source record. */
export function tombstone(seen: Observation, link: Link, cause: string): Change[] {
	const { now, reviews } = seen.known;
	const own = { ...ownBaseline(seen, link), lastProcessedVersion: seen.request.source.version ?? now };
	const ended: Link = { ...withOwnBaseline(seen, link, own), state: 'ended', cause, endedAt: now, rev: link.rev + 1 };
	return [putLink(ended, link.rev), ...reviews.map(({ field }) => dropReview(seen, field))];
}

/** One of several members was deleted: the next one becomes primary, and is synced soon. */
function leaveGroup(seen: Observation, link: Link, group: readonly Link[]): Action {
	const { now } = seen.known;
	const own = { ...ownBaseline(seen, link), lastProcessedVersion: seen.request.source.version ?? now };
	const ended: Link = {
		...withOwnBaseline(seen, link, own),
		state: 'ended',
		cause: 'It was deleted',
		endedAt: now,
		primary: false,
		rev: link.rev + 1,
	};
	const others = group.filter(({ id }) => id !== link.id);
	const { changes, primary, isNew } = choosePrimary(
		[...others, ...(link.primary ? [{ ...link, state: 'ended' as const }] : [])],
		seen.request.options.primary,
	);
	const kept = changes.filter((change) => !('row' in change) || !('member' in change.row) || change.row.id !== link.id);
	const due: Change[] =
		primary && isNew
			? [
					{
						put: 'due',
						row: {
							pair: link.pair,
							source: primary.member,
							target: seen.place,
							status: 'pending',
							cause: 'It is the primary record from now on',
							tries: 0,
							since: now,
							nextAt: now,
						},
					},
				]
			: [];
	return conclude({
		outcome: 'unlinked',
		reason: 'One of several records of this person was deleted',
		target: link.head,
		changes: [putLink(ended, link.rev), ...kept, ...due],
	});
}

/** The target record is archived or deleted, unless a person edited it since: then the edit wins and the link ends. */
function decideRemoval(seen: Observation, link: Link, how: 'archive' | 'delete'): Action {
	const {
		looks,
		ports: { target: service },
	} = seen;
	const target = targetOf(seen, link);
	if (service.createOnly) return conclude(reviewRecord(seen, 'The app cannot remove records', target));
	if (!looks.target) return look({ at: 'target', record: target });
	const { record } = looks.target;
	if (!record || record.archived) return conclude(unlinked(seen, link, 'Both records were deleted'));
	if (isEdited(seen, link, record))
		return conclude(unlinked(seen, forgiving(seen, link), 'The target record was edited since, so it was kept'));
	const answer = answerOf(seen);
	if (answer === 'target') return conclude(unlinked(seen, link, 'A person decided to keep it'));
	if (answer === undefined) {
		if (!looks.deletes)
			return look({ at: 'recent deletes', since: seen.known.now - MASS_DELETE.window, limit: MASS_DELETE.count });
		if (isMassDelete(looks.deletes.recent, looks.deletes.links))
			return conclude(reviewRecord(seen, 'Too many deletes within an hour', target));
	}
	if (!service[how]) return conclude(reviewRecord(seen, `The app cannot ${how} this record`, target));
	if (seen.request.dryRun)
		return conclude({
			outcome: 'planned',
			reason: how === 'archive' ? 'Would be archived' : 'Would be deleted',
			target,
			plan: [{ call: how, fields: [] }],
		});
	return { do: 'remove', link, record, how };
}

/** Target values that had lost against the deleted record count as edits again. */
const forgiving = (seen: Observation, link: Link): Link =>
	withOppositeBaseline(seen, link, { ...oppositeBaseline(seen, link), declined: {} });

/** Whether any field differs from what was last agreed on. */
function isEdited(seen: Observation, link: Link, record: TargetRecord): boolean {
	const fields = new Set([...Object.keys(record.fields), ...Object.keys(ownBaseline(seen, link).fields)]);
	const forms = [...fields].map((field) => [field, targetHash(seen, field, record.fields[field])] as const);
	return (
		targetChanges(planInput(seen, link), { forms: Object.fromEntries(forms), version: record.version }, link.rev + 1)
			.length > 0
	);
}
