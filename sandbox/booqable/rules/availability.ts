import type { Account, Behavior } from '../models/account';
import { badRequest } from '../errors';
import { stockOf } from './order/stock';
import { epoch, isObject, text, type StoredRecord, type Values } from '../models/records';

const given = (filter: Values, name: string): string => {
	const value = filter[name];
	return text(isObject(value) ? value.eq : value);
};

/** Ids of computed rows are made of what they are about: a read must not use up the world's random numbers. */
const idOf = (...parts: readonly string[]): string => parts.join('/');

function levelAt(account: Account, product: StoredRecord, location: StoredRecord, filter: Values): StoredRecord {
	const period = {
		from: epoch(given(filter, 'from')),
		till: epoch(given(filter, 'till')),
		orderId: given(filter, 'order_id') || undefined,
	};
	if (Number.isNaN(period.from) || Number.isNaN(period.till))
		throw badRequest('Failed typecasting "from" or "till"! Given no datetime');
	const { stock, planned } = stockOf(account, { productId: product.id, locationId: location.id, ...period });
	return {
		type: 'inventory_levels',
		id: idOf(product.id, location.id),
		values: {
			item_id: product.id,
			location_id: location.id,
			order_id: period.orderId ?? null,
			location_stock_count: stock,
			location_planned: planned,
			location_needed: 0,
			location_available: stock - planned,
			location_plannable: stock - planned,
		},
	};
}

/** Stock of each product at each location in a period. */
export const inventoryLevels: Behavior = {
	rows(account, filter) {
		const [item, place] = [given(filter, 'item_id'), given(filter, 'location_id')];
		const products = account
			.all('products')
			.filter(
				({ id, values }) =>
					!item || item.split(',').some((wanted) => wanted === id || wanted === values.product_group_id),
			);
		const locations = account.all('locations').filter(({ id }) => !place || id === place);
		return products.flatMap((product) => locations.map((location) => levelAt(account, product, location, filter)));
	},
};
