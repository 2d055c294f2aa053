import { words, type ResourceTable } from './table';

export const properties: ResourceTable = {
	type: 'properties',
	attributes: {
		readWrite: {
			address1: 'string',
			address2: 'string',
			city: 'string',
			country: 'string',
			country_id: 'string',
			default_property_id: 'uuid?',
			first_name: 'string',
			identifier: 'string',
			last_name: 'string',
			latitude: 'string',
			longitude: 'string',
			name: 'string',
			position: 'integer',
			property_type: 'enum(address|date_field|email|phone|select|text_area|text_field)',
			province_id: 'string',
			region: 'string',
			show_on: 'array[string]',
			validation_required: 'boolean',
			value: 'string',
			zipcode: 'string',
		},
		createOnly: { owner_id: 'uuid', owner_type: 'enum(customers|documents|orders|product_groups|stock_items)' },
		readOnly: { created_at: 'datetime', id: 'uuid', meets_validation_requirements: 'boolean', updated_at: 'datetime' },
	},
	filters: {
		compare: words`created_at updated_at`,
		eqNot: words`default_property_id id owner_id owner_type`,
		text: words`identifier name`,
	},
	stats: words`total`,
	includes: {
		list: words`owner`,
		get: words`owner`,
		create: words`owner`,
		update: words`owner`,
		destroy: words`owner`,
	},
};
