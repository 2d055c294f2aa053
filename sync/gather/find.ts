import { CREATED, createdBaseline, emptyBaseline, sameHash } from '../decide/baseline';
import { childOf, MAX_CLOCK_SKEW, mayBeAnswer, sameChild, type Family } from './children';
import { answerOf, createTarget, certainFrom, TARGET_GONE, holdsBody, isUnfindable, linkCreated, pendingOrReview, withoutOpen } from '../perform/create';
import { otherEnd, samePlace, type Change, type Intent, type Link } from '../ledger/ledger';
import { isCut } from '../manage/links';
import { isRoleEmail, matchAmong, matches, keysOf, type Match } from '../model/match';
import { sourceChanges, NEWEST_MARGIN } from '../decide/fields';
import { targetRef, ServiceError, type TargetRecord } from '../model/ports';
import { call, conclude, dropReview, targetKeyHashes, targetOf, keyHashesOf, leaseKey, sourceIsHead, newLink, NOBODY, oppositeBaseline, ownBaseline, planInput, reviewRecord, type Draft, type Run } from '../run';
import { sameRecord, type MatchKey, type Outcome, type RecordRef } from '../model/types';
import { primaryOf, inheritedBaseline, writeFields } from '../decide/linked';
import { putLink } from '../perform/write';

/** Thrown when a record turns out to matter that is not leased yet: the run starts again with its lease, and goes on from what it found. */
export class NeedsLease extends Error {
	constructor(readonly record: RecordRef, readonly found: TargetRecord) {
		super('one more lease is needed');
	}
}

/** Finds or makes the target record of a source one that has no live link. */
export async function establish(run: Run, tombstone?: Link): Promise<Outcome> {
	if ((run.request.source.version ?? Number.POSITIVE_INFINITY) < newestKnown(run, tombstone)) return conclude(run, { outcome: 'stale', reason: 'a newer version is known already' });
	const ended = tombstone && targetOf(run, tombstone).id !== NOBODY ? tombstone : undefined;
	if (answerOf(run) === 'target') return conclude(run, { outcome: 'unlinked', reason: 'a person left it without a partner', changes: run.known.intents.map(({ id }) => ({ drop: 'intent', id })) });
	const isEmpty = !(await run.ports.ledger.established(run.request.pair));
	if (isEmpty && run.request.source.stamp !== undefined) return conclude(run, reviewRecord(run, LOST));
	const found: Found = run.candidate ? { kind: 'one', record: run.candidate } : await findTarget(run, ended);
	if (isEmpty && found.kind === 'one' && found.record.stamp === run.source.id) return conclude(run, reviewRecord(run, LOST, targetRef(run.ports.target, found.record.id)));
	if (found.kind === 'several') return reviewOrCreate(run, `more than one record matches by ${found.by}`);
	if (found.kind === 'unsure' && answerOf(run) !== 'source') return conclude(run, reviewRecord(run, 'a create had no clear answer, and a record made then has been changed since: it may be the one'));
	if (found.kind === 'answer') return conclude(run, { outcome: 'pending', reason: 'it may be what the other direction made without a clear answer', dueAt: run.known.now + 60_000 });
	if (found.kind === 'orphan') return conclude(run, { outcome: 'pending', reason: 'the record it was made for is gone, and how its create ended is not known yet', dueAt: run.known.now + 60_000 });
	if (found.kind === 'one') return linkFound(run, found, ended);
	if (found.kind === 'created') return linkCreated(run, found.record, run.known.intents.map(({ id }) => ({ drop: 'intent', id })), 'linked');
	return whenNoneMatches(run, ended);
}

/** Links were made here once, and are lost: a create could double what they joined. */
const LOST = 'the ledger is empty, but a record carries our stamp: run Rebuild or Link existing first';

