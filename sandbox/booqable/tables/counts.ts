import { words, type ResourceTable } from './table';

export const counts: ResourceTable = {
	type: 'counts',
	attributes: {
		readOnly: {
			app_payment_option_count: 'integer', archived_order_count: 'integer', created_at: 'datetime', employee_count: 'integer',
			id: 'uuid', location_count: 'integer', manual_order_count: 'integer', manual_reserved_order_count: 'integer',
			note_count: 'integer', overdue_invoice_count: 'integer', payment_profile_count: 'integer', product_count: 'integer',
			product_group_count: 'integer', started_order_count: 'integer', stopped_order_count: 'integer', tag_count: 'integer',
			tax_rate_count: 'integer', webshop_order_count: 'integer',
		},
	},
	includes: {
		current: words``,
	},
};
