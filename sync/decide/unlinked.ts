import { conclude, look, type Action } from './action';
import {
	answerOf,
	certainFrom,
	createUnlessHeld,
	isUnfindable,
	MAYBE_IT,
	pendingOrReview,
	rememberCreate,
} from './creates';
import { dropReview, putLink, reviewRecord } from './drafts';
import { sourceChanges } from './fields';
import { inheritedBaseline, primaryOf } from './group';
import { planInput } from './planInput';
import { decideWrite } from './write';
import {
	leaseKey,
	newLink,
	NOBODY,
	oppositeBaseline,
	ownBaseline,
	targetOf,
	type Found,
	type Observation,
} from '../gather/observation';
import { otherEnd, type Change, type Due, type Intent, type Link } from '../ledger/ledger';
import { sameHash } from '../model/baseline';
import { TARGET_GONE } from '../model/causes';
import { keysOf, matches } from '../model/match';
import { targetRef, type TargetRecord } from '../model/ports';
import { sameRecord, type RecordRef } from '../model/types';

/**
 * A source without a live link: it is linked to an existing record, or a new one is created, unless that could create a
 * duplicate.
 */
export function decideUnlinked(seen: Observation, tombstone?: Link): Action {
	const { request, looks } = seen;
	if ((request.source.version ?? Number.POSITIVE_INFINITY) < newestKnown(seen, tombstone))
		return conclude({ outcome: 'stale', reason: 'A newer version was processed already' });
	const ended = tombstone && targetOf(seen, tombstone).id !== NOBODY ? tombstone : undefined;
	if (looks.duplicate) return decideDuplicate(seen, looks.duplicate, ended);
	if (answerOf(seen) === 'target')
		return conclude({
			outcome: 'unlinked',
			reason: 'A person decided to leave it unlinked',
			changes: withoutIntents(seen),
		});
	const found: Found | undefined = seen.candidate ? { kind: 'one', record: seen.candidate } : looks.found;
	if (!found) return look({ at: 'candidates', former: ended });
	return decideFound(seen, found, ended);
}

function decideFound(seen: Observation, found: Found, ended: Link | undefined): Action {
	const dueAt = seen.known.now + 60_000;
	switch (found.kind) {
		case 'several':
			return reviewOrCreate(seen, `More than one record matches by ${found.by}`);
		case 'unsure':
			if (answerOf(seen) === 'source') return whenNoneMatches(seen, ended);
			return conclude(reviewRecord(seen, MAYBE_IT));
		case 'answer':
			return conclude({
				outcome: 'pending',
				reason: 'It may be what the sync in the other direction created without a clear answer',
				dueAt,
			});
		case 'orphan':
			return conclude({
				outcome: 'pending',
				reason: 'The record that it was created for was deleted, and how that create ended is not known yet',
				dueAt,
			});
		case 'one':
			return decideMatch(seen, found.record, ended);
		case 'created':
			return { do: 'adopt', record: found.record };
		case 'none':
		case 'gone':
			return whenNoneMatches(seen, ended);
	}
}

const withoutIntents = ({ known: { intents } }: Observation): Change[] =>
	intents.map(({ id }) => ({ drop: 'intent', id }));

/** An older version may come late, and with a rule that would create it. */
function rememberSkipped({ request: { pair, source }, source: record, place, known }: Observation): Change[] {
	const { version } = source;
	if (version === undefined || version <= (known.skipped ?? Number.NEGATIVE_INFINITY)) return [];
	return [{ put: 'skipped', row: { pair, source: record, target: place, version } }];
}

/** There may have been links once that are lost: a create could bring back what was deleted or unlinked. */
const LOST =
	'The ledger is empty, and the record carries the ID of a linked one that is not found: run "Rebuild" or "Link Existing" first';

/**
 * The newest version of the source record that anything here was based on: an older one must not lead to a create, nor
 * make a tombstone give way.
 */
function newestKnown(seen: Observation, ended: Link | undefined): number {
	const written = ended
		? Object.values(oppositeBaseline(seen, ended).fields).map(({ targetVersion }) => targetVersion ?? 0)
		: [];
	return Math.max(
		0,
		seen.known.skipped ?? 0,
		...seen.known.intents.map(({ version }) => version ?? 0),
		ended ? (ownBaseline(seen, ended).lastProcessedVersion ?? 0) : 0,
		...written,
	);
}

