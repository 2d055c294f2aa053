import { operation } from '../../../shared/operation';
import { contactId, taskId } from '../../parameters';
import { unwrap } from '../../responses';

const setCompleted = (name: string, label: string, description: string, completed: boolean) =>
	operation({
		resource: 'task',
		name,
		label,
		action: `${label} task`,
		description,
		parameters: [contactId, taskId],
		keys: (input) => [input.id('contactId')],
		endpoint: {
			route: 'PUT /contacts/{contactId}/tasks/{taskId}/completed',
			effect: 'idempotent',
			scopes: ['contacts.write'],
			source: 'contacts.json update-task-completed',
			body: () => ({ completed }),
			envelope: { record: ['task'] },
			answer: unwrap('task'),
		},
	});

export const complete = setCompleted('complete', 'Complete', 'Mark a task as done', true);
export const reopen = setCompleted('reopen', 'Reopen', 'Mark a task as not done', false);
