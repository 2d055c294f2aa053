import type { IDataObject } from 'n8n-workflow';
import type { TargetRecord, TargetService } from '../../../sync';
import { canonicalBoolean } from '../../../sync/model/canonical';
import { textOf } from '../../shared/parameters/input';
import { isEmpty } from '../../shared/values/empty';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { ServiceError } from '../../../sync/model/ports';
import { create } from '../actions/appointment/create';
import { deleteAppointment } from '../actions/appointment/delete';
import { get } from '../actions/appointment/get';
import { getByContact } from '../actions/appointment/getByContact';
import { cancel, update } from '../actions/appointment/update';
import { getMany as getCalendars } from '../actions/calendar/getMany';
import { calendars, users } from '../mapping/accountLists';
import { RecordCalls, times, withTime } from './recordCalls';
import { fieldsIn, kindsOf, written, type SyncedField } from './fields';

const CANCELLED = 'cancelled';
const STATUSES = [
	{ name: 'New', value: 'new' },
	{ name: 'Confirmed', value: 'confirmed' },
	{ name: 'Canceled', value: CANCELLED, aliases: ['canceled'] },
	{ name: 'Showed', value: 'showed' },
	{ name: 'No-Show', value: 'noshow', aliases: ['no show'] },
	{ name: 'Invalid', value: 'invalid' },
];

/** Writable fields of an appointment. Source: calendars.json, AppointmentCreateSchema and AppointmentEditSchema. */
export const APPOINTMENT: readonly SyncedField[] = [
	{ id: 'calendarId', label: 'Calendar', list: calendars, first: true },
	{ id: 'title', label: 'Title', first: true },
	{ id: 'startTime', label: 'Start', kind: 'date', first: true },
	{ id: 'endTime', label: 'End', kind: 'date', first: true },
	{ id: 'appointmentStatus', label: 'Status', choices: STATUSES },
	{ id: 'cancelled', label: 'Canceled (Instead of Status)', kind: 'boolean' },
	{ id: 'assignedUserId', label: 'Assigned To', list: users },
	{ id: 'address', label: 'Address' },
	{ id: 'description', label: 'Description', rich: true },
];

export interface AppointmentTargetSettings {
	readonly account: string;
	/** Whether the calendar may refuse a time, and whether automations run: parameters of each write. */
	readonly overrides: IDataObject;
	/** Who an appointment is assigned to if no user is mapped. */
	readonly teamMember: 'any' | 'owner';
	/** Whether start and end are both mapped. Where the end is not, it goes along with the start. */
	readonly endMapped: boolean;
}

/** The list of a contact gives the description as notes alone. */
function recordOf({ description, notes, ...appointment }: IDataObject): TargetRecord {
	const { appointmentStatus } = appointment;
	const cancelled = appointmentStatus === undefined ? undefined : appointmentStatus === CANCELLED;
	const fields = fieldsIn({ ...appointment, cancelled, description: description || notes }, APPOINTMENT);
	return { id: textOf(appointment.id), fields, ...times(appointment.dateUpdated, appointment.dateAdded) };
}

/** Whether it is canceled is written as a status; one that takes place again is confirmed. */
function withStatus({ cancelled, ...values }: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return cancelled === undefined || cancelled === null
		? values
		: { appointmentStatus: canonicalBoolean(cancelled) === 'true' ? CANCELLED : 'confirmed', ...values };
}

/** Start and end of the appointments that this Sync has read, by ID. */
type Times = Map<string, Readonly<Record<string, unknown>>>;

/**
 * GHL moves the end along with a start that comes alone. So the other one of the two goes with it, as it was read last.
 */
function bothTimes(
	id: string,
	values: Readonly<Record<string, unknown>>,
	read: Times,
): Readonly<Record<string, unknown>> {
	if ((values.startTime === undefined) === (values.endTime === undefined)) return values;
	const { startTime, endTime } = read.get(id) ?? {};
	return { ...(startTime !== undefined && { startTime }), ...(endTime !== undefined && { endTime }), ...values };
}

/** Nobody has to choose a calendar where there is one. Throws `ServiceError`. */
async function onlyCalendar(calls: TargetCalls): Promise<string> {
	const found = await calls.many(getCalendars, {});
	if (found.length === 1) return textOf(found[0].id);
	throw new ServiceError(
		`the sub-account has ${found.length} calendars: choose one under Fields, Calendar, for new appointments`,
		{ written: 'no', again: false },
	);
}

/** All that Sync may call for them. */
export const APPOINTMENT_CALLS = [getCalendars, getByContact, get, create, update, cancel, deleteAppointment];

/**
 * The appointments of a contact, as Sync needs them.
 *
 * To archive one is to cancel it: it stays in the calendar, and its time is free again. A canceled one is alive
 * nevertheless, whoever canceled it: an edit of the linked record changes it and creates no second one, and the mapped
 * status says whether it takes place again. Only what was deleted from the calendar counts as gone.
 */
export function appointmentTarget(
	calls: TargetCalls,
	choices: AppointmentTargetSettings,
	contactId = '',
	read: Times = new Map(),
): TargetService {
	const { account, overrides, teamMember, endMapped } = choices;
	const records = new RecordCalls(calls, (appointment) => {
		const record = recordOf(appointment);
		read.set(record.id, record.fields);
		return record;
	});
	const readNow = async (appointmentId: string) => await records.oneOrNone(get, { appointmentId });
	return {
		system: 'ghl',
		account,
		kinds: kindsOf(APPOINTMENT),
		lagCeiling: 0,
		callBudget: calls.budget,
		under: (parentId) => appointmentTarget(calls, choices, parentId, read),
		list: async () => await records.many(getByContact, { contactId }),
		read: readNow,
		create: async ({ calendarId, startTime, assignedUserId, ...rest }) =>
			await records.one(create, {
				contactId,
				calendarId: textOf(calendarId) || (await onlyCalendar(calls)),
				startTime,
				...(isEmpty(assignedUserId) ? { teamMember } : { teamMember: 'named', assignedUserId }),
				additionalFields: { ...withStatus(rest), ...overrides },
			}),
		update: async (appointmentId, values) =>
			await withTime(
				await records.one(update, {
					appointmentId,
					updateFields: {
						...withStatus(written(endMapped ? bothTimes(appointmentId, values, read) : values, APPOINTMENT)),
						...overrides,
					},
				}),
				async () => await readNow(appointmentId),
			),
		archive: async (appointmentId) => await records.done(cancel, { appointmentId }),
		archiveSets: { appointmentStatus: CANCELLED, cancelled: true },
		delete: async (appointmentId) => await records.removed(deleteAppointment, { appointmentId }),
	};
}
