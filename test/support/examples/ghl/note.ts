import { USER_BEN } from '../../../../sandbox/ghl/world';
import { byId, mapped } from '../../nodeSetups';
import type { Entries } from './entry';
import { source } from './records';

export const note: Entries = {
	create: ({ ada }) => ({
		parameters: {
			contactId: byId(ada),
			body: 'Likes tents',
			additionalFields: { userId: USER_BEN, color: '#FFF3B0', title: 'Taste', pinned: true },
		},
		sdk: async ({ contacts }) =>
			await contacts.createNote(
				{ contactId: ada },
				{ body: 'Likes tents', userId: USER_BEN, color: '#FFF3B0', title: 'Taste', pinned: true },
			),
	}),
	delete: ({ ada, note }) => ({
		parameters: { contactId: byId(ada), noteId: byId(note) },
		sdk: async ({ contacts }) => await contacts.deleteNote({ contactId: ada, id: note }),
	}),
	get: ({ ada, note }) => ({
		parameters: { contactId: byId(ada), noteId: byId(note) },
		sdk: async ({ contacts }) => await contacts.getNote({ contactId: ada, id: note }),
	}),
	getMany: ({ ada }) => ({
		parameters: { contactId: byId(ada) },
		sdk: async ({ contacts }) => await contacts.getAllNotes({ contactId: ada }),
	}),
	sync: ({ ada }) => ({
		parameters: { ...source('a-note', 'ada'), fields: mapped({ body: 'Likes tents', pinned: true }) },
		sdk: async ({ contacts }) => await contacts.createNote({ contactId: ada }, { body: 'Likes tents', pinned: true }),
	}),
	update: ({ ada, note }) => ({
		parameters: { contactId: byId(ada), noteId: byId(note), updateFields: { body: 'Likes chairs' } },
		sdk: async ({ contacts }) => await contacts.updateNote({ contactId: ada, id: note }, { body: 'Likes chairs' }),
	}),
};
