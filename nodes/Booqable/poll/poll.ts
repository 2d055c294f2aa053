import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { contextOf } from '../../shared/account';
import { Calls } from '../../shared/runner/calls';
import type { CachedRead } from '../../shared/endpoint';
import { isPaused } from '../../shared/http/allowance';
import { sayPaused, sayRunning } from '../../shared/trigger/paused';
import { nodeError } from '../../shared/runner/errors';
import { textOf } from '../../shared/parameters/input';
import { optionsIn, parametersOf } from '../../shared/trigger/trigger';
import { POLL_PARAMETERS } from './parameters';
import type { Cursor } from '../../shared/trigger/pollCursor';
import { begun, isRestarted, repeatAfterRestart, repeated, type Checkpoints } from '../../shared/trigger/repeat';
import { connect } from '../../shared/runner/connections';
import { withMomentsFor } from '../actions/order/timeZone';
import { booqable } from '../transport';
import { deletedNotes, type NoteState } from './deletedNotes';
import { changes, listed } from './lists';
import { statusChanges, type StatusState } from './orderStatuses';
import { getSession } from './session';
import { NOTE_DELETED, STATUS_CHANGED, ORDER_CHANGES, WATCHES } from './watches';

/** A minute's tick of n8n may come a little early. */
const SLACK = 30_000;
/** Records of each event that a test in the editor shows. */
const SAMPLE = 3;

/** What was seen so far: one entry for each event. */
interface Seen {
	readonly cursors?: Readonly<Record<string, Cursor>>;
	readonly statuses?: StatusState;
	readonly notes?: NoteState;
}

/** What the node keeps between polls. */
interface State extends Seen {
	readonly polledAt?: number;
	readonly checkpoints?: Checkpoints<Seen>;
}

interface Choice {
	readonly events: readonly string[];
	readonly minutes: number;
	readonly ownerType: string;
	readonly watchedNotes: number;
	readonly leaveOutOwn: boolean;
	/** What the times of orders mean: see there. */
	readonly orderTimes: string;
	/** Percent of the month's calls from which nothing is polled. */
	readonly pauseAt: number;
	readonly repeats: boolean;
}

function choiceOf(context: IPollFunctions): Choice {
	const input = parametersOf(context, POLL_PARAMETERS);
	const options = optionsIn(input);
	return {
		events: input.list('events'),
		minutes: input.number('minutes') ?? 15,
		ownerType: textOf(input.option('ownerType') ?? 'customers'),
		watchedNotes: options.number('watchedNotes') ?? 100,
		leaveOutOwn: options.flag('leaveOutOwn'),
		orderTimes: options.text('orderTimes'),
		pauseAt: options.number('pauseAtPercent') ?? 100,
		repeats: options.flag(repeatAfterRestart.name),
	};
}

/**
 * One poll. Nothing is written to `state` before everything was read, so a failure in between loses and repeats
 * nothing.
 */
export async function poll(context: IPollFunctions, now: number = Date.now()): Promise<INodeExecutionData[][] | null> {
	const kept = context.getWorkflowStaticData('node');
	// written here alone; a copy, since n8n's own reports every access
	const state = JSON.parse(JSON.stringify(kept)) as State;
	const manual = context.getMode() === 'manual';
	try {
		const choice = choiceOf(context);
		if (!manual && !isTime(choice, state, now)) return null;
		const calls = new Calls(await connect(contextOf(context), booqable));
		if (manual) return emitted(context, await inMoments(calls, choice, await samples(calls, choice)));
		// The first poll decides where the events begin.
		const spent = choice.pauseAt < 100 && state.polledAt !== undefined ? await calls.spent() : undefined;
		if (isPaused(spent, choice.pauseAt)) {
			sayPaused(context, spent, choice.pauseAt);
			return null;
		}
		sayRunning(context);
		const { found, ...next } = await seenSince(calls, choice, state, now);
		const given = await inMoments(calls, choice, found);
		Object.assign(kept, next, { polledAt: now });
		return emitted(context, given);
	} catch (error) {
		throw nodeError(error, { node: context.getNode(), service: booqable });
	}
}

/** Whether the interval is over; what is to be repeated after a restart does not wait for it. */
const isTime = ({ minutes, repeats }: Choice, { polledAt, checkpoints }: State, now: number): boolean =>
	polledAt === undefined || (repeats && isRestarted(checkpoints)) || now - polledAt >= minutes * 60_000 - SLACK;

