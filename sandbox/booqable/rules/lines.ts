import type { Behavior, Session } from '../models/account';
import { invalidValue, notIncluded } from '../errors';
import { refreshOrder } from './order/progress';
import { amount, text, type StoredRecord, type Values } from '../models/records';

function refreshOwner(session: Session, line: StoredRecord): void {
	const order = session.account.find('orders', line.values.order_id);
	if (!order) return;
	refreshOrder(session, order);
	session.account.emit('order.updated', order);
}

/** Custom charges and sections. A line made here books nothing: products are booked by fulfillments. */
export const lines: Behavior = {
	defaults: () => ({ line_type: 'charge', discountable: true, taxable: true, relevant: true }),
	prepare({ account }, written, current) {
		const merged: Values = { quantity: 1, price_each_in_cents: 0, ...current?.values, ...written };
		if (!current && !['charge', 'section'].includes(text(written.line_type ?? 'charge')))
			throw notIncluded('line_type');
		const ownerType = text(merged.owner_type);
		if (!['orders', 'documents'].includes(ownerType)) throw notIncluded('owner_type');
		if (!current && !account.find(ownerType, written.owner_id)) throw invalidValue('owner', 'must exist', 'required');
		const created: Values = current ? {} : { order_id: ownerType === 'orders' ? (merged.owner_id ?? null) : null };
		return {
			...created,
			...written,
			quantity: merged.quantity ?? 1,
			price_in_cents: amount(merged.price_each_in_cents) * amount(merged.quantity),
		};
	},
	written: refreshOwner,
	removing(session, line) {
		session.account.change(line, { archived: true, archived_at: session.account.now() });
		refreshOwner(session, line);
	},
};
