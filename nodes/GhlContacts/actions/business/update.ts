import { operation } from '../../../shared/operation';
import { businessId } from '../../parameters';
import { changes, unwrap } from '../../responses';
import { optionalFields, SIMPLE, updateFields } from './fields';

export const update = operation({
	resource: 'business',
	name: 'update',
	label: 'Update',
	action: 'Update business',
	description: 'Change fields of a business; those not named stay as they are',
	parameters: [businessId, updateFields],
	keys: (input) => [input.id('businessId')],
	endpoint: {
		route: 'PUT /businesses/{businessId}',
		effect: 'idempotent',
		scopes: ['businesses.write'],
		source: 'businesses.json update-business',
		body: (input) => changes(optionalFields(input, 'updateFields')),
		envelope: { record: ['buiseness', 'business'] },
		answer: unwrap('buiseness', 'business'), // the first is how GHL spells it
	},
	simplify: SIMPLE,
});
