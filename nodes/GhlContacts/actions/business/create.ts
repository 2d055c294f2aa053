import { operation } from '../../../shared/operation';
import { unwrap } from '../../responses';
import { additionalFields, name, optionalFields, SIMPLE } from './fields';

export const create = operation({
	resource: 'business',
	name: 'create',
	label: 'Create',
	action: 'Create business',
	description: 'Create a business (a company in GHL)',
	parameters: [name, additionalFields],
	keys: (input) => [input.text('name').toLowerCase()],
	endpoint: {
		route: 'POST /businesses/',
		effect: 'create',
		scopes: ['businesses.write'],
		source: 'businesses.json create-business',
		body: (input) => ({
			...optionalFields(input, 'additionalFields'),
			name: input.required('name'),
			locationId: input.account.values.locationId,
		}),
		envelope: { record: ['buiseness', 'business'] },
		answer: unwrap('buiseness', 'business'), // the first is how GHL spells it
	},
	simplify: SIMPLE,
});
