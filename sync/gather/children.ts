import { kindOf, type Family } from './observation';
import { latest, otherEnd, samePlace, type Intent } from '../ledger/ledger';
import { hashForm, isEmptyHash, sameHash } from '../model/baseline';
import { canonical } from '../model/canonical';
import { ServiceError, targetRef, type TargetRecord } from '../model/ports';
import { MAX_CLOCK_SKEW, NEWEST_MARGIN } from '../model/times';
import { refText, type RecordRef } from '../model/types';
import { call, type Run } from '../run';

/** Finds the parent's link and switches the target service to that record's children. */
export async function resolveParent(run: Run): Promise<void> {
	const { parent } = run.request;
	if (!parent) return;
	const links = (await run.ports.ledger.links(parent.pair, parent)).filter((link) =>
		samePlace(otherEnd(link, parent), run.place),
	);
	const link =
		links.find(({ state, primary }) => state === 'live' && primary) ??
		links.find(({ state }) => state === 'live') ??
		latest(links);
	run.family = link && {
		name: refText(link.head),
		targetParent: otherEnd(link, parent),
		since: link.since,
		isLive: link.state === 'live',
	};
	if (run.family && run.service.under)
		run.ports = { ...run.ports, target: run.service.under(run.family.targetParent.id) };
}

/** What the parent's children say about a create without a clear answer. */
export type Child =
	| { readonly kind: 'found'; readonly record: TargetRecord }
	/** One that was made then and changed since may be it. */
	| { readonly kind: 'unsure' }
	| { readonly kind: 'none' };

/**
 * The child that an announced create made: unlinked, not older than the announcement, and with the values that were
 * sent.
 */
export async function childOf(run: Run, intent: Intent): Promise<Child> {
	const unlinked = [...(await unlinkedChildren(run)), ...(await childrenLeft(run, intent))];
	const record = madeBy(run, intent, unlinked);
	if (record) return { kind: 'found', record };
	return unlinked.some((child) => isMaybe(run, child, intent)) ? { kind: 'unsure' } : { kind: 'none' };
}

/** If several are identical, it does not matter which one is taken. */
export function madeBy(run: Run, intent: Intent, unlinked: readonly TargetRecord[]): TargetRecord | undefined {
	const same = unlinked.filter(
		(child) =>
			(child.createdAt === undefined || child.createdAt >= intent.at - NEWEST_MARGIN) &&
			holdsDesired(run, child, intent),
	);
	return same.find(({ createdAt = 0 }) => createdAt >= intent.at) ?? same[0];
}

/**
 * By now the parent may be linked to a different record than the one that the child was to be created under. If that
 * one is gone, so are its children.
 */
async function childrenLeft(run: Run, { under }: Intent): Promise<TargetRecord[]> {
	const { family, service } = run;
	if (under === undefined || under === family?.targetParent.id || !service.under) return [];
	const former = service.under(under);
	const children = await call(run, () => former.list?.() ?? Promise.resolve([])).catch((error: unknown) => {
		if (error instanceof ServiceError && error.gone) return [];
		throw error;
	});
	return free(run, children);
}

/** A child with the same content that was there before the parents were linked; one created since is a new one. */
export async function sameChild(run: Run, since: number): Promise<TargetRecord | undefined> {
	const { createdAt } = run.request.source;
	if ((createdAt !== undefined && createdAt >= since) || !run.ports.target.list) return undefined;
	const desired = Object.fromEntries(Object.entries(run.desired).map(([field, desired]) => [field, desired.hash]));
	return (await unlinkedChildren(run)).find(
		(child) => (child.createdAt ?? 0) < since && holdsDesired(run, child, { desired }),
	);
}

export async function unlinkedChildren(run: Run): Promise<TargetRecord[]> {
	return free(run, await call(run, (target) => target.list?.() ?? Promise.resolve([])));
}

/** Those that never had a link with the source side; oldest first, so that identical ones are taken in one order. */
async function free(run: Run, children: readonly TargetRecord[]): Promise<TargetRecord[]> {
	const unlinked: TargetRecord[] = [];
	for (const child of children) {
		if (!child.archived && !(await wasLinked(run, targetRef(run.ports.target, child.id)))) unlinked.push(child);
	}
	return unlinked.sort((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0) || (one.id < other.id ? -1 : 1));
}

/** Only links to the source side count: a third system may have its own link with it. */
async function wasLinked(run: Run, child: RecordRef): Promise<boolean> {
	const links = await run.ports.ledger.links(run.request.pair, child);
	return links.some((link) => samePlace(otherEnd(link, child), run.source));
}

function holdsDesired(run: Run, child: TargetRecord, { desired }: Pick<Intent, 'desired'>): boolean {
	return Object.entries(desired).every(([field, form]) => {
		const there = hashForm(run.ports.hash, canonical(kindOf(run, field), child.fields[field], run.request.options));
		return sameHash(there, form) || (isEmptyHash(there) && isEmptyHash(form));
	});
}

/** Created while the create was under way, and perhaps edited since. */
function isMaybe(run: Run, child: TargetRecord, { at, desired, others = [] }: Intent): boolean {
	const { id, createdAt, version } = child;
	if (createdAt === undefined) return !others.includes(id) && sharesText(run, child, desired);
	const isInTime = createdAt >= at - MAX_CLOCK_SKEW && createdAt <= at + run.ports.target.callBudget + MAX_CLOCK_SKEW;
	return isInTime && (version === undefined ? !others.includes(id) : version > createdAt);
}

/** If no time tells records apart: nobody changes all of several texts at once. */
function sharesText(run: Run, { fields }: TargetRecord, desired: Intent['desired']): boolean {
	const texts = Object.entries(desired).filter(([field, form]) => kindOf(run, field) === 'text' && !isEmptyHash(form));
	return (
		texts.length < 2 ||
		texts.some(([field, form]) =>
			sameHash(hashForm(run.ports.hash, canonical('text', fields[field], run.request.options)), form),
		)
	);
}

/** For how long a child under another parent may be what an unclear create made (ms). */
const MOVED_WITHIN = 6 * 3_600_000;

/**
 * Whether the source child may be what an unclear create of the other direction made; only that direction can tell. It
 * is a child of that family, or was created at exactly that time and may have been moved to another parent since.
 */
export async function mayBeAnswer(run: Run, { name }: Family): Promise<boolean> {
	const { pair, source, parent } = run.request;
	const { createdAt } = source;
	const incoming = await run.ports.ledger.incomingIntents(pair, source);
	return incoming.some(({ family, under, at, source: { system, account } }) => {
		if (!samePlace({ system, account }, run.place) || (createdAt !== undefined && createdAt < at - NEWEST_MARGIN))
			return false;
		const isMoved =
			createdAt !== undefined &&
			createdAt <= at + run.ports.target.callBudget + MAX_CLOCK_SKEW &&
			run.known.now < at + MOVED_WITHIN;
		return family === name || under === parent?.id || isMoved;
	});
}
