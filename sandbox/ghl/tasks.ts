import { z } from 'zod';
import { fullName, type View } from './contactViews';
import { ownContact } from './contactRules';
import { succeeded } from './contacts';
import { endpoint, type Endpoint } from './endpoint';
import { notFound, unprocessable } from './errors';
import type { Ghl } from './ghl';
import type { Task } from './records';
import { filled, flag, isoDate, list, shape, text } from './validation';
import { iso } from './values';

/** Dates come back with milliseconds, which an update does not take. */
function taskView({ id, title, body, assignedTo, dueDate, completed, contactId }: Task): View {
	return {
		id,
		title,
		...(body === undefined ? {} : { body }),
		...(assignedTo === undefined ? {} : { assignedTo }),
		dueDate: iso(dueDate),
		completed,
		contactId,
	};
}

/** The webhook of a new task is said to come without contact and text; the others have them. */
function taskEvent(task: Task, withContact: boolean): View {
	const { id, assignedTo, title, body, contactId } = task;
	return { id, assignedTo, title, dateAdded: iso(task.dateAdded), dueDate: iso(task.dueDate), ...(withContact ? { body, contactId } : {}) };
}

function ownTask(ghl: Ghl, locationId: string, params: { [name: string]: string }): Task {
	const contact = ownContact(ghl, locationId, params.contactId ?? '');
	const task = ghl.store.tasks.get(params.taskId ?? '');
	if (!task || task.contactId !== contact.id) throw notFound(`Task with id ${params.taskId} not found`);
	return task;
}

/** There is no event for a changed task, only for one that becomes complete. */
function complete(ghl: Ghl, task: Task, completed: boolean): void {
	const before = task.completed;
	task.completed = completed;
	if (completed && !before) ghl.events.emit('TaskComplete', task.locationId, taskEvent(task, true));
}

const createTask = endpoint({
	method: 'POST',
	path: '/contacts/:contactId/tasks',
	scope: 'contacts.write',
	status: 201,
	body: shape({ title: filled, body: text.optional(), dueDate: isoDate, completed: flag, assignedTo: text.nullish() }),
	run({ ghl, locationId, params, body }) {
		const contact = ownContact(ghl, locationId, params.contactId ?? '');
		const task = ghl.store.tasks.add({
			id: ghl.id(),
			locationId,
			contactId: contact.id,
			title: body.title,
			body: body.body,
			assignedTo: body.assignedTo ?? undefined,
			dueDate: Date.parse(body.dueDate),
			completed: body.completed,
			dateAdded: ghl.world.now(),
		});
		ghl.events.emit('TaskCreate', locationId, taskEvent(task, false));
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
	run({ ghl, locationId, params, body }) {
		const task = ownTask(ghl, locationId, params);
		// An update takes whole seconds only, though every answer shows milliseconds.
		if (body.dueDate && /\.\d+/.test(body.dueDate)) throw unprocessable('dueDate must be a valid ISO 8601 date string');
		if (body.title !== undefined) task.title = body.title;
		if (body.body !== undefined) task.body = body.body;
		if (body.assignedTo !== undefined) task.assignedTo = body.assignedTo ?? undefined;
		if (body.dueDate !== undefined) task.dueDate = Date.parse(body.dueDate);
		if (body.completed !== undefined) complete(ghl, task, body.completed);
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
	run({ ghl, locationId, body }) {
		const wanted = (body.query ?? '').toLowerCase();
		const found = ghl.store.tasks.where(
			(task) =>
				task.locationId === locationId &&
				(body.contactId === undefined || body.contactId.includes(task.contactId)) &&
				(body.completed === undefined || task.completed === body.completed) &&
				(body.assignedTo === undefined || body.assignedTo.includes(task.assignedTo ?? '')) &&
				(body.businessId === undefined || ghl.store.contacts.get(task.contactId)?.businessId === body.businessId) &&
				`${task.title} ${task.body ?? ''}`.toLowerCase().includes(wanted),
		);
		return {
			tasks: found
				.slice(body.skip, body.skip + body.limit)
				.map((task) => ({ ...taskView(task), locationId, contactDetails: contactDetails(ghl, task) })),
		};
	},
});

function contactDetails(ghl: Ghl, task: Task): View {
	const contact = ghl.store.contacts.get(task.contactId);
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
		run({ ghl, locationId, params }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			return { tasks: ghl.store.tasks.where((task) => task.contactId === contact.id).map(taskView) };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/contacts/:contactId/tasks/:taskId',
		scope: 'contacts.readonly',
		run: ({ ghl, locationId, params }) => ({ task: taskView(ownTask(ghl, locationId, params)) }),
	}),
	endpoint({
		method: 'PUT',
		path: '/contacts/:contactId/tasks/:taskId/completed',
		scope: 'contacts.write',
		body: shape({ completed: flag }),
		run({ ghl, locationId, params, body }) {
			const task = ownTask(ghl, locationId, params);
			complete(ghl, task, body.completed);
			return { task: taskView(task) };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/tasks/:taskId',
		scope: 'contacts.write',
		run({ ghl, locationId, version, params }) {
			const task = ownTask(ghl, locationId, params);
			ghl.store.tasks.delete(task.id);
			ghl.events.emit('TaskDelete', locationId, taskEvent(task, true));
			return succeeded(version);
		},
	}),
];
