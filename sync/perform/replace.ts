import type { FieldWrites } from '../decide/action';
import { answerOf, certainFrom } from '../decide/creates';
import { nextRevision, putLink, reviewRecord } from '../decide/drafts';
import type { Decision } from '../decide/fields';
import { replacedHere } from '../decide/replacement';
import { isWriting } from '../decide/write';
import { childOf } from '../gather/children';
import { unlessGone } from '../gather/find';
import { kindOf, ownBaseline, sourceIsHead, targetOf, withOwnBaseline, type Draft } from '../gather/observation';
import type { Change, Intent, Link } from '../ledger/ledger';
import { EMPTY_MARK, emptyBaseline, withoutPendingWrite, type FieldBaseline, type FormHash } from '../model/baseline';
import { sendable } from '../model/canonical';
import { REPLACED } from '../model/causes';
import { targetRef, type TargetRecord } from '../model/ports';
import { sameRecord, type Outcome } from '../model/types';
import { announce, announced } from '../record/announce';
import { backoff, conclude, dueIfBrokenOff, leaseLost, withId } from '../record/conclude';
import { asServiceError, call, createRecord, type Run } from '../run';
import { observedAfter, versionOf, withoutCalls } from './agreed';
import { intentOf } from './create';
import { lookAtOnce } from './lookAtOnce';
import { reviewChanges } from './reviews';
import { summary } from './summary';

/** What the new record is created with. */
interface Body {
	readonly fields: Readonly<Record<string, unknown>>;
	readonly desired: Readonly<Record<string, FormHash>>;
}

/** For records that cannot be edited: settles first what needs no call, then a new record takes the old one's place. */
export async function replaceTarget(
	run: Run,
	{ link, input, decisions, record: target, writing }: FieldWrites,
): Promise<Outcome> {
	const facts = summary(run, link, [], decisions, writing);
	if (run.request.dryRun)
		return conclude(run, {
			...facts,
			outcome: 'planned',
			plan: [
				{ call: 'create', fields: Object.keys(run.desired) },
				{ call: 'delete', fields: [] },
			],
		});
	const settled = nextRevision(run, withId(run, link), withoutCalls(input.own, decisions, link.rev + 1, target));
	if (
		!(await announce(run, [
			...writing.before,
			putLink(settled, writing.stored),
			...reviewChanges(run, settled, input, decisions),
		]))
	)
		return conclude(run, leaseLost(run));
	const draft = await createInPlace(run, settled, decisions, target);
	const changed = decisions.filter(isWriting).map(({ field }) => field);
	return conclude(
		run,
		draft.outcome === 'updated'
			? {
					...facts,
					...draft,
					changed,
					...(facts.outcome === 'review' ? { outcome: 'review', reason: facts.reason } : {}),
				}
			: draft,
	);
}

/**
 * For a service whose records cannot be edited: creates a record with the new values, points the link to it, and
 * deletes the old one last, so that nothing is lost wherever it is interrupted.
 */
async function createInPlace(run: Run, link: Link, decisions: readonly Decision[], old: TargetRecord): Promise<Draft> {
	const body = bodyOf(run, decisions, old);
	const intent: Intent = { ...intentOf(run), desired: body.desired, replaces: old.id };
	const row = announced(
		run,
		'create',
		run.place,
		decisions
			.filter(isWriting)
			.map(({ field, target, desired }) => ({ name: field, cause: 'replaced', before: target, after: desired })),
	);
	if (!(await announce(run, [{ put: 'intent', row: intent }, { put: 'history', row }, dueIfBrokenOff(run)])))
		return leaseLost(run);
	let made: TargetRecord;
	try {
		made = await createRecord(run, body.fields);
	} catch (error) {
		const failure = asServiceError(error);
		const isUnclear = failure.written === 'maybe';
		const changes: Change[] = [
			{ put: 'history', row: { ...row, state: isUnclear ? 'unclear' : 'refused' } },
			...(isUnclear ? [] : [dropIntent(intent)]),
		];
		const found = isUnclear ? await lookAtOnce(run, intent) : undefined;
		if (!found)
			return {
				outcome: isUnclear ? 'pending' : 'failed',
				reason: failure.message,
				target: targetOf(run, link),
				changes,
				dueAt: isUnclear ? run.known.now + 10_000 : backoff(run, failure),
			};
		made = found;
	}
	const pointed = await pointTo(run, link, made, intent, [
		{ put: 'history', row: { ...row, target: targetRef(run.ports.target, made.id), state: 'done' } },
	]);
	return pointed ? deleteReplaced(run, pointed) : leaseLost(run);
}

const dropIntent = ({ id }: Intent): Change => ({ drop: 'intent', id });

/** The whole record: the desired values of the fields that are written, and the old record's values of the others. */
function bodyOf(run: Run, decisions: readonly Decision[], old: TargetRecord): Body {
	const written = new Set(decisions.filter(isWriting).map(({ field }) => field));
	const fields = Object.keys(run.desired).map(
		(field) =>
			[
				field,
				written.has(field)
					? sendable(kindOf(run, field), run.request.fields[field], run.request.options)
					: old.fields[field],
			] as const,
	);
	const desired = Object.keys(run.desired).map(
		(field) =>
			[field, written.has(field) ? run.desired[field].hash : observedAfter(run, old, field, EMPTY_MARK)] as const,
	);
	return { fields: Object.fromEntries(fields), desired: Object.fromEntries(desired) };
}

