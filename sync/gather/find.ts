import { CREATED, createdBase, emptyBase, sameHash } from '../decide/baseline';
import { childOf, CLOCKS, mayBeAnswer, sameChild, type Family } from './children';
import { answerOf, createFar, certainFrom, FAR_GONE, holdsBody, isUnfindable, linkCreated, pendingOrReview, withoutOpen } from '../perform/create';
import { otherEnd, samePlace, type Change, type Intent, type Link } from '../ledger/ledger';
import { isCut } from '../manage/links';
import { isRoleEmail, matchAmong, matches, keysOf, type Match } from '../model/match';
import { nearChanges, NEWEST_MARGIN } from '../decide/fields';
import { farRef, ServiceError, type FarRecord } from '../model/ports';
import { call, conclude, dropReview, farKeyHashes, farOf, keyHashesOf, leaseKey, nearIsHead, newLink, NOBODY, oppositeBase, ownBase, planInput, reviewRecord, type Draft, type Run } from '../run';
import { sameRecord, type MatchKey, type Outcome, type RecordRef } from '../model/types';
import { feederOf, inheritedBase, writeFields } from '../decide/linked';
import { putLink } from '../perform/write';

/** Thrown when a record turns out to matter that is not leased yet: the run starts again with its lease, and goes on from what it found. */
export class NeedsLease extends Error {
	constructor(readonly record: RecordRef, readonly found: FarRecord) {
		super('one more lease is needed');
	}
}

/** Finds or makes the far record of a near one that has no live link. */
export async function establish(run: Run, tombstone?: Link): Promise<Outcome> {
	if ((run.request.near.version ?? Number.POSITIVE_INFINITY) < newestKnown(run, tombstone)) return conclude(run, { outcome: 'stale', reason: 'a newer version is known already' });
	const ended = tombstone && farOf(run, tombstone).id !== NOBODY ? tombstone : undefined;
	if (answerOf(run) === 'far') return conclude(run, { outcome: 'unlinked', reason: 'a person left it without a partner', changes: run.known.intents.map(({ id }) => ({ drop: 'intent', id })) });
	const isEmpty = !(await run.ports.ledger.established(run.request.pair));
	if (isEmpty && run.request.near.stamp !== undefined) return conclude(run, reviewRecord(run, LOST));
	const found: Found = run.candidate ? { kind: 'one', record: run.candidate } : await findFar(run, ended);
	if (isEmpty && found.kind === 'one' && found.record.stamp === run.near.id) return conclude(run, reviewRecord(run, LOST, farRef(run.ports.far, found.record.id)));
	if (found.kind === 'several') return askOrMake(run, `more than one record matches by ${found.by}`);
	if (found.kind === 'unsure' && answerOf(run) !== 'near') return conclude(run, reviewRecord(run, 'a create had no clear answer, and a record made then has been changed since: it may be the one'));
	if (found.kind === 'answer') return conclude(run, { outcome: 'pending', reason: 'it may be what the other direction made without a clear answer', dueAt: run.known.now + 60_000 });
	if (found.kind === 'orphan') return conclude(run, { outcome: 'pending', reason: 'the record it was made for is gone, and how its create ended is not known yet', dueAt: run.known.now + 60_000 });
	if (found.kind === 'one') return linkFound(run, found, ended);
	if (found.kind === 'created') return linkCreated(run, found.record, run.known.intents.map(({ id }) => ({ drop: 'intent', id })), 'linked');
	return whenNoneMatches(run, ended);
}

/** Links were made here once, and are lost: a create could double what they joined. */
const LOST = 'the ledger is empty, but a record carries our stamp: run Rebuild or Link existing first';

/** The newest version of the near record that anything here was based on: a create must not start from an older picture, nor a tombstone give way to one. */
function newestKnown(run: Run, ended: Link | undefined): number {
	const written = ended ? Object.values(oppositeBase(run, ended).fields).map(({ farVersion }) => farVersion ?? 0) : [];
	return Math.max(0, ...run.known.intents.map(({ version }) => version ?? 0), ended ? (ownBase(run, ended).worked ?? 0) : 0, ...written);
}

