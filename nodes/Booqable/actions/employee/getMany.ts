import { operation } from '../../../shared/operation';
import { pageNumber } from '../../../shared/paging';
import { emailFilter, filtering, flagFilter } from '../../filters';

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
	effect: 'read',
	endpoint: 'GET /api/4/employees.json',
	scopes: [],
	source: 'Booqable API v4, Employees',
	parameters: [filters.parameter],
	query: (input) => ({ ...filters.query(input), sort: 'created_at' }),
	paging: pageNumber('data', 100),
});
