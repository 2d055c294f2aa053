import { operation } from '../../../shared/operation';
import { requiredTags } from './tags';
import { contactId, tags } from '../../parameters';

export const removeTags = operation({
	resource: 'contact',
	name: 'removeTags',
	label: 'Remove Tags',
	action: 'Remove tags from contact',
	description: 'Remove tags from a contact, which keeps the others',
	parameters: [contactId, tags],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'DELETE /contacts/{contactId}/tags',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json remove-tags',
		body: (input) => ({ tags: requiredTags(input) }),
		envelope: { list: ['tags'] },
		answer: (body, input) => ({ id: input.id('contactId'), tags: body.tags }),
	},
});
