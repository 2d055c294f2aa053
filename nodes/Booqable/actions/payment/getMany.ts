import { operation } from '../../../shared/operation';
import { pageNumber } from '../../../shared/paging';
import { BY_TIME, choiceFilter, filtering, including, sorting, textFilter, timeFilters } from '../../filters/filters';

export const PAYMENT_INCLUDES = ['cart', 'employee', 'order', 'order.payments', 'payment_method'];
export const SIMPLE = [
	'id',
	'type',
	'status',
	'total_in_cents',
	'amount_in_cents',
	'deposit_in_cents',
	'currency',
	'provider',
	'provider_method',
	'order_id',
	'customer_id',
	'succeeded_at',
	'failed_at',
	'created_at',
	'order',
];

const filters = filtering(
	[
		...timeFilters('created', 'Created', 'created_at'),
		textFilter('customerId', 'Customer ID', 'filter[customer_id]'),
		...timeFilters('failed', 'Failed', 'failed_at'),
		choiceFilter('type', 'Kind', 'filter[type]', [
			{ name: 'Authorization', value: 'payment_authorizations' },
			{ name: 'Charge', value: 'payment_charges' },
			{ name: 'Refund', value: 'payment_refunds' },
		]),
		textFilter('orderId', 'Order ID', 'filter[order_id]'),
		...timeFilters('succeeded', 'Succeeded', 'succeeded_at'),
		...timeFilters('updated', 'Updated', 'updated_at'),
	],
	'Payments must fit all of them. Booqable has no filter for their status: use the times when they succeeded or failed.',
);
const sort = sorting(BY_TIME);
const include = including(PAYMENT_INCLUDES);

export const getMany = operation({
	resource: 'payment',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many payments',
	description: 'List charges, refunds and authorizations, with amounts in cents',
	parameters: [filters.parameter],
	options: [sort.option, include.option],
	endpoint: {
		route: 'GET /api/4/payments.json',
		effect: 'read',
		source: 'Booqable API v4, Payments',
		query: (input) => ({ ...filters.query(input), ...sort.query(input), ...include.query(input) }),
		paging: pageNumber('data', 100),
	},
	simplify: SIMPLE,
});