/**
 * Points the link to the new record; the old one gets a tombstone and waits for its deletion. Undefined when another
 * run changed the link.
 */
async function pointTo(
	run: Run,
	link: Link,
	made: TargetRecord,
	intent: Intent,
	changes: readonly Change[],
): Promise<Link | undefined> {
	const old = targetOf(run, link);
	const target = targetRef(run.ports.target, made.id);
	const rev = link.rev + 1;
	const fields = Object.entries(intent.desired).map(([field, desired]): [string, FieldBaseline] => [
		field,
		{ desired, observed: observedAfter(run, made, field, desired), rev, ...versionOf(made) },
	]);
	const own = withoutPendingWrite(ownBaseline(run, link));
	const lastProcessedVersion = Math.max(own.lastProcessedVersion ?? 0, intent.version ?? 0);
	const base = {
		...own,
		fields: { ...own.fields, ...Object.fromEntries(fields) },
		...(lastProcessedVersion > 0 ? { lastProcessedVersion } : {}),
	};
	const moved: Link = {
		...withOwnBaseline(run, { ...link, rev, replaced: [...(link.replaced ?? []), old] }, base),
		...(sourceIsHead(run, link) ? { member: target } : { head: target }),
	};
	const tombstone: Link = {
		...link,
		id: run.ports.random.id(),
		primary: false,
		state: 'ended',
		cause: REPLACED,
		since: run.known.now,
		endedAt: run.known.now,
		rev: 0,
		toHead: emptyBaseline,
		toMember: emptyBaseline,
	};
	const isStored = await run.ports.ledger.commit([
		...changes,
		dropIntent(intent),
		putLink(moved, link.rev),
		putLink(tombstone, undefined),
	]);
	return isStored ? moved : undefined;
}

/** Deletes what was replaced; a record that is already gone is fine too. */
export async function deleteReplaced(run: Run, link: Link): Promise<Draft> {
	const target = targetOf(run, link);
	const done: Change[] = [];
	const olds = replacedHere(run, link);
	for (const old of olds) {
		const row = announced(run, 'replace', old, []);
		if (!(await announce(run, [{ put: 'history', row }]))) return leaseLost(run);
		try {
			await call(run, (service) => service.delete?.(old.id) ?? Promise.resolve());
		} catch (error) {
			const failure = asServiceError(error);
			return {
				outcome: 'failed',
				reason: failure.message,
				target,
				changes: [
					...done,
					{ put: 'history', row: { ...row, state: failure.written === 'no' ? 'refused' : 'unclear' } },
				],
				dueAt: backoff(run, failure),
			};
		}
		done.push({ put: 'history', row: { ...row, state: 'done' } });
	}
	const { replaced = [], ...rest } = link;
	const left = replaced.filter((old) => !olds.includes(old));
	return {
		outcome: 'updated',
		reason: 'A new record has replaced the old one',
		target,
		changed: Object.keys(run.desired),
		changes: [
			...done,
			putLink({ ...rest, ...(left.length > 0 ? { replaced: left } : {}), rev: link.rev + 1 }, link.rev),
		],
	};
}

/**
 * Continues a replacement that an earlier run left unfinished: finds what its create made, and deletes the replaced
 * record. Keeps in the observation how that ended: without an outcome it is done, and the ledger was read again.
 */
export async function finishReplacement(run: Run, link: Link, isGoneFine: boolean): Promise<void> {
	const finishing = carryOn(run, link);
	const draft = isGoneFine ? await finishing.catch(unlessGone) : await finishing;
	run.looks = { ...run.looks, replacement: { link, draft } };
}

async function carryOn(run: Run, link: Link): Promise<Draft | undefined> {
	const intent = run.known.intents.find(({ replaces }) => replaces !== undefined);
	const pointed = intent ? await recover(run, link, intent) : link;
	if (pointed === undefined) return leaseLost(run);
	if ('outcome' in pointed) return pointed;
	if (replacedHere(run, pointed).length > 0) {
		const draft = await deleteReplaced(run, pointed);
		if (draft.outcome !== 'updated') return draft;
		if (!(await run.ports.ledger.commit(draft.changes ?? []))) return leaseLost(run);
	}
	run.known = await run.ports.ledger.known(run.request.pair, run.source, run.place);
	return undefined;
}

async function recover(run: Run, link: Link, intent: Intent): Promise<Link | Draft | undefined> {
	if (!sameRecord(targetRef(run.ports.target, intent.replaces ?? ''), targetOf(run, link)))
		return settled(run, link, intent);
	const child = await childOf(run, intent);
	if (child.kind === 'found') return pointTo(run, link, child.record, intent, []);
	if (child.kind === 'unsure' && answerOf(run) !== 'source')
		return reviewRecord(
			run,
			'A change had no clear answer, and a record created at that time has changed since: it may be the one',
			targetOf(run, link),
		);
	const certain = certainFrom(run, intent);
	if (run.known.now < certain)
		return {
			outcome: 'pending',
			reason: 'A change had no clear answer',
			target: targetOf(run, link),
			dueAt: Math.max(run.known.now + 10_000, Math.min(certain, run.known.now + 60_000)),
		};
	return settled(run, link, intent);
}

/** It created nothing, or the link points elsewhere by now: the change is planned again. */
async function settled(run: Run, link: Link, intent: Intent): Promise<Link | undefined> {
	return (await run.ports.ledger.commit([dropIntent(intent)])) ? link : undefined;
}
