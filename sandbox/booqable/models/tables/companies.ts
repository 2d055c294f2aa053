import { words, type ResourceTable } from './table';

export const companies: ResourceTable = {
	type: 'companies',
	attributes: {
		readWrite: {
			address_line_1: 'string', address_line_2: 'string', billing_address_city: 'string', billing_address_country: 'string',
			billing_address_line_1: 'string', billing_address_line_2: 'string', billing_address_region: 'string',
			billing_address_zipcode: 'string', billing_company: 'string', billing_email: 'string', city: 'string',
			country: 'string', country_code: 'string', currency: 'string', custom_domain: 'string',
			custom_domain_validation: 'hash', default_timezone: 'string', email: 'string', financial_line_1: 'string',
			financial_line_2: 'string', market: 'string', name: 'string', phone: 'string', region: 'string', shop_theme_id: 'uuid',
			third_party_id: 'string', use_billing_address: 'boolean', vat_number: 'string', website: 'string', zipcode: 'string',
		},
		writeOnly: {
			billing_address_attributes: 'hash', favicon_base64: 'string', logo_base64: 'string', main_address_attributes: 'hash',
			remove_favicon: 'boolean', remove_logo: 'boolean',
		},
		readOnly: {
			address: 'string', billing_address: 'hash', continent: 'string', created_at: 'datetime', development: 'boolean',
			euvat_member: 'boolean', favicon_url: 'string', has_to_pay_vat: 'boolean', id: 'uuid', in_eur_country: 'boolean',
			installed_online_store: 'boolean', logo_url: 'string', main_address: 'hash', pending_subscription: 'boolean',
			shop_theme_published: 'boolean', slug: 'string', subscription: 'hash[extra]', tenant_token: 'string',
			updated_at: 'datetime', vat_reverse_charge_applicable: 'boolean', vat_validation_status: 'string',
		},
	},
	includes: {
		current: words``,
		updateCurrent: words``,
	},
};
