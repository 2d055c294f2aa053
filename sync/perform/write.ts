import type { FieldWrites } from '../decide/action';
import { nextRevision, putLink } from '../decide/drafts';
import type { Decision, PlanInput } from '../decide/fields';
import {
	oppositeBaseline,
	ownBaseline,
	targetHash,
	targetOf,
	targetParent,
	withOwnBaseline,
	type Draft,
} from '../gather/observation';
import type { Change, HistoryRow, Link } from '../ledger/ledger';
import { sameHash, withoutPendingWrite, type PendingWrite } from '../model/baseline';
import type { Refused, ServiceError, TargetRecord } from '../model/ports';
import type { Outcome } from '../model/types';
import { announce, announced } from '../record/announce';
import { backoff, conclude, leaseLost, withId } from '../record/conclude';
import { asServiceError, call, type Run } from '../run';
import { agreed, withoutCalls } from './agreed';
import { reviewChanges } from './reviews';
import { stepsOf, type Step } from './steps';
import { planned, summary } from './summary';

/** Makes the decided writes, each announced before and settled after the call, and stores what was agreed on. */
export async function writeFields(
	run: Run,
	{ link, input, decisions, record: target, writing }: FieldWrites,
): Promise<Outcome> {
	const steps = stepsOf(run, decisions, target);
	if (run.request.dryRun) return conclude(run, planned(run, link, steps, decisions, writing));
	const state = {
		link: withOwnBaseline(run, withId(run, link), withoutCalls(input.own, decisions, link.rev + 1, target)),
		stored: writing.stored,
		pending: [...writing.before],
		target,
		refused: {},
	};
	for (const step of steps) {
		const failed = await announceAndSend(run, state, step, decisions);
		if (failed) return conclude(run, failed);
	}
	const settled = decisions.map((decision) => asRefused(decision, state.refused));
	const changes = settle(run, state, input, settled);
	if (!(await run.ports.ledger.commit(changes, { owner: run.owner, keys: run.leased, margin: 0 })))
		return conclude(run, leaseLost(run));
	return conclude(run, summary(run, link, steps, settled, writing, notKept(run, state.target, settled)));
}

/** Fields that a write named and whose old value came back: the app took the call, and nothing of the value. */
const notKept = (run: Run, { fields }: TargetRecord, decisions: readonly Decision[]): string[] =>
	decisions.flatMap((decision) => {
		if (decision.do !== 'write' || !(decision.field in fields)) return [];
		const after = targetHash(run, decision.field, fields[decision.field]);
		return sameHash(after, decision.target) && !sameHash(after, decision.desired) ? [decision.field] : [];
	});

function asRefused(decision: Decision, refused: WritingState['refused']): Decision {
	const { field, desired, target } = decision;
	const refusal = refused[field];
	return refusal === undefined ? decision : { field, desired, target, do: 'review', cause: 'refused', refusal };
}

interface WritingState {
	link: Link;
	stored: number | undefined;
	/** Changes for the next commit. */
	pending: Change[];
	/** The target record as last returned. */
	target: TargetRecord;
	/** Fields that the service refused, with its reason. */
	refused: Readonly<Record<string, string>>;
}

async function announceAndSend(
	run: Run,
	state: WritingState,
	step: Step,
	decisions: readonly Decision[],
): Promise<Draft | undefined> {
	const row = announced(run, step.call, targetOf(run, state.link), step.fields);
	const before = Object.fromEntries(step.fields.map((field) => [field.name, field.before]));
	const pendingWrite: PendingWrite = {
		fields: step.desired,
		before,
		rev: state.link.rev,
		readVersion: state.target.version,
	};
	const link = nextRevision(run, state.link, {
		...ownBaseline(run, state.link),
		...processedVersion(run, state.link),
		pendingWrite,
	});
	if (!(await announce(run, [...state.pending, putLink(link, state.stored), { put: 'history', row }])))
		return leaseLost(run);
	Object.assign(state, { link, stored: link.rev, pending: [] });
	try {
		state.target = await call(run, () => step.send(run));
	} catch (error) {
		const failure = asServiceError(error);
		if (!failure.refuses) return refusedOrUnclear(run, state, row, failure);
		settleRefused(run, state, step, decisions, row, failure.message, failure.refuses);
		return undefined;
	}
	state.link = nextRevision(run, state.link, agreed(run, ownBaseline(run, state.link), step, decisions, state));
	state.pending = [{ put: 'history', row: { ...row, state: 'done' } }];
	return undefined;
}

