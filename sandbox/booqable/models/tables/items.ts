import { bundles } from './bundles';
import { productGroups } from './productGroups';
import { products } from './products';
import { allOf, words, type ResourceTable } from './table';

const listIncludes = words`barcode bundle_items collection_items inventory_levels photo properties`;

export const items: ResourceTable = {
	type: 'items',
	// Product groups, products and bundles together: each row keeps its own type.
	attributes: { readOnly: { ...allOf(productGroups), ...allOf(products), ...allOf(bundles) } },
	filters: {
		eq: words`
			archived conditions discountable has_variations price_period price_type product_group_id product_type q show_in_store
			tag_list tax_category_id taxable trackable tracking_type variation`,
		compare: words`
			archived_at base_price_in_cents buffer_time_after buffer_time_before created_at default_purchase_cost_in_cents
			deposit_in_cents sorting_weight updated_at`,
		eqNot: words`collection_id photo_id price_ruleset_id price_structure_id type`,
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
	},
};
