import { operation } from '../../../shared/operation';
import { pageNumber } from '../../../shared/paging';
import {
	archivedFilter,
	BY_TIME,
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
	...timeFilters('updated', 'Updated', 'updated_at'),
]);
const sort = sorting([{ name: 'Name', value: 'name' }, ...BY_TIME]);
const include = including(['inventory_levels', 'photo']);

export const getMany = operation({
	resource: 'bundle',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many bundles',
	description: 'List bundles of products',
	parameters: [filters.parameter],
	options: [sort.option, include.option],
	endpoint: {
		route: 'GET /api/4/bundles.json',
		effect: 'read',
		source: 'Booqable API v4, Bundles',
		query: (input) => ({ ...filters.query(input), ...sort.query(input), ...include.query(input) }),
		paging: pageNumber('data', 100),
	},
	simplify: SIMPLE,
});
