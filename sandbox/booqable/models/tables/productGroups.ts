import { words, type ResourceTable } from './table';

const listIncludes = words`
	photo price_structure price_structure.price_tiles products products.price_structure products.price_structure.price_tiles
	properties`;

const writeIncludes = words`photo price_structure price_structure.price_tiles properties tax_category`;

export const productGroups: ResourceTable = {
	type: 'product_groups',
	attributes: {
		readWrite: {
			flat_fee_price_in_cents: 'integer',
			sorting_weight: 'integer',
			stock_item_properties: 'array[string]',
			structure_price_in_cents: 'integer',
			variation_fields: 'array',
			weight: 'hash?',
			allow_shortage: 'boolean',
			buffer_time_after: 'integer',
			buffer_time_before: 'integer',
			default_purchase_cost_in_cents: 'integer',
			deposit_in_cents: 'integer',
			description: 'string?',
			discountable: 'boolean',
			excerpt: 'string?',
			extra_information: 'string?',
			has_variations: 'boolean',
			name: 'string',
			price_period: 'enum(hour|day|week|month)',
			price_ruleset_id: 'uuid?',
			price_structure_id: 'uuid?',
			price_type: 'enum(structure|private_structure|fixed|simple|none)',
			product_type: 'enum(rental|sales_item|service)',
			seo_description: 'string?',
			seo_title: 'string?',
			shortage_limit: 'integer',
			show_in_store: 'boolean',
			sku: 'string',
			slug: 'string',
			tag_list: 'array[string]',
			tax_category_id: 'uuid?',
			taxable: 'boolean',
		},
		createOnly: { trackable: 'boolean', tracking_type: 'enum(none|bulk|trackable)' },
		writeOnly: {
			confirm_shortage: 'boolean',
			create_url_redirect: 'boolean',
			photo_base64: 'string',
			properties_attributes: 'array',
			remote_photo_url: 'string',
		},
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			base_price_in_cents: 'integer',
			created_at: 'datetime',
			id: 'uuid',
			photo_id: 'uuid?',
			photo_url: 'string?',
			type: 'string',
			updated_at: 'datetime',
			group_name: 'string',
			properties: 'hash',
			variation: 'boolean',
		},
	},
	body: words`
		allow_shortage buffer_time_after buffer_time_before confirm_shortage create_url_redirect default_purchase_cost_in_cents
		deposit_in_cents discountable excerpt extra_information flat_fee_price_in_cents has_variations name photo_base64
		price_period price_ruleset_id price_structure_id price_type product_type properties_attributes remote_photo_url
		seo_description seo_title shortage_limit show_in_store sku slug sorting_weight stock_item_properties
		structure_price_in_cents tag_list tax_category_id taxable trackable tracking_type variation_fields weight`,
	filters: {
		eq: words`
			allow_shortage archived discountable has_variations price_period price_type product_group_id product_type show_in_store
			tag_list taxable trackable tracking_type variation`,
		compare: words`
			archived_at base_price_in_cents buffer_time_after buffer_time_before created_at default_purchase_cost_in_cents
			deposit_in_cents flat_fee_price_in_cents shortage_limit sorting_weight structure_price_in_cents updated_at`,
		eqNot: words`collection_id photo_id price_ruleset_id price_structure_id tax_category_id type`,
		text: words`description excerpt extra_information group_name name q seo_description seo_title sku slug`,
		other: { id: words`eq not_eq gt` },
	},
	stats: words`
		archived base_price_in_cents default_purchase_cost_in_cents deposit_in_cents discountable price_period price_type
		product_type show_in_store tag_list tax_category_id taxable total tracking_type`,
	includes: {
		list: listIncludes,
		search: listIncludes,
		get: words`photo price_structure price_structure.price_tiles products properties tax_category`,
		create: writeIncludes,
		update: writeIncludes,
		destroy: words``,
	},
};
