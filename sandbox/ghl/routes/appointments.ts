import { z } from 'zod';
import { ownCalendar } from '../rules/calendars';
import { ownContact } from '../rules/contacts';
import { endpoint, type Endpoint } from './endpoint';
import { unprocessable } from '../errors';
import type { Account } from '../models/account';
import type { Appointment } from '../models/records';
import { filled, flag, numeric, shape, text } from '../rules/validation';
import { contactAppointmentView, eventView, writtenView } from '../views/appointments';
import { emitAppointment, ownEvent, refuseTaken, requireMember } from '../rules/appointments';

const STATUSES = ['new', 'confirmed', 'cancelled', 'showed', 'noshow', 'invalid'] as const;
const OFFSET = /(Z|[+-]\d{2}:?\d{2})$/;
/** Times of appointments are written with an offset. */
const moment = z
	.string()
	.refine(
		(value) => OFFSET.test(value) && !Number.isNaN(Date.parse(value)),
		'must be a valid ISO 8601 date string with an offset',
	);

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

const createAppointment = endpoint({
	method: 'POST',
	path: '/calendars/events/appointments',
	scope: 'calendars/events.write',
	body: shape({ ...writable, calendarId: filled, locationId: filled, contactId: filled, startTime: moment }),
	run({ account, locationId, version, body }) {
		const calendar = ownCalendar(account, locationId, body.calendarId);
		const contact = ownContact(account, locationId, body.contactId);
		const startTime = Date.parse(body.startTime);
		const endTime = body.endTime === undefined ? startTime + calendar.slotMinutes * 60_000 : Date.parse(body.endTime);
		requireMember(calendar, body.assignedUserId);
		refuseTaken(account, calendar, body, startTime, endTime);
		const now = account.world.now();
		const {
			title = calendar.name,
			description,
			address,
			meetingLocationType,
			rrule,
			appointmentStatus = 'confirmed',
			assignedUserId,
		} = body;
		const event = account.store.appointments.add({
			id: account.id(),
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
		emitAppointment(account, 'AppointmentCreate', event);
		return writtenView(account, event, version);
	},
});

const updateAppointment = endpoint({
	method: 'PUT',
	path: '/calendars/events/appointments/:eventId',
	scope: 'calendars/events.write',
	body: updateBody,
	run({ account, locationId, version, params, body }) {
		const event = ownEvent(account, locationId, params.eventId);
		const calendar = ownCalendar(account, locationId, body.calendarId ?? event.calendarId);
		const startTime = body.startTime === undefined ? event.startTime : Date.parse(body.startTime);
		const endTime =
			body.endTime === undefined ? startTime + (event.endTime - event.startTime) : Date.parse(body.endTime);
		if (startTime !== event.startTime || endTime !== event.endTime)
			refuseTaken(account, calendar, body, startTime, endTime, event.id);
		for (const key of [
			'title',
			'description',
			'address',
			'meetingLocationType',
			'rrule',
			'appointmentStatus',
			'assignedUserId',
		] as const) {
			if (body[key] !== undefined) event[key] = body[key];
		}
		Object.assign(event, { calendarId: calendar.id, startTime, endTime, dateUpdated: account.world.now() });
		emitAppointment(account, 'AppointmentUpdate', event);
		return writtenView(account, event, version);
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

function eventsInWindow(account: Account, locationId: string, query: z.output<typeof windowQuery>): Appointment[] {
	if (query.userId === undefined && query.calendarId === undefined && query.groupId === undefined)
		throw unprocessable('Either of userId, groupId or calendarId is required');
	return account.store.appointments.where(
		(event) =>
			event.locationId === locationId &&
			event.startTime <= query.endTime &&
			event.endTime >= query.startTime &&
			(query.userId === undefined || event.assignedUserId === query.userId) &&
			(query.calendarId === undefined || event.calendarId === query.calendarId) &&
			(query.groupId === undefined || account.store.calendars.get(event.calendarId ?? '')?.groupId === query.groupId),
	);
}

export const appointmentEndpoints: Endpoint[] = [
	createAppointment,
	updateAppointment,
	endpoint({
		method: 'GET',
		path: '/calendars/events/appointments/:eventId',
		scope: 'calendars/events.readonly',
		run: ({ account, locationId, version, params }) => ({
			event: eventView(account, ownEvent(account, locationId, params.eventId), version),
		}),
	}),
	endpoint({
		method: 'GET',
		path: '/calendars/events',
		scope: 'calendars/events.readonly',
		query: windowQuery,
		run: ({ account, locationId, version, query }) => ({
			events: eventsInWindow(account, locationId, query).map((event) => eventView(account, event, version)),
		}),
	}),
	endpoint({
		// The body `{}` is required, and the flag is spelled right here.
		method: 'DELETE',
		path: '/calendars/events/:eventId',
		scope: 'calendars/events.write',
		status: 201,
		body: shape({}),
		run({ account, locationId, params }) {
			const event = ownEvent(account, locationId, params.eventId);
			account.store.appointments.delete(event.id);
			emitAppointment(account, 'AppointmentDelete', event);
			return { succeeded: true };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/contacts/:contactId/appointments',
		scope: 'contacts.readonly',
		run({ account, locationId, params }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			return {
				events: account.store.appointments
					.where((event) => event.contactId === contact.id)
					.map((event) => contactAppointmentView(account, event)),
			};
		},
	}),
];
