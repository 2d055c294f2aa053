import { words, type ResourceTable } from './table';

export const sessions: ResourceTable = {
	type: 'sessions',
	attributes: {
		readWrite: {
			app_payment_options_available: 'boolean',
			company_id: 'uuid',
			countries_updated_at: 'datetime',
			created_order: 'boolean',
			default_properties_updated_at: 'datetime',
			employee_id: 'uuid',
			id: 'uuid',
			locations_updated_at: 'datetime',
			notification_subscriptions_updated_at: 'datetime',
			operating_rules_updated_at: 'datetime',
			supported_fulfillment_types: 'array[string]',
		},
	},
	includes: {
		current: words`
			app_payment_options app_subscriptions company default_properties employee locations operating_rules payment_profiles
			settings`,
	},
};
