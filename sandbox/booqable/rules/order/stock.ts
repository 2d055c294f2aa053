import type { Account } from '../../models/account';
import { refused } from '../../errors';
import { amount, epoch, text, type Json, type StoredRecord, type Values } from '../../models/records';

/** Orders in these statuses hold their items. */
const HOLDING = ['reserved', 'started'];

export interface Need {
	productId: string;
	quantity: number;
	from: number;
	till: number;
	/** Bookings of this order don't stand in its own way. */
	orderId?: string;
	locationId?: Json;
}

const overlaps = ({ values }: StoredRecord, from: number, till: number): boolean =>
	epoch(values.reserved_from) < till && epoch(values.reserved_till) > from;

/** Stock and what is planned of a product in a period. Services have no stock and never run out. */
export function stockOf(
	account: Account,
	{ productId, from, till, orderId, locationId }: Omit<Need, 'quantity'>,
): { stock: number; planned: number; orders: string[] } {
	const atLocation = ({ values }: StoredRecord, key: string): boolean => !locationId || values[key] === locationId;
	const stock = account
		.where('stock_items', 'product_id', productId)
		.filter((item) => item.values.archived !== true && atLocation(item, 'location_id')).length;
	const plannings = account
		.where('plannings', 'item_id', productId)
		.filter(
			(planning) =>
				planning.values.order_id !== orderId &&
				planning.values.archived !== true &&
				HOLDING.includes(text(planning.values.status)) &&
				overlaps(planning, from, till) &&
				atLocation(planning, 'start_location_id'),
		);
	const planned = plannings.reduce((sum, { values }) => sum + amount(values.quantity) - amount(values.stopped), 0);
	return { stock, planned, orders: [...new Set(plannings.map(({ values }) => text(values.order_id)))] };
}

export const isCounted = (account: Account, productId: string): boolean => {
	const group = account.find('product_groups', account.find('products', productId)?.values.product_group_id);
	return group?.values.tracking_type !== 'none' && group?.values.product_type !== 'service';
};

function shortageOf(account: Account, need: Need): Values | undefined {
	if (!isCounted(account, need.productId)) return undefined;
	const { stock, planned, orders } = stockOf(account, need);
	const shortage = need.quantity - (stock - planned);
	if (shortage <= 0) return undefined;
	return {
		reason: 'shortage',
		item_id: need.productId,
		stock_count: stock,
		reserved: planned,
		needed: need.quantity,
		shortage,
		orders,
		downtimes: [],
	};
}

/** Within the group's shortage limit it is a warning, beyond it blocks. */
function isWarning(account: Account, problem: Values): boolean {
	const group = account.find('product_groups', account.find('products', problem.item_id)?.values.product_group_id);
	return group?.values.allow_shortage === true && amount(problem.shortage) <= amount(group.values.shortage_limit);
}

/** @throws ApiError 422 `items_not_available`; warnings alone can be confirmed */
export function requireStock(account: Account, needs: readonly Need[], confirmed: boolean): void {
	const problems = needs.map((need) => shortageOf(account, need)).filter((problem) => problem !== undefined);
	const warning = problems.filter((problem) => isWarning(account, problem));
	const blocking = problems.filter((problem) => !warning.includes(problem));
	if (blocking.length === 0 && (warning.length === 0 || confirmed)) return;
	throw refused('items_not_available', 'Items not available', 'One or more items are not available', {
		warning,
		blocking,
	});
}

/** What an order needs of each product, for its own period or another. */
export function needsOf(
	account: Account,
	order: StoredRecord,
	startsAt: Json | undefined,
	stopsAt: Json | undefined,
): Need[] {
	if (!startsAt || !stopsAt) return [];
	const quantities = new Map<string, number>();
	for (const { values } of account.where('plannings', 'order_id', order.id)) {
		quantities.set(text(values.item_id), (quantities.get(text(values.item_id)) ?? 0) + amount(values.quantity));
	}
	return [...quantities].map(([productId, quantity]) => ({
		productId,
		quantity,
		from: epoch(startsAt),
		till: epoch(stopsAt),
		orderId: order.id,
	}));
}
