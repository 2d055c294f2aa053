import type { Account } from '../../models/account';
import { invalidValue } from '../../errors';
import { amount, epoch, text, type StoredRecord, type Values } from '../../models/records';
import { chargedPeriods } from './money';
import { requireStock } from './stock';

const durationOf = ({ values }: StoredRecord): number =>
	values.starts_at && values.stops_at ? epoch(values.stops_at) - epoch(values.starts_at) : 0;

function priceOf(account: Account, order: StoredRecord, product: StoredRecord): Values {
	const group = account.find('product_groups', product.values.product_group_id);
	const periods = chargedPeriods(group, durationOf(order));
	const base = amount(account.view(product).base_price_in_cents);
	const each = group?.values.price_type === 'none' ? 0 : base * periods;
	const label =
		group?.values.price_type === 'simple'
			? `${periods} ${text(group.values.price_period)}${periods === 1 ? '' : 's'}`
			: null;
	return {
		price_each_in_cents: each,
		original_price_each_in_cents: each,
		charge_length: durationOf(order) / 1000,
		original_charge_length: durationOf(order) / 1000,
		charge_label: label,
	};
}

/** New prices for the booked products of an order whose period changed. */
export function repriceLines(account: Account, order: StoredRecord): void {
	for (const line of account.where('lines', 'order_id', order.id)) {
		const product = account.find('products', line.values.item_id);
		if (!product || line.values.archived === true) continue;
		const price = priceOf(account, order, product);
		account.change(line, {
			...price,
			price_in_cents: amount(price.price_each_in_cents) * amount(line.values.quantity),
		});
	}
}

export interface Booking {
	productId: string;
	quantity: number;
	/** Where to add to, instead of planning again. */
	planning?: StoredRecord;
	confirmShortage: boolean;
}

/** Plans a product on an order and charges for it. @throws ApiError 422 when a reserved order would run short */
export function bookProduct(
	account: Account,
	order: StoredRecord,
	{ productId, quantity, planning, confirmShortage }: Booking,
): { line: StoredRecord; planning: StoredRecord } {
	const product = account.find('products', productId);
	if (!product) throw invalidValue('actions.product', 'must exist', 'required');
	if (!(quantity > 0)) throw invalidValue('actions.quantity', 'must be greater than 0', 'greater_than');
	requireRoom(account, order, productId, quantity, confirmShortage);
	const planned = planning ? grow(account, planning, quantity) : plan(account, order, product, quantity);
	return { planning: planned, line: charge(account, order, product, planned) };
}

function requireRoom(
	account: Account,
	order: StoredRecord,
	productId: string,
	quantity: number,
	confirmed: boolean,
): void {
	const { status, starts_at: startsAt, stops_at: stopsAt } = order.values;
	if (!['reserved', 'started', 'stopped'].includes(text(status)) || !startsAt || !stopsAt) return;
	const booked = account
		.where('plannings', 'order_id', order.id)
		.filter(({ values }) => values.item_id === productId)
		.reduce((sum, { values }) => sum + amount(values.quantity), 0);
	requireStock(
		account,
		[{ productId, quantity: booked + quantity, from: epoch(startsAt), till: epoch(stopsAt), orderId: order.id }],
		confirmed,
	);
}

function plan(account: Account, order: StoredRecord, product: StoredRecord, quantity: number): StoredRecord {
	const { starts_at: startsAt = null, stops_at: stopsAt = null, status = null } = order.values;
	return account.insert('plannings', {
		order_id: order.id,
		item_id: product.id,
		quantity,
		started: 0,
		stopped: 0,
		status,
		planning_type: 'order',
		starts_at: startsAt,
		stops_at: stopsAt,
		reserved_from: startsAt,
		reserved_till: stopsAt,
		reserved: ['reserved', 'started'].includes(text(status)),
		shortage_amount: 0,
		location_shortage_amount: 0,
		start_location_id: order.values.start_location_id ?? null,
		stop_location_id: order.values.stop_location_id ?? null,
	});
}

function grow(account: Account, planning: StoredRecord, quantity: number): StoredRecord {
	account.change(planning, { quantity: amount(planning.values.quantity) + quantity });
	return planning;
}

function charge(account: Account, order: StoredRecord, product: StoredRecord, planning: StoredRecord): StoredRecord {
	const quantity = amount(planning.values.quantity);
	const existing = account.where('lines', 'planning_id', planning.id)[0];
	if (existing) {
		account.change(existing, { quantity, price_in_cents: amount(existing.values.price_each_in_cents) * quantity });
		return existing;
	}
	const price = priceOf(account, order, product);
	return account.insert('lines', {
		...price,
		price_in_cents: amount(price.price_each_in_cents) * quantity,
		quantity,
		title: account.view(product).name ?? null,
		line_type: 'charge',
		item_id: product.id,
		planning_id: planning.id,
		order_id: order.id,
		owner_id: order.id,
		owner_type: 'orders',
		position: account.where('lines', 'order_id', order.id).length + 1,
		discountable: account.view(product).discountable ?? true,
		taxable: account.view(product).taxable ?? true,
		relevant: true,
	});
}
