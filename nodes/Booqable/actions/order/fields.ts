import type { INodeProperties } from 'n8n-workflow';
import { coupons, locations, taxRegions } from '../../mapping/accountLists';
import { orderProperties } from '../../mapping/properties';
import type { RecordFields } from '../../mapping/recordFields';

/** Writable attributes of an order. Source: Booqable API v4, Orders. Its status changes by transitions alone. */
export const orderFields: RecordFields = {
	properties: orderProperties,
	attributes: [
		{ id: 'customer_id', label: 'Customer ID', first: true, nullable: true },
		{ id: 'starts_at', label: 'Starts At', type: 'dateTime', first: true, nullable: true },
		{ id: 'stops_at', label: 'Stops At', type: 'dateTime', first: true, nullable: true },
		{ id: 'start_location_id', label: 'Pickup Location', list: locations },
		{ id: 'stop_location_id', label: 'Return Location', list: locations },
		{
			id: 'fulfillment_type',
			label: 'Pickup or Delivery',
			choices: [
				{ name: 'Delivery', value: 'delivery' },
				{ name: 'Pickup', value: 'pickup' },
			],
		},
		{
			id: 'discount_type',
			label: 'Discount Type',
			choices: [
				{ name: 'Fixed', value: 'fixed' },
				{ name: 'Percentage', value: 'percentage' },
			],
		},
		{ id: 'discount_value', label: 'Discount Value', type: 'number' },
		{
			id: 'deposit_type',
			label: 'Deposit Type',
			nullable: true,
			choices: ['fixed', 'none', 'percentage', 'percentage_total'].map((value) => ({
				name: value.replace('_', ' of '),
				value,
			})),
		},
		{ id: 'deposit_value', label: 'Deposit Value', type: 'number' },
		{ id: 'coupon_id', label: 'Coupon', list: coupons, nullable: true },
		{ id: 'tax_region_id', label: 'Tax Region', list: taxRegions, nullable: true },
		{ id: 'billing_address_property_id', label: 'Billing Address (Property ID)' },
		{ id: 'delivery_address_property_id', label: 'Delivery Address (Property ID)' },
		{ id: 'override_period_restrictions', label: 'Override Period Restrictions', type: 'boolean' },
	],
};

/** What "Simplify" keeps of an order. */
export const SIMPLE = [
	'id',
	'number',
	'status',
	'payment_status',
	'customer_id',
	'starts_at',
	'stops_at',
	'grand_total_with_tax_in_cents',
	'to_be_paid_in_cents',
	'deposit_in_cents',
	'item_count',
	'properties',
	'tag_list',
	'created_at',
	'updated_at',
	'customer',
	'lines',
	'payments',
	'documents',
	'notes',
	'start_location',
	'stop_location',
];

/** Related records that lists and searches of orders can give along. */
export const LIST_INCLUDES = ['coupon', 'customer', 'properties', 'start_location', 'stop_location'];

export const confirmShortage: INodeProperties = {
	displayName: 'Confirm Shortage',
	name: 'confirmShortage',
	type: 'boolean',
	default: true,
	description: 'Whether to go on although items are short, within the limit of their product group',
};

export const STATUSES = ['archived', 'canceled', 'draft', 'reserved', 'started', 'stopped'].map((value) => ({
	name: value.charAt(0).toUpperCase() + value.slice(1),
	value,
}));
