import { words, type ResourceTable } from './table';

const listIncludes = words`coupon customer properties start_location stop_location`;

const recordIncludes = words`
	barcode coupon customer customer.merge_suggestion_customer customer.payment_methods customer.properties documents lines
	lines.item lines.item.barcode lines.item.bundle_items lines.item.photo lines.item.properties lines.planning
	lines.planning.stock_item_plannings lines.planning.stock_item_plannings.stock_item
	lines.planning.stock_item_plannings.stock_item.barcode lines.tax_category notes order_delivery_rate payments
	payments.payment_method properties start_location stop_location tax_region tax_values`;

export const orders: ResourceTable = {
	type: 'orders',
	attributes: {
		readWrite: {
			billing_address_property_id: 'uuid',
			coupon_id: 'uuid?',
			customer_id: 'uuid?',
			delivery_address: 'string',
			delivery_address_property_id: 'uuid',
			deposit_type: 'enum?(none|percentage_total|percentage|fixed)',
			deposit_value: 'float',
			discount_type: 'enum(percentage|fixed)',
			fulfillment_type: 'enum(pickup|delivery)',
			order_delivery_rate_id: 'uuid?',
			override_period_restrictions: 'boolean',
			start_location_id: 'uuid',
			starts_at: 'datetime?',
			stop_location_id: 'uuid',
			stops_at: 'datetime?',
			tag_list: 'array[string]',
			tax_region_id: 'uuid?',
		},
		createOnly: { status: 'enum(new|draft|reserved|started|stopped|archived|canceled)' },
		writeOnly: {
			confirm_shortage: 'boolean',
			discount_value: 'float',
			dismiss_coupon_errors: 'boolean',
			order_delivery_rate_attributes: 'hash',
			properties_attributes: 'array',
		},
		readOnly: {
			amount_in_cents: 'integer',
			amount_paid_in_cents: 'integer',
			amount_to_be_paid_in_cents: 'integer',
			coupon_discount_in_cents: 'integer',
			coupon_errors: 'hash',
			created_at: 'datetime',
			deposit_held_in_cents: 'integer',
			deposit_in_cents: 'integer',
			deposit_paid_in_cents: 'integer',
			deposit_refunded_in_cents: 'integer',
			deposit_to_be_paid_in_cents: 'integer',
			deposit_to_refund_in_cents: 'integer',
			discount_in_cents: 'integer',
			discount_percentage: 'float',
			entirely_started: 'boolean',
			entirely_stopped: 'boolean',
			grand_total_in_cents: 'integer',
			grand_total_with_tax_in_cents: 'integer',
			has_signed_contract: 'boolean',
			id: 'uuid',
			item_count: 'integer',
			location_shortage: 'boolean',
			number: 'integer',
			paid_in_cents: 'integer',
			payment_status: 'enum(paid|partially_paid|overpaid|payment_due|process_deposit)',
			price_in_cents: 'integer',
			properties: 'hash',
			shortage: 'boolean',
			status_counts: 'hash',
			statuses: 'array',
			tax_in_cents: 'integer',
			to_be_paid_in_cents: 'integer',
			total_discount_in_cents: 'integer',
			total_in_cents: 'integer',
			total_paid_in_cents: 'integer',
			total_to_be_paid_in_cents: 'integer',
			updated_at: 'datetime',
		},
	},
	filters: {
		compare: words`
			amount_in_cents amount_paid_in_cents amount_to_be_paid_in_cents coupon_discount_in_cents created_at
			deposit_held_in_cents deposit_in_cents deposit_paid_in_cents deposit_refunded_in_cents deposit_to_be_paid_in_cents
			deposit_to_refund_in_cents discount_in_cents discount_percentage discount_value grand_total_in_cents
			grand_total_with_tax_in_cents item_count number paid_in_cents price_in_cents starts_at stops_at tax_in_cents
			to_be_paid_in_cents total_discount_in_cents total_in_cents total_paid_in_cents total_to_be_paid_in_cents updated_at`,
		eq: words`
			any_shortage conditions deposit_type discount_type fulfillment_type has_signed_contract item_id location_shortage
			payment_status q shortage stock_item_id tag_list`,
		eqNot: words`
			billing_address_property_id coupon_id customer_id delivery_address_property_id order_delivery_rate_id start_location_id
			status statuses stop_location_id tax_region_id`,
		other: { id: words`eq not_eq gt`, start_or_stop_time: words`eq not_eq gt gte lt lte between` },
	},
	stats: words`
		amount_in_cents amount_paid_in_cents amount_to_be_paid_in_cents coupon_discount_in_cents deposit_held_in_cents
		deposit_in_cents deposit_paid_in_cents deposit_refunded_in_cents deposit_to_be_paid_in_cents deposit_to_refund_in_cents
		deposit_type discount_in_cents discount_percentage fulfillment_type grand_total_in_cents grand_total_with_tax_in_cents
		item_count location_shortage paid_in_cents payment_status price_in_cents shortage status statuses tag_list tax_in_cents
		to_be_paid_in_cents total total_discount_in_cents total_in_cents total_paid_in_cents total_to_be_paid_in_cents`,
	includes: {
		list: listIncludes,
		search: listIncludes,
		new: recordIncludes,
		get: recordIncludes,
		create: recordIncludes,
		update: recordIncludes,
	},
};
