import type { Account, Behavior, Session } from '../models/account';
import { ApiError, blank, invalidValue, refused } from '../errors';
import { bookProduct } from './order/bookings';
import { eventOf, refreshOrder } from './order/progress';
import { isCounted } from './order/stock';
import { amount, objects, strings, text, type StoredRecord, type Values } from '../models/records';
import { orderToChange } from './orderStatusTransitions';

interface Changed {
	lines: Set<string>;
	plannings: Set<string>;
}

interface Fulfillment {
	session: Session;
	order: StoredRecord;
	confirmed: boolean;
	changed: Changed;
}

function planningOf(account: Account, order: StoredRecord, action: Values): StoredRecord | undefined {
	const own = account
		.where('plannings', 'order_id', order.id)
		.filter(({ values }) => values.item_id === action.product_id);
	if (action.mode === 'infer_planning') return own[0];
	if (!action.planning_id) return undefined;
	const planning = own.find(({ id }) => id === action.planning_id);
	if (!planning) throw invalidValue('actions.planning', 'must exist', 'required');
	return planning;
}

function book(
	{ session: { account }, order, confirmed, changed }: Fulfillment,
	action: Values,
	productId: string,
	quantity: number,
): void {
	const { line, planning } = bookProduct(account, order, {
		productId,
		quantity,
		planning: planningOf(account, order, { ...action, product_id: productId }),
		confirmShortage: confirmed,
	});
	changed.lines.add(line.id);
	changed.plannings.add(planning.id);
}

function bookBundle(fulfillment: Fulfillment, action: Values): void {
	const { account } = fulfillment.session;
	const parts = account.where('bundle_items', 'bundle_id', action.bundle_id);
	if (parts.length === 0) throw invalidValue('actions.bundle', 'must exist', 'required');
	const chosen = objects(action.product_variations);
	for (const part of parts) {
		const productId = chosen.find(({ bundle_item_id: id }) => id === part.id)?.product_id ?? part.values.product_id;
		book(fulfillment, {}, text(productId), amount(part.values.quantity) * (amount(action.quantity) || 1));
	}
}

/** Items go out or come back. @throws ApiError 422 for more than there is to start or stop */
function progress(
	{ session: { account }, order, changed }: Fulfillment,
	action: Values,
	step: 'started' | 'stopped',
	quantity: number,
): void {
	const planning = planningOf(account, order, action);
	if (!planning) throw blank('actions.planning_id');
	const { values } = planning;
	if (!['reserved', 'started', 'stopped'].includes(text(order.values.status)))
		throw refused(
			'wrong_status',
			'Wrong status',
			`Can't start or stop items of an order that is '${text(order.values.status)}'`,
		);
	if (step === 'stopped' && !isCounted(account, text(values.item_id)))
		throw invalidValue('actions.product', 'cannot be stopped', 'invalid');
	const ceiling = step === 'started' ? amount(values.quantity) : amount(values.started);
	if (!(quantity > 0) || amount(values[step]) + quantity > ceiling)
		throw invalidValue('actions.quantity', 'is more than there is', 'less_than_or_equal_to');
	account.change(planning, { [step]: amount(values[step]) + quantity });
	changed.plannings.add(planning.id);
}

function run(fulfillment: Fulfillment, action: Values): void {
	switch (action.action) {
		case 'book_product':
			return book(fulfillment, action, text(action.product_id), amount(action.quantity));
		case 'book_stock_items':
			return book(fulfillment, action, text(action.product_id), strings(action.stock_item_ids).length);
		case 'book_bundle':
			return bookBundle(fulfillment, action);
		case 'start_product':
			return progress(fulfillment, action, 'started', amount(action.quantity));
		case 'start_stock_items':
			return progress(fulfillment, action, 'started', strings(action.stock_item_ids).length);
		case 'stop_product':
			return progress(fulfillment, action, 'stopped', amount(action.quantity));
		case 'stop_stock_items':
			return progress(fulfillment, action, 'stopped', strings(action.stock_item_ids).length);
		case 'specify_stock_items':
			throw new ApiError(501, {
				errors: [
					{ code: 'not_implemented', status: '501', title: 'The sandbox plans quantities, not single stock items' },
				],
			});
		default:
			throw invalidValue('actions', 'has an unknown action', 'inclusion');
	}
}

/**
 * An order starts with its first item out and stops with its last item back; booking on a stopped one starts it again.
 */
function advance({ session, order }: Fulfillment): void {
	const { account } = session;
	const plannings = account
		.where('plannings', 'order_id', order.id)
		.filter(({ values }) => isCounted(account, text(values.item_id)));
	const started = plannings.some(({ values }) => amount(values.started) > 0);
	const stopped =
		plannings.length > 0 && plannings.every(({ values }) => amount(values.stopped) === amount(values.quantity));
	const status = stopped ? 'stopped' : started ? 'started' : text(order.values.status);
	if (status === order.values.status) return;
	account.change(order, { status });
	for (const planning of plannings) account.change(planning, { status });
	account.emit(eventOf(status), order);
}

/** Everything in one request happens, or nothing does. */
export const orderFulfillments: Behavior = {
	perform(session, written) {
		const order = orderToChange(session, written);
		const actions = objects(written.actions);
		if (actions.length === 0) throw blank('actions');
		const fulfillment: Fulfillment = {
			session,
			order,
			confirmed: written.confirm_shortage === true,
			changed: { lines: new Set(), plannings: new Set() },
		};
		session.account.atomically(['orders', 'lines', 'plannings'], () =>
			actions.forEach((action) => run(fulfillment, action)),
		);
		advance(fulfillment);
		refreshOrder(session, order);
		session.account.emit('order.updated', order);
		return {
			changed_line_ids: [...fulfillment.changed.lines],
			changed_planning_ids: [...fulfillment.changed.plannings],
		};
	},
};
