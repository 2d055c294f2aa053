import { words, type ResourceTable } from './table';

const recordIncludes = words`
	coupon customer customer.properties lines lines.item lines.item.photo lines.item.properties lines.planning
	lines.planning.stock_item_plannings lines.planning.stock_item_plannings.stock_item lines.tax_category order order.coupon
	order.properties order.start_location order.stop_location properties signature tax_region tax_values`;

export const documents: ResourceTable = {
	type: 'documents',
	attributes: {
		readWrite: {
			address: 'string',
			body: 'string',
			confirmed: 'boolean',
			coupon_id: 'uuid?',
			customer_id: 'uuid?',
			date: 'date',
			deposit_type: 'enum?(none|percentage_total|percentage|fixed)',
			deposit_value: 'float',
			discount_percentage: 'float',
			due_date: 'date',
			finalized: 'boolean',
			footer: 'string',
			name: 'string',
			number: 'integer',
			prefix: 'string',
			reference: 'string',
			revised: 'boolean',
			sent: 'boolean',
			status: 'enum(confirmed|unconfirmed|revised|partially_paid|payment_due|paid|process_deposit|overpaid)',
			tag_list: 'array',
			tax_region_id: 'uuid?',
		},
		createOnly: {
			document_type: 'enum(invoice|contract|quote)',
			fulfillment_type: 'enum?(pickup|delivery)',
			order_id: 'uuid',
		},
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			confirmed_at: 'datetime',
			coupon_discount_in_cents: 'integer',
			created_at: 'datetime',
			delivery_address: 'string',
			delivery_carrier_name: 'string',
			delivery_label: 'string',
			delivery_price_in_cents: 'integer',
			deposit_held_in_cents: 'integer',
			deposit_in_cents: 'integer',
			deposit_paid_in_cents: 'integer',
			deposit_refunded_in_cents: 'integer',
			deposit_to_refund_in_cents: 'integer',
			discount_in_cents: 'integer',
			discount_type: 'string',
			grand_total_in_cents: 'integer',
			grand_total_with_tax_in_cents: 'integer',
			id: 'uuid',
			paid_in_cents: 'integer',
			prefix_with_number: 'string',
			price_in_cents: 'integer',
			revision: 'string',
			signature_url: 'string',
			signed: 'boolean',
			start_location_id: 'uuid',
			starts_at: 'datetime',
			stop_location_id: 'uuid',
			stops_at: 'datetime',
			tax_in_cents: 'integer',
			to_be_paid_in_cents: 'integer',
			total_discount_in_cents: 'integer',
			updated_at: 'datetime',
		},
	},
	filters: {
		text: words`address discount_type name prefix prefix_with_number revision`,
		eq: words`
			archived conditions confirmed deposit_type finalized fulfillment_type q revised sent signed start_location_id status
			tag_list`,
		compare: words`
			archived_at confirmed_at coupon_discount_in_cents created_at date deposit_held_in_cents deposit_in_cents
			deposit_paid_in_cents deposit_refunded_in_cents deposit_to_refund_in_cents discount_in_cents discount_percentage
			due_date grand_total_in_cents grand_total_with_tax_in_cents number paid_in_cents price_in_cents starts_at stops_at
			tax_in_cents to_be_paid_in_cents total_discount_in_cents updated_at`,
		eqNot: words`coupon_id customer_id document_type order_id stop_location_id tax_region_id`,
		other: { date_or_created_at: words`eq not_eq gt gte lt lte between`, id: words`eq not_eq gt` },
	},
	stats: words`
		coupon_discount_in_cents currency deposit_held_in_cents deposit_in_cents deposit_paid_in_cents deposit_refunded_in_cents
		deposit_to_refund_in_cents deposit_type discount_in_cents discount_percentage fulfillment_type grand_total_in_cents
		grand_total_with_tax_in_cents paid_in_cents price_in_cents status tag_list tax_in_cents tax_strategy to_be_paid_in_cents
		total total_discount_in_cents`,
	includes: {
		list: words`customer order`,
		search: words`customer order`,
		get: recordIncludes,
		create: recordIncludes,
		update: recordIncludes,
		destroy: words``,
	},
};
