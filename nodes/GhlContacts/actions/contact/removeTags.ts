import { operation } from '../../../shared/operation';
import { readTags } from '../../../shared/values/tags';
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
		body: (input) => ({ tags: readTags(input.requiredList('tags')) }),
		envelope: { list: ['tags'] },
		answer: (body, input) => ({ id: input.id('contactId'), tags: body.tags }),
	},
});