async function whenNoneMatches(run: Run, ended: Link | undefined): Promise<Outcome> {
	const { intents, now } = run.known;
	const [intent] = intents;
	if (intent && (isUnfindable(run) ? answerOf(run) !== 'near' : now < certainFrom(run, intent))) return conclude(run, pendingOrReview(run, intent, 'not found yet'));
	// By now a create that was announced before is known to have made nothing.
	if (run.request.options.whenUnmatched === 'skip') return conclude(run, { outcome: 'unchanged', reason: 'nothing matches, and records are not created here', changes: intents.map(({ id }) => ({ drop: 'intent', id })) });
	if (ended && !wakes(run, ended)) return conclude(run, { outcome: 'unlinked', reason: ended.cause ?? 'the link was ended', far: farOf(run, ended), changes: intents.map(({ id }) => ({ drop: 'intent', id })) });
	if (await isPerhapsAnswer(run)) return askOrMake(run, 'it may be the record of a create that had no clear answer');
	return createFar(run, (id) => linkDuplicate(run, id, ended));
}

/** A question about the record itself: whether it gets a partner of its own. */
async function askOrMake(run: Run, question: string, far?: RecordRef): Promise<Outcome> {
	if (answerOf(run) !== 'near') return conclude(run, reviewRecord(run, question, far));
	return createFar(run, async (id) => conclude(run, reviewRecord(run, 'a record of its own was refused', farRef(run.ports.far, id))));
}

/** A tombstone gives way to an edit made after it, where edits win. What was on its way when the far record went is none. */
function wakes(run: Run, ended: Link): boolean {
	const asking = ownBase(run, ended).asking?.fields ?? {};
	const edits = nearChanges({ ...planInput(run, ended), isOver: true }).filter((field) => !sameHash(asking[field], run.wanted[field].asked));
	return run.request.options.farGone === 'recreate' && edits.length > 0;
}

/** Whether the record may be what an unclear create of the other direction made, and neither has anything to tell it by. */
async function isPerhapsAnswer(run: Run): Promise<boolean> {
	if (run.keyHashes.length > 0 || run.family) return false;
	const towards = await run.ports.ledger.intentsTowards(run.request.pair, run.near);
	return towards.some(({ keys }) => keys.length === 0);
}

/**
 * `created`: it holds exactly what an unclear create asked for. `orphan`: an unclear create of the other direction may have made it, for a record that is gone.
 * Of children: `unsure` one may be what our unclear create made; `answer` we may be what that of the other direction made.
 */
export type Found = Match | { readonly kind: 'created'; readonly record: FarRecord } | { readonly kind: 'orphan' | 'unsure' | 'answer' };

