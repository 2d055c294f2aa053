import { ownContact } from '../rules/contacts';
import { succeeded } from '../views/succeeded';
import { endpoint, type Endpoint } from './endpoint';
import { notFound } from '../errors';
import type { Account } from '../models/account';
import type { Note } from '../models/records';
import { filled, flag, shape, text } from '../rules/validation';
import { noteEvent, noteView } from '../views/notes';

function ownNote(account: Account, locationId: string, params: { [name: string]: string }): Note {
	const contact = ownContact(account, locationId, params.contactId ?? '');
	const note = account.store.notes.get(params.id ?? '');
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
		run({ account, locationId, params }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			return {
				notes: account.store.notes
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
		run({ account, locationId, params, body }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			const { userId, title, color, pinned = false } = body;
			const note = account.store.notes.add({
				id: account.id(),
				contactId: contact.id,
				body: body.body,
				userId: userId ?? undefined,
				title,
				color,
				pinned,
				dateAdded: account.world.now(),
			});
			account.events.emit('NoteCreate', locationId, noteEvent(note));
			return { note: noteView(note) };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/contacts/:contactId/notes/:id',
		scope: 'contacts.readonly',
		run: ({ account, locationId, params }) => ({ note: noteView(ownNote(account, locationId, params)) }),
	}),
	endpoint({
		method: 'PUT',
		path: '/contacts/:contactId/notes/:id',
		scope: 'contacts.write',
		body: shape({ ...rest, body: filled.optional() }),
		run({ account, locationId, params, body }) {
			const note = ownNote(account, locationId, params);
			if (body.body !== undefined) note.body = body.body;
			if (body.userId !== undefined) note.userId = body.userId ?? undefined;
			if (body.title !== undefined) note.title = body.title;
			if (body.color !== undefined) note.color = body.color;
			if (body.pinned !== undefined) note.pinned = body.pinned;
			account.events.emit('NoteUpdate', locationId, noteEvent(note));
			return { note: noteView(note) };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/notes/:id',
		scope: 'contacts.write',
		run({ account, locationId, version, params }) {
			const note = ownNote(account, locationId, params);
			account.store.notes.delete(note.id);
			account.events.emit('NoteDelete', locationId, noteEvent(note));
			return succeeded(version);
		},
	}),
];
