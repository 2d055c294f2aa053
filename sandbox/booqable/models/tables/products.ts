import { words, type ResourceTable } from './table';

const listIncludes = words`
	barcode inventory_levels photo price_structure price_structure.price_tiles product_group properties tax_category`;

export const products: ResourceTable = {
	type: 'products',
	attributes: {
		readWrite: {
			base_price_in_cents: 'integer',
			photo_id: 'uuid?',
			sorting_weight: 'integer',
			variation_values: 'array[string]',
			weight: 'hash?',
		},
		createOnly: { product_group_id: 'uuid' },
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			created_at: 'datetime',
			id: 'uuid',
			photo_url: 'string?',
			type: 'string',
			updated_at: 'datetime',
			weight_overridden: 'boolean',
			allow_shortage: 'boolean',
			buffer_time_after: 'integer',
			buffer_time_before: 'integer',
			default_purchase_cost_in_cents: 'integer',
			deposit_in_cents: 'integer',
			description: 'string?',
			discountable: 'boolean',
			excerpt: 'string?',
			extra_information: 'string?',
			group_name: 'string',
			has_variations: 'boolean',
			name: 'string',
			price_period: 'enum(hour|day|week|month)',
			price_ruleset_id: 'uuid?',
			price_structure_id: 'uuid?',
			price_type: 'enum(structure|private_structure|fixed|simple|none)',
			product_type: 'enum(rental|sales_item|service)',
			properties: 'hash',
			seo_description: 'string?',
			seo_title: 'string?',
			shortage_limit: 'integer',
			show_in_store: 'boolean',
			sku: 'string',
			slug: 'string',
			tag_list: 'array',
			tax_category_id: 'uuid?',
			taxable: 'boolean',
			trackable: 'boolean',
			tracking_type: 'enum(none|bulk|trackable)',
			variation: 'boolean',
		},
	},
	filters: {
		eq: words`
			allow_shortage archived discountable has_variations price_period price_type product_type q show_in_store tag_list
			taxable trackable tracking_type variation`,
		compare: words`
			archived_at base_price_in_cents buffer_time_after buffer_time_before created_at default_purchase_cost_in_cents
			deposit_in_cents shortage_limit sorting_weight updated_at`,
		eqNot: words`collection_id photo_id price_ruleset_id price_structure_id product_group_id tax_category_id type`,
		text: words`description excerpt extra_information group_name name seo_description seo_title sku slug`,
		other: { id: words`eq not_eq gt` },
	},
	stats: words`
		archived base_price_in_cents deposit_in_cents discountable price_period price_type product_type show_in_store tag_list
		tax_category_id taxable total tracking_type`,
	includes: {
		list: listIncludes,
		search: listIncludes,
		get: listIncludes,
		create: listIncludes,
		update: listIncludes,
		destroy: words``,
	},
};
