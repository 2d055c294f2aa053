import { operation } from '../../../shared/operation';
import { PRODUCT_FILTERS } from '../../filters/catalogFilters';
import { BY_TIME } from '../../filters/filters';
import { listing } from '../../filters/listing';
import { SIMPLE } from './get';

const list = listing({
	filters: PRODUCT_FILTERS,
	sort: [{ name: 'Name', value: 'name' }, ...BY_TIME],
	include: ['photo', 'price_structure', 'products', 'properties'],
});

export const getMany = operation({
	resource: 'productGroup',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many product groups',
	description: 'List product groups, with their products if wished',
	parameters: list.parameters,
	options: list.options,
	endpoint: {
		route: 'GET /api/4/product_groups.json',
		effect: 'read',
		source: 'Booqable API v4, Product groups',
		query: list.query,
		paging: list.paging,
	},
	simplify: SIMPLE,
});
