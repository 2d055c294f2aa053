import { operation } from '../../../shared/operation';
import { contactId } from '../../parameters';
import { unwrap } from '../../responses';
import { additionalFields, body, optionalFields } from './fields';

export const create = operation({
	resource: 'note',
	name: 'create',
	label: 'Create',
	action: 'Create note',
	description: 'Write a note to a contact',
	parameters: [contactId, body, additionalFields],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'POST /contacts/{contactId}/notes',
		effect: 'create',
		scopes: ['contacts.write'],
		source: 'contacts.json create-note',
		body: (input) => ({ ...optionalFields(input, 'additionalFields'), body: input.required('body') }),
		envelope: { record: ['note'] },
		answer: unwrap('note'),
	},
});
