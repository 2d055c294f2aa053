import { operation } from '../../../shared/operation';
import { unwrap } from '../../answers';
import { contactId, noteId } from '../../parameters';

export const get = operation({
	resource: 'note',
	name: 'get',
	label: 'Get',
	action: 'Get note',
	description: 'Get one note of a contact',
	effect: 'read',
	endpoint: 'GET /contacts/{contactId}/notes/{noteId}',
	scopes: ['contacts.readonly'],
	source: 'contacts.json get-note',
	parameters: [contactId, noteId],
	answer: unwrap('note'),
});
