import { z } from 'zod';
import { ownEvent } from './appointments';
import { ownCalendar } from './calendars';
import type { View } from './contactViews';
import { endpoint, type Endpoint } from './endpoint';
import { notFound, unprocessable } from './errors';
import type { Ghl } from './ghl';
import type { Appointment, AppointmentNote } from './records';
import { filled, isoDate, numeric, shape, text } from './validation';
import { iso } from './values';
import { isoWithOffset } from './zones';

/** Notes of appointments, and slots that are blocked. */

const MAX_NOTE = 5_000;
const NOTES_PAGE = 20;
const noteBody = shape({ body: filled.pipe(z.string().max(MAX_NOTE)), userId: text.optional() });

function noteView({ id, body, userId, dateAdded, contactId }: AppointmentNote): View {
	return { id, body, userId, dateAdded: iso(dateAdded), contactId, createdBy: { id: userId } };
}

function ownNote(ghl: Ghl, locationId: string, params: { [name: string]: string }): AppointmentNote {
	const event = ownEvent(ghl, locationId, params.appointmentId);
	const note = ghl.store.appointmentNotes.get(params.noteId ?? '');
	if (!note || note.appointmentId !== event.id) throw notFound(`Note with id ${params.noteId} not found`);
	return note;
}

const notes: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/calendars/appointments/:appointmentId/notes',
		scope: 'calendars/events.readonly',
		query: shape({ limit: numeric.pipe(z.number().min(1).max(NOTES_PAGE)), offset: numeric.pipe(z.number().min(0)) }),
		run({ ghl, locationId, params, query }) {
			const event = ownEvent(ghl, locationId, params.appointmentId);
			const found = ghl.store.appointmentNotes.where((note) => note.appointmentId === event.id);
			return { notes: found.slice(query.offset, query.offset + query.limit).map(noteView), hasMore: query.offset + query.limit < found.length };
		},
	}),
	endpoint({
		method: 'POST',
		path: '/calendars/appointments/:appointmentId/notes',
		scope: 'calendars/events.write',
		status: 201,
		body: noteBody,
		run({ ghl, locationId, params, body }) {
			const event = ownEvent(ghl, locationId, params.appointmentId);
			const note = { id: ghl.id(), appointmentId: event.id, contactId: event.contactId, ...body, dateAdded: ghl.world.now() };
			return { note: noteView(ghl.store.appointmentNotes.add(note)) };
		},
	}),
	endpoint({
		method: 'PUT',
		path: '/calendars/appointments/:appointmentId/notes/:noteId',
		scope: 'calendars/events.write',
		body: noteBody,
		run: ({ ghl, locationId, params, body }) => ({ note: noteView(Object.assign(ownNote(ghl, locationId, params), body)) }),
	}),
	endpoint({
		method: 'DELETE',
		path: '/calendars/appointments/:appointmentId/notes/:noteId',
		scope: 'calendars/events.write',
		run({ ghl, locationId, params }) {
			ghl.store.appointmentNotes.delete(ownNote(ghl, locationId, params).id);
			return { success: true };
		},
	}),
];

const blockBody = shape({
	title: text.optional(),
	calendarId: filled.optional(),
	assignedUserId: text.optional(),
	locationId: filled,
	startTime: isoDate,
	endTime: isoDate,
});
type BlockBody = z.output<typeof blockBody>;

function blockFields(
	ghl: Ghl,
	locationId: string,
	body: BlockBody,
): Pick<Appointment, 'title' | 'calendarId' | 'assignedUserId' | 'startTime' | 'endTime' | 'dateUpdated'> {
	if (body.calendarId === undefined && body.assignedUserId === undefined) throw unprocessable('Either of calendarId or assignedUserId is required');
	if (body.calendarId !== undefined) ownCalendar(ghl, locationId, body.calendarId);
	const { title = 'Blocked', calendarId, assignedUserId } = body;
	return {
		title,
		calendarId,
		assignedUserId,
		startTime: Date.parse(body.startTime),
		endTime: Date.parse(body.endTime),
		dateUpdated: ghl.world.now(),
	};
}

function blockView(ghl: Ghl, { id, locationId, title, startTime, endTime, calendarId, assignedUserId }: Appointment): View {
	const zone = ghl.store.locations.get(locationId)?.timezone ?? 'UTC';
	return { id, locationId, title, startTime: isoWithOffset(startTime, zone), endTime: isoWithOffset(endTime, zone), calendarId, assignedUserId };
}

const blocks: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/calendars/events/block-slots',
		scope: 'calendars/events.write',
		status: 201,
		body: blockBody,
		run({ ghl, locationId, body }) {
			const fields = blockFields(ghl, locationId, body);
			return blockView(
				ghl,
				ghl.store.appointments.add({
					id: ghl.id(),
					kind: 'block',
					locationId,
					appointmentStatus: 'confirmed',
					dateAdded: fields.dateUpdated,
					...fields,
				}),
			);
		},
	}),
	endpoint({
		method: 'PUT',
		path: '/calendars/events/block-slots/:eventId',
		scope: 'calendars/events.write',
		status: 201,
		body: blockBody,
		run: ({ ghl, locationId, params, body }) =>
			blockView(ghl, Object.assign(ownEvent(ghl, locationId, params.eventId), blockFields(ghl, locationId, body))),
	}),
];

export const appointmentExtraEndpoints: Endpoint[] = [...notes, ...blocks];
