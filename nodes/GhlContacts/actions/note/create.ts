import { operation } from '../../../shared/operation';
import { unwrap } from '../../answers';
import { contactId } from '../../parameters';
import { additionalFields, body, optionalFields } from './fields';

export const create = operation({
	resource: 'note',
	name: 'create',
	label: 'Create',
	action: 'Create note',
	description: 'Write a note to a contact',
	effect: 'create',
	endpoint: 'POST /contacts/{contactId}/notes',
	scopes: ['contacts.write'],
	source: 'contacts.json create-note',
	parameters: [contactId, body, additionalFields],
	keys: (input) => [input.id('contactId')],
	body: (input) => ({ ...optionalFields(input, 'additionalFields'), body: input.required('body') }),
	answer: unwrap('note'),
});
