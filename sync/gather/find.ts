import { childOf, mayBeAnswer, sameChild } from './children';
import { holdsBody, keyHashesOf, targetOf, type Family, type Found } from './observation';
import { samePlace, type Link } from '../ledger/ledger';
import { isUnlinkedByPerson } from '../model/causes';
import { isRoleEmail, keysOf, matchAmong, matches, type Match } from '../model/match';
import { ServiceError, type TargetRecord } from '../model/ports';
import { MAX_CLOCK_SKEW, NEWEST_MARGIN } from '../model/times';
import { sameRecord, type MatchKey } from '../model/types';
import { call, type Run } from '../run';

/** Searches for a child among its parent's children, and only if one can exist already. */
async function findChild(run: Run, family: Family, ended: Link | undefined): Promise<Found> {
	const [intent] = run.known.intents;
	if (intent && run.ports.target.list) {
		const child = await childOf(run, intent);
		if (child.kind === 'found') return { kind: holdsBody(run, child.record) ? 'created' : 'one', record: child.record };
		return child;
	}
	if (intent) return { kind: 'none' };
	if (ended) return formerTarget(run, ended);
	if (await mayBeAnswer(run, family)) return { kind: 'answer' };
	const record = await sameChild(run, family.since);
	return record ? { kind: 'one', record } : { kind: 'none' };
}

/**
 * A record that was restored, or whose parents are linked again, still has its former linked record, unless a person
 * has unlinked the two.
 */
async function formerTarget(run: Run, ended: Link): Promise<Found> {
	if (isUnlinkedByPerson(ended)) return { kind: 'none' };
	const record = await call(run, (target) => target.read(targetOf(run, ended).id));
	return record && !record.archived ? { kind: 'one', record } : { kind: 'none' };
}

/**
 * Searches by external ID, then among recently seen records, then by email, then by phone. After an unclear create,
 * what has no lag comes first.
 */
export async function findTarget(run: Run, ended: Link | undefined): Promise<Found> {
	if (run.ports.target.createOnly) return { kind: 'none' };
	if (run.family) return findChild(run, run.family, ended);
	const direct = (await bySourceExternalId(run)) ?? (await byOpenIntent(run)) ?? (await bySighting(run, ended));
	if (direct) return direct;
	const [intent] = run.known.intents;
	if (intent) {
		const recovered = await recover(run);
		if (recovered) return recovered;
	}
	const both = intent ? undefined : await byExternalIdOrPhone(run);
	const searched = (intent ? undefined : await byTargetExternalId(run, both)) ?? (await bySearch(run, both));
	if (searched.kind !== 'none') return searched;
	// The search lags: in the meantime the record's own event may have arrived, or a former linked record may have been
	// restored.
	return (await bySighting(run, ended)) ?? (ended ? await formerTarget(run, ended) : searched);
}

async function bySourceExternalId(run: Run): Promise<Found | undefined> {
	const { externalId } = run.request.source;
	if (externalId === undefined) return undefined;
	const record = await call(run, (target) => target.read(externalId));
	return record && !record.archived ? { kind: 'one', record } : undefined;
}

/** Records seen here with the same email or phone: the ledger has no index lag. */
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
 * The target record whose own sync announced a create toward the source's account. The source is that create if it was
 * created after the announcement and has one of its keys, whatever was edited since; or if it was created while the
 * call was under way and the names are the same, whatever keys were edited; or, without keys, if it holds the same
 * values.
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

/** Similar names are not enough if the keys point to somebody else. */
const sameName = (one: string, other: string): boolean => one !== '' && one.toLowerCase() === other.toLowerCase();

/**
 * After an unclear create: the lookup without lag, or the external ID. A record that holds exactly what was sent is
 * that create, without another read.
 */
async function recover(run: Run): Promise<Found | undefined> {
	const { target } = run.ports;
	const { email, phone } = run.keys;
	const named = await byTargetExternalId(run);
	if (named) return named;
	if (!target.findDuplicate || run.keyHashes.length === 0) return undefined;
	const found = await call(run, (service) => service.findDuplicate?.({ email, phone }) ?? Promise.resolve([]));
	return asCreated(run, firstMatch(run, found));
}

/** What two searches would find, where the service can make them in one call. */
async function byExternalIdOrPhone(run: Run): Promise<readonly TargetRecord[] | undefined> {
	const { phone } = run.keys;
	if (!run.ports.target.findByExternalIdOrPhone || phone === undefined) return undefined;
	if (!run.request.options.matchBy.includes('phone')) return undefined;
	return await call(
		run,
		(target) => target.findByExternalIdOrPhone?.(run.source.id, phone) ?? Promise.resolve(undefined),
	);
}

async function byTargetExternalId(run: Run, both?: readonly TargetRecord[]): Promise<Found | undefined> {
	if (!run.ports.target.findByExternalId) return undefined;
	const found = both ?? (await call(run, (target) => target.findByExternalId?.(run.source.id) ?? Promise.resolve([])));
	const alive = found.filter(({ archived, externalId }) => !archived && externalId === run.source.id);
	if (alive.length === 0) return undefined;
	return alive.length > 1 ? { kind: 'several', by: 'external ID' } : asCreated(run, { kind: 'one', record: alive[0] });
}

const asCreated = (run: Run, found: Found | undefined): Found | undefined =>
	found?.kind === 'one' && run.known.intents.length > 0 && holdsBody(run, found.record)
		? { kind: 'created', record: found.record }
		: found;

async function bySearch(run: Run, both?: readonly TargetRecord[]): Promise<Found> {
	const { target } = run.ports;
	const { email, phone } = run.keys;
	for (const by of run.request.options.matchBy) {
		let found: readonly TargetRecord[] = [];
		if (by === 'email' && email !== undefined) found = await call(run, (service) => searchEmail(service, email));
		if (by === 'phone' && phone !== undefined && (target.findByPhone || target.findDuplicate))
			found =
				both ??
				(await call(
					run,
					(service) => service.findByPhone?.(phone) ?? service.findDuplicate?.({ phone }) ?? Promise.resolve([]),
				));
		const match = matchBy(run, by, found);
		if (match.kind !== 'none') return match;
	}
	return { kind: 'none' };
}

/** A lookup without lag is better than an index, if there is one. */
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
 * Created while our unclear create was under way, with the same email: this is what we created, whatever name and phone
 * it was given since.
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
 * If the target side may have several records of one person, the one that would be primary comes first; the others join
 * through their own events.
 */
function settleSeveral(run: Run, match: Match, found: readonly TargetRecord[]): Match {
	const { many, primary, further } = run.request.options;
	if (match.kind !== 'several' || match.by === 'external ID' || many !== 'target' || further !== 'join') return match;
	const { by } = match;
	const same = found.filter(
		(record) => !record.archived && matches(by, run.keys, keysOf(record.fields, run.request.options)),
	);
	const byAge = [...same].sort(
		(one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0) || (one.id < other.id ? -1 : 1),
	);
	return { kind: 'one', record: primary === 'newest' ? byAge[byAge.length - 1] : byAge[0] };
}

/** If the target parent is gone, so is everything to be searched under it. */
export function unlessGone(error: unknown): undefined {
	if (error instanceof ServiceError && error.gone) return undefined;
	throw error;
}
