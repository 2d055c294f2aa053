import { operation } from '../../../shared/operation';
import { contactId, noteId } from '../../parameters';
import { unwrap } from '../../responses';

export const get = operation({
	resource: 'note',
	name: 'get',
	label: 'Get',
	action: 'Get note',
	description: 'Get one note of a contact',
	parameters: [contactId, noteId],
	endpoint: {
		route: 'GET /contacts/{contactId}/notes/{noteId}',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json get-note',
		envelope: { record: ['note'] },
		answer: unwrap('note'),
	},
});
