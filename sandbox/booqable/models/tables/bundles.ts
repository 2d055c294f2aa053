import { words, type ResourceTable } from './table';

const writeIncludes = words`
	bundle_items bundle_items.product bundle_items.product.photo bundle_items.product_group bundle_items.product_group.photo
	photo tax_category`;

export const bundles: ResourceTable = {
	type: 'bundles',
	attributes: {
		readWrite: {
			description: 'string?',
			discountable: 'boolean',
			excerpt: 'string?',
			extra_information: 'string?',
			name: 'string',
			seo_description: 'string?',
			seo_title: 'string?',
			show_in_store: 'boolean',
			slug: 'string',
			sorting_weight: 'integer',
			tag_list: 'array',
			tax_category_id: 'uuid?',
			taxable: 'boolean',
		},
		writeOnly: {
			bundle_items_attributes: 'array',
			create_url_redirect: 'boolean',
			photo_base64: 'string',
			remote_photo_url: 'string',
		},
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			created_at: 'datetime',
			id: 'uuid',
			photo_id: 'uuid?',
			photo_url: 'string',
			product_type: 'enum',
			type: 'string',
			updated_at: 'datetime',
		},
	},
	body: words`
		bundle_items_attributes create_url_redirect discountable excerpt extra_information name photo_base64 remote_photo_url
		seo_description seo_title show_in_store slug sorting_weight tag_list tax_category_id taxable`,
	filters: {
		eq: words`archived discountable product_type q show_in_store tag_list taxable`,
		compare: words`archived_at created_at sorting_weight updated_at`,
		text: words`description excerpt extra_information name seo_description seo_title slug`,
		eqNot: words`id photo_id tax_category_id type`,
	},
	stats: words`archived discountable product_type show_in_store tag_list tax_category_id taxable total`,
	includes: {
		list: words`inventory_levels photo`,
		search: words`inventory_levels photo`,
		get: words`
			bundle_items bundle_items.product bundle_items.product.photo bundle_items.product_group bundle_items.product_group.photo
			bundle_items.product_group.products bundle_items.product_group.products.photo photo tax_category`,
		create: writeIncludes,
		update: writeIncludes,
		destroy: words``,
	},
};
