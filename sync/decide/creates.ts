import { CREATED, createdBaseline, emptyBaseline } from '../model/baseline';
import { dropReview, putLink, reviewRecord } from './drafts';
import { newLink, sourceIsHead, type Draft, type Observation } from '../gather/observation';
import type { Change, Intent, Link } from '../ledger/ledger';
import type { TargetRecord } from '../model/ports';
import { NEWEST_MARGIN } from '../model/times';

/**
 * Ms that are waited on top when email or phone changed since the create and no stamp is searched for: the record has
 * to come by itself, by event or poll.
 */
const KEYS_CHANGED = 60 * 60_000;

/** The moment from which an empty search proves that an announced create made nothing. */
export function certainFrom(seen: Observation, intent: Intent): number {
	const { target } = seen.ports;
	const isSearchable = target.findByStamp !== undefined || intent.keys.every((key) => seen.keyHashes.includes(key));
	return (
		intent.at +
		target.callBudget +
		(seen.request.options.lagCeiling ?? target.lagCeiling) +
		(isSearchable ? 0 : KEYS_CHANGED)
	);
}

/** A record that no search of ours could ever find again. */
export function isUnfindable({ keyHashes, ports: { target } }: Observation): boolean {
	return (
		target.createOnly === true ||
		(keyHashes.length === 0 && target.findByStamp === undefined && target.list === undefined)
	);
}

/** Whether a person has answered the question about the record itself, and for which side. */
export const answerOf = (seen: Observation): 'source' | 'target' | undefined =>
	seen.known.reviews.find(({ field }) => field === '')?.winner;

/** What was announced before, and asked about it, is over. */
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

/**
 * A record that an unclear create made began with what was asked for: what was edited since is told from what was not.
 */
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

/**
 * When a child without family is looked at again whose create is not told from others: it may be gone by then, and
 * others wait for it (ms).
 */
const UNDECIDED = 3_600_000;

/**
 * Of a child whose parent has no partner: what an unclear create of it made is linked as soon as it is certain, since
 * others wait for that answer. Nothing is left to ask then.
 */
export function settledCreate(seen: Observation): 'look' | Pick<Draft, 'changes' | 'dueAt'> {
	const [intent] = seen.known.intents;
	if (!intent || intent.replaces !== undefined || !seen.family) return {};
	const settled = withoutOpen(seen);
	if (answerOf(seen) === 'target') return { changes: settled };
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

/** A child is due as soon as its parent is linked; this is for the case that nobody says so (ms). */
export const PARENTLESS = 6 * 3_600_000;
