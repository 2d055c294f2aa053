import type { IDataObject } from 'n8n-workflow';
import type { FarRecord, FarService } from '../../../sync';
import { textOf } from '../../shared/input';
import type { FarCalls } from '../../shared/sync/farCalls';
import { create } from '../actions/appointment/create';
import { deleteAppointment } from '../actions/appointment/delete';
import { get } from '../actions/appointment/get';
import { getByContact } from '../actions/appointment/getByContact';
import { cancel, update } from '../actions/appointment/update';
import { FarAnswers, times } from './farAnswers';
import { fieldsIn, kindsOf, written, type SyncedField } from './fields';

const STATUSES = ['new', 'confirmed', 'cancelled', 'showed', 'noshow', 'invalid'];

/** Writable fields of an appointment. Source: calendars.json, AppointmentCreateSchema and AppointmentEditSchema. */
export const APPOINTMENT: readonly SyncedField[] = [
	{ id: 'calendarId', label: 'Calendar (ID)' },
	{ id: 'title', label: 'Title' },
	{ id: 'startTime', label: 'Start', kind: 'date' },
	{ id: 'endTime', label: 'End', kind: 'date' },
	{ id: 'appointmentStatus', label: 'Status', choices: STATUSES.map((status) => ({ name: status, value: status })) },
	{ id: 'assignedUserId', label: 'Assigned To (User ID)' },
	{ id: 'address', label: 'Address' },
	{ id: 'description', label: 'Description', rich: true },
];

export interface AppointmentFar {
	readonly account: string;
	/** Whether the calendar may refuse a time, and whether automations run: parameters of each write. */
	readonly overrides: IDataObject;
}

/** The list of a contact gives the description as notes alone. */
function recordOf({ description, notes, ...appointment }: IDataObject): FarRecord {
	const fields = fieldsIn({ ...appointment, description: description || notes }, APPOINTMENT);
	return { id: textOf(appointment.id), fields, ...times(appointment.dateUpdated, appointment.dateAdded) };
}

/**
 * The appointments of a contact, as Sync needs them.
 *
 * To archive one is to cancel it: it stays in the calendar, and its time is free again. A cancelled one is alive nevertheless, whoever
 * cancelled it: an edit of its partner changes it and makes no second one, and whether it takes place again is for the mapped status
 * to say. Only what was deleted from the calendar counts as gone.
 */
export function appointmentFar(calls: FarCalls, { account, overrides }: AppointmentFar, contactId = ''): FarService {
	const answers = new FarAnswers(calls, recordOf);
	return {
		system: 'ghl',
		account,
		kinds: kindsOf(APPOINTMENT),
		lagCeiling: 0,
		callBudget: calls.budget,
		under: (parentId) => appointmentFar(calls, { account, overrides }, parentId),
		list: async () => await answers.many(getByContact, { contactId }),
		read: async (appointmentId) => await answers.oneOrNone(get, { appointmentId }),
		create: async ({ calendarId, startTime, ...rest }) => await answers.one(create, { contactId, calendarId, startTime, additionalFields: { ...rest, ...overrides } }),
		update: async (appointmentId, values) => await answers.one(update, { appointmentId, updateFields: { ...written(values, APPOINTMENT), ...overrides } }),
		archive: async (appointmentId) => await answers.done(cancel, { appointmentId }),
		delete: async (appointmentId) => await answers.removed(deleteAppointment, { appointmentId }),
	};
}
