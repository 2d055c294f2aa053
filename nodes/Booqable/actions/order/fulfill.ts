import { operation } from '../../../shared/operation';
import { envelope, record } from '../../records';

/** Several actions on the items of an order at once: all of them or none. `actions` holds them as Booqable wants them. */
export const fulfill = operation({
	resource: 'order',
	name: 'fulfill',
	label: 'Fulfill',
	action: 'Fulfill order',
	description: 'Book, hand out or take back items of an order',
	effect: 'append',
	endpoint: 'POST /api/4/order_fulfillments',
	scopes: [],
	source: 'Booqable API v4, Order fulfillments',
	parameters: [],
	body: (input) =>
		envelope('order_fulfillments', {
			order_id: input.id('orderId'),
			actions: input.raw('actions') as object[], // made by the operations that call this one
			...(input.flag('confirmShortage') && { confirm_shortage: true }),
		}),
	answer: record,
});
