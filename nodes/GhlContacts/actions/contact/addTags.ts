import { operation } from '../../../shared/operation';
import { requiredTags } from './tags';
import { contactId, tags } from '../../parameters';

export const addTags = operation({
	resource: 'contact',
	name: 'addTags',
	label: 'Add Tags',
	action: 'Add tags to contact',
	description: 'Add tags to a contact, which keeps those it has',
	parameters: [contactId, tags],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'POST /contacts/{contactId}/tags',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json add-tags',
		body: (input) => ({ tags: requiredTags(input) }),
		envelope: { list: ['tags'] },
		answer: (body, input) => ({ id: input.id('contactId'), tags: body.tags }),
	},
});
