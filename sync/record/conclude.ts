import { answeredIntents, answeredQuestion } from '../decide/drafts';
import { leaseTime } from '../gather/lease';
import { currentLink, ownBaseline, UNNAMED, type Draft } from '../gather/observation';
import type { Change, Due, DueStatus, Link } from '../ledger/ledger';
import type { ServiceError } from '../model/ports';
import type { Outcome, OutcomeKind } from '../model/types';
import type { Run } from '../run';

const DUE: Partial<Record<OutcomeKind, DueStatus>> = {
	pending: 'pending',
	waiting: 'waiting',
	busy: 'busy',
	failed: 'failed',
};

/** Stores what the outcome leaves behind, above all the due row, and returns the outcome. */
export async function conclude(run: Run, draft: Draft): Promise<Outcome> {
	const { changes = [], isNew = isMadeLately(run, draft.outcome), ...facts } = draft;
	const status = DUE[draft.outcome];
	const due: Change[] = status
		? [{ put: 'due', row: dueRow(run, status, draft) }]
		: run.known.due && draft.outcome !== 'stale'
			? [dropDue(run)]
			: [];
	const all = [
		...answeredQuestion(run, draft.outcome),
		...changes.map((change) => named(run, change)),
		...due,
		...answeredIntents(run),
	];
	const common = { source: run.source, changed: [], decided: [], review: [], calls: run.calls };
	if (run.request.dryRun)
		return { ...common, ...facts, ...(MUTATING.has(draft.outcome) ? { outcome: 'planned' } : {}) };
	if (all.length === 0 || (await run.ports.ledger.commit(all)))
		return { ...common, ...facts, ...(isNew ? { isNew } : {}) };
	return conclude(run, {
		outcome: 'busy',
		reason: 'Another execution changed the link in the meantime',
		dueAt: run.known.now + 60_000,
	});
}

const DAY = 24 * 3_600_000;

/** Outcomes after which the two records are there. */
const BOTH_THERE = new Set<OutcomeKind>(['updated', 'unchanged', 'stale', 'conflict', 'review']);

/** Whether this direction made the target of a source record that is not a day old. */
function isMadeLately(run: Run, outcome: OutcomeKind): true | undefined {
	const { createdAt } = run.request.source;
	if (!BOTH_THERE.has(outcome) || createdAt === undefined || run.known.now - createdAt > DAY) return undefined;
	const link = currentLink(run);
	return link && ownBaseline(run, link).made;
}

const MUTATING = new Set<OutcomeKind>(['created', 'linked', 'updated', 'deleted', 'archived']);

/** A link that is stored for the first time gets its ID. */
export const withId = (run: Run, link: Link): Link =>
	link.id === UNNAMED ? { ...link, id: run.ports.random.id() } : link;

const named = (run: Run, change: Change): Change =>
	'put' in change && change.put === 'link' ? { ...change, row: withId(run, change.row) } : change;

export function dueRow(run: Run, status: DueStatus, { reason, dueAt }: Pick<Draft, 'reason' | 'dueAt'>): Due {
	const { due, now } = run.known;
	const {
		source: { version },
		parent,
	} = run.request;
	return {
		pair: run.request.pair,
		source: run.source,
		target: run.place,
		status,
		...(parent ? { parent } : {}),
		version,
		cause: reason,
		tries: (due?.tries ?? 0) + 1,
		since: due?.since ?? now,
		nextAt: dueAt ?? now,
	};
}

export const dropDue = (run: Run): Change => ({
	drop: 'due',
	pair: run.request.pair,
	source: run.source,
	target: run.place,
});

const HOUR = 3_600_000;

/**
 * When to try again after a failed call. Waits double from a minute up to an hour. A failure that repeating the call
 * cannot fix is tried again after an hour, doubling up to a day, until somebody fixes the cause or the record changes.
 * Each wait is drawn from its upper half, so that many records do not return at once.
 */
export function backoff(run: Run, { again, after = 0 }: ServiceError): number {
	const [first, longest] = again ? [60_000, HOUR] : [HOUR, 24 * HOUR];
	const wait = Math.min(longest, first * 2 ** (run.known.due?.tries ?? 0));
	return run.known.now + Math.max(after, wait * (0.5 + run.ports.random.next() / 2));
}

export const leaseLost = (run: Run): Draft => ({
	outcome: 'busy',
	reason: 'The execution took too long and lost its lock before the write',
	dueAt: run.known.now + 60_000,
});

/**
 * Makes the record due once its leases have expired, in case this run never ends. The outcome of the run replaces it.
 */
export function dueIfBrokenOff(run: Run): Change {
	const {
		known,
		ports: { target },
	} = run;
	const due = {
		...dueRow(run, 'pending', {
			reason: 'Its execution was interrupted',
			dueAt: known.now + leaseTime(target.callBudget),
		}),
		tries: known.due?.tries ?? 0,
	};
	run.known = { ...known, due };
	return { put: 'due', row: due };
}
