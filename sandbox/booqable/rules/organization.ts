import type { Behavior } from '../models/account';
import { blank, invalidValue, notIncluded, refused } from '../errors';
import { objects, text, type StoredRecord, type Values } from '../models/records';
import { tableOf } from '../models/tables';
import { attributeType } from '../models/tables/table';
import { tagList } from './tagNames';

function requireName(written: Values, current: StoredRecord | undefined): void {
	if (!text(written.name ?? current?.values.name).trim()) throw blank('name');
}

export const employees: Behavior = {
	prepare: (_session, written, current) => ({
		...written,
		name: [written.firstname ?? current?.values.firstname, written.lastname ?? current?.values.lastname]
			.map(text)
			.join(' ')
			.trim(),
	}),
};

/** Logins of the online store. Their email can't be changed. */
export const users: Behavior = {
	prepare({ account }, { disabled, ...written }, current) {
		if (!current) {
			if (!text(written.email).includes('@')) throw invalidValue('email', 'is invalid', 'invalid');
			if (!account.find('customers', written.customer_id)) throw invalidValue('customer', 'must exist', 'required');
		}
		const status =
			disabled === true ? 'disabled' : disabled === false ? 'active' : (current?.values.status ?? 'invited');
		const name = [written.first_name ?? current?.values.first_name, written.last_name ?? current?.values.last_name]
			.map(text)
			.join(' ')
			.trim();
		return { ...written, name: written.name ?? name, status };
	},
	searched: (_account, { values }) => [values.name ?? null, values.email ?? null],
};

export const locations: Behavior = {
	defaults: () => ({ location_type: 'rental', pickup_enabled: true, fulfillment_capabilities: ['pickup'] }),
	prepare(_session, { confirm_has_orders: _confirmed, main_address_attributes: address, ...written }, current) {
		requireName(written, current);
		return { ...written, ...(address ? { main_address: address } : {}) };
	},
	removing({ account }, location) {
		const used = account
			.where('orders', 'start_location_id', location.id)
			.some(({ values }) => ['reserved', 'started'].includes(text(values.status)));
		if (used) throw refused('location_has_orders', 'Location has orders', 'The location has active orders');
	},
};

export const taxRegions: Behavior = {
	defaults: () => ({ strategy: 'add_to' }),
	prepare(_session, written, current) {
		requireName(written, current);
		if (
			written.strategy &&
			!attributeType(tableOf('tax_regions'), 'strategy')?.options.includes(text(written.strategy))
		)
			throw notIncluded('strategy');
		return written;
	},
	written({ account }, region) {
		const rates = objects(region.values.tax_rates_attributes);
		delete region.values.tax_rates_attributes;
		for (const [position, rate] of rates.entries()) {
			account.insert('tax_rates', {
				name: rate.name ?? null,
				value: Number(rate.value ?? 0),
				owner_id: region.id,
				owner_type: 'tax_regions',
				position: position + 1,
			});
		}
	},
};

export const coupons: Behavior = {
	defaults: () => ({ active: true, coupon_type: 'percentage', redemptions_count: 0 }),
	prepare({ account }, written, current) {
		if (!text(written.identifier ?? current?.values.identifier).trim()) throw blank('identifier');
		return { ...written, ...('tag_list' in written ? { tag_list: tagList(account, written.tag_list ?? []) } : {}) };
	},
	searched: (_account, { values }) => [values.identifier ?? null],
};
