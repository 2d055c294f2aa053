import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { getMany as getOrders } from '../order/getMany';
import { orderTimes } from '../order/timeZone';
import { SIMPLE } from './get';
import { getMany } from './getMany';

const sameEmail: INodeProperties = {
	displayName: 'Customers With the Same Email',
	name: 'sameEmail',
	type: 'options',
	options: [
		{ name: 'Add Up', value: 'addUp', description: 'Return the newest of them, with the figures of all' },
		{ name: 'Return Each', value: 'each' },
	],
	default: 'each',
	description:
		'The online store of Booqable creates a new customer for each order, so one person is often several customers',
};

/** Rentals that took place or are under way; of the others only the coming ones count. */
const TAKEN = ['started', 'stopped', 'archived'];
const COMING = 'reserved';

/** What the orders of a customer tell, beside the figures that Booqable keeps itself. */
interface Rentals {
	/** Start of the latest rental that began. */
	last: string | null;
	/** Start of the next that is reserved. */
	next: string | null;
	isOut: boolean;
}

const FIGURES = ['order_count', 'revenue_in_cents', 'balance_due_in_cents', 'email_marketing_consented'];
const RENTALS = ['last_rental_at', 'next_rental_at', 'is_renting'];

export const getRentals = operation({
	resource: 'customer',
	name: 'getRentals',
	label: 'Get Rental Figures',
	action: 'Get rental figures of customers',
	description:
		'List customers with revenue to date, number of orders, last and next rental, and marketing consent. Takes one call for each 100 customers and one for each 100 orders.',
	parameters: getMany.parameters,
	options: [sameEmail, orderTimes],
	effect: 'read',
	endpoints: [getMany, getOrders],
	execute: async (calls, input) => {
		const { orderTimes: zone } = input.collection('options');
		const [customers, orders] = await Promise.all([
			calls.many(getMany, { filters: input.collection('filters'), options: { sort: 'number' } }),
			calls.many(getOrders, {
				filters: { status: [...TAKEN, COMING] },
				options: { ...(zone !== undefined && { orderTimes: zone }) },
			}),
		]);
		const rentals = rentalsOf(orders, Date.now());
		const figures = customers.map((customer) => withRentals(customer, rentals.get(textOf(customer.id))));
		return input.option('sameEmail') === 'addUp' ? addedUp(figures) : figures;
	},
	simplify: [...SIMPLE, ...FIGURES, ...RENTALS],
});

/** By customer. */
function rentalsOf(orders: readonly IDataObject[], now: number): Map<string, Rentals> {
	const found = new Map<string, Rentals>();
	for (const { customer_id: customer, status, starts_at: start } of orders) {
		const id = textOf(customer);
		const startsAt = textOf(start) || null;
		const own = found.get(id) ?? { last: null, next: null, isOut: false };
		found.set(id, own);
		if (status === COMING) own.next = Date.parse(startsAt ?? '') >= now ? earlier(own.next, startsAt) : own.next;
		else own.last = later(own.last, startsAt);
		own.isOut ||= status === 'started';
	}
	return found;
}

const withRentals = (customer: IDataObject, rentals?: Rentals): IDataObject => ({
	...customer,
	last_rental_at: rentals?.last ?? null,
	next_rental_at: rentals?.next ?? null,
	is_renting: rentals?.isOut ?? false,
});

/** One for each email: the newest, which comes last, with the figures of all. */
function addedUp(customers: readonly IDataObject[]): IDataObject[] {
	const byEmail = new Map<string, IDataObject>();
	for (const customer of customers) {
		const key = textOf(customer.email).toLowerCase() || textOf(customer.id);
		const before = byEmail.get(key);
		byEmail.set(key, before ? together(before, customer) : customer);
	}
	return [...byEmail.values()];
}

function together(before: IDataObject, newest: IDataObject): IDataObject {
	const sum = (name: string): number => Number(before[name] ?? 0) + Number(newest[name] ?? 0);
	return {
		...newest,
		order_count: sum('order_count'),
		revenue_in_cents: sum('revenue_in_cents'),
		balance_due_in_cents: sum('balance_due_in_cents'),
		last_rental_at: later(momentOf(before.last_rental_at), momentOf(newest.last_rental_at)),
		next_rental_at: earlier(momentOf(before.next_rental_at), momentOf(newest.next_rental_at)),
		is_renting: before.is_renting === true || newest.is_renting === true,
	};
}

const momentOf = (value: unknown): string | null => textOf(value) || null;
const isBefore = (one: string, other: string): boolean => Date.parse(one) < Date.parse(other);
const earlier = (one: string | null, other: string | null): string | null =>
	one === null || (other !== null && isBefore(other, one)) ? other : one;
const later = (one: string | null, other: string | null): string | null =>
	one === null || (other !== null && isBefore(one, other)) ? other : one;
