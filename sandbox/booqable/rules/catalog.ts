import type { Account, Behavior } from '../models/account';
import { blank, invalidValue, notIncluded } from '../errors';
import { amount, objects, strings, text, type StoredRecord, type Values } from '../models/records';
import { tableOf } from '../models/tables';
import { attributeType } from '../models/tables/table';
import { tagList } from './tagNames';

const slugOf = (name: string): string =>
	name
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');

function checkEnums(type: string, written: Values): void {
	for (const [name, value] of Object.entries(written)) {
		const attribute = attributeType(tableOf(type), name);
		if (
			attribute?.base === 'enum' &&
			attribute.options.length > 0 &&
			value !== null &&
			!attribute.options.includes(text(value))
		)
			throw notIncluded(name);
	}
}

function named(account: Account, written: Values, current: StoredRecord | undefined): Values {
	if (!text(written.name ?? current?.values.name).trim()) throw blank('name');
	return { ...written, ...('tag_list' in written ? { tag_list: tagList(account, written.tag_list ?? []) } : {}) };
}

/** Holds name, price and tracking; what can be booked is its products. */
export const productGroups: Behavior = {
	defaults: () => ({
		type: 'product_groups',
		product_type: 'rental',
		tracking_type: 'bulk',
		trackable: false,
		price_type: 'simple',
		price_period: 'day',
		base_price_in_cents: 0,
		structure_price_in_cents: 0,
		flat_fee_price_in_cents: 0,
		deposit_in_cents: 0,
		shortage_limit: 0,
		buffer_time_before: 0,
		buffer_time_after: 0,
		discountable: true,
		taxable: true,
		show_in_store: true,
		sorting_weight: 0,
	}),
	prepare({ account }, written, current) {
		checkEnums('product_groups', written);
		const values = named(account, written, current);
		const price = values.flat_fee_price_in_cents ?? values.structure_price_in_cents;
		return {
			...values,
			...('name' in values ? { group_name: values.name ?? null, slug: values.slug ?? slugOf(text(values.name)) } : {}),
			...(price === undefined ? {} : { base_price_in_cents: price }),
			...('tracking_type' in values ? { trackable: values.tracking_type === 'trackable' } : {}),
		};
	},
	// A group without variations has exactly one product, made with it.
	written({ account }, group, before) {
		for (const product of account.where('products', 'product_group_id', group.id)) account.index(product);
		if (before || group.values.has_variations === true) return;
		account.emit(
			'product.created',
			account.insert('products', { type: 'products', product_group_id: group.id, variation_values: [] }),
		);
	},
	searched: (_account, { values }) => [values.name ?? null, values.sku ?? null],
	filterField: (_account, { id }, name) => (name === 'product_group_id' ? id : undefined),
	events: () => ({
		created: 'product_group.created',
		updated: 'product_group.updated',
		archived: 'product_group.archived',
	}),
};

const OWN = [
	'archived',
	'archived_at',
	'created_at',
	'photo_id',
	'product_group_id',
	'sorting_weight',
	'type',
	'updated_at',
	'variation_values',
	'weight',
];

/** Everything but price and variation comes from the group. */
function inherited(account: Account, { values }: StoredRecord): Values {
	const group = account.find('product_groups', values.product_group_id);
	const variation = strings(values.variation_values);
	const name = text(group?.values.name);
	return {
		...group?.values,
		...Object.fromEntries(OWN.map((key) => [key, values[key] ?? null])),
		name: variation.length > 0 ? `${name} - ${variation.join(' ')}` : name,
		group_name: name,
		variation: variation.length > 0,
		base_price_in_cents: values.base_price_in_cents ?? group?.values.base_price_in_cents ?? 0,
	};
}

export const products: Behavior = {
	defaults: () => ({ type: 'products', base_price_in_cents: null }),
	prepare({ account }, written, current) {
		if (!current && !account.find('product_groups', written.product_group_id))
			throw invalidValue('product_group', 'must exist', 'required');
		return written;
	},
	derive: inherited,
	searched: (account, record) => [inherited(account, record).name ?? null, inherited(account, record).sku ?? null],
	events: () => ({ created: 'product.created' }),
};

export const bundles: Behavior = {
	defaults: () => ({
		type: 'bundles',
		product_type: 'bundle',
		discountable: true,
		taxable: true,
		show_in_store: true,
		sorting_weight: 0,
	}),
	prepare({ account }, written, current) {
		const values = named(account, written, current);
		return { ...values, ...('name' in values ? { slug: values.slug ?? slugOf(text(values.name)) } : {}) };
	},
	written({ account }, bundle) {
		addParts(account, bundle);
	},
	events: () => ({ created: 'bundle.created', updated: 'bundle.updated', archived: 'bundle.archived' }),
};

function addParts(account: Account, bundle: StoredRecord): void {
	const parts = objects(bundle.values.bundle_items_attributes);
	delete bundle.values.bundle_items_attributes;
	for (const [position, part] of parts.entries()) {
		const product = account.find('products', part.product_id);
		account.insert('bundle_items', {
			bundle_id: bundle.id,
			position: position + 1,
			product_id: product?.id ?? null,
			quantity: amount(part.quantity) || 1,
			product_group_id: product?.values.product_group_id ?? part.product_group_id ?? null,
			discount_percentage: amount(part.discount_percentage),
		});
	}
}

export const stockItems: Behavior = {
	defaults: () => ({ status: 'in_stock', stock_item_type: 'regular' }),
	prepare({ account }, { confirm_shortage: _confirm, ...written }, current) {
		const product = account.find('products', written.product_id ?? current?.values.product_id);
		if (!product) throw invalidValue('product', 'must exist', 'required');
		const location = written.location_id ?? current?.values.location_id ?? account.all('locations')[0]?.id ?? null;
		if (!account.find('locations', location)) throw invalidValue('location', 'must exist', 'required');
		const identifier =
			text(written.identifier ?? current?.values.identifier) ||
			`${slugOf(text(inherited(account, product).name))}-${account.nextNumber('stock_items')}`;
		return { ...written, location_id: location, identifier, product_group_id: product.values.product_group_id ?? null };
	},
	searched: (_account, { values }) => [values.identifier ?? null],
};
