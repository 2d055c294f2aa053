import { operation } from '../../../shared/operation';
import { skipLimit } from '../../../shared/http/paging';
import { SIMPLE } from './fields';

export const getMany = operation({
	resource: 'business',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many businesses',
	description: 'List the businesses of the sub-account',
	parameters: [],
	endpoint: {
		route: 'GET /businesses/',
		effect: 'read',
		scopes: ['businesses.readonly'],
		source: 'businesses.json get-businesses-by-location',
		query: (input) => ({ locationId: input.account.values.locationId }),
		paging: skipLimit('businesses', 100),
	},
	simplify: SIMPLE,
});
