import { operation } from '../../../shared/operation';
import { deleted } from '../../answers';
import { contactId, taskId } from '../../parameters';

export const deleteTask = operation({
	resource: 'task',
	name: 'delete',
	label: 'Delete',
	action: 'Delete task',
	description: 'Delete a task of a contact',
	parameters: [contactId, taskId],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'DELETE /contacts/{contactId}/tasks/{taskId}',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json delete-task',
		answer: deleted('taskId'),
	},
});
