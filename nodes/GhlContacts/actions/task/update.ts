import { operation } from '../../../shared/operation';
import { contactId, taskId } from '../../parameters';
import { changes, unwrap } from '../../responses';
import { optionalFields, updateFields } from './fields';

export const update = operation({
	resource: 'task',
	name: 'update',
	label: 'Update',
	action: 'Update task',
	description: 'Change fields of a task; those not named stay as they are',
	parameters: [contactId, taskId, updateFields],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'PUT /contacts/{contactId}/tasks/{taskId}',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json update-task',
		body: (input) => changes(optionalFields(input, 'updateFields')),
		envelope: { record: ['task'] },
		answer: unwrap('task'),
	},
});
