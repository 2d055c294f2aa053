import type { Endpoint } from '../../../shared/endpoint';
import { fieldMapper } from '../../../shared/mapper';
import { operation } from '../../../shared/operation';
import { asContact, contactWants, SIMPLE } from '../../contact';
import { contactBody, mappingNeeds } from '../../contactFields';
import { writeOptionsWithTags } from '../../contactOptions';
import { contactId } from '../../parameters';
import { writeWithTags } from '../../tags';
import { addTags } from './addTags';
import { getForWrite } from './get';
import { removeTags } from './removeTags';

const put: Endpoint = {
	route: 'PUT /contacts/{contactId}',
	effect: 'idempotent',
	scopes: ['contacts.write'],
	source: 'contacts.json update-contact',
	needs: mappingNeeds('update'),
	body: (input) => contactBody(input, 'update'),
	wants: contactWants,
	answer: asContact,
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
	simplify: SIMPLE,
	effect: 'idempotent',
	endpoints: [put, getForWrite, addTags, removeTags],
	execute: async (calls, input) => await writeWithTags(calls, input, put),
});
