import { nextRevision, putLink, reviewRecord } from '../decide/drafts';
import { tombstone } from '../decide/deleted';
import { ownBaseline, targetHash, targetOf, withOwnBaseline } from '../gather/observation';
import type { Change, HistoryRow, Link } from '../ledger/ledger';
import { withoutPendingWrite, type FormHash } from '../model/baseline';
import type { TargetRecord } from '../model/ports';
import type { Outcome, OutcomeKind } from '../model/types';
import { announce, announced } from '../record/announce';
import { backoff, conclude, dueIfBrokenOff, leaseLost } from '../record/conclude';
import { asServiceError, call, type Run } from '../run';

/**
 * Archives or deletes the target record of a source that is gone. Announced before the call, and settled after its
 * answer.
 */
export async function removeTarget(
	run: Run,
	link: Link,
	record: TargetRecord,
	deletes: 'archive' | 'delete',
): Promise<Outcome> {
	const target = targetOf(run, link);
	const row: HistoryRow = {
		...announced(run, deletes, target, []),
		...(run.family ? { family: run.family.name } : {}),
	};
	const sets = deletes === 'archive' ? archiveSets(run) : {};
	const pending = Object.keys(sets).length > 0 ? announceArchive(run, link, record, sets) : link;
	const announcement: Change[] = pending === link ? [] : [putLink(pending, link.rev)];
	if (!(await announce(run, [...announcement, { put: 'history', row }, dueIfBrokenOff(run)])))
		return conclude(run, leaseLost(run));
	try {
		await call(run, (one) => one[deletes]?.(target.id) ?? Promise.resolve());
	} catch (error) {
		const failure = asServiceError(error);
		const state = failure.written === 'no' ? 'refused' : 'unclear';
		const changes: Change[] = [
			{ put: 'history', row: { ...row, state } },
			...(failure.written === 'no' && pending !== link
				? [putLink({ ...link, rev: pending.rev + 1 }, pending.rev)]
				: []),
		];
		const { changes: question = [], ...review } = reviewRecord(run, failure.message, target);
		if (failure.refuses) return conclude(run, { ...review, changes: [...question, ...changes] });
		return conclude(run, {
			outcome: 'failed',
			reason: failure.message,
			target,
			changes,
			dueAt: backoff(run, failure),
		});
	}
	const ended = tombstone(run, withArchived(run, pending, sets), 'Deleted with the source record');
	const outcome: OutcomeKind = deletes === 'archive' ? 'archived' : 'deleted';
	return conclude(run, {
		outcome,
		reason: 'The source record was deleted',
		target,
		changes: [{ put: 'history', row: { ...row, state: 'done' } }, ...ended],
	});
}

const archiveSets = (run: Run): Record<string, FormHash> =>
	Object.fromEntries(
		Object.entries(run.ports.target.archiveSets ?? {}).map(([field, value]) => [field, targetHash(run, field, value)]),
	);

/** Archiving is a write like any other: it is announced, so that its effect is recognized after an unclear answer. */
function announceArchive(
	run: Run,
	link: Link,
	{ fields, version }: TargetRecord,
	sets: Readonly<Record<string, FormHash>>,
): Link {
	const before = Object.keys(sets).map((field) => [field, targetHash(run, field, fields[field])] as const);
	const pendingWrite = {
		fields: sets,
		before: Object.fromEntries(before),
		rev: link.rev,
		readVersion: version,
	};
	return nextRevision(run, link, { ...ownBaseline(run, link), pendingWrite });
}

function withArchived(run: Run, link: Link, sets: Readonly<Record<string, FormHash>>): Link {
	const own = withoutPendingWrite(ownBaseline(run, link));
	const rows = Object.entries(sets).map(
		([field, form]) => [field, { desired: form, observed: form, rev: link.rev + 1 }] as const,
	);
	return rows.length === 0
		? link
		: withOwnBaseline(run, link, { ...own, fields: { ...own.fields, ...Object.fromEntries(rows) } });
}
