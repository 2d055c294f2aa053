import { operation } from '../../../shared/operation';
import { unwrap } from '../../answers';
import { contactId, taskId } from '../../parameters';

export const get = operation({
	resource: 'task',
	name: 'get',
	label: 'Get',
	action: 'Get task',
	description: 'Get one task of a contact',
	effect: 'read',
	endpoint: 'GET /contacts/{contactId}/tasks/{taskId}',
	scopes: ['contacts.readonly'],
	source: 'contacts.json get-task',
	parameters: [contactId, taskId],
	answer: unwrap('task'),
});
