import { z } from 'zod';
import { ownCalendar, isFree } from './calendars';
import { ownContact } from './contactRules';
import type { View } from './contactViews';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound, unprocessable, wrongLocation } from './errors';
import type { Ghl } from './ghl';
import type { Appointment, Calendar } from './records';
import { filled, flag, numeric, shape, text } from './validation';
import { iso } from './values';
import { isoWithOffset, naiveLocal } from './zones';

const STATUSES = ['new', 'confirmed', 'cancelled', 'showed', 'noshow', 'invalid'] as const;
const OFFSET = /(Z|[+-]\d{2}:?\d{2})$/;
/** Times of appointments are written with an offset. */
const moment = z
	.string()
	.refine((value) => OFFSET.test(value) && !Number.isNaN(Date.parse(value)), 'must be a valid ISO 8601 date string with an offset');

const zoneOf = (ghl: Ghl, locationId: string): string => ghl.store.locations.get(locationId)?.timezone ?? 'UTC';

/** The answer of create and update: flat, and without dates before v3. */
function writtenView(ghl: Ghl, event: Appointment, version: string): View {
	const { id, calendarId, locationId, contactId, title, meetingLocationType = 'custom', appointmentStatus, assignedUserId, address, rrule } = event;
	const zone = zoneOf(ghl, locationId);
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

function eventView(ghl: Ghl, event: Appointment, version: string): View {
	const { assignedUserId, calendarId, description } = event;
	return {
		...writtenView(ghl, event, version),
		groupId: ghl.store.calendars.get(calendarId ?? '')?.groupId,
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
function contactAppointmentView(ghl: Ghl, event: Appointment): View {
	const zone = zoneOf(ghl, event.locationId);
	const { id, calendarId, title, assignedUserId, address, locationId, contactId, appointmentStatus, description } = event;
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
		groupId: ghl.store.calendars.get(calendarId ?? '')?.groupId,
		appointmentStatus,
		users: assignedUserId === undefined ? [] : [assignedUserId],
		dateAdded: naiveLocal(event.dateAdded, zone),
		dateUpdated: naiveLocal(event.dateUpdated, zone),
		assignedResources: [],
	};
}

function emit(ghl: Ghl, type: 'AppointmentCreate' | 'AppointmentUpdate' | 'AppointmentDelete', event: Appointment): void {
	const view = eventView(ghl, event, '2021-04-15');
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
	ghl.events.emit(ghl.settings.appointmentEventsNamedCreate ? 'AppointmentCreate' : type, event.locationId, { appointment });
}

export function ownEvent(ghl: Ghl, locationId: string, id: string | undefined): Appointment {
	const event = ghl.store.appointments.get(id ?? '');
	if (!event) throw notFound(`Event with id ${id} not found`);
	if (event.locationId !== locationId) throw wrongLocation();
	return event;
}

const writable = {
	title: text.optional(),
	meetingLocationType: z.enum(['custom', 'zoom', 'gmeet', 'phone', 'address', 'ms_teams', 'google']).optional(),
	meetingLocationId: text.optional(),
	overrideLocationConfig: flag.optional(),
	appointmentStatus: z.enum(STATUSES).optional(),
	assignedUserId: text.optional(),
	description: text.optional(),
	address: text.optional(),
	ignoreDateRange: flag.optional(),
	toNotify: flag.optional(),
	ignoreFreeSlotValidation: flag.optional(),
	rrule: text.optional(),
	endTime: moment.optional(),
};
const updateBody = shape({ ...writable, calendarId: filled.optional(), startTime: moment.optional() });
type UpdateBody = z.output<typeof updateBody>;

/** @throws Refusal 400 when the time is outside the calendar's hours or taken */
function refuseTaken(ghl: Ghl, calendar: Calendar, body: UpdateBody, start: number, end: number, except?: string): void {
	if (end <= start) throw unprocessable('endTime must be after startTime');
	if (body.ignoreFreeSlotValidation !== true && !isFree(ghl, calendar, start, end, except))
		throw badRequest('The slot you have selected is no longer available.');
}

const createAppointment = endpoint({
	method: 'POST',
	path: '/calendars/events/appointments',
	scope: 'calendars/events.write',
	body: shape({ ...writable, calendarId: filled, locationId: filled, contactId: filled, startTime: moment }),
	run({ ghl, locationId, version, body }) {
		const calendar = ownCalendar(ghl, locationId, body.calendarId);
		const contact = ownContact(ghl, locationId, body.contactId);
		const startTime = Date.parse(body.startTime);
		const endTime = body.endTime === undefined ? startTime + calendar.slotMinutes * 60_000 : Date.parse(body.endTime);
		refuseTaken(ghl, calendar, body, startTime, endTime);
		const now = ghl.world.now();
		const {
			title = calendar.name,
			description,
			address,
			meetingLocationType,
			rrule,
			appointmentStatus = 'confirmed',
			assignedUserId = calendar.userIds[0],
		} = body;
		const event = ghl.store.appointments.add({
			id: ghl.id(),
			locationId,
			calendarId: calendar.id,
			contactId: contact.id,
			title,
			description,
			address,
			meetingLocationType,
			rrule,
			appointmentStatus,
			assignedUserId,
			startTime,
			endTime,
			dateAdded: now,
			dateUpdated: now,
		});
		emit(ghl, 'AppointmentCreate', event);
		return writtenView(ghl, event, version);
	},
});

const updateAppointment = endpoint({
	method: 'PUT',
	path: '/calendars/events/appointments/:eventId',
	scope: 'calendars/events.write',
	body: updateBody,
	run({ ghl, locationId, version, params, body }) {
		const event = ownEvent(ghl, locationId, params.eventId);
		const calendar = ownCalendar(ghl, locationId, body.calendarId ?? event.calendarId);
		const startTime = body.startTime === undefined ? event.startTime : Date.parse(body.startTime);
		const endTime = body.endTime === undefined ? startTime + (event.endTime - event.startTime) : Date.parse(body.endTime);
		if (startTime !== event.startTime || endTime !== event.endTime) refuseTaken(ghl, calendar, body, startTime, endTime, event.id);
		for (const key of ['title', 'description', 'address', 'meetingLocationType', 'rrule', 'appointmentStatus', 'assignedUserId'] as const) {
			if (body[key] !== undefined) event[key] = body[key];
		}
		Object.assign(event, { calendarId: calendar.id, startTime, endTime, dateUpdated: ghl.world.now() });
		emit(ghl, 'AppointmentUpdate', event);
		return writtenView(ghl, event, version);
	},
});

const windowQuery = shape({
	locationId: text,
	userId: text.optional(),
	calendarId: text.optional(),
	groupId: text.optional(),
	startTime: numeric,
	endTime: numeric,
});

function eventsInWindow(ghl: Ghl, locationId: string, query: z.output<typeof windowQuery>): Appointment[] {
	if (query.userId === undefined && query.calendarId === undefined && query.groupId === undefined)
		throw unprocessable('Either of userId, groupId or calendarId is required');
	return ghl.store.appointments.where(
		(event) =>
			event.locationId === locationId &&
			event.startTime <= query.endTime &&
			event.endTime >= query.startTime &&
			(query.userId === undefined || event.assignedUserId === query.userId) &&
			(query.calendarId === undefined || event.calendarId === query.calendarId) &&
			(query.groupId === undefined || ghl.store.calendars.get(event.calendarId ?? '')?.groupId === query.groupId),
	);
}

export const appointmentEndpoints: Endpoint[] = [
	createAppointment,
	updateAppointment,
	endpoint({
		method: 'GET',
		path: '/calendars/events/appointments/:eventId',
		scope: 'calendars/events.readonly',
		run: ({ ghl, locationId, version, params }) => ({ event: eventView(ghl, ownEvent(ghl, locationId, params.eventId), version) }),
	}),
	endpoint({
		method: 'GET',
		path: '/calendars/events',
		scope: 'calendars/events.readonly',
		query: windowQuery,
		run: ({ ghl, locationId, version, query }) => ({
			events: eventsInWindow(ghl, locationId, query).map((event) => eventView(ghl, event, version)),
		}),
	}),
	endpoint({
		// The body `{}` is required, and the flag is spelled right here.
		method: 'DELETE',
		path: '/calendars/events/:eventId',
		scope: 'calendars/events.write',
		status: 201,
		body: shape({}),
		run({ ghl, locationId, params }) {
			const event = ownEvent(ghl, locationId, params.eventId);
			ghl.store.appointments.delete(event.id);
			emit(ghl, 'AppointmentDelete', event);
			return { succeeded: true };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/contacts/:contactId/appointments',
		scope: 'contacts.readonly',
		run({ ghl, locationId, params }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			return { events: ghl.store.appointments.where((event) => event.contactId === contact.id).map((event) => contactAppointmentView(ghl, event)) };
		},
	}),
];
