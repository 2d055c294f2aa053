import type { Account } from '../account';
import type { Behaviour } from '../behaviour';
import { badRequest, notFound } from '../errors';
import { stockOf } from '../orders/stock';
import { datetime, epoch, isObject, text, type StoredRecord, type Values } from '../record';

const DAY_MS = 86_400_000;

const given = (filter: Values, name: string): string => {
	const value = filter[name];
	return text(isObject(value) ? value.eq : value);
};

/** Ids of computed rows are made of what they are about: a read must not use up the world's random numbers. */
const idOf = (...parts: readonly string[]): string => parts.join('/');

function levelAt(account: Account, product: StoredRecord, location: StoredRecord, filter: Values): StoredRecord {
	const period = { from: epoch(given(filter, 'from')), till: epoch(given(filter, 'till')), orderId: given(filter, 'order_id') || undefined };
	if (Number.isNaN(period.from) || Number.isNaN(period.till)) throw badRequest('Failed typecasting "from" or "till"! Given no datetime');
	const { stock, planned } = stockOf(account, { productId: product.id, locationId: location.id, ...period });
	return {
		type: 'inventory_levels', id: idOf(product.id, location.id),
		values: {
			item_id: product.id, location_id: location.id, order_id: period.orderId ?? null, location_stock_count: stock, location_planned: planned,
			location_needed: 0, location_available: stock - planned, location_plannable: stock - planned,
		},
	};
}

/** Stock of each product at each location in a period. */
export const inventoryLevels: Behaviour = {
	rows(account, filter) {
		const [item, place] = [given(filter, 'item_id'), given(filter, 'location_id')];
		const products = account.all('products').filter(({ id, values }) => !item || item.split(',').some((wanted) => wanted === id || wanted === values.product_group_id));
		const locations = account.all('locations').filter(({ id }) => !place || id === place);
		return products.flatMap((product) => locations.map((location) => levelAt(account, product, location, filter)));
	},
};

function day(account: Account, product: StoredRecord, start: number, filter: Values): StoredRecord {
	const wanted = Number(given(filter, 'quantity') || 1);
	const { stock, planned } = stockOf(account, { productId: product.id, from: start, till: start + DAY_MS, locationId: given(filter, 'location_id') || undefined });
	const quantity = stock - planned;
	const status = quantity >= wanted ? 'available' : quantity > 0 ? 'partial' : 'unavailable';
	const date = datetime(start).slice(0, 10);
	return {
		type: 'availabilities', id: idOf(product.id, date),
		values: { type: 'date', date, hour: null, minute: null, subject_id: product.id, subject_type: 'item', quantity, status, available: status === 'partial' ? null : status === 'available' },
	};
}

/** A month of days, each with what is left of a product. Orders, carts and downtimes have no calendar here. */
export const availabilities: Behaviour = {
	rows(account, filter) {
		if (given(filter, 'subject_type') !== 'item') throw badRequest('Invalid filter: the sandbox has calendars for subject_type "item" only');
		const product = account.find('products', given(filter, 'subject_id'));
		if (!product) throw notFound();
		const [year, month] = [Number(given(filter, 'year')), Number(given(filter, 'month'))];
		if (!Number.isInteger(year) || !(month >= 1 && month <= 12)) throw badRequest('Failed typecasting "year" or "month"!');
		const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
		return Array.from({ length: days }, (_none, index) => day(account, product, Date.UTC(year, month - 1, index + 1), filter));
	},
};
