import type { Behavior } from '../models/account';
import { bookProduct } from './order/bookings';
import { refreshOrder } from './order/progress';
import { amount, text, type Values } from '../models/records';
import { createRecord } from './writes';
import { orderToChange } from './orderStatusTransitions';

const COPIES: Readonly<Record<string, readonly string[]>> = {
	customer: ['customer_id'],
	dates: ['starts_at', 'stops_at'],
	discount: ['discount_type', 'discount_percentage', 'discount_value'],
	tags: ['tag_list'],
};

/** A copy is a draft, whatever the original is: the only way to go on with a canceled order. */
export const orderDuplications: Behavior = {
	perform(session, written) {
		const { account } = session;
		const original = orderToChange(session, { order_id: written.original_order_id ?? null });
		const copied = Object.entries(COPIES)
			.filter(([choice]) => written[choice] !== false)
			.flatMap(([, names]) => names);
		const values: Values = Object.fromEntries(
			copied.filter((name) => original.values[name] !== undefined).map((name) => [name, original.values[name] ?? null]),
		);
		const copy = createRecord(session, 'orders', { ...values, status: 'draft' });
		if (written.deposit === 'current')
			account.change(copy, {
				deposit_type: original.values.deposit_type ?? null,
				deposit_value: original.values.deposit_value ?? 0,
			});
		for (const planning of account.where('plannings', 'order_id', original.id)) {
			bookProduct(account, copy, {
				productId: text(planning.values.item_id),
				quantity: amount(planning.values.quantity),
				confirmShortage: true,
			});
		}
		for (const line of account.where('lines', 'order_id', original.id)) {
			if (written.custom_lines === false || line.values.planning_id) continue;
			account.insert('lines', {
				...line.values,
				order_id: copy.id,
				owner_id: copy.id,
				created_at: account.now(),
				updated_at: account.now(),
			});
		}
		refreshOrder(session, copy);
		return { new_order_id: copy.id };
	},
};
