import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { InputProblem, listOf, textOf } from '../../shared/parameters/input';
import { search as searchContacts } from '../actions/contact/search';
import { search as searchTasks } from '../actions/task/search';
import { BUSINESS_CHANGED, contactsOfBusinesses } from './businesses';
import type { PollContext } from './pollContext';
import type { IsEvent } from './snapshot';
import type { Whole } from './whole';

/** More would be too many calls at each poll, and too much to remember. */
const MOST = 10_000;

function refuseTooMany(records: IDataObject[], what: string): IDataObject[] {
	if (records.length <= MOST) return records;
	throw new InputProblem(
		'events',
		`There are more than ${MOST} ${what}, which is too many to compare at each poll`,
		'Take the event out, and use the GHL Trigger for it.',
	);
}

const tasks = async ({ calls }: PollContext, rows = MOST + 1): Promise<IDataObject[]> =>
	refuseTooMany(await calls.many(searchTasks, { filters: {}, limit: rows }), 'tasks');

const isCompleted = (mark: string | undefined): boolean => mark?.endsWith('+') === true;
const contentOf = (mark: string): string => mark.slice(0, -1);

/** A digest of what users change, and whether the task is completed. */
function markOfTask({ title, body, dueDate, assignedTo, contactId, completed }: IDataObject): string {
	const digest = createHash('sha256')
		.update(JSON.stringify([title, body, dueDate, assignedTo, contactId]))
		.digest('base64url')
		.slice(0, 8);
	return `${digest}${completed === true ? '+' : '-'}`;
}

const taskEvents = (isEvent: IsEvent): Whole => ({ list: tasks, markOf: markOfTask, isEvent });

const TASK_EVENTS: Readonly<Record<string, Whole>> = {
	TaskCreate: taskEvents((before) => before === undefined),
	/** One that was made and completed between two polls as well. */
	TaskComplete: taskEvents((before, now) => isCompleted(now) && !isCompleted(before)),
	TaskUpdate: taskEvents(
		(before, now) =>
			before !== undefined && (contentOf(before) !== contentOf(now) || (isCompleted(before) && !isCompleted(now))),
	),
};

/**
 * The contacts that have a tag. Whether a new tag moves their update time is not documented, so those who have it are
 * compared.
 */
const tagged = (tag: string): Whole => ({
	list: async ({ calls }, rows = MOST + 1) => {
		const filtersJson = [{ field: 'tags', operator: 'eq', value: tag }];
		const found = await calls.many(searchContacts, {
			filterMode: 'json',
			filtersJson,
			options: { sort: 'dateAdded asc' },
			limit: rows,
		});
		return refuseTooMany(found, `contacts with the tag "${tag}"`).filter(({ tags }) =>
			listOf(tags).some((one) => one.toLowerCase() === tag),
		);
	},
	markOf: () => '',
	isEvent: (before) => before === undefined,
	more: { tag },
});

export const TAG_ADDED = 'ContactTagAdd';

/** Lists to compare for an event, by the name under which each is remembered. */
export function snapshotsOf(
	event: string,
	{ choice }: Pick<PollContext, 'choice'>,
): Array<readonly [key: string, Whole]> {
	if (event === BUSINESS_CHANGED) return [[event, contactsOfBusinesses]];
	if (event === TAG_ADDED) return choice.tags.map((tag) => [`${event} ${tag}`, tagged(tag)]);
	return event in TASK_EVENTS ? [[event, TASK_EVENTS[event]]] : [];
}

export const idOf = ({ id }: IDataObject): string => textOf(id);
