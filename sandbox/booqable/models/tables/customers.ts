import { words, type ResourceTable } from './table';

export const customers: ResourceTable = {
	type: 'customers',
	attributes: {
		readWrite: {
			deposit_type: 'string',
			deposit_value: 'float',
			discount_percentage: 'float',
			email: 'string?',
			email_marketing_consented: 'boolean',
			legal_type: 'string',
			merge_suggestion_customer_id: 'uuid',
			name: 'string',
			stripe_id: 'string',
			tag_list: 'array[string]',
			tax_region_id: 'uuid?',
		},
		writeOnly: { properties_attributes: 'array' },
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			average_order_value_in_cents: 'integer',
			balance_due_in_cents: 'integer',
			created_at: 'datetime',
			email_marketing_consent_updated_at: 'datetime',
			id: 'uuid',
			latest_order_at: 'datetime',
			number: 'integer',
			order_count: 'integer',
			properties: 'hash',
			revenue_in_cents: 'integer',
			updated_at: 'datetime',
		},
	},
	filters: {
		eq: words`archived conditions email_marketing_consented legal_type q tag_list tax_region_id`,
		compare: words`
			archived_at average_order_value_in_cents balance_due_in_cents created_at deposit_value discount_percentage number
			order_count revenue_in_cents updated_at`,
		text: words`deposit_type email name stripe_id`,
		eqNot: words`merge_suggestion_customer_id`,
		other: { id: words`eq not_eq gt`, latest_order_at: words`gt gte lt lte` },
	},
	stats: words`archived discount_percentage email_marketing_consented legal_type tag_list tax_region_id total`,
	includes: {
		list: words`barcode payment_methods properties tax_region`,
		search: words`barcode payment_methods properties tax_region`,
		get: words`barcode payment_methods properties tax_region`,
		create: words`barcode payment_methods properties tax_region`,
		update: words`barcode payment_methods properties tax_region`,
		destroy: words``,
	},
};
