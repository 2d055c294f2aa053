import { operation } from '../../../shared/operation';
import { businessId } from '../../parameters';
import { deleted, SUCCESS } from '../../responses';

export const deleteBusiness = operation({
	resource: 'business',
	name: 'delete',
	label: 'Delete',
	action: 'Delete business',
	description: 'Delete a business. Its contacts stay.',
	parameters: [businessId],
	keys: (input) => [input.id('businessId')],
	endpoint: {
		route: 'DELETE /businesses/{businessId}',
		effect: 'idempotent',
		scopes: ['businesses.write'],
		source: 'businesses.json delete-Business',
		envelope: SUCCESS,
		answer: deleted('businessId'),
	},
});
