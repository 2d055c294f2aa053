import { operation } from '../../../shared/operation';
import { CATALOG_FILTERS } from '../../filters/catalogFilters';
import { BY_TIME } from '../../filters/filters';
import { listing } from '../../filters/listing';
import { SIMPLE } from './get';

const list = listing({
	filters: CATALOG_FILTERS,
	sort: [{ name: 'Name', value: 'name' }, ...BY_TIME],
	include: ['inventory_levels', 'photo'],
});

export const getMany = operation({
	resource: 'bundle',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many bundles',
	description: 'List bundles of products',
	parameters: list.parameters,
	options: list.options,
	endpoint: {
		route: 'GET /api/4/bundles.json',
		effect: 'read',
		source: 'Booqable API v4, Bundles',
		query: list.query,
		paging: list.paging,
	},
	simplify: SIMPLE,
});