function whenNoneMatches(seen: Observation, ended: Link | undefined): Action {
	const { intents, now } = seen.known;
	const [intent] = intents;
	if (intent && (isUnfindable(seen) ? answerOf(seen) !== 'source' : now < certainFrom(seen, intent)))
		return conclude(pendingOrReview(seen, intent, 'not found yet'));
	// By now it is known that an earlier announced create did not create anything.
	if (seen.request.options.whenUnmatched === 'skip')
		return conclude({
			outcome: 'unchanged',
			reason: 'Nothing matches, and creating records is turned off',
			changes: [...withoutIntents(seen), ...rememberSkipped(seen)],
		});
	if (ended && !shouldRelink(seen, ended))
		return conclude({
			outcome: 'unlinked',
			reason: ended.cause ?? 'The link has ended',
			target: targetOf(seen, ended),
			changes: withoutIntents(seen),
		});
	if (seen.request.source.externalId !== undefined) {
		if (seen.looks.isFilled === undefined) return look({ at: 'whether filled' });
		if (!seen.looks.isFilled) return reviewOrCreate(seen, LOST);
	}
	// It may be what an unclear create of the other direction made, if neither has anything to identify it by.
	if (seen.keyHashes.length === 0 && !seen.family) {
		if (!seen.looks.openCreates) return look({ at: 'open creates' });
		if (seen.looks.openCreates.some(({ keys }) => keys.length === 0))
			return reviewOrCreate(seen, 'It may be the record of a create that had no clear answer');
	}
	return createUnlessHeld(seen, { do: 'create', onDuplicate: 'look' });
}

/** A question about the record itself: whether it gets a target of its own. */
function reviewOrCreate(seen: Observation, question: string, target?: RecordRef): Action {
	return answerOf(seen) === 'source'
		? { do: 'create', onDuplicate: 'review' }
		: conclude(reviewRecord(seen, question, target));
}

/**
 * A tombstone gives way to an edit made after it, where edits win. A write that was under way when the target was
 * deleted is not an edit.
 */
function shouldRelink(seen: Observation, ended: Link): boolean {
	const pendingWrite = ownBaseline(seen, ended).pendingWrite?.fields ?? {};
	const edits = sourceChanges({ ...planInput(seen, ended), isOver: true }).filter(
		(field) => !sameHash(pendingWrite[field], seen.desired[field].hash),
	);
	return seen.request.options.targetGone === 'recreate' && edits.length > 0;
}

/** The service refuses to create the record because it has one like it. That one is linked if it is the same. */
function decideDuplicate(
	seen: Observation,
	{ id, look: result }: NonNullable<Observation['looks']['duplicate']>,
	ended: Link | undefined,
): Action {
	if (!result) return look({ at: 'duplicate', id });
	const { record } = result;
	if (!record) return conclude(reviewRecord(seen, 'The app says that the record exists, but it cannot be read'));
	const { options } = seen.request;
	if (!options.matchBy.some((by) => matches(by, seen.keys, keysOf(record.fields, options)))) {
		return conclude(
			reviewRecord(
				seen,
				'The app refuses a second record like this one, but name, email, and phone are not the same',
				targetRef(seen.ports.target, id),
			),
		);
	}
	return decideMatch(seen, record, ended);
}

/** Links an existing record, unless it belongs to somebody else. */
function decideMatch(seen: Observation, record: TargetRecord, ended: Link | undefined): Action {
	const {
		looks,
		request: { dryRun, source, options },
	} = seen;
	const target = targetRef(seen.ports.target, record.id);
	if (!dryRun && !seen.leased.includes(leaseKey(target))) return { do: 'lease', record };
	if (!looks.linksOfMatch) return look({ at: 'links of match', record: target });
	const links = looks.linksOfMatch;
	if (links.length > 0 && ended && sameRecord(target, targetOf(seen, ended)))
		return conclude({ outcome: 'unlinked', reason: 'Its record is linked to another one now', target });
	if (links.length > 0 && (options.many !== 'source' || options.further !== 'join')) {
		if (options.many === 'source' && options.further === 'own')
			return createUnlessHeld(seen, { do: 'create', onDuplicate: 'review', about: target });
		return belongsToAnother(
			seen,
			target,
			links.map((link) => otherEnd(link, target)),
		);
	}
	if (!looks.match) return look({ at: 'match', record: target });
	const { record: fresh, incoming } = looks.match;
	if (!fresh || fresh.archived)
		return conclude({
			outcome: 'pending',
			reason: 'The matching record was just deleted',
			dueAt: seen.known.now + 60_000,
		});
	// It was found deleted, and a new one is being created: this is an older version that arrived late.
	if (incoming && ended?.cause === TARGET_GONE && (source.version ?? Number.POSITIVE_INFINITY) < incoming.at)
		return conclude({
			outcome: 'pending',
			reason: 'Its linked record is being created again',
			target,
			dueAt: seen.known.now + 60_000,
		});
	return beginLink(seen, fresh, links, ended, incoming);
}

