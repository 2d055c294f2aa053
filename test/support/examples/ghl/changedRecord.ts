import type { Entries } from './entry';

export const changedRecord: Entries = {
	get: ({ appointment }) => ({
		parameters: { recordType: 'appointment', recordId: appointment },
		sdk: async ({ calendars }) => await calendars.getAppointment({ eventId: appointment }),
	}),
	getByContact: ({ ada }) => ({
		parameters: { recordTypes: ['note', 'task'], contactId: ada },
		sdk: async ({ contacts }) => [
			await contacts.getAllNotes({ contactId: ada }),
			await contacts.getAllTasks({ contactId: ada }),
		],
	}),
};
