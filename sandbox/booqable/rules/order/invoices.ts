import type { Account, Session } from '../../models/account';
import { amount, text, type StoredRecord, type Values } from '../../models/records';

const COPIED = [
	'price_in_cents',
	'discount_in_cents',
	'total_discount_in_cents',
	'coupon_discount_in_cents',
	'grand_total_in_cents',
	'tax_in_cents',
	'grand_total_with_tax_in_cents',
	'deposit_in_cents',
	'deposit_held_in_cents',
	'deposit_paid_in_cents',
	'deposit_refunded_in_cents',
	'deposit_to_refund_in_cents',
	'paid_in_cents',
	'to_be_paid_in_cents',
];
const CONTEXT = [
	'customer_id',
	'coupon_id',
	'tax_region_id',
	'discount_percentage',
	'discount_type',
	'deposit_type',
	'deposit_value',
	'fulfillment_type',
	'starts_at',
	'stops_at',
	'start_location_id',
	'stop_location_id',
];

/** What a document shows of its order at the moment it is made. */
export function copyOf(account: Account, order: StoredRecord): Values {
	const values = Object.fromEntries([...COPIED, ...CONTEXT].map((name) => [name, order.values[name] ?? null]));
	const customer = account.find('customers', order.values.customer_id);
	return { ...values, name: customer?.values.name ?? null, date: account.now().slice(0, 10) };
}

export const invoicesOf = (account: Account, order: StoredRecord): StoredRecord[] =>
	account
		.where('documents', 'order_id', order.id)
		.filter(({ values }) => values.document_type === 'invoice' && values.archived !== true && values.revised !== true);

/** What finalized invoices don't cover yet: those never change again. */
function remainder(account: Account, order: StoredRecord, finalized: readonly StoredRecord[]): Values {
	const copy = copyOf(account, order);
	const rest = (name: string): number =>
		amount(copy[name]) - finalized.reduce((sum, { values }) => sum + amount(values[name]), 0);
	return {
		...copy,
		...Object.fromEntries(COPIED.map((name) => [name, rest(name)])),
		status: text(order.values.payment_status),
	};
}

/** From its reservation on, an order has an invoice that follows it. */
export function syncInvoice(session: Session, order: StoredRecord): void {
	if (!['reserved', 'started', 'stopped', 'archived'].includes(text(order.values.status))) return;
	const { account } = session;
	const invoices = invoicesOf(account, order);
	const open = invoices.find(({ values }) => values.finalized !== true);
	const values = remainder(
		account,
		order,
		invoices.filter((invoice) => invoice !== open),
	);
	if (open) {
		const changed = Object.entries(values).some(([name, value]) => value !== (open.values[name] ?? null));
		if (!changed) return;
		account.change(open, values);
		account.emit('invoice.updated', open);
	} else if (amount(values.grand_total_in_cents) !== 0) {
		account.emit(
			'invoice.created',
			account.insert('documents', { ...values, document_type: 'invoice', order_id: order.id, prefix: '' }),
		);
	}
}
