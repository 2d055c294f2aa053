import { badRequest, notFound, unprocessable, wrongLocation } from '../errors';
import type { Account } from '../models/account';
import type { Appointment, Calendar } from '../models/records';
import { isFree } from './calendars';
import { eventView } from '../views/appointments';

/** Tells of an appointment; the event repeats the old version of the answer. */
export function emitAppointment(
	account: Account,
	type: 'AppointmentCreate' | 'AppointmentUpdate' | 'AppointmentDelete',
	event: Appointment,
): void {
	const view = eventView(account, event, '2021-04-15');
	const {
		id,
		address,
		title,
		calendarId,
		contactId,
		groupId,
		appointmentStatus,
		assignedUserId,
		users,
		notes,
		startTime,
		endTime,
		dateAdded,
		dateUpdated,
	} = view;
	const appointment = {
		id,
		address,
		title,
		calendarId,
		contactId,
		groupId,
		appointmentStatus,
		assignedUserId,
		users,
		notes,
		source: 'third_party',
		startTime,
		endTime,
		dateAdded,
		dateUpdated,
	};
	account.events.emit(account.settings.appointmentEventsNamedCreate ? 'AppointmentCreate' : type, event.locationId, {
		appointment,
	});
}

/** @throws ApiError 404 for an unknown event, 403 for one of another location */
export function ownEvent(account: Account, locationId: string, id: string | undefined): Appointment {
	const event = account.store.appointments.get(id ?? '');
	if (!event) throw notFound(`Event with id ${id} not found`);
	if (event.locationId !== locationId) throw wrongLocation();
	return event;
}

/**
 * Public clients of the API meet this answer on calendars of a team: the service chooses no member for an appointment.
 * @throws ApiError 422
 */
export function requireMember(calendar: Calendar, assignedUserId: string | undefined): void {
	if (calendar.userIds.length === 0 || assignedUserId !== undefined) return;
	throw unprocessable('A team member needs to be selected. assignedUserId is missing');
}

/** @throws ApiError 400 when the time is outside the calendar's hours or taken */
export function refuseTaken(
	account: Account,
	calendar: Calendar,
	body: { ignoreFreeSlotValidation?: boolean | undefined; assignedUserId?: string | undefined },
	start: number,
	end: number,
	except?: string,
): void {
	if (end <= start) throw unprocessable('endTime must be after startTime');
	const wanted = { calendar, userId: body.assignedUserId, except };
	if (body.ignoreFreeSlotValidation !== true && !isFree(account, wanted, start, end))
		throw badRequest('The slot you have selected is no longer available.');
}
