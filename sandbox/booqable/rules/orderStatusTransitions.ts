import type { Behavior, Session } from '../models/account';
import { forbidden, invalidValue, notIncluded, refused, type ApiError } from '../errors';
import { setStatus } from './order/progress';
import { needsOf, requireStock } from './order/stock';
import { strings, text, type StoredRecord, type Values } from '../models/records';

const FORWARD: Readonly<Record<string, readonly string[]>> = {
	new: ['draft', 'reserved', 'canceled'],
	draft: ['reserved', 'canceled'],
	reserved: ['canceled'],
	started: ['canceled'],
	stopped: ['archived', 'canceled'],
};
const PROGRESS = ['new', 'draft', 'reserved', 'started', 'stopped', 'archived'];

const wrongStatus = (from: string, to: string): ApiError =>
	refused('wrong_status', 'Wrong status', `Can't transition order from '${from}' to '${to}'`);

function isAllowed(from: string, to: string, revert: boolean): boolean {
	if (!revert) return FORWARD[from]?.includes(to) ?? false;
	return PROGRESS.includes(from) && PROGRESS.indexOf(to) > 0 && PROGRESS.indexOf(to) < PROGRESS.indexOf(from);
}

function requirePermission({ employee }: Session, permission: string): void {
	if (!strings(employee.values.permissions).includes(permission)) throw forbidden(permission);
}

export function orderToChange({ account }: Session, written: Values): StoredRecord {
	const order = account.find('orders', written.order_id);
	if (!order) throw invalidValue('order', 'must exist', 'required');
	return order;
}

export const orderStatusTransitions: Behavior = {
	createdStatus: 200,
	perform(session, written) {
		const order = orderToChange(session, written);
		const [from, to, status] = [text(written.transition_from), text(written.transition_to), text(order.values.status)];
		const revert = written.revert === true;
		if (![...PROGRESS, 'canceled'].includes(to)) throw notIncluded('transition_to');
		if (from !== status || !isAllowed(from, to, revert)) throw wrongStatus(from === status ? from : status, to);
		if (revert) requirePermission(session, 'revert_orders');
		if (to === 'canceled') requirePermission(session, 'cancel_orders');
		if (to === 'reserved' && !revert) {
			requireStock(
				session.account,
				needsOf(session.account, order, order.values.starts_at, order.values.stops_at),
				written.confirm_shortage === true,
			);
		}
		setStatus(session, order, to, revert);
		return { revert: written.revert ?? null, confirm_shortage: written.confirm_shortage ?? null };
	},
};
