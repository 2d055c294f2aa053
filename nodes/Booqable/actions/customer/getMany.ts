import { operation } from '../../../shared/operation';
import { pageNumber } from '../../../shared/paging';
import {
	archivedFilter,
	BY_TIME,
	choiceFilter,
	emailFilter,
	filtering,
	flagFilter,
	including,
	searchFilter,
	sorting,
	textFilter,
	timeFilters,
} from '../../filters/filters';
import { CUSTOMER_INCLUDES, SIMPLE } from './get';

const filters = filtering(
	[
		archivedFilter,
		...timeFilters('created', 'Created', 'created_at'),
		emailFilter,
		flagFilter(
			'consented',
			'Email Marketing Consented',
			'filter[email_marketing_consented]',
			'Whether to list those who consented, or those who did not',
		),
		choiceFilter('legalType', 'Person or Company', 'filter[legal_type]', [
			{ name: 'Company', value: 'commercial' },
			{ name: 'Person', value: 'person' },
		]),
		searchFilter('Text that names, emails and properties are looked through for'),
		textFilter('tag', 'Tag', 'filter[tag_list]'),
		...timeFilters('updated', 'Updated', 'updated_at'),
	],
	'Customers must fit all of them. Booqable shows new and changed customers here after some seconds.',
);

const sort = sorting([
	{ name: 'Number', value: 'number' },
	...BY_TIME,
	{ name: 'Name', value: 'name' },
	{ name: 'Revenue, Highest First', value: '-revenue_in_cents' },
]);
const include = including(CUSTOMER_INCLUDES);

export const getMany = operation({
	resource: 'customer',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many customers',
	description: 'List customers, with filters and in an order of choice',
	parameters: [filters.parameter],
	options: [sort.option, include.option],
	endpoint: {
		route: 'GET /api/4/customers.json',
		effect: 'read',
		source: 'Booqable API v4, Customers',
		query: (input) => ({ ...filters.query(input), ...sort.query(input), ...include.query(input) }),
		paging: pageNumber('data', 100),
	},
	simplify: SIMPLE,
});
