import { operation } from '../../../shared/operation';
import { record } from '../../responses';

export const get = operation({
	resource: 'company',
	name: 'get',
	label: 'Get',
	action: 'Get company',
	description: 'Get the Booqable account itself: name, address, currency and time zone',
	parameters: [],
	endpoint: {
		route: 'GET /api/4/companies/current.json',
		effect: 'read',
		source: 'Booqable API v4, Companies',
		envelope: { record: ['data'] },
		answer: record,
	},
	simplify: [
		'id',
		'name',
		'slug',
		'email',
		'phone',
		'website',
		'currency',
		'default_timezone',
		'country',
		'created_at',
	],
});
