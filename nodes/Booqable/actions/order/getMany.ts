import type { INodePropertyOptions } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import {
	BY_TIME,
	choiceFilter,
	choicesFilter,
	flagFilter,
	numberFilter,
	searchFilter,
	textFilter,
	timeFilters,
} from '../../filters/filters';
import { listing } from '../../filters/listing';
import { LIST_INCLUDES, SIMPLE, STATUSES } from './fields';
import { orderTimes, withMoments, zoneNeeds } from './timeZone';

export const ORDER_SORT: INodePropertyOptions[] = [
	{ name: 'Number, Newest First', value: '-number' },
	{ name: 'Number, Oldest First', value: 'number' },
	...BY_TIME,
	{ name: 'Start', value: 'starts_at' },
	{ name: 'End', value: 'stops_at' },
];

const list = listing({
	filters: [
		...timeFilters('created', 'Created', 'created_at'),
		textFilter('customerId', 'Customer ID', 'filter[customer_id]'),
		flagFilter(
			'signed',
			'Has Signed Contract',
			'filter[has_signed_contract]',
			'Whether to list orders with a signed contract, or those without',
		),
		textFilter('itemId', 'Item Name or ID', 'filter[item_id]', {
			description: 'Product or product group that is on the order',
		}),
		numberFilter,
		choiceFilter('paymentStatus', 'Payment Status', 'filter[payment_status]', [
			{ name: 'Deposit to Process', value: 'process_deposit' },
			{ name: 'Overpaid', value: 'overpaid' },
			{ name: 'Paid', value: 'paid', description: 'Orders without items count as paid' },
			{ name: 'Partially Paid', value: 'partially_paid' },
			{ name: 'Payment Due', value: 'payment_due' },
		]),
		searchFilter('Text that numbers and customers are looked through for'),
		flagFilter(
			'shortage',
			'Shortage',
			'filter[any_shortage]',
			'Whether to list orders that are short of items, or those that are not',
		),
		...timeFilters('starts', 'Starts', 'starts_at'),
		choicesFilter('status', 'Status', 'filter[status]', STATUSES),
		...timeFilters('stops', 'Stops', 'stops_at'),
		textFilter('tag', 'Tag', 'filter[tag_list]'),
		...timeFilters('updated', 'Updated', 'updated_at'),
	],
	hint: 'Orders must fit all of them. Booqable shows new and changed orders here after some seconds.',
	sort: ORDER_SORT,
	include: LIST_INCLUDES,
});

export const getMany = operation({
	resource: 'order',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many orders',
	description: 'List orders, with filters and sorting. Those that nobody has saved yet are left out.',
	parameters: list.parameters,
	options: [...list.options, orderTimes],
	endpoint: {
		route: 'GET /api/4/orders.json',
		effect: 'read',
		source: 'Booqable API v4, Orders',
		needs: zoneNeeds,
		query: (input) => {
			const chosen = list.query(input);
			return { ...chosen, ...(!chosen['filter[status]'] && { 'filter[status][not_eq]': 'new' }) };
		},
		paging: list.paging,
		answer: withMoments,
	},
	simplify: SIMPLE,
});
