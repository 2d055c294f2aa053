import { operation } from '../../../shared/operation';
import { BY_TIME, choiceFilter, textFilter, timeFilters } from '../../filters/filters';
import { listing } from '../../filters/listing';

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

const list = listing({
	filters: [
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
	hint: 'Payments must fit all of them. Booqable has no filter for their status: use the times when they succeeded or failed.',
	sort: BY_TIME,
	include: PAYMENT_INCLUDES,
});

export const getMany = operation({
	resource: 'payment',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many payments',
	description: 'List charges, refunds and authorizations, with amounts in cents',
	parameters: list.parameters,
	options: list.options,
	endpoint: {
		route: 'GET /api/4/payments.json',
		effect: 'read',
		source: 'Booqable API v4, Payments',
		query: list.query,
		paging: list.paging,
	},
	simplify: SIMPLE,
});
