import { operation } from '../../../shared/operation';
import { businessId } from '../../parameters';
import { unwrap } from '../../responses';
import { SIMPLE } from './fields';

export const get = operation({
	resource: 'business',
	name: 'get',
	label: 'Get',
	action: 'Get business',
	description: 'Get one business by its ID',
	parameters: [businessId],
	endpoint: {
		route: 'GET /businesses/{businessId}',
		effect: 'read',
		scopes: ['businesses.readonly'],
		source: 'businesses.json get-business',
		envelope: { record: ['business', 'buiseness'] },
		answer: unwrap('business', 'buiseness'),
	},
	simplify: SIMPLE,
});
