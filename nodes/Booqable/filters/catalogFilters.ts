import {
	archivedFilter,
	choiceFilter,
	flagFilter,
	searchFilter,
	textFilter,
	timeFilters,
	type Filter,
} from './filters';

/** What bundles, products and product groups can be filtered by. */
export const CATALOG_FILTERS: readonly Filter[] = [
	archivedFilter,
	...timeFilters('created', 'Created', 'created_at'),
	textFilter('name', 'Name', 'filter[name][match]', { description: 'Text that the name contains' }),
	searchFilter('Text that names and other fields are looked through for'),
	flagFilter(
		'showInStore',
		'Shown in Store',
		'filter[show_in_store]',
		'Whether to list what the online store shows, or the rest',
	),
	textFilter('tag', 'Tag', 'filter[tag_list]'),
	...timeFilters('updated', 'Updated', 'updated_at'),
];

/** The same for products and product groups, which have a kind and an article number. */
export const PRODUCT_FILTERS: readonly Filter[] = [
	...CATALOG_FILTERS,
	textFilter('sku', 'SKU', 'filter[sku]'),
	choiceFilter('type', 'Kind', 'filter[product_type]', [
		{ name: 'Rental', value: 'rental' },
		{ name: 'Sales Item', value: 'sales_item' },
		{ name: 'Service', value: 'service' },
	]),
];
