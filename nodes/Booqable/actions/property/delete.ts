import { operation } from '../../../shared/operation';
import { propertyId } from '../../parameters';

export const remove = operation({
	resource: 'property',
	name: 'delete',
	label: 'Delete',
	action: 'Delete property',
	description: 'Take a property with its value off its record',
	effect: 'idempotent',
	endpoint: 'DELETE /api/4/properties/{propertyId}',
	scopes: [],
	source: 'Booqable API v4, Properties',
	parameters: [propertyId],
	keys: (input) => [input.id('propertyId')],
	answer: (_, input) => ({ id: input.id('propertyId'), deleted: true }),
});
