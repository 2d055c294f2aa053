import { z } from 'zod';
import { fullName } from '../views/contacts';
import type { View } from '../views/view';
import { ownContact } from '../rules/contacts';
import { succeeded } from '../views/succeeded';
import { endpoint, type Endpoint } from './endpoint';
import { notFound, unprocessable } from '../errors';
import type { Account } from '../models/account';
import type { Task } from '../models/records';
import { filled, flag, isoDate, list, shape, text } from '../rules/validation';
import { taskEvent, taskView } from '../views/tasks';

function ownTask(account: Account, locationId: string, params: { [name: string]: string }): Task {
	const contact = ownContact(account, locationId, params.contactId ?? '');
	const task = account.store.tasks.get(params.taskId ?? '');
	if (!task || task.contactId !== contact.id) throw notFound(`Task with id ${params.taskId} not found`);
	return task;
}

/** There is no event for a changed task, only for one that becomes complete. */
function complete(account: Account, task: Task, completed: boolean): void {
	const before = task.completed;
	task.completed = completed;
	if (completed && !before) account.events.emit('TaskComplete', task.locationId, taskEvent(task, true));
}

const createTask = endpoint({
	method: 'POST',
	path: '/contacts/:contactId/tasks',
	scope: 'contacts.write',
	status: 201,
	body: shape({ title: filled, body: text.optional(), dueDate: isoDate, completed: flag, assignedTo: text.nullish() }),
	run({ account, locationId, params, body }) {
		const contact = ownContact(account, locationId, params.contactId ?? '');
		const task = account.store.tasks.add({
			id: account.id(),
			locationId,
			contactId: contact.id,
			title: body.title,
			body: body.body,
			assignedTo: body.assignedTo ?? undefined,
			dueDate: Date.parse(body.dueDate),
			completed: body.completed,
			dateAdded: account.world.now(),
		});
		account.events.emit('TaskCreate', locationId, taskEvent(task, false));
		return { task: taskView(task) };
	},
});

const updateTask = endpoint({
	method: 'PUT',
	path: '/contacts/:contactId/tasks/:taskId',
	scope: 'contacts.write',
	body: shape({
		title: filled.optional(),
		body: text.optional(),
		dueDate: isoDate.optional(),
		completed: flag.optional(),
		assignedTo: text.nullish(),
	}),
	run({ account, locationId, params, body }) {
		const task = ownTask(account, locationId, params);
		// An update takes whole seconds only, though every answer shows milliseconds.
		if (body.dueDate && /\.\d+/.test(body.dueDate)) throw unprocessable('dueDate must be a valid ISO 8601 date string');
		if (body.title !== undefined) task.title = body.title;
		if (body.body !== undefined) task.body = body.body;
		if (body.assignedTo !== undefined) task.assignedTo = body.assignedTo ?? undefined;
		if (body.dueDate !== undefined) task.dueDate = Date.parse(body.dueDate);
		if (body.completed !== undefined) complete(account, task, body.completed);
		return { task: taskView(task) };
	},
});

const searchTasks = endpoint({
	method: 'POST',
	path: '/locations/:locationId/tasks/search',
	scope: 'locations/tasks.readonly',
	body: shape({
		contactId: list.optional(),
		completed: flag.optional(),
		assignedTo: list.optional(),
		query: text.optional(),
		limit: z.number().min(1).max(100).default(25),
		skip: z.number().min(0).default(0),
		businessId: text.optional(),
	}),
	run({ account, locationId, body }) {
		const wanted = (body.query ?? '').toLowerCase();
		const found = account.store.tasks.where(
			(task) =>
				task.locationId === locationId &&
				(body.contactId === undefined || body.contactId.includes(task.contactId)) &&
				(body.completed === undefined || task.completed === body.completed) &&
				(body.assignedTo === undefined || body.assignedTo.includes(task.assignedTo ?? '')) &&
				(body.businessId === undefined || account.store.contacts.get(task.contactId)?.businessId === body.businessId) &&
				`${task.title} ${task.body ?? ''}`.toLowerCase().includes(wanted),
		);
		return {
			tasks: found
				.slice(body.skip, body.skip + body.limit)
				.map((task) => ({ ...taskView(task), locationId, contactDetails: contactDetails(account, task) })),
		};
	},
});

function contactDetails(account: Account, task: Task): View {
	const contact = account.store.contacts.get(task.contactId);
	return contact ? { name: fullName(contact), email: contact.email, phone: contact.phone } : {};
}

export const taskEndpoints: Endpoint[] = [
	createTask,
	updateTask,
	searchTasks,
	endpoint({
		method: 'GET',
		path: '/contacts/:contactId/tasks',
		scope: 'contacts.readonly',
		run({ account, locationId, params }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			return { tasks: account.store.tasks.where((task) => task.contactId === contact.id).map(taskView) };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/contacts/:contactId/tasks/:taskId',
		scope: 'contacts.readonly',
		run: ({ account, locationId, params }) => ({ task: taskView(ownTask(account, locationId, params)) }),
	}),
	endpoint({
		method: 'PUT',
		path: '/contacts/:contactId/tasks/:taskId/completed',
		scope: 'contacts.write',
		body: shape({ completed: flag }),
		run({ account, locationId, params, body }) {
			const task = ownTask(account, locationId, params);
			complete(account, task, body.completed);
			return { task: taskView(task) };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/tasks/:taskId',
		scope: 'contacts.write',
		run({ account, locationId, version, params }) {
			const task = ownTask(account, locationId, params);
			account.store.tasks.delete(task.id);
			account.events.emit('TaskDelete', locationId, taskEvent(task, true));
			return succeeded(version);
		},
	}),
];
