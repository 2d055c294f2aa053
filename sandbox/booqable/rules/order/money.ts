import type { Account } from '../../models/account';
import { amount, text, type StoredRecord, type Values } from '../../models/records';

const PERIOD_MS: Readonly<Record<string, number>> = {
	hour: 3_600_000,
	day: 86_400_000,
	week: 604_800_000,
	month: 30 * 86_400_000,
};

/** How often a product's price is charged for a period: begun hours, days, weeks or months. */
export function chargedPeriods(group: StoredRecord | undefined, durationMs: number): number {
	if (group?.values.price_type !== 'simple' || !(durationMs > 0)) return 1;
	return Math.ceil(durationMs / (PERIOD_MS[text(group.values.price_period)] ?? 86_400_000));
}

const sum = (records: readonly StoredRecord[], name: string): number =>
	records.reduce((total, { values }) => total + amount(values[name]), 0);

/** Rate of the order's tax region, or of the standard one, in percent. */
function taxRate(account: Account, order: StoredRecord): number {
	const region =
		account.find('tax_regions', order.values.tax_region_id) ??
		account.all('tax_regions').find(({ values }) => values.default === true);
	return region ? sum(account.where('tax_rates', 'owner_id', region.id), 'value') : 0;
}

function depositOf(account: Account, order: StoredRecord, grandTotal: number): number {
	const value = amount(order.values.deposit_value);
	switch (order.values.deposit_type) {
		case 'percentage_total':
			return Math.round((grandTotal * value) / 100);
		case 'percentage':
			return Math.round((itemDeposits(account, order) * value) / 100);
		case 'fixed':
			return Math.round(value * 100);
		default:
			return 0;
	}
}

function itemDeposits(account: Account, order: StoredRecord): number {
	return account.where('plannings', 'order_id', order.id).reduce((total, { values }) => {
		const product = account.find('products', values.item_id);
		return total + amount(values.quantity) * amount(product && account.view(product).deposit_in_cents);
	}, 0);
}

function couponDiscount(account: Account, order: StoredRecord, price: number): number {
	const coupon = account.find('coupons', order.values.coupon_id);
	if (!coupon) return 0;
	return coupon.values.coupon_type === 'percentage'
		? Math.round((price * amount(coupon.values.value)) / 100)
		: Math.min(price, amount(coupon.values.value));
}

interface Paid {
	amount: number;
	deposit: number;
	depositRefunded: number;
}

function paidFor(account: Account, order: StoredRecord): Paid {
	const done = (type: string): StoredRecord[] =>
		account.where(type, 'order_id', order.id).filter(({ values }) => values.status === 'succeeded');
	const [charges, refunds] = [done('payment_charges'), done('payment_refunds')];
	const depositRefunded = sum(refunds, 'deposit_in_cents');
	return {
		amount: sum(charges, 'amount_in_cents') - sum(refunds, 'amount_in_cents'),
		deposit: sum(charges, 'deposit_in_cents'),
		depositRefunded,
	};
}

function paymentStatus(order: StoredRecord, total: number, paid: number, depositHeld: number): string {
	if (depositHeld > 0 && ['stopped', 'archived', 'canceled'].includes(text(order.values.status)))
		return 'process_deposit';
	// An order that costs nothing counts as paid.
	if (paid === total) return 'paid';
	if (paid > total) return 'overpaid';
	return paid > 0 ? 'partially_paid' : 'payment_due';
}

/** Every amount of an order, from its lines, discounts, taxes and payments. */
export function amountsOf(account: Account, order: StoredRecord): Values {
	const lines = account
		.where('lines', 'order_id', order.id)
		.filter(({ values }) => values.archived !== true && values.owner_type === 'orders');
	const price = sum(lines, 'price_in_cents');
	const discountable = sum(
		lines.filter(({ values }) => values.discountable !== false),
		'price_in_cents',
	);
	const fixed = order.values.discount_type === 'fixed';
	const discount = fixed
		? Math.min(price, Math.round(amount(order.values.discount_value) * 100))
		: Math.round((discountable * amount(order.values.discount_percentage)) / 100);
	const coupon = couponDiscount(account, order, price - discount);
	const grandTotal = price - discount - coupon;
	const tax = Math.round((grandTotal * taxRate(account, order)) / 100);
	const percentage: Values = fixed
		? { discount_percentage: price === 0 ? 0 : Math.round((discount / price) * 10_000) / 100 }
		: {};
	return {
		...percentage,
		price_in_cents: price,
		discount_in_cents: discount,
		coupon_discount_in_cents: coupon,
		total_discount_in_cents: discount + coupon,
		grand_total_in_cents: grandTotal,
		tax_in_cents: tax,
		grand_total_with_tax_in_cents: grandTotal + tax,
		...paymentsOf(account, order, grandTotal + tax),
	};
}

function paymentsOf(account: Account, order: StoredRecord, due: number): Values {
	const deposit = depositOf(account, order, due);
	const paid = paidFor(account, order);
	const held = paid.deposit - paid.depositRefunded;
	const total = due + deposit;
	const totalPaid = paid.amount + paid.deposit;
	return {
		deposit_in_cents: deposit,
		deposit_paid_in_cents: paid.deposit,
		deposit_held_in_cents: held,
		deposit_refunded_in_cents: paid.depositRefunded,
		deposit_to_refund_in_cents: held,
		deposit_to_be_paid_in_cents: Math.max(0, deposit - paid.deposit),
		amount_in_cents: due,
		amount_paid_in_cents: paid.amount,
		amount_to_be_paid_in_cents: due - paid.amount,
		paid_in_cents: paid.amount,
		to_be_paid_in_cents: due - paid.amount,
		total_in_cents: total,
		total_paid_in_cents: totalPaid,
		total_to_be_paid_in_cents: total - totalPaid,
		payment_status: paymentStatus(order, total, totalPaid, held),
	};
}
