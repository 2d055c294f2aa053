import { z } from 'zod';
import { ownEvent } from './appointments';
import type { View } from './contactViews';
import { endpoint, type Endpoint } from './endpoint';
import { notFound } from './errors';
import type { Ghl } from './ghl';
import type { AppointmentNote } from './records';
import { filled, numeric, shape, text } from './validation';
import { iso } from './values';

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

export const appointmentNoteEndpoints: Endpoint[] = [
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
