import { look, type Action } from './action';
import { CREATED, createdBaseline, emptyBaseline, EMPTY_MARK } from '../model/baseline';
import { dropReview, putLink, reviewRecord } from './drafts';
import { isAllowed, isCreateHeld, MASS_CREATE } from './safeguards';
import { newLink, sourceIsHead, type Draft, type Observation } from '../gather/observation';
import { CREATES, type Change, type Intent, type Link } from '../ledger/ledger';
import type { TargetRecord } from '../model/ports';
import { HELD } from '../model/causes';
import { NEWEST_MARGIN } from '../model/times';

/**
 * Extra wait (ms) when the email or phone has changed since the create and there is no external ID to search for: the
 * record then has to turn up by itself, by event or poll.
 */
const KEYS_CHANGED = 60 * 60_000;

/** The moment from which an empty search proves that an announced create did not create anything. */
export function certainFrom(seen: Observation, intent: Intent): number {
	const { target } = seen.ports;
	const isSearchable =
		target.findByExternalId !== undefined || intent.keys.every((key) => seen.keyHashes.includes(key));
	return (
		intent.at +
		target.callBudget +
		(seen.request.options.lagCeiling ?? target.lagCeiling) +
		(isSearchable ? 0 : KEYS_CHANGED)
	);
}

/** A record that none of our searches could ever find again. */
export function isUnfindable({ keyHashes, ports: { target } }: Observation): boolean {
	return (
		target.createOnly === true ||
		(keyHashes.length === 0 && target.findByExternalId === undefined && target.list === undefined)
	);
}

/** Whether a person has answered the question about the record itself, and for which side. */
export const answerOf = (seen: Observation): 'source' | 'target' | undefined =>
	seen.known.reviews.find(({ field }) => field === '')?.winner;

/** Closes earlier intents and the open questions about them. */
export const withoutOpen = (seen: Observation): Change[] => [
	...seen.known.intents.map(({ id }): Change => ({ drop: 'intent', id })),
	...seen.known.reviews
		.filter(({ field, winner }) => field === '' && winner === undefined)
		.map(({ field }) => dropReview(seen, field)),
];

/** What an unclear create leaves: a later search, or a person where no search can find it. */
export function pendingOrReview(seen: Observation, intent: Intent, why: string): Draft {
	if (isUnfindable(seen))
		return reviewRecord(seen, `A create had no clear answer (${why}), and there is nothing to find the record by`);
	const certain = certainFrom(seen, intent);
	return {
		outcome: 'pending',
		reason: `A create had no clear answer (${why})`,
		dueAt: Math.max(seen.known.now + 10_000, Math.min(certain, seen.known.now + 60_000)),
	};
}

/** A record made by an unclear create started out with the values that were sent, so later edits can be told apart. */
export function rememberCreate(seen: Observation, link: Link, fresh: TargetRecord, incoming: Intent | undefined): Link {
	const [intent] = seen.known.intents;
	const isOurs =
		intent !== undefined && (fresh.createdAt === undefined || fresh.createdAt >= intent.at - NEWEST_MARGIN);
	const own = isOurs ? createdBaseline(intent.desired, fresh.createdAt) : emptyBaseline;
	const opposite = incoming ? createdBaseline(incoming.desired, seen.request.source.createdAt) : emptyBaseline;
	const begun = { ...link, rev: CREATED };
	return sourceIsHead(seen, link)
		? { ...begun, toMember: own, toHead: opposite }
		: { ...begun, toHead: own, toMember: opposite };
}

/** What only a person who sees both apps can tell. */
export const MAYBE_IT =
	'A create had no clear answer, and a record created at that time has changed since: it may be the one';

/**
 * When to look again at a child without a family whose create may be that of others (ms): it may be gone by
 * then, and others wait for it.
 */
const UNDECIDED = 3_600_000;

/**
 * For a child whose parent has no linked record: what its unclear create made is linked as soon as that is certain,
 * since others wait for the answer. Nothing is left to ask then.
 */
export function settledCreate(seen: Observation): 'look' | Pick<Draft, 'changes' | 'dueAt'> {
	const [intent] = seen.known.intents;
	if (!intent || intent.replaces !== undefined || !seen.family) return {};
	const settled = withoutOpen(seen);
	if (answerOf(seen) !== undefined) return { changes: settled };
	const certain = certainFrom(seen, intent);
	if (seen.known.now < certain) return { dueAt: certain };
	const { found } = seen.looks;
	if (!found) return 'look';
	if (found.kind === 'none' || found.kind === 'gone') return { changes: settled };
	if (found.kind !== 'one' && found.kind !== 'created') return { dueAt: seen.known.now + UNDECIDED };
	return {
		changes: [
			...settled,
			putLink(rememberCreate(seen, newLink(seen, found.record), found.record, undefined), undefined),
		],
	};
}

/** A child is due as soon as its parent is linked; this is the fallback in case no event reports that (ms). */
export const PARENTLESS = 6 * 3_600_000;

/** A replacement that could not be finished while the child waits for its parent: it waits on. A dry run plans. */
export const stillWaiting = ({ known: { now } }: Observation, draft: Draft): Draft =>
	draft.outcome === 'planned' ? draft : { ...draft, outcome: 'waiting', dueAt: draft.dueAt ?? now + PARENTLESS };

/** How long a create that waits for a person is left alone (ms); the answer wakes it. */
const HELD_FOR = 6 * 3_600_000;

/**
 * The create of a new record, unless the pair has created too many within an hour: then it waits, and one question is
 * asked for the pair. What a person decided about the record itself is not held. A dry run says what would be created.
 */
export function createUnlessHeld(seen: Observation, create: Extract<Action, { do: 'create' }>): Action {
	const {
		request: { pair, dryRun, options },
		looks: { creates },
		known: { now },
	} = seen;
	const limit = options.createLimit ?? MASS_CREATE.count;
	if (dryRun || limit === 0 || answerOf(seen) === 'source') return create;
	if (!creates) return look({ at: 'recent creates', since: now - MASS_CREATE.window, limit });
	if (!isCreateHeld(creates, limit, now)) {
		const { allows } = creates.question ?? {};
		return { ...create, counts: allows && isAllowed(allows, creates.allowed, now) ? 'allowed' : 'counted' };
	}
	const { id: _id, ...from } = seen.source;
	const question: Change = {
		put: 'review',
		row: {
			pair,
			source: { ...from, id: '' },
			target: seen.place,
			field: CREATES,
			cause: `More than ${Math.max(limit, Math.floor(MASS_CREATE.share * creates.links))} records were to be created within an hour: the others wait`,
			desired: EMPTY_MARK,
			found: EMPTY_MARK,
			at: now,
		},
	};
	const { question: before } = creates;
	const isAsked = before !== undefined && before.winner === undefined;
	const answered: Change[] = before && !isAsked ? [{ drop: 'review', ...before }] : [];
	return {
		do: 'conclude',
		draft: {
			outcome: 'waiting',
			reason: HELD,
			dueAt: now + HELD_FOR,
			newQuestion: !isAsked,
			changes: isAsked ? [] : [...answered, question],
		},
	};
}
