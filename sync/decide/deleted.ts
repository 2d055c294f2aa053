import { hashForm, type FormHash } from './baseline';
import { PARENTLESS } from '../gather/children';
import { answerOf, certainFrom } from '../perform/create';
import { findTarget, rememberCreate, settledCreate, unlessGone } from '../gather/find';
import { canonical } from '../model/canonical';
import { isMassDelete, MASS_DELETE } from './safeguards';
import { dueIfBrokenOff } from '../gather/lease';
import { samePlace, type Change, type HistoryRow, type Intent, type Link } from '../ledger/ledger';
import { targetChanges } from './fields';
import type { TargetRecord } from '../model/ports';
import { backoff, call, conclude, dropReview, targetOf, kindOf, lastEnded, linksHere, sourceIsHead, newLink, NOBODY, oppositeBaseline, ownBaseline, planInput, reviewRecord, withOppositeBaseline, withOwnBaseline, type Draft, type Run } from '../run';
import { sameRecord, type Outcome, type OutcomeKind } from '../model/types';
import { finishReplacing, openReplacing, REPLACED } from '../perform/replace';
import { choosePrimary } from './linked';
import { asServiceError, leaseLost, nextRevision, putLink } from '../perform/write';

/** Follows a confirmed delete of the source record, as chosen. */
export async function followDelete(run: Run): Promise<Outcome> {
	const links = linksToFollow(run);
	if (run.request.parent && !run.family?.isLive) return withoutFamily(run, links);
	if (links.length === 0 && lastEnded(run)?.cause === REPLACED) return conclude(run, { outcome: 'unchanged', reason: 'a newer record took its place', changes: run.known.intents.map(({ id }) => ({ drop: 'intent', id })) });
	if (run.known.intents.length > 0 && links.length === 0) return afterUnclearCreate(run, run.known.intents[0]);
	if (links.length === 0) return conclude(run, { outcome: 'unlinked', reason: 'it was not linked', changes: [...run.known.reviews.map(({ field }) => dropReview(run, field)), ...(await rememberDelete(run))] });
	const open = await finishReplacing(run, links[0]);
	if (open) return open;
	const [link = links[0]] = liveLinks(run);
	const first = otherDirectionFirst(run, link);
	if (first) return conclude(run, first);
	const { deletes } = run.request.options;
	if (deletes === 'ignore') return conclude(run, { outcome: 'unchanged', reason: 'deletes are ignored', target: targetOf(run, link) });
	if (links.length > 1) return conclude(run, { outcome: 'unlinked', reason: 'the head of a group is gone', changes: links.flatMap((one) => endOf(run, one, 'the head is gone')) });
	const group = sourceIsHead(run, link) ? [link] : (await run.ports.ledger.links(link.pair, link.head)).filter(({ state, head, member }) => state === 'live' && sameRecord(head, link.head) && samePlace(member, run.source));
	if (group.length > 1) return leaveGroup(run, link, group);
	if (deletes === 'unlink') return conclude(run, unlinked(run, link, 'the source record is gone'));
	return removeTarget(run, link, deletes);
}

/** A child whose parent has come back is linked again by its next sync; where that is its delete, its partner goes all the same. */
function linksToFollow(run: Run): readonly Link[] {
	const ended = lastEnded(run);
	const isBack = run.family?.isLive && ended?.cause === FAMILY_GONE && run.known.intents.length === 0;
	return isBack && liveLinks(run).length === 0 ? [{ ...ended, state: 'live' }] : liveLinks(run);
}

const liveLinks = (run: Run): readonly Link[] => linksHere(run).filter(({ state }) => state === 'live');

const FAMILY_GONE = 'what it belonged to is gone too';

