import type { IDataObject } from 'n8n-workflow';
import { asObjects, textOf } from '../../shared/parameters/input';
import { getMany as getAppointments } from '../actions/appointment/getMany';
import { getMany as getCalendars } from '../actions/calendar/getMany';
import { getPage } from '../actions/contact/getPage';
import { getSubmissions } from '../actions/form/getSubmissions';
import { opportunityPage } from './opportunityPage';
import type { PollContext } from './pollContext';

const PAGE = 100;
const DAY = 86_400_000;

/** Which records to read. */
export interface Stretch {
	/** Milliseconds since 1970, included. */
	readonly from: number;
	/** How many are enough. */
	readonly rows: number;
	/** A time, by the clock of n8n, before which nothing is missing: for lists that cannot begin at the beginning. */
	readonly since: number;
}

/** Records that GHL lists with a time of theirs. */
export interface Timeline {
	/** The field with the time. */
	readonly time: string;
	/** Where the same time as in this field means that the record was only just made, and so is not an event. */
	readonly notAsIn?: string;
	/** Records from a time on, oldest first where GHL can sort. */
	readonly read: (pollContext: PollContext, stretch: Stretch) => Promise<IDataObject[]>;
	readonly newest: (pollContext: PollContext, rows: number) => Promise<IDataObject[]>;
}

/** What GHL does when it makes a record takes less than this, in milliseconds. */
const AT_ONCE = 1_000;

/** Milliseconds since 1970; GHL writes times as texts and as numbers. NaN for what is none. */
export const millisecondsOf = (time: unknown): number => (typeof time === 'number' ? time : Date.parse(textOf(time)));

export const isMadeOnly = ({ time, notAsIn }: Timeline, record: IDataObject): boolean =>
	notAsIn !== undefined && millisecondsOf(record[time]) - millisecondsOf(record[notAsIn]) <= AT_ONCE;

type Page<C> = { readonly records: IDataObject[]; readonly next: C | undefined };

/**
 * Page after page until there are enough, the last was read or the time is up. What was read by then is whole up to its
 * end.
 */
async function pages<C>(
	{ hasTime }: PollContext,
	rows: number,
	page: (cursor: C | undefined) => Promise<Page<C>>,
): Promise<IDataObject[]> {
	const found: IDataObject[] = [];
	let cursor: C | undefined;
	do {
		const { records, next } = await page(cursor);
		found.push(...records);
		cursor = next;
	} while (cursor !== undefined && found.length < rows && hasTime());
	return found;
}

const iso = (time: number): string => new Date(time).toISOString();

function contacts(time: 'dateAdded' | 'dateUpdated', notAsIn?: string): Timeline {
	const page = async (
		{ calls }: PollContext,
		sort: string,
		pageSize: number,
		filters: IDataObject[],
		cursor = '',
	): Promise<Page<string>> => {
		const answer = await calls.one(getPage, {
			filterMode: 'json',
			filtersJson: filters,
			pageSize,
			cursor,
			options: { sort },
		});
		return { records: asObjects(answer.contacts), next: textOf(answer.cursor) || undefined };
	};
	return {
		time,
		notAsIn,
		read: async (pollContext, { from, rows }) =>
			await pages<string>(
				pollContext,
				rows,
				async (cursor) =>
					await page(
						pollContext,
						`${time} asc`,
						PAGE,
						[{ field: time, operator: 'range', value: { gte: iso(from) } }],
						cursor,
					),
			),
		newest: async (pollContext, rows) => (await page(pollContext, `${time} desc`, rows, [])).records,
	};
}

function opportunities(time: string, field: string, notAsIn?: string): Timeline {
	const page = async (
		{ calls }: PollContext,
		direction: 'asc' | 'desc',
		pageSize: number,
		from?: number,
		searchAfter?: unknown,
	): Promise<Page<unknown>> => {
		const answer = await calls.one(opportunityPage, {
			field,
			direction,
			pageSize,
			searchAfter,
			...(from !== undefined && { from: iso(from) }),
		});
		return { records: asObjects(answer.records), next: answer.searchAfter ?? undefined };
	};
	return {
		time,
		notAsIn,
		read: async (pollContext, { from, rows }) =>
			await pages(pollContext, rows, async (cursor) => await page(pollContext, 'asc', PAGE, from, cursor)),
		newest: async (pollContext, rows) => (await page(pollContext, 'desc', rows)).records,
	};
}

const newestOf = (records: IDataObject[], time: string, rows: number): IDataObject[] =>
	[...records].sort((one, other) => millisecondsOf(other[time]) - millisecondsOf(one[time])).slice(0, rows);

/**
 * GHL lists appointments by calendar and by when they take place; when they were made or changed is looked up in each.
 */
function appointments(time: 'dateAdded' | 'dateUpdated', notAsIn?: string): Timeline {
	const list = async ({ calls, choice, now }: PollContext): Promise<IDataObject[]> => {
		const calendars =
			choice.calendarIds.length > 0
				? choice.calendarIds
				: (await calls.many(getCalendars, {})).map(({ id }) => textOf(id));
		const [from, to] = [now - choice.daysBack * DAY, now + choice.daysAhead * DAY].map(iso);
		const found: IDataObject[] = [];
		for (const calendarId of calendars)
			found.push(...(await calls.many(getAppointments, { of: 'calendarId', calendarId, from, to })));
		return found;
	};
	return {
		time,
		notAsIn,
		read: list,
		newest: async (pollContext, rows) => newestOf(await list(pollContext), time, rows),
	};
}

/** GHL lists submissions by whole days of a zone that it does not name, so a day more is read at both ends. */
const submissions: Timeline = {
	time: 'createdAt',
	read: async ({ calls, choice, now }, { from, since }) =>
		await calls.many(getSubmissions, {
			filters: { formId: choice.formId, startAt: iso((from === 0 ? since : from) - DAY), endAt: iso(now + DAY) },
		}),
	newest: async ({ calls, choice, now }, rows) =>
		newestOf(
			await calls.many(getSubmissions, { filters: { formId: choice.formId, endAt: iso(now + DAY) }, limit: rows }),
			'createdAt',
			rows,
		),
};

/** Events by the time that makes them. */
export const TIMELINES: Readonly<Record<string, Timeline>> = {
	ContactCreate: contacts('dateAdded'),
	ContactUpdate: contacts('dateUpdated', 'dateAdded'),
	OpportunityCreate: opportunities('createdAt', 'date_added'),
	OpportunityUpdate: opportunities('updatedAt', 'date_updated', 'createdAt'),
	OpportunityStageUpdate: opportunities('lastStageChangeAt', 'last_stage_change_date', 'createdAt'),
	OpportunityStatusUpdate: opportunities('lastStatusChangeAt', 'last_status_change_date', 'createdAt'),
	AppointmentCreate: appointments('dateAdded'),
	AppointmentUpdate: appointments('dateUpdated', 'dateAdded'),
	FormSubmit: submissions,
};
