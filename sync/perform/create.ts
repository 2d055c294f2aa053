import type { Action } from '../decide/action';
import { pendingOrReview, withoutOpen } from '../decide/creates';
import { dropReview, putLink, reviewRecord } from '../decide/drafts';
import {
	kindOf,
	lastEnded,
	oppositeBaseline,
	targetHash,
	targetKeyHashes,
	withOppositeBaseline,
} from '../gather/observation';
import type { Change, HistoryField, HistoryRow, Intent, Link } from '../ledger/ledger';
import {
	CREATED,
	emptyBaseline,
	isEmptyHash,
	SINCE_CREATED,
	type FieldBaseline,
	type FormHash,
} from '../model/baseline';
import { sendable } from '../model/canonical';
import { TARGET_GONE } from '../model/causes';
import { targetRef, type ServiceError, type TargetRecord } from '../model/ports';
import type { Outcome } from '../model/types';
import { announce, announced } from '../record/announce';
import { backoff, conclude, dropDue, dueIfBrokenOff, leaseLost } from '../record/conclude';
import { asServiceError, createRecord, type Run } from '../run';
import { lookAtOnce } from './lookAtOnce';
import { beginLink, observedAfter } from './agreed';
import { didNotKeep } from './summary';

/**
 * Announces the create, makes the call, and links the new record. An unclear answer leaves the intent: the record is
 * pending until a search finds it or the lag ceiling has passed. Undefined when the service says that the record exists
 * already and that one is to be looked at.
 */
export async function createTarget(
	run: Run,
	{ onDuplicate, about, counts }: Extract<Action, { do: 'create' }>,
): Promise<Outcome | undefined> {
	const fields = createFields(run);
	if (run.request.dryRun)
		return conclude(run, {
			outcome: 'planned',
			reason: 'Would be created',
			plan: [{ call: 'create', fields: Object.keys(fields) }],
		});
	const now = run.looks.creates?.now ?? (await run.ports.ledger.now());
	run.known = { ...run.known, now };
	// after another decision, they are counted anew
	run.looks = { ...run.looks, creates: undefined };
	const intent = intentOf(run);
	const row: HistoryRow = {
		...announced(run, 'create', run.place, filledFields(run)),
		...(counts && { create: counts }),
	};
	const earlier = withoutOpen(run);
	if (
		!(await announce(run, [...earlier, { put: 'intent', row: intent }, { put: 'history', row }, dueIfBrokenOff(run)]))
	)
		return conclude(run, leaseLost(run));
	let record: TargetRecord;
	try {
		record = await createRecord(run, fields);
	} catch (error) {
		const failure = asServiceError(error);
		if (failure.written === 'maybe') return afterUnclear(run, intent, row, failure);
		const refused: Change[] = [
			{ drop: 'intent', id: intent.id },
			{ put: 'history', row: { ...row, state: 'refused' } },
		];
		if (failure.duplicateOf === undefined)
			return conclude(run, {
				outcome: 'failed',
				reason: failure.message,
				changes: refused,
				dueAt: backoff(run, failure),
			});
		await run.ports.ledger.commit(refused);
		if (onDuplicate === 'review')
			return conclude(
				run,
				reviewRecord(run, 'The app refused a second record', about ?? targetRef(run.ports.target, failure.duplicateOf)),
			);
		run.looks = { ...run.looks, duplicate: { id: failure.duplicateOf } };
		return undefined;
	}
	return linkCreated(run, record, [
		{ drop: 'intent', id: intent.id },
		{ put: 'history', row: { ...row, target: targetRef(run.ports.target, record.id), state: 'done' } },
	]);
}

function createFields(run: Run): Record<string, unknown> {
	const filled = Object.entries(run.desired).filter(([, { hash: desired }]) => !isEmptyHash(desired));
	return Object.fromEntries(
		filled.map(([field]) => [field, sendable(kindOf(run, field), run.request.fields[field], run.request.options)]),
	);
}

