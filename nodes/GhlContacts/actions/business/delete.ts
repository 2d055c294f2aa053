import { operation } from '../../../shared/operation';
import { deleted } from '../../answers';
import { businessId } from '../../parameters';

export const deleteBusiness = operation({
	resource: 'business',
	name: 'delete',
	label: 'Delete',
	action: 'Delete business',
	description: 'Delete a company. Its contacts stay.',
	effect: 'idempotent',
	endpoint: 'DELETE /businesses/{businessId}',
	scopes: ['businesses.write'],
	source: 'businesses.json delete-Business',
	parameters: [businessId],
	keys: (input) => [input.id('businessId')],
	answer: deleted('businessId'),
});
