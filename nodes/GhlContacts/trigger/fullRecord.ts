import type { IDataObject } from 'n8n-workflow';
import type { Calls } from '../../shared/runner/calls';
import { Cancelled } from '../../shared/http/sleep';
import { CircuitOpenError, NoResponseError, ApiError } from '../../shared/http/errors';
import { textOf } from '../../shared/parameters/input';
import { get as getAppointment } from '../actions/appointment/get';
import { get as getBusiness } from '../actions/business/get';
import { get as getContact } from '../actions/contact/get';
import { get as getNote } from '../actions/note/get';
import { get as getOpportunity } from '../actions/opportunity/get';
import { get as getTask } from '../actions/task/get';
import { search as searchTasks } from '../actions/task/search';
import { get as getUser } from '../actions/user/get';
import type { Delivery } from './delivery';

type Found = IDataObject | undefined;
type Read = (calls: Calls, delivery: Delivery) => Promise<Found>;

/** Tasks whose title holds the title of the one looked for. */
const NAMESAKES = 500;
/** GHL's searches take no longer texts. */
const QUERY_LENGTH = 75;

/** A new task may come without its contact, and without that GHL gives it in searches alone. */
async function readTask(calls: Calls, { contactId, recordId, record }: Delivery): Promise<Found> {
	if (contactId) return await calls.oneOrNone(getTask, { contactId, taskId: recordId });
	const query = textOf(record.title).slice(0, QUERY_LENGTH);
	const found = await calls.many(searchTasks, { filters: { query, assignedTo: record.assignedTo }, limit: NAMESAKES });
	return found.find(({ id }) => id === recordId);
}

const readContactOf: Read = async (calls, { contactId }) =>
	contactId ? await calls.oneOrNone(getContact, { contactId }) : undefined;

/**
 * How to read what an event is about. What is not here comes as it was sent: GHL cannot give it by the ID it
 * sends.
 */
const READS: Partial<Record<NonNullable<Delivery['subject']>, Read>> = {
	appointment: async (calls, { recordId }) => await calls.oneOrNone(getAppointment, { appointmentId: recordId }),
	campaign: readContactOf,
	contact: readContactOf,
	conversation: readContactOf,
	message: readContactOf,
	note: async (calls, { contactId, recordId }) => await calls.oneOrNone(getNote, { contactId, noteId: recordId }),
	opportunity: async (calls, { recordId }) => await calls.oneOrNone(getOpportunity, { opportunityId: recordId }),
	// found only when it is a business
	record: async (calls, { recordId }) => await calls.oneOrNone(getBusiness, { businessId: recordId }),
	task: readTask,
	user: async (calls, { recordId }) => await calls.oneOrNone(getUser, { userId: recordId }),
};

/** Subjects whose event is not about the contact that is read for it: that goes beside the record, not in its place. */
const BESIDE: ReadonlyArray<Delivery['subject']> = ['campaign', 'conversation', 'message'];

/** What reading adds to an event. Rejects when the record cannot be read right now. */
export async function fullRecord(calls: Calls, delivery: Delivery): Promise<IDataObject> {
	const read = delivery.subject && !delivery.event.endsWith('Delete') ? READS[delivery.subject] : undefined;
	const found = await read?.(calls, delivery);
	if (!found) return { recordFrom: 'payload' };
	if (BESIDE.includes(delivery.subject)) return { recordFrom: 'payload', contact: found };
	return {
		recordFrom: 'ghl',
		record: found,
		contactId: delivery.contactId ?? (textOf(found.contactId) || null),
		payload: delivery.record,
	};
}

/** Whether a later attempt may go better. */
export const isPassing = (error: unknown): boolean =>
	error instanceof NoResponseError ||
	error instanceof CircuitOpenError ||
	error instanceof Cancelled ||
	(error instanceof ApiError && (error.status === 429 || error.status >= 500));
