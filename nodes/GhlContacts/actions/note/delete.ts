import { operation } from '../../../shared/operation';
import { deleted } from '../../answers';
import { contactId, noteId } from '../../parameters';

export const deleteNote = operation({
	resource: 'note',
	name: 'delete',
	label: 'Delete',
	action: 'Delete note',
	description: 'Delete a note of a contact',
	effect: 'idempotent',
	endpoint: 'DELETE /contacts/{contactId}/notes/{noteId}',
	scopes: ['contacts.write'],
	source: 'contacts.json delete-note',
	parameters: [contactId, noteId],
	keys: (input) => [input.id('contactId')],
	answer: deleted('noteId'),
});
