import type { INodeProperties } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import { PAGES } from '../../responses';

const taggedType: INodeProperties = {
	displayName: 'Used On',
	name: 'taggedType',
	type: 'options',
	options: [
		{ name: 'Bundles', value: 'Bundle' },
		{ name: 'Coupons', value: 'Coupon' },
		{ name: 'Customers', value: 'Customer' },
		{ name: 'Documents', value: 'Document' },
		{ name: 'Orders', value: 'Order' },
		{ name: 'Product Groups', value: 'ProductGroup' },
	],
	default: 'Customer',
	description: 'Tags belong to one kind of record. They are written on the records themselves.',
};

/** Booqable has no sort for tags, nor does it list them without their kind. */
export const getMany = operation({
	resource: 'tag',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many tags',
	description: 'List the tags in use, and how often each is',
	parameters: [taggedType],
	endpoint: {
		route: 'GET /api/4/tags.json',
		effect: 'read',
		source: 'Booqable API v4, Tags',
		query: (input) => ({ 'filter[for]': input.required('taggedType') }),
		paging: PAGES,
	},
});
