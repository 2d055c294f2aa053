import { z } from 'zod';
import { ownEvent } from '../rules/appointments';
import { endpoint, type Endpoint } from './endpoint';
import { notFound } from '../errors';
import type { Account } from '../models/account';
import type { AppointmentNote } from '../models/records';
import { filled, numeric, shape, text } from '../rules/validation';
import { noteView } from '../views/appointmentNotes';

const MAX_NOTE = 5_000;
const NOTES_PAGE = 20;
const noteBody = shape({ body: filled.pipe(z.string().max(MAX_NOTE)), userId: text.optional() });

function ownNote(account: Account, locationId: string, params: { [name: string]: string }): AppointmentNote {
	const event = ownEvent(account, locationId, params.appointmentId);
	const note = account.store.appointmentNotes.get(params.noteId ?? '');
	if (!note || note.appointmentId !== event.id) throw notFound(`Note with id ${params.noteId} not found`);
	return note;
}

export const appointmentNoteEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/calendars/appointments/:appointmentId/notes',
		scope: 'calendars/events.readonly',
		query: shape({ limit: numeric.pipe(z.number().min(1).max(NOTES_PAGE)), offset: numeric.pipe(z.number().min(0)) }),
		run({ account, locationId, params, query }) {
			const event = ownEvent(account, locationId, params.appointmentId);
			const found = account.store.appointmentNotes.where((note) => note.appointmentId === event.id);
			return {
				notes: found.slice(query.offset, query.offset + query.limit).map(noteView),
				hasMore: query.offset + query.limit < found.length,
			};
		},
	}),
	endpoint({
		method: 'POST',
		path: '/calendars/appointments/:appointmentId/notes',
		scope: 'calendars/events.write',
		status: 201,
		body: noteBody,
		run({ account, locationId, params, body }) {
			const event = ownEvent(account, locationId, params.appointmentId);
			const note = {
				id: account.id(),
				appointmentId: event.id,
				contactId: event.contactId,
				...body,
				dateAdded: account.world.now(),
			};
			return { note: noteView(account.store.appointmentNotes.add(note)) };
		},
	}),
	endpoint({
		method: 'PUT',
		path: '/calendars/appointments/:appointmentId/notes/:noteId',
		scope: 'calendars/events.write',
		body: noteBody,
		run: ({ account, locationId, params, body }) => ({
			note: noteView(Object.assign(ownNote(account, locationId, params), body)),
		}),
	}),
	endpoint({
		method: 'DELETE',
		path: '/calendars/appointments/:appointmentId/notes/:noteId',
		scope: 'calendars/events.write',
		run({ account, locationId, params }) {
			account.store.appointmentNotes.delete(ownNote(account, locationId, params).id);
			return { success: true };
		},
	}),
];
