import type { Session } from '../models/account';
import { bookProduct } from './order/bookings';
import { refreshOrder, setStatus } from './order/progress';
import type { StoredRecord, Values } from '../models/records';
import { createRecord } from './writes';

export interface Checkout {
	customer: Values;
	order: Values;
	product_id?: string;
	quantity: number;
}

/**
 * An order placed in the online store. Unless customers have accounts there, each order makes a new customer, whoever
 * it is:
 * that is where Booqable's duplicates come from.
 */
export function checkOut(
	session: Session,
	{ customer, order, product_id: productId, quantity }: Checkout,
): StoredRecord {
	const { account } = session;
	const buyer = createRecord(session, 'customers', customer);
	const placed = createRecord(session, 'orders', { ...order, customer_id: buyer.id });
	if (productId) bookProduct(account, placed, { productId, quantity, confirmShortage: true });
	refreshOrder(session, placed);
	setStatus(session, placed, 'reserved');
	account.emit('cart.completed_checkout', account.insert('carts', { customer_id: buyer.id, order_id: placed.id }));
	return placed;
}
