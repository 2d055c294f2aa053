import { operation } from '../../../shared/operation';
import { propertyId } from '../../parameters';

export const remove = operation({
	resource: 'property',
	name: 'delete',
	label: 'Delete',
	action: 'Delete property',
	description: 'Remove a property with its value from its record',
	parameters: [propertyId],
	keys: (input) => [input.id('propertyId')],
	endpoint: {
		route: 'DELETE /api/4/properties/{propertyId}',
		effect: 'idempotent',
		source: 'Booqable API v4, Properties',
		envelope: { record: ['data'] },
		answer: (_, input) => ({ id: input.id('propertyId'), deleted: true }),
	},
});
