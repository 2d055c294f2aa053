import type { FieldWrites, Writing } from '../decide/action';
import { dropReview, nextRevision, putLink } from '../decide/drafts';
import type { Decision, PlanInput } from '../decide/fields';
import {
	kindOf,
	oppositeBaseline,
	ownBaseline,
	targetHash,
	targetOf,
	targetParent,
	withOwnBaseline,
	type Draft,
} from '../gather/observation';
import type { Change, HistoryField, HistoryRow, Link, Review } from '../ledger/ledger';
import {
	sameHash,
	type DirectionBaseline,
	type FieldBaseline,
	type FormHash,
	type PendingWrite,
} from '../model/baseline';
import { canonical, canonicalName, sendable, sameForm } from '../model/canonical';
import { ServiceError, type Refused, type TargetRecord } from '../model/ports';
import type { Outcome, PlannedWrite } from '../model/types';
import { backoff, conclude, leaseLost, withId } from '../record/conclude';
import { asServiceError, call, type Run } from '../run';

/** One call that changes the target record. */
interface Step {
	readonly call: 'update' | 'add' | 'remove';
	readonly fields: readonly HistoryField[];
	/** What each field will hold for this direction after the call has succeeded. */
	readonly desired: Readonly<Record<string, FormHash>>;
	/** False if a further step is needed to complete its fields. */
	readonly isLast: boolean;
	readonly send: (run: Run) => Promise<TargetRecord>;
}

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
	const { ledger, target } = run.ports;
	const row = historyRow(run, state.link, step);
	const before = Object.fromEntries(step.fields.map((field) => [field.name, field.before]));
	const pendingWrite: PendingWrite = {
		fields: step.desired,
		before,
		rev: state.link.rev,
		...(state.target.version === undefined ? {} : { readVersion: state.target.version }),
	};
	const announced = nextRevision(run, state.link, {
		...ownBaseline(run, state.link),
		...processedVersion(run, state.link),
		pendingWrite,
	});
	const fence = { owner: run.owner, keys: run.leased, margin: target.callBudget };
	if (!(await ledger.commit([...state.pending, putLink(announced, state.stored), { put: 'history', row }], fence)))
		return leaseLost(run);
	Object.assign(state, { link: announced, stored: announced.rev, pending: [] });
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
	const { pendingWrite: _pendingWrite, ...own } = ownBaseline(run, state.link);
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

/** The baseline after a step: what was sent, and what the API gave back for it. */
function agreed(
	run: Run,
	own: DirectionBaseline,
	step: Step,
	decisions: readonly Decision[],
	{ link, target }: WritingState,
): DirectionBaseline {
	const { pendingWrite: _pendingWrite, ...rest } = own;
	const rows = Object.keys(step.desired).map((field): [string, FieldBaseline] => {
		const decision = decisions.find((one) => one.field === field);
		const whole = {
			desired: step.desired[field],
			observed: decision?.do === 'merge' ? decision.agreed : observedAfter(run, target, field, step.desired[field]),
		};
		return [
			field,
			{
				...(decision?.do === 'merge' && !step.isLast ? decision.halfway : whole),
				rev: link.rev + 1,
				...versionOf(target),
			},
		];
	});
	return { ...rest, fields: { ...own.fields, ...Object.fromEntries(rows) } };
}

export const versionOf = (target: TargetRecord): { targetVersion?: number } =>
	target.version === undefined ? {} : { targetVersion: target.version };

/** What a write gave back; an answer without the field counts as the value that was sent. */
export function observedAfter(run: Run, target: TargetRecord, field: string, desired: FormHash): FormHash {
	if (!(field in target.fields)) return desired;
	return targetHash(run, field, target.fields[field]);
}

/**
 * What the decisions settle without a call: values that are equal already, and values that lost. It holds no matter how
 * the calls end.
 */
export function withoutCalls(
	base: DirectionBaseline,
	decisions: readonly Decision[],
	rev: number,
	record: TargetRecord,
): DirectionBaseline {
	const { pendingWrite, ...own } = base;
	const fields = { ...own.fields };
	const declined = { ...own.declined };
	for (const decision of decisions) {
		const { field, desired, target } = decision;
		delete declined[field];
		if (decision.do === 'adopt') fields[field] = { desired, observed: target, rev, ...versionOf(record) };
		if (decision.do === 'merge' && decision.add.length + decision.remove.length === 0)
			fields[field] = { desired, observed: decision.agreed, rev, ...versionOf(record) };
		if (decision.do === 'decline')
			declined[field] = {
				desired: desired,
				...(decision.cause === 'only when empty' ? {} : { target }),
				rev,
				...versionOf(record),
			};
		if (decision.do === 'assume')
			fields[field] = {
				desired,
				observed: desired,
				rev,
				...(pendingWrite?.readVersion === undefined
					? { targetVersion: 0 }
					: { targetVersion: pendingWrite.readVersion }),
			};
	}
	return { ...own, fields, declined };
}