export const intentOf = (run: Run): Intent => ({
	id: run.ports.random.id(),
	pair: run.request.pair,
	source: run.source,
	target: run.place,
	at: run.known.now,
	desired: hashesOf(run),
	keys: run.keyHashes,
	...(run.family ? { family: run.family.name, under: run.family.targetParent.id } : {}),
	version: run.request.source.version,
});

const filledFields = (run: Run): HistoryField[] =>
	Object.entries(run.desired)
		.filter(([, { hash }]) => !isEmptyHash(hash))
		.map(([name, { hash }]) => ({ name, cause: 'created', before: '', after: hash }));

const hashesOf = (run: Run): Record<string, FormHash> =>
	Object.fromEntries(Object.entries(run.desired).map(([field, { hash: desired }]) => [field, desired]));

/** The create was answered: the link starts with all fields agreed on. */
export async function linkCreated(
	run: Run,
	record: TargetRecord,
	changes: readonly Change[],
	outcome: 'created' | 'linked' = 'created',
): Promise<Outcome> {
	const { pair, dryRun } = run.request;
	const target = targetRef(run.ports.target, record.id);
	const sent = outcome === 'created' ? Object.keys(createFields(run)) : [];
	const lost = sent.filter((field) => isLost(run, record, field));
	const result = {
		outcome,
		reason: [
			outcome === 'created' ? 'Nothing matched' : 'Found again after a create without a clear answer',
			...(lost.length > 0 ? [didNotKeep(lost)] : []),
		].join('; '),
		target,
		changed: sent.filter((field) => !lost.includes(field)),
		isNew: true as const,
	};
	if (dryRun) return conclude(run, result);
	const link = agreedLink(run, record);
	const answered = run.known.reviews.map(({ field }) => dropReview(run, field));
	const due = run.known.due ? [dropDue(run)] : [];
	if (!(await run.ports.ledger.commit([...changes, ...answered, ...due, ...passOn(run), putLink(link, undefined)])))
		return conclude(run, leaseLost(run));
	run.known = { ...run.known, due: undefined };
	await run.ports.ledger.recordSighting(pair, target, targetKeyHashes(run, record));
	return conclude(run, result);
}

/** Whether the answer shows a field empty that was sent filled. */
const isLost = (run: Run, { fields }: TargetRecord, field: string): boolean =>
	field in fields && isEmptyHash(targetHash(run, field, fields[field]));

/**
 * A new record takes the place of a deleted one: an older version of that one, which may still arrive, must not create
 * a second source record.
 */
function passOn(run: Run): Change[] {
	const ended = lastEnded(run);
	if (ended?.cause !== TARGET_GONE) return [];
	const opposite = oppositeBaseline(run, ended);
	const superseded = withOppositeBaseline(run, ended, {
		...opposite,
		lastProcessedVersion: Math.max(opposite.lastProcessedVersion ?? 0, ended.endedAt ?? 0),
	});
	return [putLink({ ...superseded, rev: ended.rev + 1 }, ended.rev)];
}

/** A link whose target record holds what was sent. */
function agreedLink(run: Run, record: TargetRecord): Link {
	const rows = Object.entries(run.desired)
		.map(([field, { hash: desired }]): [string, FieldBaseline] => {
			const observed = Array.isArray(desired) ? desired : observedAfter(run, record, field, desired);
			return [field, { desired, observed, rev: CREATED, targetVersion: record.version ?? SINCE_CREATED }];
		})
		.filter(([, { desired, observed }]) => !isEmptyHash(desired) || isEmptyHash(observed));
	const { version } = run.request.source;
	return beginLink(run, record, {
		...emptyBaseline,
		fields: Object.fromEntries(rows),
		lastProcessedVersion: version,
		made: true,
	});
}

async function afterUnclear(run: Run, intent: Intent, row: HistoryRow, error: ServiceError): Promise<Outcome> {
	await run.ports.ledger.commit([{ put: 'history', row: { ...row, state: 'unclear' } }]);
	run.known = { ...run.known, intents: [intent] };
	const made = await lookAtOnce(run, intent);
	if (made) return linkCreated(run, made, [{ drop: 'intent', id: intent.id }]);
	return conclude(run, pendingOrReview(run, intent, error.message));
}
