import type { Account } from '../models/account';
import type { View } from './view';
import type { Appointment } from '../models/records';
import { iso, isoWithOffset, naiveLocal } from '../models/times';

export const zoneOf = (account: Account, locationId: string): string =>
	account.store.locations.get(locationId)?.timezone ?? 'UTC';
/** The answer of create and update: flat, and without dates before v3. */
export function writtenView(account: Account, event: Appointment, version: string): View {
	const {
		id,
		calendarId,
		locationId,
		contactId,
		title,
		meetingLocationType = 'custom',
		appointmentStatus,
		assignedUserId,
		address,
		rrule,
	} = event;
	const zone = zoneOf(account, locationId);
	return {
		id,
		calendarId,
		locationId,
		contactId,
		title,
		meetingLocationType,
		appointmentStatus,
		assignedUserId,
		address,
		isRecurring: rrule !== undefined,
		...(rrule === undefined ? {} : { rrule }),
		startTime: isoWithOffset(event.startTime, zone),
		endTime: isoWithOffset(event.endTime, zone),
		...(version === 'v3' ? { dateAdded: iso(event.dateAdded), dateUpdated: iso(event.dateUpdated) } : {}),
	};
}

export function eventView(account: Account, event: Appointment, version: string): View {
	const { assignedUserId, calendarId, description } = event;
	return {
		...writtenView(account, event, version),
		groupId: account.store.calendars.get(calendarId ?? '')?.groupId,
		users: assignedUserId === undefined ? [] : [assignedUserId],
		notes: description ?? '',
		description: description ?? '',
		assignedResources: [],
		createdBy: { userId: assignedUserId, source: 'third_party' },
		masterEventId: '',
		dateAdded: iso(event.dateAdded),
		dateUpdated: iso(event.dateUpdated),
		...(version === 'v3' ? { deleted: false } : {}),
	};
}

/** Under a contact, the clock on the wall of the location: no offset, no zone. */
export function contactAppointmentView(account: Account, event: Appointment): View {
	const zone = zoneOf(account, event.locationId);
	const { id, calendarId, title, assignedUserId, address, locationId, contactId, appointmentStatus, description } =
		event;
	return {
		id,
		calendarId,
		status: 'booked',
		title,
		assignedUserId,
		notes: description ?? '',
		startTime: naiveLocal(event.startTime, zone),
		endTime: naiveLocal(event.endTime, zone),
		address,
		locationId,
		contactId,
		groupId: account.store.calendars.get(calendarId ?? '')?.groupId,
		appointmentStatus,
		users: assignedUserId === undefined ? [] : [assignedUserId],
		dateAdded: naiveLocal(event.dateAdded, zone),
		dateUpdated: naiveLocal(event.dateUpdated, zone),
		assignedResources: [],
	};
}
