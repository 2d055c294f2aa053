import { NodeOperationError, type IDataObject, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { contextOf } from '../../shared/account';
import { Calls } from '../../shared/runner/calls';
import { nodeError } from '../../shared/runner/errors';
import { textOf } from '../../shared/parameters/input';
import { advance, baseline, reach, type Cursor, type Entry, type Pace } from '../../shared/trigger/pollCursor';
import { repeated, type Checkpoints } from '../../shared/trigger/repeat';
import { connect } from '../../shared/runner/connections';
import { withIds } from '../../shared/runner/names';
import { isPaused } from '../../shared/http/allowance';
import { sayPaused, sayRunning } from '../../shared/trigger/paused';
import { parametersOf } from '../../shared/trigger/trigger';
import { namedLists } from '../mapping/accountLists';
import { ghl } from '../transport';
import { output, type EventOutput } from '../trigger/output';
import { POLL_PARAMETERS } from './parameters';
import { idOf, snapshotsOf } from './snapshots';
import { compare, type Snapshot } from './snapshot';
import { choiceOf, type PollContext } from './pollContext';
import { isMadeOnly, millisecondsOf, TIMELINES, type Timeline } from './timelines';

/** GHL's searches show what was written late; five minutes, and a minute for what lies between two clocks. */
const OVERLAP = 6 * 60_000;
/**
 * Many contacts may come at once, by an import, so more than by default are remembered: up to 1 MB in the static data.
 */
const PACE: Pace = { overlap: OVERLAP, settles: OVERLAP, limit: 1_000, remembered: 20_000 };
/** Records of each event that a test in the editor shows. */
const SAMPLE = 3;
/** Share of the time that n8n gives which goes into reading. */
const READING = 0.7;
const BUDGET = 5 * 60_000;

/** What was seen so far: one entry for each list. */
interface Seen {
	readonly cursors?: Readonly<Record<string, Cursor>>;
	readonly snapshots?: Readonly<Record<string, Snapshot>>;
}

/** What the node keeps between polls. */
interface State extends Seen {
	/** Another sub-account, another beginning. */
	readonly locationId?: string;
	readonly checkpoints?: Checkpoints<Seen>;
}

/** Polls under way, by workflow and node: n8n may begin the next before the last has ended. */
const underWay = new Set<string>();

/** One poll. What the node keeps is written at the end and at once, so a failure loses and repeats nothing. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const key = `${String(context.getWorkflow().id)} ${context.getNode().id}`;
	const isManual = context.getMode() === 'manual';
	if (!isManual && underWay.has(key)) return null;
	if (!isManual) underWay.add(key);
	try {
		const pollContext = await pollContextOf(context);
		return isManual ? await sample(context, pollContext) : await polled(context, pollContext);
	} catch (error) {
		throw nodeError(error, { node: context.getNode(), service: ghl });
	} finally {
		if (!isManual) underWay.delete(key);
	}
}

async function pollContextOf(context: IPollFunctions): Promise<PollContext> {
	const now = Date.now();
	const deadline = now + READING * (context.getPollBudgetMs?.() ?? BUDGET); // n8n has it since 2.37
	const calls = new Calls(await connect(contextOf(context), ghl));
	const input = await withIds(calls, namedLists, POLL_PARAMETERS, parametersOf(context, POLL_PARAMETERS));
	return { calls, choice: choiceOf(input), now, hasTime: () => Date.now() < deadline };
}

async function polled(context: IPollFunctions, pollContext: PollContext): Promise<INodeExecutionData[][] | null> {
	const kept = context.getWorkflowStaticData('node');
	const { calls, choice } = pollContext;
	const { locationId } = calls.account.values;
	const spent = kept.locationId === locationId ? await calls.spent() : undefined; // the first poll begins the events
	if (isPaused(spent, choice.pauseAt)) {
		sayPaused(context, spent, choice.pauseAt);
		return null;
	}
	sayRunning(context);
	// written here alone; a copy, since n8n's own reports every access
	const stored = JSON.parse(JSON.stringify(kept)) as State;
	const { found, ...next } = await seenSince(pollContext, stored.locationId === locationId ? stored : {});
	Object.assign(kept, next, { locationId });
	return found.length > 0 ? [context.helpers.returnJsonArray(found)] : null;
}

/** What is new since the last poll, or once more since one before n8n was restarted, and what to keep. */
async function seenSince(
	pollContext: PollContext,
	{ checkpoints, cursors, snapshots }: State,
): Promise<State & { found: IDataObject[] }> {
	const { choice, now } = pollContext;
	const last = { cursors, snapshots };
	const repeats = choice.repeats && cursors ? repeated<Seen>({ at: now, state: last }, checkpoints) : undefined;
	return { ...(await foundSince(pollContext, repeats?.begin ?? last)), checkpoints: repeats?.checkpoints };
}

async function foundSince(pollContext: PollContext, state: Seen): Promise<Seen & { found: IDataObject[] }> {
	const found: EventOutput[] = [];
	const cursors: Record<string, Cursor> = {};
	const snapshots: Record<string, Snapshot> = {};
	for (const event of pollContext.choice.events) {
		const timeline = TIMELINES[event];
		if (timeline) {
			const { fresh, cursor } = await newOn(timeline, pollContext, state.cursors?.[event]);
			cursors[event] = cursor;
			found.push(...fresh.map(({ record, at }) => outputOf(pollContext, event, record, at)));
		}
		for (const [key, { list, markOf, isEvent, more }] of snapshotsOf(event, pollContext)) {
			const before = state.snapshots?.[key];
			const listed = await list(pollContext, undefined, before);
			const records = listed.map((record) => ({ id: idOf(record), mark: markOf(record), record }));
			const { fresh, snapshot } = compare(before, records, isEvent, PACE.limit, pollContext.now);
			snapshots[key] = snapshot;
			found.push(...fresh.map(({ record }) => outputOf(pollContext, event, record, undefined, more)));
		}
	}
	return { found: inOrder(found), cursors, snapshots };
}

type Found = Entry & { readonly record: IDataObject };

/** What is new since the cursor, oldest first. Without a cursor it is the first poll: nothing is. */
async function newOn(
	timeline: Timeline,
	pollContext: PollContext,
	known: Cursor | undefined,
): Promise<{ fresh: Found[]; cursor: Cursor }> {
	const entries = async (from: number, rows: number, since: number): Promise<Found[]> =>
		unique(entriesOf(await timeline.read(pollContext, { from, rows, since }), timeline));
	if (!known) {
		const [newest] = entriesOf(await timeline.newest(pollContext, 1), timeline);
		const there = newest ? await entries(newest.at, Infinity, newest.at) : []; // several may have the newest time
		return { fresh: [], cursor: baseline(there, pollContext.now) };
	}
	const read = await entries(known.from, reach(known, PACE), known.movedAt);
	const { fresh, cursor } = advance(known, read, PACE, pollContext.now);
	return { fresh: fresh.filter(({ record }) => !isMadeOnly(timeline, record)), cursor };
}

const entriesOf = (records: IDataObject[], { time }: Timeline): Found[] =>
	records
		.map((record) => ({ id: idOf(record), at: millisecondsOf(record[time]), record }))
		.filter(({ id, at }) => id !== '' && Number.isFinite(at));

/** A record that moved from one page to the next while they were read comes twice. */
const unique = (entries: Found[]): Found[] => [
	...new Map(entries.map((entry) => [`${entry.at} ${entry.id}`, entry])).values(),
];

async function sample(context: IPollFunctions, pollContext: PollContext): Promise<INodeExecutionData[][]> {
	const found: EventOutput[] = [];
	for (const event of pollContext.choice.events) {
		const timeline = TIMELINES[event];
		if (timeline)
			for (const { record, at } of entriesOf(await timeline.newest(pollContext, SAMPLE), timeline))
				found.push(outputOf(pollContext, event, record, at));
		for (const [, { list, more }] of snapshotsOf(event, pollContext)) {
			for (const record of await list(pollContext, SAMPLE))
				found.push(outputOf(pollContext, event, record, undefined, more));
		}
	}
	if (found.length === 0)
		throw new NodeOperationError(context.getNode(), 'There is nothing in GHL yet to show for these events', {
			description: 'Make such a record in GHL and test again, or publish the workflow: it starts with the first.',
		});
	return [context.helpers.returnJsonArray(found.map(output))];
}

/** GHL says when for some events only; the others come last, in its order. */
const inOrder = (found: EventOutput[]): IDataObject[] =>
	found.sort((one, other) => (one.occurredAt ?? '9').localeCompare(other.occurredAt ?? '9')).map(output);

const TYPES: ReadonlyArray<readonly [prefix: string, type: string]> = [
	['Appointment', 'appointment'],
	['Contact', 'contact'],
	['Form', 'submission'],
	['Opportunity', 'opportunity'],
	['Task', 'task'],
];

function outputOf(
	{ calls }: PollContext,
	event: string,
	record: IDataObject,
	at: number | undefined,
	more: IDataObject = {},
): EventOutput {
	const recordType = TYPES.find(([prefix]) => event.startsWith(prefix))?.[1] ?? null;
	const recordId = idOf(record);
	return {
		event,
		deliveryId: at === undefined ? null : `${event} ${recordId} ${at}`,
		occurredAt: at === undefined ? null : new Date(at).toISOString(),
		locationId: calls.account.values.locationId,
		recordType,
		recordId,
		contactId: textOf(record.contactId) || (recordType === 'contact' ? recordId : null),
		record,
		...more,
	};
}