/** What the service refuses goes to review; the rest of the step continues as after a success. */
function settleRefused(
	run: Run,
	state: WritingState,
	step: Step,
	decisions: readonly Decision[],
	row: HistoryRow,
	reason: string,
	{ fields, record }: Refused,
): void {
	const isRefused = (field: string): boolean => record === undefined || fields.includes(field);
	const desired = Object.fromEntries(Object.entries(step.desired).filter(([field]) => !isRefused(field)));
	state.refused = {
		...state.refused,
		...Object.fromEntries(
			Object.keys(step.desired)
				.filter(isRefused)
				.map((field) => [field, reason]),
		),
	};
	state.target = record ?? state.target;
	state.link = nextRevision(
		run,
		state.link,
		agreed(run, ownBaseline(run, state.link), { ...step, desired }, decisions, state),
	);
	state.pending = [
		{
			put: 'history',
			row: {
				...row,
				...(record
					? { fields: row.fields.filter(({ name }) => !isRefused(name)), state: 'done' }
					: { state: 'refused' }),
			},
		},
	];
}

/** Nothing about a field is agreed on before its call has an answer; an unclear answer keeps the announcement. */
async function refusedOrUnclear(run: Run, state: WritingState, row: HistoryRow, error: ServiceError): Promise<Draft> {
	const own = withoutPendingWrite(ownBaseline(run, state.link));
	const isRefused = error.written === 'no';
	const changes: Change[] = [
		{ put: 'history', row: { ...row, state: isRefused ? 'refused' : 'unclear' } },
		...(isRefused ? [putLink(nextRevision(run, state.link, own), state.stored)] : []),
	];
	return {
		outcome: 'failed',
		reason: error.message,
		target: targetOf(run, state.link),
		changes,
		dueAt: backoff(run, error),
	};
}

/** The last commit: the last processed version, and what goes to review. */
function settle(run: Run, state: WritingState, input: PlanInput, decisions: readonly Decision[]): Change[] {
	const own = withoutPendingWrite(ownBaseline(run, state.link));
	const link = nextRevision(run, state.link, { ...own, ...processedVersion(run, state.link) });
	return [
		...state.pending,
		putLink(link, state.stored),
		...reviewChanges(run, link, input, decisions),
		...winnerDue(run, link, decisions),
	];
}

/**
 * If the target value won, the other direction has to carry it over, and its own event may have been processed before.
 */
function winnerDue(run: Run, link: Link, decisions: readonly Decision[]): Change[] {
	const { lastProcessedVersion, fields } = oppositeBaseline(run, link);
	const isOneWay = lastProcessedVersion === undefined && Object.keys(fields).length === 0;
	if (isOneWay || !decisions.some((decision) => decision.do === 'decline' && decision.cause !== 'only when empty'))
		return [];
	const { now } = run.known;
	const place = { system: run.source.system, account: run.source.account };
	return [
		{
			put: 'due',
			row: {
				pair: link.pair,
				source: targetOf(run, link),
				target: place,
				...targetParent(run),
				status: 'pending',
				cause: 'Its value won a conflict',
				tries: 0,
				since: now,
				nextAt: now,
			},
		},
	];
}

/** An announced write counts as processing its version: an older version that arrives late must not undo it. */
function processedVersion(run: Run, link: Link): { lastProcessedVersion?: number } {
	const lastProcessedVersion = Math.max(
		ownBaseline(run, link).lastProcessedVersion ?? 0,
		run.request.source.version ?? 0,
	);
	return lastProcessedVersion > 0 ? { lastProcessedVersion } : {};
}