/** With its parent, a child goes by itself: the target ones are left to what is done about the target parent. What it has replaced there does not wait. */
async function withoutFamily(run: Run, [link]: readonly Link[]): Promise<Outcome> {
	const unfinished = link && run.family && (await openReplacing(run, link).catch(unlessGone));
	if (isAwaited(run, link) && unfinished?.outcome !== 'planned') {
		const draft = unfinished ?? { reason: 'it is gone, and what it belonged to has no partner yet', dueAt: run.known.now + PARENTLESS, ...(await settledCreate(run)) };
		return conclude(run, { ...draft, outcome: 'waiting' });
	}
	if (unfinished) return conclude(run, unfinished);
	const [intent] = run.known.intents;
	const found = !link && intent && run.family && (await afterUnclearCreate(run, intent).catch(unlessGone));
	if (found) return found;
	const open = run.known.intents.map(({ id }): Change => ({ drop: 'intent', id }));
	if (!link) return conclude(run, { outcome: 'unlinked', reason: 'it was not linked', changes: [...open, ...(await rememberDelete(run))] });
	const first = otherDirectionFirst(run, liveLinks(run)[0] ?? link);
	if (first) return conclude(run, first);
	const { replaced: _replaced, ...current } = liveLinks(run)[0] ?? link;
	const { changes, ...draft } = unlinked(run, current, FAMILY_GONE);
	return conclude(run, { ...draft, changes: [...changes, ...open] });
}

/** The tombstone would forget what is still to be deleted on this side, which the other direction has replaced: it is waited for, for a day. */
function otherDirectionFirst(run: Run, link: Link): Draft | undefined {
	const { due, now } = run.known;
	const isOpen = link.replaced?.some((old) => samePlace(old, run.source)) === true && now - (due?.since ?? now) < PATIENT;
	return isOpen ? { outcome: 'pending', reason: 'the other direction deletes first what it has replaced', target: targetOf(run, link), dueAt: now + 60_000 } : undefined;
}

/** An older picture of a record without a partner must not make one after its delete: the tombstone of a record that had none says so. */
async function rememberDelete(run: Run): Promise<Change[]> {
	const { pair, source: { version } } = run.request;
	const ended = lastEnded(run);
	if (version === undefined || (ended && (ownBaseline(run, ended).lastProcessedVersion ?? 0) >= version) || !(await run.ports.ledger.established(pair))) return [];
	const link: Link = ended ?? { ...newLink(run, { id: NOBODY, fields: {} }), primary: false, state: 'ended', cause: 'deleted before it had a partner', endedAt: run.known.now };
	return [putLink({ ...withOwnBaseline(run, link, { ...ownBaseline(run, link), lastProcessedVersion: version }), rev: link.rev + 1 }, ended?.rev)];
}

/** How long a deleted child waits for its parents to be linked again, to have its partner removed, and for the other direction (ms). */
const PATIENT = 24 * 3_600_000;

/** It was there after its family had ended, and waited: it did not go with its parent, and its partner may still be there. */
function isAwaited(run: Run, link: Link | undefined): boolean {
	const { due, now } = run.known;
	return due?.status === 'waiting' && now - due.since < PATIENT && (link !== undefined || lastEnded(run)?.cause === FAMILY_GONE);
}

/** Deleted while its create had no clear answer: what the create made, if anything, is found and gets a tombstone, so that it makes no record anew. */
async function afterUnclearCreate(run: Run, intent: Intent): Promise<Outcome> {
	// Whatever a person has answered, there is nothing left to ask.
	const isOpen = answerOf(run) === undefined;
	if (run.ports.target.createOnly && isOpen) return conclude(run, reviewRecord(run, 'deleted after an unclear create, and the service can not be asked what it made'));
	const certain = certainFrom(run, intent);
	if (run.known.now < certain) return conclude(run, { outcome: 'pending', reason: 'deleted while its create had no clear answer', dueAt: certain });
	const found = await findTarget(run, undefined);
	if (found.kind === 'several' && isOpen) return conclude(run, reviewRecord(run, `deleted after an unclear create, and more than one record matches by ${found.by}`));
	if (found.kind === 'unsure' && isOpen) return conclude(run, reviewRecord(run, 'deleted after an unclear create, and a record made then has been changed since: it may be the one'));
	const changes: Change[] = [...run.known.intents.map(({ id }): Change => ({ drop: 'intent', id })), ...run.known.reviews.map(({ field }) => dropReview(run, field))];
	if (found.kind === 'one' || found.kind === 'created') {
		const link = rememberCreate(run, newLink(run, found.record), found.record, undefined);
		if (run.request.parent) return removeFound(run, link, changes);
		changes.push(putLink({ ...link, state: 'ended', primary: false, cause: 'deleted after an unclear create', endedAt: run.known.now, rev: 1 }, undefined));
	} else changes.push(...(await rememberDelete(run)));
	return conclude(run, { outcome: 'unlinked', reason: 'deleted after an unclear create', changes });
}

