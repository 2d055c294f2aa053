import { NodeOperationError, type IDataObject, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { contextOf } from '../../shared/account';
import { Calls } from '../../shared/calls';
import { nodeError } from '../../shared/errors';
import { textOf } from '../../shared/input';
import { advance, baseline, reach, type Cursor, type Entry, type Pace } from '../../shared/pollCursor';
import { connect } from '../../shared/run';
import { ghl } from '../transport';
import { output, type EventOutput } from '../trigger/output';
import { idOf, inventoriesOf } from './inventories';
import { compare, type Inventory } from './inventory';
import { choiceOf, type Reading } from './reading';
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

/** What the node keeps between polls: one entry for each list. */
interface State {
	/** Another sub-account, another beginning. */
	readonly locationId?: string;
	readonly cursors?: Readonly<Record<string, Cursor>>;
	readonly inventories?: Readonly<Record<string, Inventory>>;
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
		const reading = await readingOf(context);
		return isManual ? await sample(context, reading) : await polled(context, reading);
	} catch (error) {
		throw nodeError(error, { node: context.getNode(), service: ghl });
	} finally {
		if (!isManual) underWay.delete(key);
	}
}

async function readingOf(context: IPollFunctions): Promise<Reading> {
	const now = Date.now();
	const deadline = now + READING * (context.getPollBudgetMs?.() ?? BUDGET); // n8n has it since 2.37
	const calls = new Calls(await connect(contextOf(context), ghl));
	return { calls, choice: choiceOf(context), now, hasTime: () => Date.now() < deadline };
}

async function polled(context: IPollFunctions, reading: Reading): Promise<INodeExecutionData[][] | null> {
	const kept = context.getWorkflowStaticData('node');
	const { locationId } = reading.calls.account.values;
	// written here alone; a copy, since n8n's own reports every access
	const stored = JSON.parse(JSON.stringify(kept)) as State;
	const { found, ...next } = await foundSince(reading, stored.locationId === locationId ? stored : {});
	Object.assign(kept, { ...next, locationId });
	return found.length > 0 ? [context.helpers.returnJsonArray(found)] : null;
}

async function foundSince(
	reading: Reading,
	state: State,
): Promise<{ found: IDataObject[]; cursors: Record<string, Cursor>; inventories: Record<string, Inventory> }> {
	const found: EventOutput[] = [];
	const cursors: Record<string, Cursor> = {};
	const inventories: Record<string, Inventory> = {};
	for (const event of reading.choice.events) {
		const timeline = TIMELINES[event];
		if (timeline) {
			const { fresh, cursor } = await newOn(timeline, reading, state.cursors?.[event]);
			cursors[event] = cursor;
			found.push(...fresh.map(({ record, at }) => outputOf(reading, event, record, at)));
		}
		for (const [key, { list, markOf, isEvent, more }] of inventoriesOf(event, reading)) {
			const records = (await list(reading)).map((record) => ({ id: idOf(record), mark: markOf(record), record }));
			const { fresh, inventory } = compare(state.inventories?.[key], records, isEvent, PACE.limit, reading.now);
			inventories[key] = inventory;
			found.push(...fresh.map(({ record }) => outputOf(reading, event, record, undefined, more)));
		}
	}
	return { found: inOrder(found), cursors, inventories };
}

type Found = Entry & { readonly record: IDataObject };

/** What is new since the cursor, oldest first. Without a cursor it is the first poll: nothing is. */
async function newOn(
	timeline: Timeline,
	reading: Reading,
	known: Cursor | undefined,
): Promise<{ fresh: Found[]; cursor: Cursor }> {
	const entries = async (from: number, rows: number, since: number): Promise<Found[]> =>
		unique(entriesOf(await timeline.read(reading, { from, rows, since }), timeline));
	if (!known) {
		const [newest] = entriesOf(await timeline.newest(reading, 1), timeline);
		const there = newest ? await entries(newest.at, Infinity, newest.at) : []; // several may have the newest time
		return { fresh: [], cursor: baseline(there, reading.now) };
	}
	const read = await entries(known.from, reach(known, PACE), known.movedAt);
	const { fresh, cursor } = advance(known, read, PACE, reading.now);
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

async function sample(context: IPollFunctions, reading: Reading): Promise<INodeExecutionData[][]> {
	const found: EventOutput[] = [];
	for (const event of reading.choice.events) {
		const timeline = TIMELINES[event];
		if (timeline)
			for (const { record, at } of entriesOf(await timeline.newest(reading, SAMPLE), timeline))
				found.push(outputOf(reading, event, record, at));
		for (const [, { list, more }] of inventoriesOf(event, reading)) {
			for (const record of await list(reading, SAMPLE)) found.push(outputOf(reading, event, record, undefined, more));
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
	{ calls }: Reading,
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