/** The last commit: the last processed version, and what goes to review. */
function settle(run: Run, state: WritingState, input: PlanInput, decisions: readonly Decision[]): Change[] {
	const { pendingWrite: _pendingWrite, ...own } = ownBaseline(run, state.link);
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

/** New reviews, and those that this run has answered. */
export function reviewChanges(run: Run, link: Link, input: PlanInput, decisions: readonly Decision[]): Change[] {
	const questions: Change[] = decisions.flatMap((decision) =>
		decision.do === 'review' ? [{ put: 'review', row: reviewRow(run, link, decision) }] : [],
	);
	const open = new Set(decisions.filter((decision) => decision.do === 'review').map(({ field }) => field));
	const answered = run.known.reviews.filter(
		({ field }) => !open.has(field) && (field === '' || field in input.desired),
	);
	return [...questions, ...answered.map(({ field }) => dropReview(run, field))];
}

function reviewRow(
	run: Run,
	link: Link,
	{ field, desired, target, cause, refusal }: Extract<Decision, { do: 'review' }>,
): Review {
	const why = refusal === undefined ? { cause } : { cause: refusal, refused: true as const };
	return {
		pair: link.pair,
		source: run.source,
		target: targetOf(run, link),
		field,
		...why,
		desired: desired,
		found: target,
		at: run.known.now,
	};
}

/** Scalars in one update; sets through their own endpoints, or in the same update if the API only replaces them. */
function stepsOf(run: Run, decisions: readonly Decision[], target: TargetRecord): Step[] {
	const { target: service } = run.ports;
	const values: Record<string, unknown> = {};
	const inUpdate: Decision[] = [];
	const apart: Step[] = [];
	for (const decision of decisions) {
		const { field } = decision;
		if (decision.do === 'write') {
			values[field] =
				decision.desired.length === 0
					? null
					: sendable(kindOf(run, field), run.request.fields[field], run.request.options);
			inUpdate.push(decision);
		} else if (decision.do === 'merge' && decision.add.length + decision.remove.length > 0) {
			if (service.addToSet && service.removeFromSet) {
				apart.push(...setSteps(run, decision, target.id));
			} else {
				values[field] = wholeSet(run, field, target.fields[field], decision);
				inUpdate.push(decision);
			}
		}
	}
	if (inUpdate.length === 0) return apart;
	const send = through((ports, { id }) => ports.update?.(target.id, values, id));
	return [
		{ call: 'update', fields: inUpdate.map(historyField), desired: desiredOf(inUpdate), isLast: true, send },
		...apart,
	];
}

type Merge = Extract<Decision, { do: 'merge' }>;

function setSteps(run: Run, merge: Merge, id: string): Step[] {
	const { target } = run.ports;
	const added = asTyped(run, merge.field, merge.add);
	const fields = [historyField(merge)];
	const desired = { [merge.field]: merge.desired };
	return [
		...(merge.add.length > 0 && target.addToSet
			? [
					{
						call: 'add',
						fields,
						desired,
						isLast: merge.remove.length === 0,
						send: through((ports) => ports.addToSet?.(id, merge.field, added)),
					} as const,
				]
			: []),
		...(merge.remove.length > 0 && target.removeFromSet
			? [
					{
						call: 'remove',
						fields,
						desired,
						isLast: true,
						send: through((ports) => ports.removeFromSet?.(id, merge.field, merge.remove)),
					} as const,
				]
			: []),
	];
}

const through =
	(ask: (target: Run['ports']['target'], source: Run['source']) => Promise<TargetRecord> | undefined) =>
	async (run: Run): Promise<TargetRecord> => {
		const answer = await ask(run.ports.target, run.source);
		if (!answer) throw new ServiceError('The app has no such call', { written: 'no', again: false });
		return answer;
	};

/** The whole list for an API that only replaces: what it holds now, in its own spelling, with the changes applied. */
function wholeSet(run: Run, field: string, held: unknown, { add, remove }: Merge): string[] {
	const list = Array.isArray(held) ? held.filter((tag): tag is string => typeof tag === 'string') : [];
	return [...list.filter((tag) => !remove.includes(canonicalName(tag).toLowerCase())), ...asTyped(run, field, add)];
}

/** Elements as the source side spells them. */
function asTyped(run: Run, field: string, elements: readonly string[]): string[] {
	const typed = sendable('tags', run.request.fields[field]);
	const spellings = Array.isArray(typed) ? typed.filter((tag): tag is string => typeof tag === 'string') : [];
	return elements.map((element) => spellings.find((tag) => sameForm(canonical('tags', [tag]), [element])) ?? element);
}

const desiredOf = (decisions: readonly Decision[]): Record<string, FormHash> =>
	Object.fromEntries(decisions.map(({ field, desired }) => [field, desired]));

const historyField = (decision: Decision): HistoryField => ({
	name: decision.field,
	cause: 'cause' in decision ? decision.cause : 'source changed',
	before: decision.target,
	after: decision.desired,
});

const historyRow = (run: Run, link: Link, step: Step): HistoryRow => ({
	id: run.ports.random.id(),
	at: run.known.now,
	pair: link.pair,
	source: run.source,
	target: targetOf(run, link),
	call: step.call,
	...(run.request.source.version === undefined ? {} : { version: run.request.source.version }),
	fields: step.fields,
	state: 'announced',
});

export const didNotKeep = (lost: readonly string[]): string =>
	`The app did not keep what was written: ${lost.join(', ')}`;

export function summary(
	run: Run,
	link: Link,
	steps: readonly Step[],
	decisions: readonly Decision[],
	writing: Writing,
	lost: readonly string[] = [],
): Draft {
	const open = decisions.filter((decision) => decision.do === 'review');
	const review = open.map(({ field }) => field);
	const changed = [...new Set(steps.flatMap(({ desired }) => Object.keys(desired)))].filter(
		(field) => !lost.includes(field) && !open.some((one) => one.field === field),
	);
	const ruled = decisions
		.filter((decision) => decision.do === 'assume' || ('cause' in decision && RULED.has(decision.cause)))
		.map(({ field }) => field);
	const facts = { target: targetOf(run, link), changed, review, decided: ruled };
	const ignored = lost.length > 0 ? [didNotKeep(lost)] : [];
	const why = (reason: string) => [reason, ...ignored].join('; ');
	if (review.length > 0) return { ...facts, outcome: 'review', reason: why(whyReview(open)) };
	if (changed.length > 0) return { ...facts, outcome: writing.done, reason: why(`Written: ${changed.join(', ')}`) };
	if (ignored.length > 0) return { ...facts, ...writing.quiet, reason: ignored[0] };
	const outvoted = decisions
		.filter(
			(decision) => decision.do === 'assume' || (decision.do === 'decline' && decision.cause !== 'only when empty'),
		)
		.map(({ field }) => field);
	if (outvoted.length > 0 && writing.quiet.outcome !== 'linked')
		return { ...facts, outcome: 'conflict', reason: `The target's value was kept: ${outvoted.join(', ')}` };
	return { ...facts, ...writing.quiet };
}

function whyReview(open: ReadonlyArray<Extract<Decision, { do: 'review' }>>): string {
	const refused = open.filter(({ refusal }) => refusal !== undefined);
	const differing = open.filter((decision) => !refused.includes(decision)).map(({ field }) => field);
	const refusals = [...new Set(refused.map(({ refusal }) => refusal))].map(
		(refusal) =>
			`The app did not accept ${refused
				.filter((one) => one.refusal === refusal)
				.map(({ field }) => field)
				.join(', ')}: ${refusal}`,
	);
	return [...refusals, ...(differing.length > 0 ? [`The two records differ: ${differing.join(', ')}`] : [])].join('; ');
}

const RULED = new Set(['source', 'target', 'newest', 'decided by a person', 'first contact']);

function planned(
	run: Run,
	link: Link,
	steps: readonly Step[],
	decisions: readonly Decision[],
	writing: Writing,
): Draft {
	const { outcome, reason, ...facts } = summary(run, link, steps, decisions, writing);
	const plan: PlannedWrite[] = steps.map((step) => ({ call: step.call, fields: Object.keys(step.desired) }));
	return plan.length === 0 ? { ...facts, outcome, reason, plan } : { ...facts, outcome: 'planned', reason, plan };
}