/** A child that was made for a record that is gone follows it, as chosen. */
async function removeFound(run: Run, link: Link, changes: readonly Change[]): Promise<Outcome> {
	if (!run.request.dryRun && !(await run.ports.ledger.commit([...changes, putLink(link, undefined)]))) return conclude(run, leaseLost(run));
	run.known = { ...run.known, intents: [], links: [...run.known.links, link] };
	return followDelete(run);
}

const unlinked = (run: Run, link: Link, cause: string) => ({ outcome: 'unlinked' as const, reason: cause, target: targetOf(run, link), changes: endOf(run, link, cause) });

/** The tombstone, and a look at the other record: it may have been merged into one that can be found. */
function endOf(run: Run, link: Link, cause: string): Change[] {
	const { now } = run.known;
	const target = targetOf(run, link);
	const place = { system: run.source.system, account: run.source.account };
	if (run.request.parent) return tombstone(run, link, cause);
	return [
		...tombstone(run, link, cause),
		{ put: 'due', row: { pair: link.pair, source: target, target: place, status: 'waiting', cause: 'its linked record is gone: merged or deleted', tries: 0, since: now, nextAt: now } },
	];
}

/** Ends the link; there is nothing left to ask about the source record. */
function tombstone(run: Run, link: Link, cause: string): Change[] {
	const { now, reviews } = run.known;
	const own = { ...ownBaseline(run, link), lastProcessedVersion: run.request.source.version ?? now };
	const ended: Link = { ...withOwnBaseline(run, link, own), state: 'ended', cause, endedAt: now, rev: link.rev + 1 };
	return [putLink(ended, link.rev), ...reviews.map(({ field }) => dropReview(run, field))];
}

/** One of several members goes: the next one feeds the head, and is looked at soon. */
async function leaveGroup(run: Run, link: Link, group: readonly Link[]): Promise<Outcome> {
	const { now } = run.known;
	const own = { ...ownBaseline(run, link), lastProcessedVersion: run.request.source.version ?? now };
	const ended: Link = { ...withOwnBaseline(run, link, own), state: 'ended', cause: 'the member is gone', endedAt: now, primary: false, rev: link.rev + 1 };
	const others = group.filter(({ id }) => id !== link.id);
	const { changes, primary, isNew } = choosePrimary([...others, ...(link.primary ? [{ ...link, state: 'ended' as const }] : [])], run.request.options.primary);
	const kept = changes.filter((change) => !('row' in change) || !('member' in change.row) || change.row.id !== link.id);
	const due: Change[] = primary && isNew
		? [{ put: 'due', row: { pair: link.pair, source: primary.member, target: run.place, status: 'pending', cause: 'it exchanges fields from now on', tries: 0, since: now, nextAt: now } }]
		: [];
	return conclude(run, { outcome: 'unlinked', reason: 'one of several records of this person is gone', target: link.head, changes: [putLink(ended, link.rev), ...kept, ...due] });
}

/** Archives or deletes the target record, unless a person edited it since: then the edit wins and the link ends. */
async function removeTarget(run: Run, link: Link, deletes: 'archive' | 'delete'): Promise<Outcome> {
	const { ledger, target: service } = run.ports;
	const target = targetOf(run, link);
	if (service.createOnly) return conclude(run, reviewRecord(run, 'the service can not remove records', target));
	const record = await call(run, (one) => one.read(target.id));
	if (!record || record.archived) return conclude(run, unlinked(run, link, 'both records are gone'));
	if (isEdited(run, link, record)) return conclude(run, unlinked(run, forgiving(run, link), 'the target record was edited since: the edit wins'));
	const answer = answerOf(run);
	if (answer === 'target') return conclude(run, unlinked(run, link, 'a person keeps it'));
	if (answer === undefined && isMassDelete(await ledger.deletesSince(link.pair, run.known.now - MASS_DELETE.window), await ledger.liveLinks(link.pair))) return conclude(run, reviewRecord(run, 'too many deletes within an hour', target));
	if (!service[deletes]) return conclude(run, reviewRecord(run, `the service can not ${deletes} this record`, target));
	if (run.request.dryRun) return conclude(run, { outcome: 'planned', reason: `would ${deletes}`, target, plan: [{ call: deletes, fields: [] }] });
	return sendRemoval(run, link, record, deletes);
}

