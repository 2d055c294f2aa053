import { fieldMapper } from '../../../shared/mapper';
import { operation } from '../../../shared/operation';
import { asContact, contactWants, SIMPLE } from '../../contact';
import { contactBody, mappingNeeds } from '../../contactFields';
import { writeOptionsWithTags } from '../../contactOptions';
import { contactId } from '../../parameters';
import { writeWithTags } from '../../tags';

const put = operation({
	resource: 'contact',
	name: 'update',
	label: 'Update',
	action: 'Update contact',
	description: 'Change the mapped fields of a contact; the others stay as they are',
	effect: 'idempotent',
	endpoint: 'PUT /contacts/{contactId}',
	scopes: ['contacts.write'],
	source: 'contacts.json update-contact',
	parameters: [contactId, fieldMapper({ resourceMapperMethod: 'getContactColumnsForUpdate', mode: 'update' })],
	options: writeOptionsWithTags,
	keys: (input) => [input.id('contactId')],
	needs: mappingNeeds('update'),
	body: (input) => contactBody(input, 'update'),
	wants: contactWants,
	answer: asContact,
	simplify: SIMPLE,
});

export const update = operation({ ...put, execute: async (calls, input) => await writeWithTags(calls, input, put) });
