import { operation } from '../../../shared/operation';
import { unwrap } from '../../answers';

export const get = operation({
	resource: 'location',
	name: 'get',
	label: 'Get',
	action: 'Get location',
	description: 'Get the sub-account of the credential: name, address, country, time zone and settings',
	effect: 'read',
	endpoint: 'GET /locations/{locationId}',
	scopes: ['locations.readonly'],
	source: 'locations.json get-location',
	parameters: [],
	answer: unwrap('location'),
	simplify: ['id', 'companyId', 'name', 'email', 'phone', 'address', 'city', 'state', 'country', 'timezone', 'settings'],
});