/** Found events with the times of orders as the option says. */
const inMoments = async (calls: Calls, { orderTimes }: Choice, found: IDataObject[]): Promise<IDataObject[]> =>
	await Promise.all(
		found.map(async ({ record, ...event }) => ({
			...event,
			account: calls.account.name ?? null,
			record: await withMomentsFor(calls, { orderTimes }, record as IDataObject), // made here
		})),
	);

const emitted = (context: IPollFunctions, found: IDataObject[]): INodeExecutionData[][] | null =>
	found.length > 0 ? [context.helpers.returnJsonArray(found)] : null;

/** What is new since the last poll, or once more since one before n8n was restarted, and what to keep. */
async function seenSince(
	calls: Calls,
	choice: Choice,
	{ checkpoints, polledAt, ...last }: State,
	now: number,
): Promise<State & { found: IDataObject[] }> {
	const repeats =
		choice.repeats && polledAt !== undefined ? repeated<Seen>({ at: now, state: last }, checkpoints) : undefined;
	const { found, next } = await foundSince(calls, choice, repeats?.begin ?? last, now);
	const kept = repeats?.checkpoints ?? (choice.repeats ? begun<Seen>({ at: now, state: next }) : undefined);
	return { found, ...next, checkpoints: kept };
}

async function foundSince(
	calls: Calls,
	choice: Choice,
	state: Seen,
	now: number,
): Promise<{ found: IDataObject[]; next: Seen }> {
	const found: IDataObject[] = [];
	const next: { -readonly [key in keyof Seen]: Seen[key] } = { cursors: { ...state.cursors } };
	const self = choice.leaveOutOwn ? await calls.cached(ownEmployee) : undefined;
	for (const event of choice.events) {
		if (event === STATUS_CHANGED) {
			const { fresh, state: statuses } = await statusChanges(calls, state.statuses, now);
			next.statuses = statuses;
			found.push(
				...fresh.map(({ record, previousStatus }) =>
					output(event, ORDER_CHANGES.path, record.updated_at, record, { previousStatus }),
				),
			);
		} else if (event === NOTE_DELETED) {
			const { gone, state: notes } = await deletedNotes(calls, state.notes, choice.ownerType, choice.watchedNotes);
			next.notes = notes;
			found.push(...gone.map((note) => output(event, 'notes', null, note)));
		} else {
			const watch = WATCHES[event];
			const { fresh, cursor } = await changes(calls, watch, choice.ownerType, state.cursors?.[event], now);
			next.cursors = { ...next.cursors, [event]: cursor };
			const wanted =
				watch.authored && self !== undefined ? fresh.filter(({ record }) => record.employee_id !== self) : fresh;
			found.push(
				...wanted.map(({ record }) =>
					output(event, watch.path, record[watch.counts ? 'updated_at' : watch.by], record),
				),
			);
		}
	}
	return { found, next };
}

/** The newest records of each event, for a test in the editor. What was deleted cannot be shown. */
async function samples(calls: Calls, { events, ownerType }: Choice): Promise<IDataObject[]> {
	const found: IDataObject[] = [];
	for (const event of events.filter((one) => one !== NOTE_DELETED)) {
		const watch = event === STATUS_CHANGED ? ORDER_CHANGES : WATCHES[event];
		const newest = (await listed(calls, watch, ownerType, SAMPLE)).filter(({ record }) => watch.keep?.(record) ?? true);
		found.push(
			...newest.map(({ record }) =>
				output(
					event,
					watch.path,
					record[watch.counts ? 'updated_at' : watch.by],
					record,
					event === STATUS_CHANGED ? { previousStatus: null } : {},
				),
			),
		);
	}
	return found;
}

const output = (
	event: string,
	resourceType: string,
	occurredAt: unknown,
	record: IDataObject,
	more: IDataObject = {},
): IDataObject => ({ event, occurredAt: textOf(occurredAt) || null, resourceType, ...more, record });

/** Employee of the token. Kept for an hour. */
const ownEmployee: CachedRead<string> = {
	name: 'employee of the token',
	keep: 3_600_000,
	endpoint: getSession,
	read: ([session]) => textOf(session.employee_id),
};