async function sendRemoval(run: Run, link: Link, record: TargetRecord, deletes: 'archive' | 'delete'): Promise<Outcome> {
	const { ledger, random, target: service } = run.ports;
	const target = targetOf(run, link);
	const row: HistoryRow = { id: random.id(), at: run.known.now, pair: link.pair, source: run.source, target, call: deletes, fields: [], state: 'announced', ...(run.family ? { family: run.family.name } : {}) };
	const sets = deletes === 'archive' ? archiveSets(run) : {};
	const announced = Object.keys(sets).length > 0 ? announceArchive(run, link, record, sets) : link;
	const announcement: Change[] = announced === link ? [] : [putLink(announced, link.rev)];
	if (!(await ledger.commit([...announcement, { put: 'history', row }, dueIfBrokenOff(run)], { owner: run.owner, keys: run.leased, margin: service.callBudget }))) return conclude(run, leaseLost(run));
	try {
		await call(run, (one) => one[deletes]?.(target.id) ?? Promise.resolve());
	} catch (error) {
		const failure = asServiceError(error);
		const state = failure.written === 'no' ? 'refused' : 'unclear';
		const told: Change[] = [{ put: 'history', row: { ...row, state } }, ...(failure.written === 'no' && announced !== link ? [putLink({ ...link, rev: announced.rev + 1 }, announced.rev)] : [])];
		const { changes: desired = [], ...review } = reviewRecord(run, failure.message, target);
		if (failure.refuses) return conclude(run, { ...review, changes: [...desired, ...told] });
		return conclude(run, { outcome: 'failed', reason: failure.message, target, changes: told, dueAt: backoff(run, failure) });
	}
	const ended = tombstone(run, withArchived(run, announced, sets), 'deleted with the source record');
	const outcome: OutcomeKind = deletes === 'archive' ? 'archived' : 'deleted';
	return conclude(run, { outcome, reason: 'the source record is gone', target, changes: [{ put: 'history', row: { ...row, state: 'done' } }, ...ended] });
}

/** Target values that lost against the record that is gone are edits again. */
const forgiving = (run: Run, link: Link): Link => withOppositeBaseline(run, link, { ...oppositeBaseline(run, link), declined: {} });

const archiveSets = (run: Run): Record<string, FormHash> =>
	Object.fromEntries(Object.entries(run.ports.target.archiveSets ?? {}).map(([field, value]) => [field, hashForm(run.ports.hash, canonical(kindOf(run, field), value, run.request.options))]));

/** Archiving is a write like any other: announced, so that what it did without a clear answer is known again. */
function announceArchive(run: Run, link: Link, { fields, version }: TargetRecord, sets: Readonly<Record<string, FormHash>>): Link {
	const before = Object.keys(sets).map((field) => [field, hashForm(run.ports.hash, canonical(kindOf(run, field), fields[field], run.request.options))] as const);
	const pendingWrite = { fields: sets, before: Object.fromEntries(before), rev: link.rev, ...(version === undefined ? {} : { readVersion: version }) };
	return nextRevision(run, link, { ...ownBaseline(run, link), pendingWrite });
}

function withArchived(run: Run, link: Link, sets: Readonly<Record<string, FormHash>>): Link {
	const { pendingWrite: _pendingWrite, ...own } = ownBaseline(run, link);
	const rows = Object.entries(sets).map(([field, form]) => [field, { desired: form, observed: form, rev: link.rev + 1 }] as const);
	return rows.length === 0 ? link : withOwnBaseline(run, link, { ...own, fields: { ...own.fields, ...Object.fromEntries(rows) } });
}

/** Whether any field differs from what was last agreed on. */
function isEdited(run: Run, link: Link, record: TargetRecord): boolean {
	const fields = new Set([...Object.keys(record.fields), ...Object.keys(ownBaseline(run, link).fields)]);
	const forms = [...fields].map((field) => [field, hashForm(run.ports.hash, canonical(kindOf(run, field), record.fields[field], run.request.options))] as const);
	return targetChanges(planInput(run, link), { forms: Object.fromEntries(forms), version: record.version }, link.rev + 1).length > 0;
}
