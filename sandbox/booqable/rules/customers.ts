import type { Account, Behavior } from '../models/account';
import { blank, invalidValue, notIncluded } from '../errors';
import { amount, text, type Json, type StoredRecord, type Values } from '../models/records';
import { shownProperties } from './propertyValues';
import { tagList } from './tagNames';

/** Orders in these statuses count for a customer's figures. */
const COUNTED = ['reserved', 'started', 'stopped', 'archived'];

const total = (orders: readonly StoredRecord[], name: string): number =>
	orders.reduce((sum, { values }) => sum + amount(values[name]), 0);

function figures(account: Account, customer: StoredRecord): Values {
	const orders = account
		.where('orders', 'customer_id', customer.id)
		.filter(({ values }) => COUNTED.includes(text(values.status)));
	const revenue = total(orders, 'grand_total_in_cents');
	return {
		order_count: orders.length,
		revenue_in_cents: revenue,
		average_order_value_in_cents: orders.length === 0 ? 0 : Math.round(revenue / orders.length),
		balance_due_in_cents: total(orders, 'to_be_paid_in_cents'),
		latest_order_at:
			orders
				.map(({ values }) => text(values.created_at))
				.sort()
				.at(-1) ?? null,
	};
}

function check(written: Values): void {
	if ('name' in written && !text(written.name).trim()) throw blank('name');
	if (written.email && !/^[^\s@]+@[^\s@]+$/.test(text(written.email).trim()))
		throw invalidValue('email', 'is invalid', 'invalid');
	if ('legal_type' in written && !['person', 'commercial'].includes(text(written.legal_type)))
		throw notIncluded('legal_type');
	const discount = amount(written.discount_percentage);
	if (discount < 0 || discount > 100) throw notIncluded('discount_percentage');
}

export const customers: Behavior = {
	defaults: ({ account }) => ({
		number: account.nextNumber('customers'),
		deposit_type: 'default',
		deposit_value: 0,
		discount_percentage: 0,
		legal_type: 'person',
		order_count: 0,
	}),
	prepare({ account }, written, current) {
		check(current ? written : { name: null, ...written });
		const consented = written.email_marketing_consented;
		return {
			...written,
			...('tag_list' in written ? { tag_list: tagList(account, written.tag_list ?? []) } : {}),
			...(consented !== undefined && consented !== (current?.values.email_marketing_consented ?? false)
				? { email_marketing_consent_updated_at: account.now() }
				: {}),
		};
	},
	derive: figures,
	searched: (account, { id, values }): Json[] => [
		values.name ?? null,
		values.email ?? null,
		values.number ?? null,
		...shownProperties(account, id),
	],
	events: () => ({ created: 'customer.created', updated: 'customer.updated', archived: 'customer.archived' }),
};
