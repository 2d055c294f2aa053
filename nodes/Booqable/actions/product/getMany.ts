import { operation } from '../../../shared/operation';
import { PRODUCT_FILTERS } from '../../filters/catalogFilters';
import { BY_TIME, textFilter } from '../../filters/filters';
import { listing } from '../../filters/listing';
import { SIMPLE } from './get';

const list = listing({
	filters: [...PRODUCT_FILTERS, textFilter('productGroupId', 'Product Group Name or ID', 'filter[product_group_id]')],
	sort: [{ name: 'Name', value: 'name' }, ...BY_TIME],
	include: ['barcode', 'inventory_levels', 'photo', 'price_structure', 'product_group', 'properties', 'tax_category'],
});

export const getMany = operation({
	resource: 'product',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many products',
	description: 'List products. A product is a variation of a product group, and what orders book.',
	parameters: list.parameters,
	options: list.options,
	endpoint: {
		route: 'GET /api/4/products.json',
		effect: 'read',
		source: 'Booqable API v4, Products',
		query: list.query,
		paging: list.paging,
	},
	simplify: SIMPLE,
});
