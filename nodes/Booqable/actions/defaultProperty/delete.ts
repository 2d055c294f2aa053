import { operation } from '../../../shared/operation';
import { defaultPropertyId } from '../../parameters';
import { DEFINITIONS } from '../../mapping/properties';

export const remove = operation({
	resource: 'defaultProperty',
	name: 'delete',
	label: 'Delete',
	action: 'Delete default property',
	description: 'Remove a custom field from the account. Booqable has no archive for it.',
	parameters: [defaultPropertyId],
	keys: (input) => [input.id('defaultPropertyId')],
	outdates: DEFINITIONS,
	endpoint: {
		route: 'DELETE /api/4/default_properties/{defaultPropertyId}',
		effect: 'idempotent',
		source: 'Booqable API v4, Default properties',
		envelope: { record: ['data'] },
		answer: (_, input) => ({ id: input.id('defaultPropertyId'), deleted: true }),
	},
});