/** The newest version of the source record that anything here was based on: a create must not start from an older picture, nor a tombstone give way to one. */
function newestKnown(run: Run, ended: Link | undefined): number {
	const written = ended ? Object.values(oppositeBaseline(run, ended).fields).map(({ targetVersion }) => targetVersion ?? 0) : [];
	return Math.max(0, ...run.known.intents.map(({ version }) => version ?? 0), ended ? (ownBaseline(run, ended).lastProcessedVersion ?? 0) : 0, ...written);
}

async function whenNoneMatches(run: Run, ended: Link | undefined): Promise<Outcome> {
	const { intents, now } = run.known;
	const [intent] = intents;
	if (intent && (isUnfindable(run) ? answerOf(run) !== 'source' : now < certainFrom(run, intent))) return conclude(run, pendingOrReview(run, intent, 'not found yet'));
	// By now a create that was announced before is known to have made nothing.
	if (run.request.options.whenUnmatched === 'skip') return conclude(run, { outcome: 'unchanged', reason: 'nothing matches, and records are not created here', changes: intents.map(({ id }) => ({ drop: 'intent', id })) });
	if (ended && !shouldRelink(run, ended)) return conclude(run, { outcome: 'unlinked', reason: ended.cause ?? 'the link was ended', target: targetOf(run, ended), changes: intents.map(({ id }) => ({ drop: 'intent', id })) });
	if (await isPerhapsAnswer(run)) return reviewOrCreate(run, 'it may be the record of a create that had no clear answer');
	return createTarget(run, (id) => linkDuplicate(run, id, ended));
}

/** A question about the record itself: whether it gets a partner of its own. */
async function reviewOrCreate(run: Run, question: string, target?: RecordRef): Promise<Outcome> {
	if (answerOf(run) !== 'source') return conclude(run, reviewRecord(run, question, target));
	return createTarget(run, async (id) => conclude(run, reviewRecord(run, 'a record of its own was refused', targetRef(run.ports.target, id))));
}

/** A tombstone gives way to an edit made after it, where edits win. What was on its way when the target record went is none. */
function shouldRelink(run: Run, ended: Link): boolean {
	const pendingWrite = ownBaseline(run, ended).pendingWrite?.fields ?? {};
	const edits = sourceChanges({ ...planInput(run, ended), isOver: true }).filter((field) => !sameHash(pendingWrite[field], run.desired[field].hash));
	return run.request.options.targetGone === 'recreate' && edits.length > 0;
}

/** Whether the record may be what an unclear create of the other direction made, and neither has anything to tell it by. */
async function isPerhapsAnswer(run: Run): Promise<boolean> {
	if (run.keyHashes.length > 0 || run.family) return false;
	const incoming = await run.ports.ledger.incomingIntents(run.request.pair, run.source);
	return incoming.some(({ keys }) => keys.length === 0);
}

/**
 * `created`: it holds exactly what an unclear create asked for. `orphan`: an unclear create of the other direction may have made it, for a record that is gone.
 * Of children: `unsure` one may be what our unclear create made; `answer` we may be what that of the other direction made.
 */
export type Found = Match | { readonly kind: 'created'; readonly record: TargetRecord } | { readonly kind: 'orphan' | 'unsure' | 'answer' };

/** A child is looked for among its parent's children, and only where one can be there already. */
async function findChild(run: Run, family: Family, ended: Link | undefined): Promise<Found> {
	const [intent] = run.known.intents;
	if (intent && run.ports.target.list) {
		const child = await childOf(run, intent);
		if (child.kind === 'found') return { kind: holdsBody(run, child.record) ? 'created' : 'one', record: child.record };
		return child;
	}
	if (intent) return { kind: 'none' };
	if (ended) return partnerOf(run, ended);
	if (await mayBeAnswer(run, family)) return { kind: 'answer' };
	const record = await sameChild(run, family.since);
	return record ? { kind: 'one', record } : { kind: 'none' };
}

/** A record that comes back, or whose parents are linked again, still has its partner, unless a person has cut the two apart. */
async function partnerOf(run: Run, ended: Link): Promise<Found> {
	if (isCut(ended)) return { kind: 'none' };
	const record = await call(run, (target) => target.read(targetOf(run, ended).id));
	return record && !record.archived ? { kind: 'one', record } : { kind: 'none' };
}

