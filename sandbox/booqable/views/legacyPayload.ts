import { stringify } from 'qs';
import type { Account } from '../models/account';
import { amount, text, type StoredRecord, type Values } from '../models/records';

const OBJECTS: Readonly<Record<string, string>> = {
	customers: 'Customer',
	orders: 'Order',
	documents: 'Document',
	payment_charges: 'Payment',
	payment_refunds: 'Payment',
	carts: 'Cart',
	product_groups: 'ProductGroup',
	products: 'Product',
	bundles: 'Bundle',
	companies: 'Company',
};

const capitalized = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1).replaceAll('_', ' ');

/** The body of a version 1 webhook: a form whose `data` is the resource as the first API knew it. */
export function legacyForm(account: Account, record: StoredRecord, payload: Values, head: Values): string {
	return stringify(
		{ ...head, object: OBJECTS[record.type] ?? record.type, data: legacyData(account, record, payload) },
		{ arrayFormat: 'brackets', format: 'RFC1738' },
	);
}

function legacyData(account: Account, record: StoredRecord, payload: Values): Values {
	if (record.type === 'customers') return legacyCustomer(account, record, payload);
	if (record.type === 'orders') return legacyOrder(account, record, payload);
	return payload;
}

/** Unlike version 4, this carries the customer's notes. */
function legacyCustomer(account: Account, record: StoredRecord, { properties, tag_list, ...rest }: Values): Values {
	const notes = account.where('notes', 'owner_id', record.id).map(({ id, values }): Values => ({
		id,
		body: values.body ?? null,
		notable_type: 'Customer',
		notable_id: record.id,
		employee_id: values.employee_id ?? null,
	}));
	return { ...rest, tags: tag_list ?? [], properties_attributes: properties ?? {}, notes };
}

/** Drafts were called concepts, amounts were decimals in text, payment statuses were capitalized. */
function legacyOrder(account: Account, record: StoredRecord, { properties, tag_list, ...rest }: Values): Values {
	const customer = account.find('customers', record.values.customer_id);
	return {
		...rest,
		status: rest.status === 'draft' ? 'concept' : (rest.status ?? null),
		payment_status: capitalized(text(rest.payment_status)),
		grand_total_with_tax_as_decimal: (amount(rest.grand_total_with_tax_in_cents) / 100).toFixed(2),
		tags: tag_list ?? [],
		properties_attributes: properties ?? {},
		customer: customer ? legacyCustomer(account, customer, { id: customer.id, ...account.view(customer) }) : null,
	};
}
