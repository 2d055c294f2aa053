import type { Task } from '../models/records';
import type { View } from './view';
import { iso } from '../models/times';

/** Dates come back with milliseconds, which an update does not take. */
export function taskView({ id, title, body, assignedTo, dueDate, completed, contactId }: Task): View {
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
export function taskEvent(task: Task, withContact: boolean): View {
	const { id, assignedTo, title, body, contactId } = task;
	return {
		id,
		assignedTo,
		title,
		dateAdded: iso(task.dateAdded),
		dueDate: iso(task.dueDate),
		...(withContact ? { body, contactId } : {}),
	};
}
