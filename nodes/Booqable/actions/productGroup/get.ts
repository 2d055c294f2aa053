import { operation } from '../../../shared/operation';
import { including } from '../../filters/filters';
import { productGroupId } from '../../parameters';
import { record } from '../../responses';

export const SIMPLE = [
	'id',
	'name',
	'sku',
	'product_type',
	'tracking_type',
	'has_variations',
	'base_price_in_cents',
	'price_type',
	'price_period',
	'deposit_in_cents',
	'description',
	'properties',
	'tag_list',
	'archived',
	'updated_at',
	'products',
];

const include = including([
	'photo',
	'price_structure',
	'price_structure.price_tiles',
	'products',
	'properties',
	'tax_category',
]);

export const get = operation({
	resource: 'productGroup',
	name: 'get',
	label: 'Get',
	action: 'Get product group',
	description: 'Get one product group by its ID',
	parameters: [productGroupId],
	options: [include.option],
	endpoint: {
		route: 'GET /api/4/product_groups/{productGroupId}.json',
		effect: 'read',
		source: 'Booqable API v4, Product groups',
		query: include.query,
		envelope: { record: ['data'] },
		answer: record,
	},
	simplify: SIMPLE,
});
