import type { Entries } from './entry';

export const changedRecord: Entries = {
	get: ({ ada, note }) => ({
		parameters: { recordType: 'note', recordId: note, contactId: ada },
		sdk: async ({ contacts }) => await contacts.getNote({ contactId: ada, id: note }),
	}),
	getOfContact: ({ ada }) => ({
		parameters: { recordTypes: ['note', 'task'], contactId: ada },
		sdk: async ({ contacts }) => [
			await contacts.getAllNotes({ contactId: ada }),
			await contacts.getAllTasks({ contactId: ada }),
		],
	}),
};