/** Stamped id, then what passed through here lately, then e-mail, then phone; after an unclear create what has no lag comes first. */
export async function findTarget(run: Run, ended: Link | undefined): Promise<Found> {
	if (run.ports.target.createOnly) return { kind: 'none' };
	if (run.family) return findChild(run, run.family, ended);
	const direct = (await bySourceStamp(run)) ?? (await byOpenIntent(run)) ?? (await bySighting(run, ended));
	if (direct) return direct;
	const [intent] = run.known.intents;
	if (intent) {
		const recovered = await recover(run);
		if (recovered) return recovered;
	}
	const searched = (intent ? undefined : await byTargetStamp(run)) ?? (await bySearch(run));
	if (searched.kind !== 'none') return searched;
	// While the search, which lags, was under way, the record's own event may have come; and a former partner may be back.
	return (await bySighting(run, ended)) ?? (ended ? await partnerOf(run, ended) : searched);
}

async function bySourceStamp(run: Run): Promise<Found | undefined> {
	const { stamp } = run.request.source;
	if (stamp === undefined) return undefined;
	const record = await call(run, (target) => target.read(stamp));
	return record && !record.archived ? { kind: 'one', record } : undefined;
}

/** Records that were seen here with the same e-mail or phone: no index lags behind the ledger. */
async function bySighting(run: Run, ended: Link | undefined): Promise<Found | undefined> {
	const { matchBy } = run.request.options;
	if (run.keyHashes.length === 0 || matchBy.length === 0) return undefined;
	const observed = await run.ports.ledger.sighted(run.request.pair, run.keyHashes, run.place);
	const others = observed.filter((record) => !ended || !sameRecord(record, targetOf(run, ended)));
	const records: TargetRecord[] = [];
	for (const { id } of others) {
		const record = await call(run, (target) => target.read(id));
		if (record) records.push(record);
	}
	return firstMatch(run, records);
}

/**
 * The target record whose own sync announced a create towards our side: made after that, with one of its keys, we are that create, whatever
 * was edited since; made while it was under way, we are if the names are the same, whatever keys were edited. Without keys we are if we hold the same.
 */
async function byOpenIntent(run: Run): Promise<Found | undefined> {
	const { pair, source, options } = run.request;
	const incoming = (await run.ports.ledger.incomingIntents(pair, source)).filter((intent) => samePlace(intent.source, run.place));
	for (const { source: { id }, keys, at } of incoming) {
		const isKeyless = keys.length === 0 && run.keyHashes.length === 0;
		const isLater = source.createdAt === undefined || source.createdAt >= at - NEWEST_MARGIN;
		const hasKey = keys.some((key) => run.keyHashes.includes(key));
		const isInTime = !isKeyless && source.createdAt !== undefined && source.createdAt >= at - MAX_CLOCK_SKEW && source.createdAt <= at + run.ports.target.callBudget + MAX_CLOCK_SKEW;
		if (!isLater || !(isKeyless || hasKey || isInTime)) continue;
		const record = await call(run, (target) => target.read(id));
		if (hasKey && (!record || record.archived)) return { kind: 'orphan' };
		if (!record || record.archived) continue;
		if (isKeyless ? holdsBody(run, record) : hasKey || sameName(run.keys.name, keysOf(record.fields, options).name)) return { kind: 'one', record };
	}
	return undefined;
}

/** Alike is not enough where the keys say somebody else. */
const sameName = (one: string, other: string): boolean => one !== '' && one.toLowerCase() === other.toLowerCase();

/** After an unclear create: the look-up without lag, or the stamp. What holds exactly what was asked for is it, without another read. */
async function recover(run: Run): Promise<Found | undefined> {
	const { target } = run.ports;
	const { email, phone } = run.keys;
	const stamped = await byTargetStamp(run);
	if (stamped) return stamped;
	if (!target.findDuplicate || run.keyHashes.length === 0) return undefined;
	const found = await call(run, (service) => service.findDuplicate?.({ email, phone }) ?? Promise.resolve([]));
	return asCreated(run, firstMatch(run, found));
}

