import { operation } from '../../../shared/operation';
import { contactId, noteId } from '../../parameters';
import { deleted, SUCCESS } from '../../responses';

export const deleteNote = operation({
	resource: 'note',
	name: 'delete',
	label: 'Delete',
	action: 'Delete note',
	description: 'Delete a note of a contact',
	parameters: [contactId, noteId],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'DELETE /contacts/{contactId}/notes/{noteId}',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json delete-note',
		envelope: SUCCESS,
		answer: deleted('noteId'),
	},
});
