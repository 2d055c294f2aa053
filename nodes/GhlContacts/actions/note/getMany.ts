import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/http/paging';
import { contactId } from '../../parameters';

export const getMany = operation({
	resource: 'note',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many notes',
	description: 'List the notes of a contact',
	parameters: [contactId],
	endpoint: {
		route: 'GET /contacts/{contactId}/notes',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json get-all-notes',
		paging: whole('notes'),
	},
});