async function byTargetStamp(run: Run): Promise<Found | undefined> {
	if (!run.ports.target.findByStamp) return undefined;
	const found = await call(run, (target) => target.findByStamp?.(run.source.id) ?? Promise.resolve([]));
	const alive = found.filter(({ archived, stamp }) => !archived && stamp === run.source.id);
	if (alive.length === 0) return undefined;
	return alive.length > 1 ? { kind: 'several', by: 'stamp' } : asCreated(run, { kind: 'one', record: alive[0] });
}

const asCreated = (run: Run, found: Found | undefined): Found | undefined =>
	found?.kind === 'one' && run.known.intents.length > 0 && holdsBody(run, found.record) ? { kind: 'created', record: found.record } : found;

async function bySearch(run: Run): Promise<Found> {
	const { target } = run.ports;
	const { email, phone } = run.keys;
	for (const by of run.request.options.matchBy) {
		let found: readonly TargetRecord[] = [];
		if (by === 'email' && email !== undefined) found = await call(run, (service) => searchEmail(service, email));
		if (by === 'phone' && phone !== undefined && (target.findByPhone || target.findDuplicate)) found = await call(run, (service) => service.findByPhone?.(phone) ?? service.findDuplicate?.({ phone }) ?? Promise.resolve([]));
		const match = matchBy(run, by, found);
		if (match.kind !== 'none') return match;
	}
	return { kind: 'none' };
}

/** A look-up without lag is better than an index, where there is one. */
const searchEmail = (target: Run['ports']['target'], email: string): Promise<readonly TargetRecord[]> =>
	target.findDuplicate?.({ email }) ?? target.findByEmail?.(email) ?? Promise.resolve([]);

function firstMatch(run: Run, records: readonly TargetRecord[]): Found | undefined {
	for (const by of run.request.options.matchBy) {
		const match = matchBy(run, by, records);
		if (match.kind !== 'none') return match;
	}
	return undefined;
}

function matchBy(run: Run, by: MatchKey, found: readonly TargetRecord[]): Match {
	const [ours, ...more] = by === 'email' ? found.filter((record) => isOurCreate(run, record)) : [];
	if (ours && more.length === 0) return { kind: 'one', record: ours };
	return settleSeveral(run, matchAmong(by, run.keys, found, run.request.options), found);
}

/** Made while our unclear create was under way, with its e-mail: it is what we made, whatever name and phone were given to it since. */
function isOurCreate(run: Run, { archived, createdAt, fields }: TargetRecord): boolean {
	const [intent] = run.known.intents;
	const { email } = keysOf(fields, run.request.options);
	if (intent === undefined || createdAt === undefined || archived || email === undefined || email !== run.keys.email || isRoleEmail(email)) return false;
	const isInTime = createdAt >= intent.at - NEWEST_MARGIN && createdAt <= intent.at + run.ports.target.callBudget + NEWEST_MARGIN;
	return isInTime && keyHashesOf({ email }, run.ports.hash).every((key) => intent.keys.includes(key));
}

/** Where the target side may have several records of one person, the one that would feed the group comes first; the others join by their own events. */
function settleSeveral(run: Run, match: Match, found: readonly TargetRecord[]): Match {
	const { many, primary, further } = run.request.options;
	if (match.kind !== 'several' || match.by === 'stamp' || many !== 'target' || further !== 'join') return match;
	const { by } = match;
	const same = found.filter((record) => !record.archived && matches(by, run.keys, keysOf(record.fields, run.request.options)));
	const byAge = [...same].sort((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0) || (one.id < other.id ? -1 : 1));
	return { kind: 'one', record: primary === 'newest' ? byAge[byAge.length - 1] : byAge[0] };
}

