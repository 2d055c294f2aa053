import { operation } from '../../../shared/operation';
import { including } from '../../filters/filters';
import { productId } from '../../parameters';
import { record } from '../../responses';

export const SIMPLE = [
	'id',
	'name',
	'sku',
	'product_group_id',
	'group_name',
	'product_type',
	'tracking_type',
	'base_price_in_cents',
	'price_type',
	'price_period',
	'deposit_in_cents',
	'properties',
	'tag_list',
	'archived',
	'updated_at',
	'product_group',
];

const include = including([
	'barcode',
	'inventory_levels',
	'photo',
	'price_structure',
	'price_structure.price_tiles',
	'product_group',
	'properties',
	'tax_category',
]);

export const get = operation({
	resource: 'product',
	name: 'get',
	label: 'Get',
	action: 'Get product',
	description: 'Get one product by its ID. A product is a variation of a product group, and what orders book.',
	parameters: [productId],
	options: [include.option],
	endpoint: {
		route: 'GET /api/4/products/{productId}.json',
		effect: 'read',
		source: 'Booqable API v4, Products',
		query: include.query,
		envelope: { record: ['data'] },
		answer: record,
	},
	simplify: SIMPLE,
});
