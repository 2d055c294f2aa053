import { words, type ResourceTable } from './table';

export const locations: ResourceTable = {
	type: 'locations',
	attributes: {
		readWrite: {
			address_line_1: 'string',
			address_line_2: 'string',
			city: 'string',
			code: 'string',
			country: 'string',
			location_type: 'enum(rental|internal)',
			main_address: 'hash',
			name: 'string',
			pickup_enabled: 'boolean',
			region: 'string',
			zipcode: 'string',
		},
		writeOnly: { confirm_has_orders: 'boolean', main_address_attributes: 'hash' },
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			created_at: 'datetime',
			delivery_enabled: 'boolean',
			fulfillment_capabilities: 'array[string]',
			id: 'uuid',
			updated_at: 'datetime',
		},
	},
	filters: {
		eq: words`archived location_type main_address`,
		compare: words`archived_at created_at updated_at`,
		text: words`code name`,
		eqNot: words`id`,
		other: { fulfillment_capabilities: words`any_of` },
	},
	stats: words`total`,
	includes: {
		list: words`carriers clusters`,
		get: words`carriers clusters`,
		create: words`carriers clusters`,
		update: words`carriers clusters`,
		destroy: words``,
	},
};
