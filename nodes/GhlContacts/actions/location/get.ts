import { operation } from '../../../shared/operation';
import { unwrap } from '../../responses';

export const get = operation({
	resource: 'location',
	name: 'get',
	label: 'Get',
	action: 'Get location',
	description: 'Get the sub-account of the credential: name, address, country, time zone and settings',
	parameters: [],
	endpoint: {
		route: 'GET /locations/{locationId}',
		effect: 'read',
		scopes: ['locations.readonly'],
		source: 'locations.json get-location',
		envelope: { record: ['location'] },
		answer: unwrap('location'),
	},
	simplify: [
		'id',
		'companyId',
		'name',
		'email',
		'phone',
		'address',
		'city',
		'state',
		'country',
		'timezone',
		'settings',
	],
});
