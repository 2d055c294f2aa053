import type { Endpoint } from '../../../shared/endpoint';
import { fieldMapper } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { withIgnored } from '../../mapping/mapping';
import { contactId } from '../../parameters';
import { addTags } from './addTags';
import { contactBody, ignoredIn, mappingNeeds } from './fields';
import { getForWrite } from './get';
import { writeOptionsWithTags } from './options';
import { removeTags } from './removeTags';
import { asContact, contactWants, SIMPLE } from './response';
import { writeWithTags } from './writeWithTags';

const put: Endpoint = {
	route: 'PUT /contacts/{contactId}',
	effect: 'idempotent',
	scopes: ['contacts.write'],
	source: 'contacts.json update-contact',
	needs: mappingNeeds('update'),
	body: (input) => contactBody(input, 'update'),
	wants: contactWants,
	envelope: { record: ['contact'] },
	answer: (body, input) => ({ ...asContact(body, input), ...withIgnored(ignoredIn(input, 'update')) }),
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
	markers: ['ignoredFields'],
	effect: 'idempotent',
	endpoints: [put, getForWrite, addTags, removeTags],
	execute: async (calls, input) => await writeWithTags(calls, input, put),
});
