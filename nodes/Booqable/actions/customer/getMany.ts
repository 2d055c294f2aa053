import type { INodePropertyOptions } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import {
	archivedFilter,
	BY_TIME,
	choiceFilter,
	emailFilter,
	flagFilter,
	searchFilter,
	textFilter,
	timeFilters,
} from '../../filters/filters';
import { listing } from '../../filters/listing';
import { CUSTOMER_INCLUDES, SIMPLE } from './get';

export const CUSTOMER_SORT: INodePropertyOptions[] = [
	{ name: 'Number', value: 'number' },
	...BY_TIME,
	{ name: 'Name', value: 'name' },
	{ name: 'Revenue, Highest First', value: '-revenue_in_cents' },
];

const list = listing({
	filters: [
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
	hint: 'Customers must fit all of them. Booqable shows new and changed customers here after some seconds.',
	sort: CUSTOMER_SORT,
	include: CUSTOMER_INCLUDES,
});

export const getMany = operation({
	resource: 'customer',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many customers',
	description: 'List customers, with filters and in an order of choice',
	parameters: list.parameters,
	options: list.options,
	endpoint: {
		route: 'GET /api/4/customers.json',
		effect: 'read',
		source: 'Booqable API v4, Customers',
		query: list.query,
		paging: list.paging,
	},
	simplify: SIMPLE,
});