async function linkDuplicate(run: Run, id: string, ended: Link | undefined): Promise<Outcome> {
	const record = await call(run, (target) => target.read(id));
	if (!record) return conclude(run, reviewRecord(run, 'the service says the record exists, but it can not be read'));
	if (!run.request.options.matchBy.some((by) => matches(by, run.keys, keysOf(record.fields, run.request.options)))) {
		return conclude(run, reviewRecord(run, 'the service refuses a second record like this one, but names and keys are not the same', targetRef(run.ports.target, id)));
	}
	return linkFound(run, { kind: 'one', record }, ended);
}

/** Links a record that exists, unless it belongs to somebody else; the fields meet for the first time. */
async function linkFound(run: Run, { record }: Extract<Found, { kind: 'one' }>, ended: Link | undefined): Promise<Outcome> {
	const target = targetRef(run.ports.target, record.id);
	if (!run.request.dryRun && !run.leased.includes(leaseKey(target))) throw new NeedsLease(target, record);
	const { ledger } = run.ports;
	const { pair, options } = run.request;
	const links = (await ledger.links(pair, target)).filter((link) => link.state === 'live' && samePlace(otherEnd(link, target), run.source));
	if (links.length > 0 && ended && sameRecord(target, targetOf(run, ended))) return conclude(run, { outcome: 'unlinked', reason: 'its record belongs to another one now', target });
	if (links.length > 0 && (options.many !== 'source' || options.further !== 'join')) {
		if (options.many === 'source' && options.further === 'own') return createTarget(run, async () => conclude(run, reviewRecord(run, 'a record of its own was refused', target)));
		return belongsToAnother(run, target, links.map((link) => otherEnd(link, target)));
	}
	const fresh = await call(run, (service) => service.read(record.id));
	if (!fresh || fresh.archived) return conclude(run, { outcome: 'pending', reason: 'the matching record has just gone', dueAt: run.known.now + 60_000 });
	if (!run.request.dryRun) await ledger.recordSighting(pair, target, targetKeyHashes(run, fresh));
	const incoming = (await ledger.incomingIntents(pair, run.source)).find((intent) => sameRecord(intent.source, target));
	// It was found gone, and a new one is being made: this is an older picture that came late.
	if (incoming && ended?.cause === TARGET_GONE && (run.request.source.version ?? Number.POSITIVE_INFINITY) < incoming.at) return conclude(run, { outcome: 'pending', reason: 'its partner is making a new one', target, dueAt: run.known.now + 60_000 });
	return beginLink(run, fresh, links, ended, incoming);
}


/** Its partner may be gone or merged, and nobody has told yet: it is looked at first, and then a person is asked. */
async function belongsToAnother(run: Run, target: RecordRef, partners: readonly RecordRef[]): Promise<Outcome> {
	const { known: { due, now }, place, request: { pair } } = run;
	const looks = await Promise.all(partners.map(async (source) => (await run.ports.ledger.known(pair, source, place)).due));
	const isLooked = looks.every((look) => look === undefined);
	const looking = due && LOOKS.includes(due.cause) ? due : undefined;
	const isInReview = run.known.reviews.some(({ field }) => field === '');
	if (isInReview || (isLooked && looking?.cause === ONCE_MORE) || (looking !== undefined && now - looking.since >= PATIENT)) return reviewOrCreate(run, 'the matching record is linked to another one', target);
	const changes = partners.flatMap((source, index): Change[] => (looks[index] ? [] : [{ put: 'due', row: { pair, source, target: place, status: 'pending', cause: 'a second record matches its partner', tries: 0, since: now, nextAt: now } }]));
	// An older picture of a partner may have come instead of that look.
	const reason = looking && (isLooked || looking.cause === ONCE_MORE) ? ONCE_MORE : LINKED;
	return conclude(run, { outcome: 'pending', reason, target, changes, dueAt: now + 60_000 });
}

const LINKED = 'the matching record is linked to another one, which is looked at first';
const ONCE_MORE = 'the matching record is linked to another one, which is looked at once more';
const LOOKS: readonly string[] = [LINKED, ONCE_MORE];

/** How long a record waits for that look (ms). */
const PATIENT = 3_600_000;

