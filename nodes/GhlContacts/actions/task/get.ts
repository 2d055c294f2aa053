import { operation } from '../../../shared/operation';
import { contactId, taskId } from '../../parameters';
import { unwrap } from '../../responses';

export const get = operation({
	resource: 'task',
	name: 'get',
	label: 'Get',
	action: 'Get task',
	description: 'Get one task of a contact',
	parameters: [contactId, taskId],
	endpoint: {
		route: 'GET /contacts/{contactId}/tasks/{taskId}',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json get-task',
		envelope: { record: ['task'] },
		answer: unwrap('task'),
	},
});
