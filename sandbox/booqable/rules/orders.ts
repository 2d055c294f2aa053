import type { Account, Behavior, Session } from '../models/account';
import { invalidValue, notIncluded } from '../errors';
import { eventOf, refreshOrder } from './order/progress';
import { repriceLines } from './order/bookings';
import { needsOf, requireStock } from './order/stock';
import { datetime, text, type Json, type StoredRecord, type Values } from '../models/records';
import { tableOf } from '../models/tables';
import { attributeType } from '../models/tables/table';
import { tagList } from './tagNames';
import { createRecord } from './writes';

/** Orders begin and end on a quarter of an hour, rounded down. */
const GRAIN_MS = 15 * 60_000;

const REFERENCES: Readonly<Record<string, string>> = {
	customer_id: 'customers',
	start_location_id: 'locations',
	stop_location_id: 'locations',
	tax_region_id: 'tax_regions',
	coupon_id: 'coupons',
};

function flooredTime(name: string, value: Json): Json {
	if (value === null) return null;
	const time = Date.parse(text(value));
	if (Number.isNaN(time)) throw invalidValue(name, 'is not a datetime', 'invalid_datetime');
	return datetime(Math.floor(time / GRAIN_MS) * GRAIN_MS);
}

function check(account: Account, written: Values, merged: Values): void {
	for (const name of ['fulfillment_type', 'deposit_type', 'discount_type']) {
		const value = written[name];
		if (value && !attributeType(tableOf('orders'), name)?.options.includes(text(value))) throw notIncluded(name);
	}
	// An order is created in one of these; every later status is a transition.
	if ('status' in written && !['new', 'draft', 'reserved'].includes(text(written.status))) throw notIncluded('status');
	for (const [name, type] of Object.entries(REFERENCES)) {
		if (written[name] && !account.find(type, written[name]))
			throw invalidValue(name.replace(/_id$/, ''), 'must exist', 'required');
	}
	if (merged.starts_at && merged.stops_at && text(merged.stops_at) < text(merged.starts_at))
		throw invalidValue('stops_at', 'must be after starts at', 'invalid');
}

/** A newly assigned customer brings discount, deposit and tax region along: prices change as a side effect. */
function fromCustomer(account: Account, written: Values, current: StoredRecord | undefined): Values {
	if (!written.customer_id || written.customer_id === current?.values.customer_id) return {};
	const customer = account.find('customers', written.customer_id)?.values ?? {};
	return {
		discount_type: 'percentage',
		discount_percentage: customer.discount_percentage ?? 0,
		tax_region_id: customer.tax_region_id ?? null,
		...(customer.deposit_type === 'default'
			? {}
			: { deposit_type: customer.deposit_type ?? null, deposit_value: customer.deposit_value ?? 0 }),
	};
}

/** `discount_value` is written, `discount_percentage` is read. */
function discount(written: Values, merged: Values): Values {
	if (!('discount_value' in written)) return {};
	return merged.discount_type === 'fixed' ? {} : { discount_percentage: written.discount_value ?? 0 };
}

function prepare(
	{ account }: Session,
	{ confirm_shortage: confirmed, ...request }: Values,
	current: StoredRecord | undefined,
): Values {
	const written = { ...request };
	for (const name of ['starts_at', 'stops_at'])
		if (name in written) written[name] = flooredTime(name, written[name] ?? null);
	const merged: Values = { ...current?.values, ...written };
	check(account, written, merged);
	const holds = ['reserved', 'started'].includes(text(current?.values.status));
	if (current && holds && ('starts_at' in written || 'stops_at' in written)) {
		requireStock(account, needsOf(account, current, merged.starts_at, merged.stops_at), confirmed === true);
	}
	return {
		...fromCustomer(account, written, current),
		...written,
		...discount(written, merged),
		...('tag_list' in written ? { tag_list: tagList(account, written.tag_list ?? []) } : {}),
	};
}

function written(session: Session, order: StoredRecord, before: Values | undefined): void {
	const { account } = session;
	if (order.values.number === null && order.values.status !== 'new')
		account.change(order, { number: account.nextNumber('orders') });
	const { starts_at: startsAt = null, stops_at: stopsAt = null } = order.values;
	if (before && (before.starts_at !== startsAt || before.stops_at !== stopsAt)) {
		for (const planning of account.where('plannings', 'order_id', order.id)) {
			account.change(planning, {
				starts_at: startsAt,
				stops_at: stopsAt,
				reserved_from: startsAt,
				reserved_till: stopsAt,
			});
		}
		repriceLines(account, order);
	}
	refreshOrder(session, order);
	const former = account.find('customers', before?.customer_id);
	if (former && former.id !== order.values.customer_id) account.index(former);
}

export const orders: Behavior = {
	newestFirst: true,
	defaults({ account }) {
		const location = account.all('locations').find(({ values }) => values.archived !== true)?.id ?? null;
		return {
			status: 'new',
			number: null,
			start_location_id: location,
			stop_location_id: location,
			fulfillment_type: 'pickup',
			deposit_type: 'none',
			deposit_value: 0,
			discount_type: 'percentage',
			discount_percentage: 0,
			coupon_errors: {},
			override_period_restrictions: false,
			payment_status: 'paid',
		};
	},
	prepare,
	written,
	searched: (account, { values }) => [
		values.number ?? null,
		account.find('customers', values.customer_id)?.values.name ?? null,
		account.find('customers', values.customer_id)?.values.email ?? null,
	],
	filterField(account, { id, values }, name) {
		switch (name) {
			case 'item_id':
				return account
					.where('plannings', 'order_id', id)
					.flatMap((planning) => [
						planning.values.item_id ?? null,
						account.find('products', planning.values.item_id)?.values.product_group_id ?? null,
					]);
			case 'start_or_stop_time':
				return [values.starts_at ?? null, values.stops_at ?? null];
			case 'any_shortage':
				return values.location_shortage ?? false;
			default:
				return values[name];
		}
	},
	events: (order) => ({ created: eventOf(text(order.values.status)), updated: 'order.updated' }),
};

/** `GET /orders/new` is no mere read: it makes a ghost order, or gives the one this employee has not used yet. */
export function newOrder(session: Session): StoredRecord {
	const { account, employee } = session;
	const blank = account.where('orders', 'blank_of', employee.id).find(({ values }) => values.status === 'new');
	if (blank) return blank;
	const order = createRecord(session, 'orders', {});
	account.force(order, { blank_of: employee.id });
	return order;
}
