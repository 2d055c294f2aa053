import { operation } from '../../../shared/operation';
import { deleted } from '../../answers';
import { contactId, taskId } from '../../parameters';

export const deleteTask = operation({
	resource: 'task',
	name: 'delete',
	label: 'Delete',
	action: 'Delete task',
	description: 'Delete a task of a contact',
	effect: 'idempotent',
	endpoint: 'DELETE /contacts/{contactId}/tasks/{taskId}',
	scopes: ['contacts.write'],
	source: 'contacts.json delete-task',
	parameters: [contactId, taskId],
	keys: (input) => [input.id('contactId')],
	answer: deleted('taskId'),
});
