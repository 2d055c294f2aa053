import { operation } from '../../../shared/operation';
import { pageNumber } from '../../../shared/paging';
import { BY_TIME, filtering, including, sorting, textFilter, timeFilters } from '../../filters/filters';
import { noteOwnerType, ownerFilter } from '../../owners';

const filters = filtering([
	...timeFilters('created', 'Created', 'created_at'),
	textFilter('employeeId', 'Employee ID', 'filter[employee_id]', { description: 'Who wrote them' }),
]);
const sort = sorting(BY_TIME);
const include = including(['employee', 'owner']);

export const getMany = operation({
	resource: 'note',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many notes',
	description: 'List the notes of a record, or of all records of a kind',
	parameters: [noteOwnerType, ownerFilter, filters.parameter],
	options: [sort.option, include.option],
	endpoint: {
		route: 'GET /api/4/notes.json',
		effect: 'read',
		source: 'Booqable API v4, Notes',
		query: (input) => ({
			'filter[owner_type]': input.text('ownerType'),
			'filter[owner_id]': input.text('ownerId'),
			...filters.query(input),
			...sort.query(input),
			...include.query(input),
		}),
		paging: pageNumber('data', 100),
	},
});
