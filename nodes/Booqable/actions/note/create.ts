import type { INodeProperties } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import { noteOwnerType, ownerId } from '../../owners';
import { envelope, record } from '../../responses';

export const noteBody: INodeProperties = {
	displayName: 'Text',
	name: 'body',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default: '',
	description: 'Plain text. Customers do not see notes.',
};

export const create = operation({
	resource: 'note',
	name: 'create',
	label: 'Create',
	action: 'Create note',
	description: 'Write a note on a customer, an order or another record. Its author is the employee of the token.',
	parameters: [noteOwnerType, ownerId, noteBody],
	keys: (input) => [input.id('ownerId')],
	endpoint: {
		route: 'POST /api/4/notes',
		effect: 'create',
		source: 'Booqable API v4, Notes',
		body: (input) =>
			envelope('notes', {
				body: input.required('body'),
				owner_id: input.id('ownerId'),
				owner_type: input.required('ownerType'),
			}),
		answer: record,
	},
});
