import { ownContact } from './contactRules';
import { succeeded } from './contacts';
import type { View } from './contactViews';
import { endpoint, type Endpoint } from './endpoint';
import { notFound } from './errors';
import type { Ghl } from './ghl';
import type { Note } from './records';
import { filled, flag, shape, text } from './validation';
import { iso } from './values';

function noteView({ id, body, userId, dateAdded, contactId, title, color, pinned }: Note): View {
	return {
		id,
		body,
		...(userId === undefined ? {} : { userId }),
		dateAdded: iso(dateAdded),
		contactId,
		...(title === undefined ? {} : { title }),
		...(color === undefined ? {} : { color }),
		pinned,
	};
}

/** A fixed list of fields: no author, no title, and no time of the change. */
const noteEvent = ({ id, body, contactId, dateAdded }: Note): View => ({ id, body, contactId, dateAdded: iso(dateAdded) });

function ownNote(ghl: Ghl, locationId: string, params: { [name: string]: string }): Note {
	const contact = ownContact(ghl, locationId, params.contactId ?? '');
	const note = ghl.store.notes.get(params.id ?? '');
	if (!note || note.contactId !== contact.id) throw notFound(`Note with id ${params.id} not found`);
	return note;
}

const rest = {
	userId: text.nullish(),
	title: text.optional(),
	color: text.regex(/^#[0-9a-fA-F]{6}$/, 'must be a hexadecimal color').optional(),
	pinned: flag.optional(),
};

export const noteEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/contacts/:contactId/notes',
		scope: 'contacts.readonly',
		run({ ghl, locationId, params }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			return {
				notes: ghl.store.notes
					.where((note) => note.contactId === contact.id)
					.reverse()
					.map(noteView),
			};
		},
	}),
	endpoint({
		method: 'POST',
		path: '/contacts/:contactId/notes',
		scope: 'contacts.write',
		status: 201,
		body: shape({ ...rest, body: filled }),
		run({ ghl, locationId, params, body }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			const { userId, title, color, pinned = false } = body;
			const note = ghl.store.notes.add({
				id: ghl.id(),
				contactId: contact.id,
				body: body.body,
				userId: userId ?? undefined,
				title,
				color,
				pinned,
				dateAdded: ghl.world.now(),
			});
			ghl.events.emit('NoteCreate', locationId, noteEvent(note));
			return { note: noteView(note) };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/contacts/:contactId/notes/:id',
		scope: 'contacts.readonly',
		run: ({ ghl, locationId, params }) => ({ note: noteView(ownNote(ghl, locationId, params)) }),
	}),
	endpoint({
		method: 'PUT',
		path: '/contacts/:contactId/notes/:id',
		scope: 'contacts.write',
		body: shape({ ...rest, body: filled.optional() }),
		run({ ghl, locationId, params, body }) {
			const note = ownNote(ghl, locationId, params);
			if (body.body !== undefined) note.body = body.body;
			if (body.userId !== undefined) note.userId = body.userId ?? undefined;
			if (body.title !== undefined) note.title = body.title;
			if (body.color !== undefined) note.color = body.color;
			if (body.pinned !== undefined) note.pinned = body.pinned;
			ghl.events.emit('NoteUpdate', locationId, noteEvent(note));
			return { note: noteView(note) };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/notes/:id',
		scope: 'contacts.write',
		run({ ghl, locationId, version, params }) {
			const note = ownNote(ghl, locationId, params);
			ghl.store.notes.delete(note.id);
			ghl.events.emit('NoteDelete', locationId, noteEvent(note));
			return succeeded(version);
		},
	}),
];
