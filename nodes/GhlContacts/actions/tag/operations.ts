import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/http/paging';
import { tagId, text } from '../../parameters';
import { deleted, SUCCESS, unwrap } from '../../responses';

const name = text('Name', 'name', {
	required: true,
	placeholder: 'e.g. rental customer',
	description: 'GHL keeps it in lowercase',
});

export const getMany = operation({
	resource: 'tag',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many tags',
	description: 'List the tags of the sub-account with their IDs',
	parameters: [],
	endpoint: {
		route: 'GET /locations/{locationId}/tags',
		effect: 'read',
		scopes: ['locations/tags.readonly'],
		source: 'locations.json get-location-tags',
		paging: whole('tags'),
	},
});

export const get = operation({
	resource: 'tag',
	name: 'get',
	label: 'Get',
	action: 'Get tag',
	description: 'Get one tag of the sub-account',
	parameters: [tagId],
	endpoint: {
		route: 'GET /locations/{locationId}/tags/{tagId}',
		effect: 'read',
		scopes: ['locations/tags.readonly'],
		source: 'locations.json get-tag-by-id',
		envelope: { record: ['tag'] },
		answer: unwrap('tag'),
	},
});

export const create = operation({
	resource: 'tag',
	name: 'create',
	label: 'Create',
	action: 'Create tag',
	description: 'Create a tag in the sub-account. A tag that is added to a contact is created automatically.',
	parameters: [name],
	keys: (input) => [input.text('name').toLowerCase()],
	endpoint: {
		route: 'POST /locations/{locationId}/tags',
		effect: 'create',
		scopes: ['locations/tags.write'],
		source: 'locations.json create-tag',
		body: (input) => ({ name: input.required('name') }),
		envelope: { record: ['tag'] },
		answer: unwrap('tag'),
	},
});

export const update = operation({
	resource: 'tag',
	name: 'update',
	label: 'Update',
	action: 'Update tag',
	description: 'Rename a tag, also on the contacts that have it',
	parameters: [tagId, name],
	keys: (input) => [input.id('tagId')],
	endpoint: {
		route: 'PUT /locations/{locationId}/tags/{tagId}',
		effect: 'idempotent',
		scopes: ['locations/tags.write'],
		source: 'locations.json update-tag',
		body: (input) => ({ name: input.required('name') }),
		envelope: { record: ['tag'] },
		answer: unwrap('tag'),
	},
});

export const deleteTag = operation({
	resource: 'tag',
	name: 'delete',
	label: 'Delete',
	action: 'Delete tag',
	description: 'Delete a tag, also from the contacts that have it',
	parameters: [tagId],
	keys: (input) => [input.id('tagId')],
	endpoint: {
		route: 'DELETE /locations/{locationId}/tags/{tagId}',
		effect: 'idempotent',
		scopes: ['locations/tags.write'],
		source: 'locations.json delete-tag',
		envelope: SUCCESS,
		answer: deleted('tagId'),
	},
});
