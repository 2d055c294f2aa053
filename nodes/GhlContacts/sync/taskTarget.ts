import type { TargetService } from '../../../sync';
import { textOf } from '../../shared/parameters/input';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { create } from '../actions/task/create';
import { deleteTask } from '../actions/task/delete';
import { get } from '../actions/task/get';
import { getMany } from '../actions/task/getMany';
import { update } from '../actions/task/update';
import { users } from '../mapping/accountLists';
import { RecordCalls } from './recordCalls';
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
export function taskTarget(calls: TargetCalls, account: string, contactId = ''): TargetService {
	const records = new RecordCalls(calls, (task) => ({ id: textOf(task.id), fields: fieldsIn(task, TASK) }));
	return {
		system: 'ghl',
		account,
		kinds: kindsOf(TASK),
		lagCeiling: 0,
		callBudget: calls.budget,
		under: (parentId) => taskTarget(calls, account, parentId),
		list: async () => await records.many(getMany, { contactId }),
		read: async (taskId) => await records.oneOrNone(get, { contactId, taskId }),
		create: async ({ title, dueDate, ...rest }) =>
			await records.one(create, { contactId, title, dueDate, additionalFields: rest }),
		update: async (taskId, values) =>
			await records.one(update, { contactId, taskId, updateFields: written(values, TASK) }),
		delete: async (taskId) => await records.removed(deleteTask, { contactId, taskId }),
	};
}
