import type { Endpoint } from '../../../shared/endpoint';
import { fieldMapper } from '../../../shared/mapper';
import { operation } from '../../../shared/operation';
import { writtenContact } from '../../contact';
import { contactBody, mappingNeeds } from '../../contactFields';
import { writeOptionsWithTags } from '../../contactOptions';
import { contactId } from '../../parameters';
import { writeWithTags } from '../../tags';
import { addTags } from './addTags';
import { removeTags } from './removeTags';

const put: Endpoint = {
	route: 'PUT /contacts/{contactId}',
	effect: 'idempotent',
	scopes: ['contacts.write'],
	source: 'contacts.json update-contact',
	needs: mappingNeeds('update'),
	body: (input) => contactBody(input, 'update'),
	answer: writtenContact,
};

export const update = operation({
	resource: 'contact',
	name: 'update',
	label: 'Update',
	action: 'Update contact',
	description: 'Change the mapped fields of a contact; the others stay as they are',
	parameters: [contactId, fieldMapper({ resourceMapperMethod: 'getContactColumnsForUpdate', mode: 'update' })],
	options: writeOptionsWithTags,
	keys: (input) => [input.id('contactId')],
	effect: 'idempotent',
	endpoints: [put, addTags, removeTags],
	execute: async (calls, input) => await writeWithTags(calls, input, put),
});
