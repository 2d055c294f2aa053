import { operation } from '../../../shared/operation';
import { archivedFilter, filtering, textFilter } from '../../filters/filters';
import { PAGES } from '../../responses';

const filters = filtering([archivedFilter, textFilter('name', 'Name', 'filter[name]')]);

export const getMany = operation({
	resource: 'taxRegion',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many tax regions',
	description: 'List tax regions, which customers and orders can have',
	parameters: [filters.parameter],
	endpoint: {
		route: 'GET /api/4/tax_regions.json',
		effect: 'read',
		source: 'Booqable API v4, Tax regions',
		query: (input) => ({ ...filters.query(input), sort: 'name' }),
		paging: PAGES,
	},
});
