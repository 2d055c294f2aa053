import { operation } from '../../../shared/operation';
import { archivedFilter, filtering, textFilter } from '../../filters/filters';
import { PAGES } from '../../responses';

const filters = filtering([archivedFilter, textFilter('name', 'Name', 'filter[name]')]);

export const getMany = operation({
	resource: 'location',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many locations',
	description: 'List the places where orders start and stop',
	parameters: [filters.parameter],
	endpoint: {
		route: 'GET /api/4/locations.json',
		effect: 'read',
		source: 'Booqable API v4, Locations',
		query: (input) => ({ ...filters.query(input), sort: 'name' }),
		paging: PAGES,
	},
});
