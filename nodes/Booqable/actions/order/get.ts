import { operation } from '../../../shared/operation';
import { including } from '../../filters/filters';
import { orderId } from '../../parameters';
import { record } from '../../responses';
import { SIMPLE } from './fields';
import { orderTimes, withMoments, zoneNeeds } from './timeZone';

/** Related records that come along. Writes take the same ones. */
export const include = including(
	[
		'barcode',
		'coupon',
		'customer',
		'customer.payment_methods',
		'customer.properties',
		'documents',
		'lines',
		'lines.item',
		'lines.planning',
		'notes',
		'order_delivery_rate',
		'payments',
		'properties',
		'start_location',
		'stop_location',
		'tax_region',
		'tax_values',
	],
	['customer', 'lines', 'properties'],
);

export const get = operation({
	resource: 'order',
	name: 'get',
	label: 'Get',
	action: 'Get order',
	description: 'Get one order by its ID with its customer, lines and properties',
	parameters: [orderId],
	options: [include.option, orderTimes],
	endpoint: {
		route: 'GET /api/4/orders/{orderId}.json',
		effect: 'read',
		source: 'Booqable API v4, Orders',
		needs: zoneNeeds,
		query: include.query,
		envelope: { record: ['data'] },
		answer: (body, input) => withMoments(record(body), input),
	},
	simplify: SIMPLE,
});
