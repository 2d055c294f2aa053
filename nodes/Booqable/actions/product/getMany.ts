import { operation } from '../../../shared/operation';
import { pageNumber } from '../../../shared/paging';
import {
	archivedFilter,
	BY_TIME,
	choiceFilter,
	filtering,
	flagFilter,
	including,
	searchFilter,
	sorting,
	textFilter,
	timeFilters,
} from '../../filters/filters';
import { SIMPLE } from './get';

const filters = filtering([
	archivedFilter,
	...timeFilters('created', 'Created', 'created_at'),
	textFilter('name', 'Name', 'filter[name][match]', { description: 'Text that the name contains' }),
	searchFilter('Text that names and other fields are looked through for'),
	flagFilter(
		'showInStore',
		'Shown in Store',
		'filter[show_in_store]',
		'Whether to list what the online store shows, or the rest',
	),
	textFilter('tag', 'Tag', 'filter[tag_list]'),
	textFilter('productGroupId', 'Product Group ID', 'filter[product_group_id]'),
	textFilter('sku', 'SKU', 'filter[sku]'),
	choiceFilter('type', 'Kind', 'filter[product_type]', [
		{ name: 'Rental', value: 'rental' },
		{ name: 'Sales Item', value: 'sales_item' },
		{ name: 'Service', value: 'service' },
	]),
	...timeFilters('updated', 'Updated', 'updated_at'),
]);
const sort = sorting([{ name: 'Name', value: 'name' }, ...BY_TIME]);
const include = including([
	'barcode',
	'inventory_levels',
	'photo',
	'price_structure',
	'product_group',
	'properties',
	'tax_category',
]);

export const getMany = operation({
	resource: 'product',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many products',
	description: 'List products. A product is a variation of a product group, and what orders book.',
	parameters: [filters.parameter],
	options: [sort.option, include.option],
	endpoint: {
		route: 'GET /api/4/products.json',
		effect: 'read',
		source: 'Booqable API v4, Products',
		query: (input) => ({ ...filters.query(input), ...sort.query(input), ...include.query(input) }),
		paging: pageNumber('data', 100),
	},
	simplify: SIMPLE,
});
