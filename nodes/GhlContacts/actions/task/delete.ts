import { operation } from '../../../shared/operation';
import { contactId, taskId } from '../../parameters';
import { deleted, SUCCESS } from '../../responses';

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
		envelope: SUCCESS,
		answer: deleted('taskId'),
	},
});