/** A child is looked for among its parent's children, and only where one can be there already. */
async function findChild(run: Run, family: Family, ended: Link | undefined): Promise<Found> {
	const [intent] = run.known.intents;
	if (intent && run.ports.far.list) {
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
	const record = await call(run, (far) => far.read(farOf(run, ended).id));
	return record && !record.archived ? { kind: 'one', record } : { kind: 'none' };
}

/** Stamped id, then what passed through here lately, then e-mail, then phone; after an unclear create what has no lag comes first. */
export async function findFar(run: Run, ended: Link | undefined): Promise<Found> {
	if (run.ports.far.createOnly) return { kind: 'none' };
	if (run.family) return findChild(run, run.family, ended);
	const direct = (await byNearStamp(run)) ?? (await byOpenIntent(run)) ?? (await bySighting(run, ended));
	if (direct) return direct;
	const [intent] = run.known.intents;
	if (intent) {
		const recovered = await recover(run);
		if (recovered) return recovered;
	}
	const searched = (intent ? undefined : await byFarStamp(run)) ?? (await bySearch(run));
	if (searched.kind !== 'none') return searched;
	// While the search, which lags, was under way, the record's own event may have come; and a former partner may be back.
	return (await bySighting(run, ended)) ?? (ended ? await partnerOf(run, ended) : searched);
}

async function byNearStamp(run: Run): Promise<Found | undefined> {
	const { stamp } = run.request.near;
	if (stamp === undefined) return undefined;
	const record = await call(run, (far) => far.read(stamp));
	return record && !record.archived ? { kind: 'one', record } : undefined;
}

/** Records that were seen here with the same e-mail or phone: no index lags behind the ledger. */
async function bySighting(run: Run, ended: Link | undefined): Promise<Found | undefined> {
	const { matchBy } = run.request.options;
	if (run.keyHashes.length === 0 || matchBy.length === 0) return undefined;
	const seen = await run.ports.ledger.sighted(run.request.pair, run.keyHashes, run.place);
	const others = seen.filter((record) => !ended || !sameRecord(record, farOf(run, ended)));
	const records: FarRecord[] = [];
	for (const { id } of others) {
		const record = await call(run, (far) => far.read(id));
		if (record) records.push(record);
	}
	return firstMatch(run, records);
}

/**
 * The far record whose own sync announced a create towards our side: made after that, with one of its keys, we are that create, whatever
 * was edited since; made while it was under way, we are if the names are the same, whatever keys were edited. Without keys we are if we hold the same.
 */
async function byOpenIntent(run: Run): Promise<Found | undefined> {
	const { pair, near, options } = run.request;
	const towards = (await run.ports.ledger.intentsTowards(pair, near)).filter((intent) => samePlace(intent.near, run.place));
	for (const { near: { id }, keys, at } of towards) {
		const isKeyless = keys.length === 0 && run.keyHashes.length === 0;
		const isLater = near.createdAt === undefined || near.createdAt >= at - NEWEST_MARGIN;
		const hasKey = keys.some((key) => run.keyHashes.includes(key));
		const isInTime = !isKeyless && near.createdAt !== undefined && near.createdAt >= at - CLOCKS && near.createdAt <= at + run.ports.far.callBudget + CLOCKS;
		if (!isLater || !(isKeyless || hasKey || isInTime)) continue;
		const record = await call(run, (far) => far.read(id));
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
	const { far } = run.ports;
	const { email, phone } = run.keys;
	const stamped = await byFarStamp(run);
	if (stamped) return stamped;
	if (!far.findDuplicate || run.keyHashes.length === 0) return undefined;
	const found = await call(run, (service) => service.findDuplicate?.({ email, phone }) ?? Promise.resolve([]));
	return asCreated(run, firstMatch(run, found));
}

async function byFarStamp(run: Run): Promise<Found | undefined> {
	if (!run.ports.far.findByStamp) return undefined;
	const found = await call(run, (far) => far.findByStamp?.(run.near.id) ?? Promise.resolve([]));
	const alive = found.filter(({ archived, stamp }) => !archived && stamp === run.near.id);
	if (alive.length === 0) return undefined;
	return alive.length > 1 ? { kind: 'several', by: 'stamp' } : asCreated(run, { kind: 'one', record: alive[0] });
}

const asCreated = (run: Run, found: Found | undefined): Found | undefined =>
	found?.kind === 'one' && run.known.intents.length > 0 && holdsBody(run, found.record) ? { kind: 'created', record: found.record } : found;

async function bySearch(run: Run): Promise<Found> {
	const { far } = run.ports;
	const { email, phone } = run.keys;
	for (const by of run.request.options.matchBy) {
		let found: readonly FarRecord[] = [];
		if (by === 'email' && email !== undefined) found = await call(run, (service) => searchEmail(service, email));
		if (by === 'phone' && phone !== undefined && (far.findByPhone || far.findDuplicate)) found = await call(run, (service) => service.findByPhone?.(phone) ?? service.findDuplicate?.({ phone }) ?? Promise.resolve([]));
		const match = matchBy(run, by, found);
		if (match.kind !== 'none') return match;
	}
	return { kind: 'none' };
}

/** A look-up without lag is better than an index, where there is one. */
const searchEmail = (far: Run['ports']['far'], email: string): Promise<readonly FarRecord[]> =>
	far.findDuplicate?.({ email }) ?? far.findByEmail?.(email) ?? Promise.resolve([]);

function firstMatch(run: Run, records: readonly FarRecord[]): Found | undefined {
	for (const by of run.request.options.matchBy) {
		const match = matchBy(run, by, records);
		if (match.kind !== 'none') return match;
	}
	return undefined;
}

function matchBy(run: Run, by: MatchKey, found: readonly FarRecord[]): Match {
	const [ours, ...more] = by === 'email' ? found.filter((record) => isOurCreate(run, record)) : [];
	if (ours && more.length === 0) return { kind: 'one', record: ours };
	return settleSeveral(run, matchAmong(by, run.keys, found, run.request.options), found);
}

/** Made while our unclear create was under way, with its e-mail: it is what we made, whatever name and phone were given to it since. */
function isOurCreate(run: Run, { archived, createdAt, fields }: FarRecord): boolean {
	const [intent] = run.known.intents;
	const { email } = keysOf(fields, run.request.options);
	if (intent === undefined || createdAt === undefined || archived || email === undefined || email !== run.keys.email || isRoleEmail(email)) return false;
	const isInTime = createdAt >= intent.at - NEWEST_MARGIN && createdAt <= intent.at + run.ports.far.callBudget + NEWEST_MARGIN;
	return isInTime && keyHashesOf({ email }, run.ports.hash).every((key) => intent.keys.includes(key));
}

/** Where the far side may have several records of one person, the one that would feed the group comes first; the others join by their own events. */
function settleSeveral(run: Run, match: Match, found: readonly FarRecord[]): Match {
	const { many, feeding, further } = run.request.options;
	if (match.kind !== 'several' || match.by === 'stamp' || many !== 'far' || further !== 'join') return match;
	const { by } = match;
	const same = found.filter((record) => !record.archived && matches(by, run.keys, keysOf(record.fields, run.request.options)));
	const byAge = [...same].sort((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0) || (one.id < other.id ? -1 : 1));
	return { kind: 'one', record: feeding === 'newest' ? byAge[byAge.length - 1] : byAge[0] };
}

async function linkDuplicate(run: Run, id: string, ended: Link | undefined): Promise<Outcome> {
	const record = await call(run, (far) => far.read(id));
	if (!record) return conclude(run, reviewRecord(run, 'the service says the record exists, but it can not be read'));
	if (!run.request.options.matchBy.some((by) => matches(by, run.keys, keysOf(record.fields, run.request.options)))) {
		return conclude(run, reviewRecord(run, 'the service refuses a second record like this one, but names and keys are not the same', farRef(run.ports.far, id)));
	}
	return linkFound(run, { kind: 'one', record }, ended);
}

/** Links a record that exists, unless it belongs to somebody else; the fields meet for the first time. */
async function linkFound(run: Run, { record }: Extract<Found, { kind: 'one' }>, ended: Link | undefined): Promise<Outcome> {
	const far = farRef(run.ports.far, record.id);
	if (!run.request.dryRun && !run.leased.includes(leaseKey(far))) throw new NeedsLease(far, record);
	const { ledger } = run.ports;
	const { pair, options } = run.request;
	const links = (await ledger.links(pair, far)).filter((link) => link.state === 'live' && samePlace(otherEnd(link, far), run.near));
	if (links.length > 0 && ended && sameRecord(far, farOf(run, ended))) return conclude(run, { outcome: 'unlinked', reason: 'its record belongs to another one now', far });
	if (links.length > 0 && (options.many !== 'near' || options.further !== 'join')) {
		if (options.many === 'near' && options.further === 'own') return createFar(run, async () => conclude(run, reviewRecord(run, 'a record of its own was refused', far)));
		return belongsToAnother(run, far, links.map((link) => otherEnd(link, far)));
	}
	const fresh = await call(run, (service) => service.read(record.id));
	if (!fresh || fresh.archived) return conclude(run, { outcome: 'pending', reason: 'the matching record has just gone', dueAt: run.known.now + 60_000 });
	if (!run.request.dryRun) await ledger.sight(pair, far, farKeyHashes(run, fresh));
	const towards = (await ledger.intentsTowards(pair, run.near)).find((intent) => sameRecord(intent.near, far));
	// It was found gone, and a new one is being made: this is an older picture that came late.
	if (towards && ended?.cause === FAR_GONE && (run.request.near.version ?? Number.POSITIVE_INFINITY) < towards.at) return conclude(run, { outcome: 'pending', reason: 'its partner is making a new one', far, dueAt: run.known.now + 60_000 });
	return beginLink(run, fresh, links, ended, towards);
}


/** Its partner may be gone or merged, and nobody has told yet: it is looked at first, and then a person is asked. */
async function belongsToAnother(run: Run, far: RecordRef, partners: readonly RecordRef[]): Promise<Outcome> {
	const { known: { due, now }, place, request: { pair } } = run;
	const looks = await Promise.all(partners.map(async (near) => (await run.ports.ledger.known(pair, near, place)).due));
	const isLooked = looks.every((look) => look === undefined);
	const looking = due && LOOKS.includes(due.cause) ? due : undefined;
	const isAsked = run.known.reviews.some(({ field }) => field === '');
	if (isAsked || (isLooked && looking?.cause === ONCE_MORE) || (looking !== undefined && now - looking.since >= PATIENT)) return askOrMake(run, 'the matching record is linked to another one', far);
	const changes = partners.flatMap((near, index): Change[] => (looks[index] ? [] : [{ put: 'due', row: { pair, near, far: place, status: 'pending', cause: 'a second record matches its partner', tries: 0, since: now, nextAt: now } }]));
	// An older picture of a partner may have come instead of that look.
	const reason = looking && (isLooked || looking.cause === ONCE_MORE) ? ONCE_MORE : LINKED;
	return conclude(run, { outcome: 'pending', reason, far, changes, dueAt: now + 60_000 });
}

const LINKED = 'the matching record is linked to another one, which is looked at first';
const ONCE_MORE = 'the matching record is linked to another one, which is looked at once more';
const LOOKS: readonly string[] = [LINKED, ONCE_MORE];

/** How long a record waits for that look (ms). */
const PATIENT = 3_600_000;

async function beginLink(run: Run, fresh: FarRecord, members: readonly Link[], ended: Link | undefined, towards: Intent | undefined): Promise<Outcome> {
	const { options } = run.request;
	const answered = towards ? [...run.known.intents, towards] : run.known.intents;
	// A link answers which record is meant, however the writes of its fields end.
	const questions = run.known.reviews.filter(({ field }) => field === '').map(({ field }) => dropReview(run, field));
	const intents: Change[] = [...answered.map(({ id }): Change => ({ drop: 'intent', id })), ...questions];
	const link = linkAgain(run, rememberCreate(run, newLink(run, fresh), fresh, towards), ended);
	const feeder = feederOf([...members, link], options.feeding);
	const quiet = { outcome: 'linked', reason: ended ? 'linked again' : 'one record matches' } as const;
	if (feeder?.id !== link.id) {
		const joined: Change[] = [...intents, putLink({ ...link, feeding: false }, undefined)];
		return conclude(run, { ...quiet, reason: 'one more record of this person; a newer one exchanges fields', far: link.head, changes: joined });
	}
	const current = members.find(({ feeding }) => feeding);
	const started = current ? { ...link, toHead: inheritedBase(current.toHead) } : link;
	const released = members.filter(({ feeding }) => feeding).map((member) => putLink({ ...member, feeding: false, rev: member.rev + 1 }, member.rev));
	return writeFields(run, started, fresh, { quiet, done: 'linked', before: [...intents, ...released], stored: undefined });
}

/** The same two records as before, restored or not gone at all: what was agreed on still is. */
function linkAgain(run: Run, link: Link, ended: Link | undefined): Link {
	if (!ended || !sameRecord(farOf(run, ended), farOf(run, link)) || !sameRecord(ended.head, link.head)) return link;
	return { ...link, toHead: ended.toHead, toMember: ended.toMember, rev: ended.rev };
}

/** A record that an unclear create made began with what was asked for: what was edited since is told from what was not. */
export function rememberCreate(run: Run, link: Link, fresh: FarRecord, towards: Intent | undefined): Link {
	const [intent] = run.known.intents;
	const isOurs = intent !== undefined && (fresh.createdAt === undefined || fresh.createdAt >= intent.at - NEWEST_MARGIN);
	const own = isOurs ? createdBase(intent.asked, fresh.createdAt) : emptyBase;
	const opposite = towards ? createdBase(towards.asked, run.request.near.createdAt) : emptyBase;
	const begun = { ...link, rev: CREATED };
	return nearIsHead(run, link) ? { ...begun, toMember: own, toHead: opposite } : { ...begun, toHead: own, toMember: opposite };
}

/** When a child without family is looked at again whose create is not told from others: it may be gone by then, and others wait for it (ms). */
const UNDECIDED = 3_600_000;

/** Of a child whose parent has no partner: what an unclear create of it made is linked as soon as it is certain, since others wait for that answer. Nothing is left to ask then. */
export async function settledCreate(run: Run): Promise<Pick<Draft, 'changes' | 'dueAt'>> {
	const [intent] = run.known.intents;
	if (!intent || intent.replaces !== undefined || !run.family) return {};
	const settled = withoutOpen(run);
	if (answerOf(run) === 'far') return { changes: settled };
	const certain = certainFrom(run, intent);
	if (run.known.now < certain) return { dueAt: certain };
	const found = (await findFar(run, undefined).catch(unlessGone)) ?? { kind: 'none' };
	if (found.kind === 'none') return { changes: settled };
	if (found.kind !== 'one' && found.kind !== 'created') return { dueAt: run.known.now + UNDECIDED };
	return { changes: [...settled, putLink(rememberCreate(run, newLink(run, found.record), found.record, undefined), undefined)] };
}

/** Where the far parent is gone, so is what was to be looked for under it. */
export function unlessGone(error: unknown): undefined {
	if (error instanceof ServiceError && error.gone) return undefined;
	throw error;
}
