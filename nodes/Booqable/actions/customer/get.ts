import { operation } from '../../../shared/operation';
import { including } from '../../filters/filters';
import { customerId } from '../../parameters';
import { record } from '../../responses';

/** What "Simplify" keeps of a customer. */
export const SIMPLE = [
	'id',
	'number',
	'name',
	'email',
	'legal_type',
	'properties',
	'tag_list',
	'archived',
	'created_at',
	'updated_at',
];

/** Related records that Booqable gives along with customers; their notes and orders are not among them. */
export const CUSTOMER_INCLUDES = ['barcode', 'payment_methods', 'properties', 'tax_region'];

const include = including(CUSTOMER_INCLUDES);

export const get = operation({
	resource: 'customer',
	name: 'get',
	label: 'Get',
	action: 'Get customer',
	description: 'Get one customer by its ID, with its properties',
	parameters: [customerId],
	options: [include.option],
	endpoint: {
		route: 'GET /api/4/customers/{customerId}.json',
		effect: 'read',
		source: 'Booqable API v4, Customers',
		query: include.query,
		envelope: { record: ['data'] },
		answer: record,
	},
	simplify: SIMPLE,
});
