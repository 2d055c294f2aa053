import { operation } from '../../../shared/operation';
import { contactId, noteId } from '../../parameters';
import { changes, unwrap } from '../../responses';
import { optionalFields, updateFields } from './fields';

export const update = operation({
	resource: 'note',
	name: 'update',
	label: 'Update',
	action: 'Update note',
	description: 'Change fields of a note; those not named stay as they are',
	parameters: [contactId, noteId, updateFields],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'PUT /contacts/{contactId}/notes/{noteId}',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json update-note',
		body: (input) => changes(optionalFields(input, 'updateFields')),
		envelope: { record: ['note'] },
		answer: unwrap('note'),
	},
});
