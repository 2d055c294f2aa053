import { operation } from '../../../shared/operation';
import { followers, opportunityId } from '../../parameters';

export const addFollowers = operation({
	resource: 'opportunity',
	name: 'addFollowers',
	label: 'Add Followers',
	action: 'Add followers to opportunity',
	description: 'Add followers to an opportunity, which keeps those it has',
	parameters: [opportunityId, followers],
	keys: (input) => [input.id('opportunityId')],
	endpoint: {
		route: 'POST /opportunities/{opportunityId}/followers',
		effect: 'idempotent',
		scopes: ['opportunities.write'],
		source: 'opportunities.json add-followers-opportunity',
		body: (input) => ({ followers: input.requiredList('followers') }),
		envelope: { list: ['followers'] },
		answer: (body, input) => ({
			id: input.id('opportunityId'),
			followers: body.followers,
			followersAdded: body.followersAdded,
		}),
	},
});

export const removeFollowers = operation({
	...addFollowers,
	name: 'removeFollowers',
	label: 'Remove Followers',
	action: 'Remove followers from opportunity',
	description: 'Remove followers from an opportunity, which keeps the others',
	endpoint: {
		...addFollowers.endpoint,
		route: 'DELETE /opportunities/{opportunityId}/followers',
		source: 'opportunities.json remove-followers-opportunity',
		envelope: { list: ['followers'] },
		answer: (body, input) => ({
			id: input.id('opportunityId'),
			followers: body.followers,
			followersRemoved: body.followersRemoved,
		}),
	},
});
