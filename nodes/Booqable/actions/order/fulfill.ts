import type { Endpoint } from '../../../shared/endpoint';
import { envelope, record } from '../../responses';

/**
 * Several actions on the items of an order at once: all of them or none. `actions` holds them as Booqable wants them.
 */
export const fulfill: Endpoint = {
	route: 'POST /api/4/order_fulfillments',
	effect: 'append',
	source: 'Booqable API v4, Order fulfillments',
	body: (input) =>
		envelope('order_fulfillments', {
			order_id: input.id('orderId'),
			actions: input.raw('actions') as object[], // made by the operations that call this one
			...(input.flag('confirmShortage') && { confirm_shortage: true }),
		}),
	answer: record,
};
