import type { TargetService } from '../../../sync';
import { textOf } from '../../shared/input';
import type { FarCalls } from '../../shared/sync/farCalls';
import { create } from '../actions/task/create';
import { deleteTask } from '../actions/task/delete';
import { get } from '../actions/task/get';
import { getMany } from '../actions/task/getMany';
import { update } from '../actions/task/update';
import { users } from '../mapping/accountLists';
import { FarAnswers } from './farAnswers';
import { fieldsIn, kindsOf, written, type SyncedField } from './fields';

/**
 * Writable fields of a task. Source: contacts.json, CreateTaskParams and UpdateTaskBody: an update completes and
 * reopens as well.
 */
export const TASK: readonly SyncedField[] = [
	{ id: 'title', label: 'Title', first: true },
	{ id: 'body', label: 'Description', rich: true, clears: true },
	{ id: 'dueDate', label: 'Due Date', kind: 'date', first: true },
	{ id: 'completed', label: 'Completed', kind: 'boolean' },
	{ id: 'assignedTo', label: 'Assigned To', list: users },
];

/** All that Sync may call for them. */
export const TASK_CALLS = [getMany, get, create, update, deleteTask];

/** The tasks of a contact, as Sync needs them. GHL tells no times of a task. */
export function taskFar(calls: FarCalls, account: string, contactId = ''): TargetService {
	const answers = new FarAnswers(calls, (task) => ({ id: textOf(task.id), fields: fieldsIn(task, TASK) }));
	return {
		system: 'ghl',
		account,
		kinds: kindsOf(TASK),
		lagCeiling: 0,
		callBudget: calls.budget,
		under: (parentId) => taskFar(calls, account, parentId),
		list: async () => await answers.many(getMany, { contactId }),
		read: async (taskId) => await answers.oneOrNone(get, { contactId, taskId }),
		create: async ({ title, dueDate, ...rest }) =>
			await answers.one(create, { contactId, title, dueDate, additionalFields: rest }),
		update: async (taskId, values) =>
			await answers.one(update, { contactId, taskId, updateFields: written(values, TASK) }),
		delete: async (taskId) => await answers.removed(deleteTask, { contactId, taskId }),
	};
}
