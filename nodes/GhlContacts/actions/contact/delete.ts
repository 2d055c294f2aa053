import { operation } from '../../../shared/operation';
import { contactId } from '../../parameters';
import { deleted, SUCCESS } from '../../responses';

export const deleteContact = operation({
	resource: 'contact',
	name: 'delete',
	label: 'Delete',
	action: 'Delete contact',
	description: 'Delete a contact with its notes and tasks. GHL keeps it for 60 days, in which a user can restore it.',
	parameters: [contactId],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'DELETE /contacts/{contactId}',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json delete-contact',
		envelope: SUCCESS,
		answer: deleted('contactId'),
	},
});
