import { operation } from '../../../shared/operation';
import { emailFilter, filtering, flagFilter } from '../../filters/filters';
import { PAGES } from '../../responses';

const filters = filtering([
	flagFilter('active', 'Active', 'filter[active]', 'Whether to list active employees, or the others'),
	emailFilter,
]);

export const getMany = operation({
	resource: 'employee',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many employees',
	description: 'List the employees of the account, who write notes and own tokens',
	parameters: [filters.parameter],
	endpoint: {
		route: 'GET /api/4/employees.json',
		effect: 'read',
		source: 'Booqable API v4, Employees',
		query: (input) => ({ ...filters.query(input), sort: 'created_at' }),
		paging: PAGES,
	},
});
