import { operation } from '../../../shared/operation';
import { including } from '../../filters/filters';
import { bundleId } from '../../parameters';
import { record } from '../../responses';

export const SIMPLE = [
	'id',
	'name',
	'slug',
	'description',
	'show_in_store',
	'tag_list',
	'archived',
	'archived_at',
	'created_at',
	'updated_at',
	'bundle_items',
];

const include = including([
	'bundle_items',
	'bundle_items.product',
	'bundle_items.product_group',
	'photo',
	'tax_category',
]);

export const get = operation({
	resource: 'bundle',
	name: 'get',
	label: 'Get',
	action: 'Get bundle',
	description: 'Get one bundle by its ID, with its items if wished',
	parameters: [bundleId],
	options: [include.option],
	endpoint: {
		route: 'GET /api/4/bundles/{bundleId}.json',
		effect: 'read',
		source: 'Booqable API v4, Bundles',
		query: include.query,
		envelope: { record: ['data'] },
		answer: record,
	},
	simplify: SIMPLE,
});