async function beginLink(run: Run, fresh: TargetRecord, members: readonly Link[], ended: Link | undefined, incoming: Intent | undefined): Promise<Outcome> {
	const { options } = run.request;
	const answered = incoming ? [...run.known.intents, incoming] : run.known.intents;
	// A link answers which record is meant, however the writes of its fields end.
	const questions = run.known.reviews.filter(({ field }) => field === '').map(({ field }) => dropReview(run, field));
	const intents: Change[] = [...answered.map(({ id }): Change => ({ drop: 'intent', id })), ...questions];
	const link = linkAgain(run, rememberCreate(run, newLink(run, fresh), fresh, incoming), ended);
	const primary = primaryOf([...members, link], options.primary);
	const quiet = { outcome: 'linked', reason: ended ? 'linked again' : 'one record matches' } as const;
	if (primary?.id !== link.id) {
		const joined: Change[] = [...intents, putLink({ ...link, primary: false }, undefined)];
		return conclude(run, { ...quiet, reason: 'one more record of this person; a newer one exchanges fields', target: link.head, changes: joined });
	}
	const current = members.find(({ primary }) => primary);
	const started = current ? { ...link, toHead: inheritedBaseline(current.toHead) } : link;
	const released = members.filter(({ primary }) => primary).map((member) => putLink({ ...member, primary: false, rev: member.rev + 1 }, member.rev));
	return writeFields(run, started, fresh, { quiet, done: 'linked', before: [...intents, ...released], stored: undefined });
}

/** The same two records as before, restored or not gone at all: what was agreed on still is. */
function linkAgain(run: Run, link: Link, ended: Link | undefined): Link {
	if (!ended || !sameRecord(targetOf(run, ended), targetOf(run, link)) || !sameRecord(ended.head, link.head)) return link;
	return { ...link, toHead: ended.toHead, toMember: ended.toMember, rev: ended.rev };
}

/** A record that an unclear create made began with what was asked for: what was edited since is told from what was not. */
export function rememberCreate(run: Run, link: Link, fresh: TargetRecord, incoming: Intent | undefined): Link {
	const [intent] = run.known.intents;
	const isOurs = intent !== undefined && (fresh.createdAt === undefined || fresh.createdAt >= intent.at - NEWEST_MARGIN);
	const own = isOurs ? createdBaseline(intent.desired, fresh.createdAt) : emptyBaseline;
	const opposite = incoming ? createdBaseline(incoming.desired, run.request.source.createdAt) : emptyBaseline;
	const begun = { ...link, rev: CREATED };
	return sourceIsHead(run, link) ? { ...begun, toMember: own, toHead: opposite } : { ...begun, toHead: own, toMember: opposite };
}

/** When a child without family is looked at again whose create is not told from others: it may be gone by then, and others wait for it (ms). */
const UNDECIDED = 3_600_000;

/** Of a child whose parent has no partner: what an unclear create of it made is linked as soon as it is certain, since others wait for that answer. Nothing is left to ask then. */
export async function settledCreate(run: Run): Promise<Pick<Draft, 'changes' | 'dueAt'>> {
	const [intent] = run.known.intents;
	if (!intent || intent.replaces !== undefined || !run.family) return {};
	const settled = withoutOpen(run);
	if (answerOf(run) === 'target') return { changes: settled };
	const certain = certainFrom(run, intent);
	if (run.known.now < certain) return { dueAt: certain };
	const found = (await findTarget(run, undefined).catch(unlessGone)) ?? { kind: 'none' };
	if (found.kind === 'none') return { changes: settled };
	if (found.kind !== 'one' && found.kind !== 'created') return { dueAt: run.known.now + UNDECIDED };
	return { changes: [...settled, putLink(rememberCreate(run, newLink(run, found.record), found.record, undefined), undefined)] };
}

/** Where the target parent is gone, so is what was to be looked for under it. */
export function unlessGone(error: unknown): undefined {
	if (error instanceof ServiceError && error.gone) return undefined;
	throw error;
}