/**
 * The record linked to the match may have been deleted or merged without an event so far: it is checked first, and only
 * then a review is opened.
 */
function belongsToAnother(seen: Observation, target: RecordRef, linkedRecords: readonly RecordRef[]): Action {
	const {
		known: { due, now },
		place,
		request: { pair },
	} = seen;
	if (!seen.looks.linkedRecords) return look({ at: 'linked records', records: linkedRecords });
	const { linkedRecords: looks } = seen.looks;
	const isLooked = looks.every((due) => due === undefined);
	const looking = due && LOOKS.includes(due.cause) ? due : undefined;
	const isInReview = seen.known.reviews.some(({ field }) => field === '');
	// The check may have failed before for other reasons, and events count as tries of this record.
	const isVain = !isLooked && looks.every((check) => !check || isTried(check, PATIENT));
	if (
		isInReview ||
		(isLooked && looking?.cause === ONCE_MORE) ||
		(looking && (isTried(looking, LONGEST) || (isVain && isTried(looking, PATIENT))))
	)
		return reviewOrCreate(seen, 'The matching record is linked to another one', target);
	const changes = linkedRecords.flatMap((source, index): Change[] =>
		looks[index]
			? []
			: [
					{
						put: 'due',
						row: {
							pair,
							source,
							target: place,
							status: 'pending',
							cause: 'A second record matches its linked record',
							tries: 0,
							since: now,
							nextAt: now,
						},
					},
				],
	);
	// An older version of that record may have arrived instead of the check.
	const reason = looking && (isLooked || looking.cause === ONCE_MORE) ? ONCE_MORE : LINKED;
	return conclude({ outcome: 'pending', reason, target, changes, dueAt: now + 60_000 });
}

const LINKED = 'The matching record is linked to another one, which is checked first';
const ONCE_MORE = 'The matching record is linked to another one, which is checked once more';
const LOOKS: readonly string[] = [LINKED, ONCE_MORE];

interface Patience {
	readonly ms: number;
	readonly tries: number;
}

/** How long the check is tried, and how often. */
const PATIENT: Patience = { ms: 3_600_000, tries: 5 };

/** How long a record waits for a check that nothing runs: its tries count events, too. */
const LONGEST: Patience = { ms: 6 * 3_600_000, tries: 60 };

/** Time counts up to the wait after the last try: it passes while nothing runs, too. */
const isTried = ({ since, nextAt, tries }: Due, patience: Patience): boolean =>
	nextAt - since >= patience.ms && tries >= patience.tries;

/** Starts a new link and compares the fields of the two records for the first time. */
function beginLink(
	seen: Observation,
	fresh: TargetRecord,
	members: readonly Link[],
	ended: Link | undefined,
	incoming: Intent | undefined,
): Action {
	const { options } = seen.request;
	const answered = incoming ? [...seen.known.intents, incoming] : seen.known.intents;
	// A link answers which record is meant, no matter how the writes of its fields end.
	const questions = seen.known.reviews.filter(({ field }) => field === '').map(({ field }) => dropReview(seen, field));
	const intents: Change[] = [...answered.map(({ id }): Change => ({ drop: 'intent', id })), ...questions];
	const begun = rememberCreate(seen, newLink(seen, fresh), fresh, incoming);
	const link = linkAgain(seen, begun, ended);
	const isNew = link === begun ? ownBaseline(seen, begun).made : undefined;
	const primary = primaryOf([...members, link], options.primary);
	const quiet = { outcome: 'linked', reason: ended ? 'Linked again' : 'One record matches' } as const;
	if (primary?.id !== link.id) {
		const joined: Change[] = [...intents, putLink({ ...link, primary: false }, undefined)];
		return conclude({
			...quiet,
			reason: 'One more record of this person; another one is the primary record',
			target: link.head,
			changes: joined,
		});
	}
	const current = members.find(({ primary }) => primary);
	const started = current ? { ...link, toHead: inheritedBaseline(current.toHead) } : link;
	const released = members
		.filter(({ primary }) => primary)
		.map((member) => putLink({ ...member, primary: false, rev: member.rev + 1 }, member.rev));
	return decideWrite(seen, started, fresh, {
		quiet,
		done: 'linked',
		before: [...intents, ...released],
		stored: undefined,
		...(isNew && { isNew }),
	});
}

/** If these are the same two records as before, restored or never gone, what they had agreed on still holds. */
function linkAgain(seen: Observation, link: Link, ended: Link | undefined): Link {
	if (!ended || !sameRecord(targetOf(seen, ended), targetOf(seen, link)) || !sameRecord(ended.head, link.head))
		return link;
	return { ...link, toHead: ended.toHead, toMember: ended.toMember, rev: ended.rev };
}
