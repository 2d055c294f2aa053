import { operation } from '../../../shared/operation';
import { BY_TIME, textFilter, timeFilters } from '../../filters/filters';
import { listing } from '../../filters/listing';
import { noteOwnerType, ownerFilter } from '../../owners';

const list = listing({
	filters: [
		...timeFilters('created', 'Created', 'created_at'),
		textFilter('employeeId', 'Employee Name or ID', 'filter[employee_id]', { description: 'Who wrote them' }),
	],
	sort: BY_TIME,
	include: ['employee', 'owner'],
});

export const getMany = operation({
	resource: 'note',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many notes',
	description: 'List the notes of a record, or of all records of a kind',
	parameters: [noteOwnerType, ownerFilter, ...list.parameters],
	options: list.options,
	endpoint: {
		route: 'GET /api/4/notes.json',
		effect: 'read',
		source: 'Booqable API v4, Notes',
		query: (input) => ({
			'filter[owner_type]': input.text('ownerType'),
			'filter[owner_id]': input.text('ownerId'),
			...list.query(input),
		}),
		paging: list.paging,
	},
});
