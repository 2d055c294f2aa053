import { BUSINESS, LOCATION_US, USER_ANNA } from '../../../../sandbox/ghl/world';
import { byId, mapped } from '../../nodeSetups';
import type { Entries } from './entry';
import { source } from './records';

export const task: Entries = {
	complete: ({ ada, task }) => ({
		parameters: { contactId: byId(ada), taskId: byId(task) },
		sdk: async ({ contacts }) =>
			await contacts.updateTaskCompleted({ contactId: ada, taskId: task }, { completed: true }),
	}),
	create: ({ ada }) => ({
		parameters: {
			contactId: byId(ada),
			title: 'Call',
			dueDate: '2026-12-01T09:00:00Z',
			additionalFields: { assignedTo: USER_ANNA, body: 'About the tent' },
		},
		sdk: async ({ contacts }) =>
			await contacts.createTask(
				{ contactId: ada },
				{
					title: 'Call',
					dueDate: '2026-12-01T09:00:00Z',
					assignedTo: USER_ANNA,
					body: 'About the tent',
					completed: false,
				},
			),
	}),
	delete: ({ ada, task }) => ({
		parameters: { contactId: byId(ada), taskId: byId(task) },
		sdk: async ({ contacts }) => await contacts.deleteTask({ contactId: ada, taskId: task }),
	}),
	get: ({ ada, task }) => ({
		parameters: { contactId: byId(ada), taskId: byId(task) },
		sdk: async ({ contacts }) => await contacts.getTask({ contactId: ada, taskId: task }),
	}),
	getMany: ({ ada }) => ({
		parameters: { contactId: byId(ada) },
		sdk: async ({ contacts }) => await contacts.getAllTasks({ contactId: ada }),
	}),
	reopen: ({ ada, task }) => ({
		parameters: { contactId: byId(ada), taskId: byId(task) },
		sdk: async ({ contacts }) =>
			await contacts.updateTaskCompleted({ contactId: ada, taskId: task }, { completed: false }),
	}),
	search: ({ ada }) => ({
		parameters: {
			limit: 20,
			filters: { assignedTo: USER_ANNA, contactIds: ada, query: 'tent', status: 'open', businessId: byId(BUSINESS) },
		},
		sdk: async ({ locations }) =>
			await locations.taskSearch(
				{ locationId: LOCATION_US },
				{
					contactId: [ada],
					completed: false,
					assignedTo: [USER_ANNA],
					query: 'tent',
					limit: 20,
					skip: 0,
					businessId: BUSINESS,
				},
			),
	}),
	sync: ({ ada }) => ({
		parameters: {
			...source('a-task', 'ada'),
			fields: mapped({ title: 'Call', dueDate: '2026-12-01T09:00:00Z', completed: true }),
		},
		sdk: async ({ contacts }) =>
			await contacts.createTask(
				{ contactId: ada },
				{ title: 'Call', dueDate: '2026-12-01T09:00:00Z', completed: true },
			),
	}),
	update: ({ ada, task }) => ({
		parameters: { contactId: byId(ada), taskId: byId(task), updateFields: { title: 'Visit', completed: true } },
		sdk: async ({ contacts }) =>
			await contacts.updateTask({ contactId: ada, taskId: task }, { title: 'Visit', completed: true }),
	}),
};
