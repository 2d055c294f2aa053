import { hashForm } from './base';
import { answerOf, certainFrom } from './create';
import { findFar, rememberCreate } from './establish';
import { canonical } from './canonical';
import { isMassDelete, MASS_DELETE } from './fuses';
import { dueIfBrokenOff } from './lease';
import { samePlace, type Change, type HistoryRow, type Intent, type Link } from './ledger/ledger';
import { farChanges } from './plan';
import type { FarRecord } from './ports';
import { backoff, call, conclude, dropReview, farOf, kindOf, linksHere, nearIsHead, newLink, ownBase, planInput, reviewRecord, withOwnBase, type Run } from './run';
import { sameRecord, type Outcome, type OutcomeKind } from './types';
import { deleteReplaced, finishReplacing } from './replace';
import { refeed } from './update';
import { asServiceError, leaseLost, putLink } from './write';

/** Follows a confirmed delete of the near record, as chosen. */
export async function followDelete(run: Run): Promise<Outcome> {
	const links = liveLinks(run);
	if (run.request.parent && !run.family?.isLive) return withoutFamily(run, links);
	if (run.known.intents.length > 0 && links.length === 0) return afterUnclearCreate(run, run.known.intents[0]);
	if (links.length === 0) return conclude(run, { outcome: 'unlinked', reason: 'it was not linked', changes: run.known.reviews.map(({ field }) => dropReview(run, field)) });
	const open = await finishReplacing(run, links[0]);
	if (open) return open;
	const [link = links[0]] = liveLinks(run);
	const { deletes } = run.request.options;
	if (deletes === 'ignore') return conclude(run, { outcome: 'unchanged', reason: 'deletes are ignored', far: farOf(run, link) });
	if (links.length > 1) return conclude(run, { outcome: 'unlinked', reason: 'the head of a group is gone', changes: links.flatMap((one) => endOf(run, one, 'the head is gone')) });
	const group = nearIsHead(run, link) ? [link] : (await run.ports.ledger.links(link.pair, link.head)).filter(({ state, head, member }) => state === 'live' && sameRecord(head, link.head) && samePlace(member, run.near));
	if (group.length > 1) return leaveGroup(run, link, group);
	if (deletes === 'unlink') return conclude(run, unlinked(run, link, 'the near record is gone'));
	return removeFar(run, link, deletes);
}

const liveLinks = (run: Run): readonly Link[] => linksHere(run).filter(({ state }) => state === 'live');

/** With its parent, a child goes by itself: the far ones are left to what is done about the far parent. */
async function withoutFamily(run: Run, [link]: readonly Link[]): Promise<Outcome> {
	const open: Change[] = run.known.intents.map(({ id }) => ({ drop: 'intent', id }));
	if (!link) return conclude(run, { outcome: 'unlinked', reason: 'it was not linked', changes: open });
	const { replaced, ...rest } = link;
	const tidied = replaced && run.family ? await deleteReplaced(run, link) : undefined;
	if (tidied && tidied.outcome !== 'updated') return conclude(run, tidied);
	const { changes, ...draft } = unlinked(run, rest, 'what it belonged to is gone too');
	return conclude(run, { ...draft, changes: [...(tidied?.changes ?? []).filter((change) => !('put' in change && change.put === 'link')), ...changes, ...open] });
}

/** Deleted while its create had no clear answer: what the create made, if anything, is found and gets a tombstone, so that it makes no record anew. */
async function afterUnclearCreate(run: Run, intent: Intent): Promise<Outcome> {
	if (run.ports.far.createOnly) return conclude(run, reviewRecord(run, 'deleted after an unclear create, and the service can not be asked what it made'));
	const certain = certainFrom(run, intent);
	if (run.known.now < certain) return conclude(run, { outcome: 'pending', reason: 'deleted while its create had no clear answer', dueAt: certain });
	const found = await findFar(run, undefined);
	if (found.kind === 'several') return conclude(run, reviewRecord(run, `deleted after an unclear create, and more than one record matches by ${found.by}`));
	if (found.kind === 'unsure') return conclude(run, reviewRecord(run, 'deleted after an unclear create, and a record made then has been changed since: it may be the one'));
	const changes: Change[] = run.known.intents.map(({ id }) => ({ drop: 'intent', id }));
	if (found.kind === 'one' || found.kind === 'created') {
		const link = rememberCreate(run, newLink(run, found.record), found.record, undefined);
		if (run.request.parent) return removeFound(run, link, changes);
		changes.push(putLink({ ...link, state: 'ended', feeding: false, cause: 'deleted after an unclear create', endedAt: run.known.now, rev: 1 }, undefined));
	}
	return conclude(run, { outcome: 'unlinked', reason: 'deleted after an unclear create', changes });
}

/** A child that was made for a record that is gone follows it, as chosen. */
async function removeFound(run: Run, link: Link, changes: readonly Change[]): Promise<Outcome> {
	if (!(await run.ports.ledger.commit([...changes, putLink(link, undefined)]))) return conclude(run, leaseLost(run));
	run.known = { ...run.known, intents: [], links: [...run.known.links, link] };
	return followDelete(run);
}

const unlinked = (run: Run, link: Link, cause: string) => ({ outcome: 'unlinked' as const, reason: cause, far: farOf(run, link), changes: endOf(run, link, cause) });

