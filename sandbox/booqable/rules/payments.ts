import type { Account, Behavior, Session } from '../models/account';
import { blank, invalidValue, notIncluded, refused } from '../errors';
import { refreshOrder } from './order/progress';
import { amount, text, type StoredRecord, type Values } from '../models/records';
import { tableOf } from '../models/tables';
import { attributeType } from '../models/tables/table';

const IMMUTABLE = ['amount_in_cents', 'deposit_in_cents', 'total_in_cents', 'mode'];
/** Status → when it was reached. */
const REACHED: Readonly<Record<string, string>> = {
	succeeded: 'succeeded_at',
	failed: 'failed_at',
	canceled: 'canceled_at',
	expired: 'expired_at',
};

function checkUnchanged(written: Values, { values }: StoredRecord): void {
	const changed = IMMUTABLE.find((name) => name in written && written[name] !== values[name]);
	if (changed) throw invalidValue(changed, 'cannot be changed', 'unchangeable');
}

function checkEnums(type: string, written: Values): void {
	for (const name of ['mode', 'provider', 'status']) {
		const value = written[name];
		if (value && !attributeType(tableOf(type), name)?.options.includes(text(value))) throw notIncluded(name);
	}
}

function sums(written: Values): Values {
	const [main, deposit] = [amount(written.amount_in_cents), amount(written.deposit_in_cents)];
	if (main < 0 || deposit < 0)
		throw invalidValue('amount_in_cents', 'must be greater than or equal to 0', 'greater_than_or_equal_to');
	return { amount_in_cents: main, deposit_in_cents: deposit, total_in_cents: main + deposit };
}

/** The time at which a status was reached, unless the request gives one. */
function reached(account: Account, status: string, written: Values): Values {
	const name = REACHED[status];
	return name && !written[name] ? { [name]: account.now() } : {};
}

function refreshOf(session: Session, payment: StoredRecord): void {
	const order = session.account.find('orders', payment.values.order_id);
	if (order && refreshOrder(session, order)) session.account.emit('order.updated', order);
}

function prepareCharge({ account }: Session, written: Values, current: StoredRecord | undefined): Values {
	checkEnums('payment_charges', written);
	if (current) {
		checkUnchanged(written, current);
		if (
			current.values.status === 'succeeded' &&
			written.status &&
			!['succeeded', 'failed'].includes(text(written.status))
		)
			throw notIncluded('status');
		const status = text(written.status);
		return { ...written, ...(status && status !== current.values.status ? reached(account, status, written) : {}) };
	}
	if (!written.mode) throw blank('mode');
	const order = written.order_id ? account.find('orders', written.order_id) : undefined;
	if (written.order_id && !order) throw invalidValue('order', 'must exist', 'required');
	// Money taken by hand is there at once; everything else waits for its provider.
	const byHand = written.mode === 'manual' && (written.provider ?? 'none') === 'none';
	const status = text(written.status) || (byHand ? 'succeeded' : 'created');
	return {
		...written,
		...sums(written),
		status,
		...reached(account, status, written),
		provider: written.provider ?? 'none',
		provider_method: written.provider_method ?? (byHand ? 'bank' : null),
		customer_id: written.customer_id ?? order?.values.customer_id ?? null,
	};
}

const refundsOf = (account: Account, charge: StoredRecord): StoredRecord[] =>
	account
		.where('payment_refunds', 'payment_charge_id', charge.id)
		.filter(({ values }) => !['failed', 'canceled'].includes(text(values.status)));

/** What was given back of a charge, and what still can be. */
export function refundable(account: Account, charge: StoredRecord): Values {
	const refunds = refundsOf(account, charge);
	const refunded = (name: string): number => refunds.reduce((sum, { values }) => sum + amount(values[name]), 0);
	const [main, deposit] = [refunded('amount_in_cents'), refunded('deposit_in_cents')];
	const done = charge.values.status === 'succeeded';
	const [mainLeft, depositLeft] = [
		done ? amount(charge.values.amount_in_cents) - main : 0,
		done ? amount(charge.values.deposit_in_cents) - deposit : 0,
	];
	return {
		amount_refunded_in_cents: main,
		deposit_refunded_in_cents: deposit,
		total_refunded_in_cents: main + deposit,
		amount_refundable_in_cents: mainLeft,
		deposit_refundable_in_cents: depositLeft,
		total_refundable_in_cents: mainLeft + depositLeft,
		refundable: mainLeft + depositLeft > 0,
	};
}

export const paymentCharges: Behavior = {
	defaults: ({ employee }) => ({
		type: 'payment_charges',
		currency: 'usd',
		employee_id: employee.id,
		description: null,
	}),
	prepare: prepareCharge,
	written(session, charge, before) {
		refreshOf(session, charge);
		if (charge.values.status === 'succeeded' && before?.status !== 'succeeded')
			session.account.emit('payment.completed', charge);
	},
	derive: refundable,
	removing({ account }, charge) {
		if (charge.values.status === 'succeeded')
			throw refused('wrong_status', 'Wrong status', 'A succeeded payment cannot be canceled');
		account.change(charge, { status: 'canceled', canceled_at: account.now() });
	},
};

/** No webhook tells of a refund but that of its order. */
export const paymentRefunds: Behavior = {
	defaults: ({ employee }) => ({ type: 'payment_refunds', currency: 'usd', employee_id: employee.id }),
	prepare({ account }, written, current) {
		checkEnums('payment_refunds', written);
		if (current) {
			checkUnchanged(written, current);
			return { ...written, ...reached(account, text(written.status), written) };
		}
		const charge = account.find('payment_charges', written.payment_charge_id);
		if (!charge) throw invalidValue('payment_charge', 'must exist', 'required');
		const left = refundable(account, charge);
		const wanted = sums(written);
		for (const part of ['amount', 'deposit']) {
			if (amount(wanted[`${part}_in_cents`]) > amount(left[`${part}_refundable_in_cents`]))
				throw invalidValue(`${part}_in_cents`, 'is more than can be refunded', 'less_than_or_equal_to');
		}
		const status = text(written.status) || (charge.values.provider === 'none' ? 'succeeded' : 'pending');
		return {
			...written,
			...wanted,
			status,
			...reached(account, status, written),
			provider: charge.values.provider ?? 'none',
			order_id: charge.values.order_id ?? null,
			customer_id: charge.values.customer_id ?? null,
		};
	},
	written: (session, refund) => refreshOf(session, refund),
	removing: ({ account }, refund) => account.change(refund, { status: 'canceled', canceled_at: account.now() }),
};
