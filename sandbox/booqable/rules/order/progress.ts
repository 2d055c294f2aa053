import type { Account, Session } from '../../models/account';
import { amount, text, type StoredRecord, type Values } from '../../models/records';
import { syncInvoice } from './invoices';
import { amountsOf } from './money';

/** Part of an order's items may be out while others are only reserved. */
function countsOf(account: Account, order: StoredRecord): Values {
	const plannings = account.where('plannings', 'order_id', order.id);
	const total = (name: string): number => plannings.reduce((sum, { values }) => sum + amount(values[name]), 0);
	const [quantity, started, stopped] = [total('quantity'), total('started'), total('stopped')];
	const status = text(order.values.status);
	const mixed = ['reserved', 'started', 'stopped'].includes(status) && quantity > 0;
	const counts: Record<string, number> = mixed
		? { reserved: quantity - started, started: started - stopped, stopped }
		: { [status]: quantity };
	const present = Object.keys(counts).filter((name) => (counts[name] ?? 0) > 0);
	return {
		item_count: quantity,
		status_counts: counts,
		statuses: present.length > 0 ? present : [status],
		entirely_started: quantity > 0 && started === quantity,
		entirely_stopped: quantity > 0 && stopped === quantity,
		has_signed_contract: account
			.where('documents', 'order_id', order.id)
			.some(({ values }) => values.document_type === 'contract' && values.signed === true),
	};
}

/**
 * Brings everything that follows from an order's lines, plannings and payments up to date. Says whether anything
 * changed.
 */
export function refreshOrder(session: Session, order: StoredRecord): boolean {
	const { account } = session;
	const now = { ...amountsOf(account, order), ...countsOf(account, order) };
	const changed = Object.entries(now).some(
		([name, value]) => JSON.stringify(value) !== JSON.stringify(order.values[name] ?? null),
	);
	if (changed) account.change(order, now);
	syncInvoice(session, order);
	const customer = account.find('customers', order.values.customer_id);
	if (customer) account.index(customer);
	return changed;
}

const EVENTS: Readonly<Record<string, string>> = {
	draft: 'order.saved_as_draft',
	reserved: 'order.reserved',
	started: 'order.started',
	stopped: 'order.stopped',
	archived: 'order.archived',
	canceled: 'order.canceled',
};

/** An order that still has status `new` is unsaved: without number, seen by no colleague, but reported by webhooks. */
export const eventOf = (status: string): string => EVENTS[status] ?? 'order.updated';

/** What a planning counts as started and stopped when its whole order is put into a status. */
function plannedIn(status: string, quantity: number): Values {
	switch (status) {
		case 'started':
			return { started: quantity, stopped: 0 };
		case 'stopped':
			return { started: quantity, stopped: quantity };
		case 'draft':
		case 'reserved':
			return { started: 0, stopped: 0 };
		default:
			return {};
	}
}

/** Puts a whole order into a status, with its number, plannings, amounts and webhooks. */
export function setStatus(session: Session, order: StoredRecord, status: string, reverted = false): void {
	const { account } = session;
	const number = order.values.number ?? (status === 'new' ? null : account.nextNumber('orders'));
	account.change(order, { status, number });
	for (const planning of account.where('plannings', 'order_id', order.id)) {
		account.change(planning, {
			status,
			reserved: ['reserved', 'started'].includes(status),
			...plannedIn(status, amount(planning.values.quantity)),
		});
	}
	refreshOrder(session, order);
	account.emit(reverted ? 'order.reverted' : eventOf(status), order);
	account.emit('order.updated', order);
}