/** The tombstone, and a look at the other record: it may have been merged into one that can be found. */
function endOf(run: Run, link: Link, cause: string): Change[] {
	const { now } = run.known;
	const far = farOf(run, link);
	const place = { system: run.near.system, account: run.near.account };
	if (run.request.parent) return tombstone(run, link, cause);
	return [
		...tombstone(run, link, cause),
		{ put: 'due', row: { pair: link.pair, near: far, far: place, status: 'waiting', cause: 'its linked record is gone: merged or deleted', tries: 0, since: now, nextAt: now } },
	];
}

/** Ends the link; there is nothing left to ask about the near record. */
function tombstone(run: Run, link: Link, cause: string): Change[] {
	const { now, reviews } = run.known;
	const own = { ...ownBase(run, link), worked: run.request.near.version ?? now };
	const ended: Link = { ...withOwnBase(run, link, own), state: 'ended', cause, endedAt: now, rev: link.rev + 1 };
	return [putLink(ended, link.rev), ...reviews.map(({ field }) => dropReview(run, field))];
}

/** One of several members goes: the next one feeds the head, and is looked at soon. */
async function leaveGroup(run: Run, link: Link, group: readonly Link[]): Promise<Outcome> {
	const { now } = run.known;
	const own = { ...ownBase(run, link), worked: run.request.near.version ?? now };
	const ended: Link = { ...withOwnBase(run, link, own), state: 'ended', cause: 'the member is gone', endedAt: now, feeding: false, rev: link.rev + 1 };
	const others = group.filter(({ id }) => id !== link.id);
	const { changes, feeder, isNew } = refeed([...others, ...(link.feeding ? [{ ...link, state: 'ended' as const }] : [])], run.request.options.feeding);
	const kept = changes.filter((change) => !('row' in change) || !('member' in change.row) || change.row.id !== link.id);
	const due: Change[] = feeder && isNew
		? [{ put: 'due', row: { pair: link.pair, near: feeder.member, far: run.place, status: 'pending', cause: 'it exchanges fields from now on', tries: 0, since: now, nextAt: now } }]
		: [];
	return conclude(run, { outcome: 'unlinked', reason: 'one of several records of this person is gone', far: link.head, changes: [putLink(ended, link.rev), ...kept, ...due] });
}

/** Archives or deletes the far record, unless a person edited it since: then the edit wins and the link ends. */
async function removeFar(run: Run, link: Link, deletes: 'archive' | 'delete'): Promise<Outcome> {
	const { ledger, far: service } = run.ports;
	const far = farOf(run, link);
	if (service.createOnly) return conclude(run, reviewRecord(run, 'the service can not remove records', far));
	const record = await call(run, (one) => one.read(far.id));
	if (!record || record.archived) return conclude(run, unlinked(run, link, 'both records are gone'));
	if (isEdited(run, link, record)) return conclude(run, unlinked(run, link, 'the far record was edited since: the edit wins'));
	const answer = answerOf(run);
	if (answer === 'far') return conclude(run, unlinked(run, link, 'a person keeps it'));
	if (answer === undefined && isMassDelete(await ledger.deletesSince(link.pair, run.known.now - MASS_DELETE.window), await ledger.liveLinks(link.pair))) return conclude(run, reviewRecord(run, 'too many deletes within an hour', far));
	if (!service[deletes]) return conclude(run, reviewRecord(run, `the service can not ${deletes} this record`, far));
	if (run.request.dryRun) return conclude(run, { outcome: 'planned', reason: `would ${deletes}`, far, plan: [{ call: deletes, fields: [] }] });
	return sendRemoval(run, link, deletes);
}

async function sendRemoval(run: Run, link: Link, deletes: 'archive' | 'delete'): Promise<Outcome> {
	const { ledger, random, far: service } = run.ports;
	const far = farOf(run, link);
	const row: HistoryRow = { id: random.id(), at: run.known.now, pair: link.pair, near: run.near, far, call: deletes, fields: [], state: 'asked', ...(run.family ? { family: run.family.name } : {}) };
	if (!(await ledger.commit([{ put: 'history', row }, dueIfBrokenOff(run)], { owner: run.owner, keys: run.leased, margin: service.callBudget }))) return conclude(run, leaseLost(run));
	try {
		await call(run, (one) => one[deletes]?.(far.id) ?? Promise.resolve());
	} catch (error) {
		const failure = asServiceError(error);
		const state = failure.written === 'no' ? 'refused' : 'unclear';
		return conclude(run, { outcome: 'failed', reason: failure.message, far, changes: [{ put: 'history', row: { ...row, state } }], dueAt: backoff(run, failure) });
	}
	const ended = tombstone(run, link, 'deleted with the near record');
	const outcome: OutcomeKind = deletes === 'archive' ? 'archived' : 'deleted';
	return conclude(run, { outcome, reason: 'the near record is gone', far, changes: [{ put: 'history', row: { ...row, state: 'done' } }, ...ended] });
}

/** Whether any field differs from what was last agreed on. */
function isEdited(run: Run, link: Link, record: FarRecord): boolean {
	const fields = new Set([...Object.keys(record.fields), ...Object.keys(ownBase(run, link).fields)]);
	const forms = [...fields].map((field) => [field, hashForm(run.ports.hash, canonical(kindOf(run, field), record.fields[field], run.request.options))] as const);
	return farChanges(planInput(run, link), { forms: Object.fromEntries(forms), version: record.version }, link.rev + 1).length > 0;
}
