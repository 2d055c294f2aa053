import { childOf, mayBeAnswer, sameChild } from './children';
import { holdsBody, keyHashesOf, targetOf, type Family, type Found } from './observation';
import { samePlace, type Link } from '../ledger/ledger';
import { isUnlinkedByPerson } from '../model/causes';
import { isRoleEmail, keysOf, matchAmong, matches, type Match } from '../model/match';
import { ServiceError, type TargetRecord } from '../model/ports';
import { MAX_CLOCK_SKEW, NEWEST_MARGIN } from '../model/times';
import { sameRecord, type MatchKey } from '../model/types';
import { call, type Run } from '../run';

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

/**
 * A record that comes back, or whose parents are linked again, still has its partner, unless a person has cut the two
 * apart.
 */
async function partnerOf(run: Run, ended: Link): Promise<Found> {
	if (isUnlinkedByPerson(ended)) return { kind: 'none' };
	const record = await call(run, (target) => target.read(targetOf(run, ended).id));
	return record && !record.archived ? { kind: 'one', record } : { kind: 'none' };
}

/**
 * Stamped id, then what passed through here lately, then email, then phone; after an unclear create what has no lag
 * comes first.
 */
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
	// While the search, which lags, was under way, the record's own event may have come; and a former partner may be
	// back.
	return (await bySighting(run, ended)) ?? (ended ? await partnerOf(run, ended) : searched);
}

async function bySourceStamp(run: Run): Promise<Found | undefined> {
	const { stamp } = run.request.source;
	if (stamp === undefined) return undefined;
	const record = await call(run, (target) => target.read(stamp));
	return record && !record.archived ? { kind: 'one', record } : undefined;
}

/** Records that were seen here with the same email or phone: no index lags behind the ledger. */
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
 * The target record whose own sync announced a create towards our side: made after that, with one of its keys, we are
 * that create, whatever was edited since; made while it was under way, we are if the names are the same, whatever keys
 * were edited. Without keys we are if we hold the same.
 */
async function byOpenIntent(run: Run): Promise<Found | undefined> {
	const { pair, source, options } = run.request;
	const incoming = (await run.ports.ledger.incomingIntents(pair, source)).filter((intent) =>
		samePlace(intent.source, run.place),
	);
	for (const {
		source: { id },
		keys,
		at,
	} of incoming) {
		const isKeyless = keys.length === 0 && run.keyHashes.length === 0;
		const isLater = source.createdAt === undefined || source.createdAt >= at - NEWEST_MARGIN;
		const hasKey = keys.some((key) => run.keyHashes.includes(key));
		const isInTime =
			!isKeyless &&
			source.createdAt !== undefined &&
			source.createdAt >= at - MAX_CLOCK_SKEW &&
			source.createdAt <= at + run.ports.target.callBudget + MAX_CLOCK_SKEW;
		if (!isLater || !(isKeyless || hasKey || isInTime)) continue;
		const record = await call(run, (target) => target.read(id));
		if (hasKey && (!record || record.archived)) return { kind: 'orphan' };
		if (!record || record.archived) continue;
		if (isKeyless ? holdsBody(run, record) : hasKey || sameName(run.keys.name, keysOf(record.fields, options).name))
			return { kind: 'one', record };
	}
	return undefined;
}

/** Alike is not enough where the keys say somebody else. */
const sameName = (one: string, other: string): boolean => one !== '' && one.toLowerCase() === other.toLowerCase();

/**
 * After an unclear create: the look-up without lag, or the stamp. What holds exactly what was asked for is it, without
 * another read.
 */
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
	found?.kind === 'one' && run.known.intents.length > 0 && holdsBody(run, found.record)
		? { kind: 'created', record: found.record }
		: found;

async function bySearch(run: Run): Promise<Found> {
	const { target } = run.ports;
	const { email, phone } = run.keys;
	for (const by of run.request.options.matchBy) {
		let found: readonly TargetRecord[] = [];
		if (by === 'email' && email !== undefined) found = await call(run, (service) => searchEmail(service, email));
		if (by === 'phone' && phone !== undefined && (target.findByPhone || target.findDuplicate))
			found = await call(
				run,
				(service) => service.findByPhone?.(phone) ?? service.findDuplicate?.({ phone }) ?? Promise.resolve([]),
			);
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

/**
 * Made while our unclear create was under way, with its email: it is what we made, whatever name and phone were given
 * to it since.
 */
function isOurCreate(run: Run, { archived, createdAt, fields }: TargetRecord): boolean {
	const [intent] = run.known.intents;
	const { email } = keysOf(fields, run.request.options);
	if (
		intent === undefined ||
		createdAt === undefined ||
		archived ||
		email === undefined ||
		email !== run.keys.email ||
		isRoleEmail(email)
	)
		return false;
	const isInTime =
		createdAt >= intent.at - NEWEST_MARGIN && createdAt <= intent.at + run.ports.target.callBudget + NEWEST_MARGIN;
	return isInTime && keyHashesOf({ email }, run.ports.hash).every((key) => intent.keys.includes(key));
}

/**
 * Where the target side may have several records of one person, the one that would be primary comes first; the others
 * join by their own events.
 */
function settleSeveral(run: Run, match: Match, found: readonly TargetRecord[]): Match {
	const { many, primary, further } = run.request.options;
	if (match.kind !== 'several' || match.by === 'stamp' || many !== 'target' || further !== 'join') return match;
	const { by } = match;
	const same = found.filter(
		(record) => !record.archived && matches(by, run.keys, keysOf(record.fields, run.request.options)),
	);
	const byAge = [...same].sort(
		(one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0) || (one.id < other.id ? -1 : 1),
	);
	return { kind: 'one', record: primary === 'newest' ? byAge[byAge.length - 1] : byAge[0] };
}

/** Where the target parent is gone, so is what was to be looked for under it. */
export function unlessGone(error: unknown): undefined {
	if (error instanceof ServiceError && error.gone) return undefined;
	throw error;
}
