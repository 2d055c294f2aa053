import { operation } from '../../../shared/operation';
import { contactId, followers } from '../../parameters';

export const addFollowers = operation({
	resource: 'contact',
	name: 'addFollowers',
	label: 'Add Followers',
	action: 'Add followers to contact',
	description: 'Add followers to a contact, which keeps those it has',
	parameters: [contactId, followers],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'POST /contacts/{contactId}/followers',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json add-followers-contact',
		body: (input) => ({ followers: input.requiredList('followers') }),
		envelope: { list: ['followers'] },
		answer: (body, input) => ({
			id: input.id('contactId'),
			followers: body.followers,
			followersAdded: body.followersAdded,
		}),
	},
});

export const removeFollowers = operation({
	...addFollowers,
	name: 'removeFollowers',
	label: 'Remove Followers',
	action: 'Remove followers from contact',
	description: 'Remove followers from a contact, which keeps the others',
	endpoint: {
		...addFollowers.endpoint,
		route: 'DELETE /contacts/{contactId}/followers',
		source: 'contacts.json remove-followers-contact',
		envelope: { list: ['followers'] },
		answer: (body, input) => ({
			id: input.id('contactId'),
			followers: body.followers,
			followersRemoved: body.followersRemoved,
		}),
	},
});
