import { words, type ResourceTable } from './table';

const writeIncludes = words`barcode location product product.product_group properties`;

export const stockItems: ResourceTable = {
	type: 'stock_items',
	attributes: {
		readWrite: {
			from: 'datetime?',
			identifier: 'string',
			location_id: 'uuid',
			purchase_cost_in_cents: 'integer?',
			purchased_at: 'datetime?',
			till: 'datetime?',
		},
		createOnly: { product_id: 'uuid' },
		writeOnly: { confirm_shortage: 'boolean', properties_attributes: 'array' },
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			created_at: 'datetime',
			id: 'uuid',
			product_group_id: 'uuid',
			properties: 'hash',
			status: 'enum(archived|expected|in_stock|started|overdue|expired|in_downtime)',
			stock_item_type: 'enum(regular|temporary)',
			updated_at: 'datetime',
		},
	},
	filters: {
		eq: words`archived q status stock_item_type`,
		compare: words`archived_at created_at from purchase_cost_in_cents purchased_at till updated_at`,
		eqNot: words`id location_id product_group_id product_id`,
		text: words`identifier`,
	},
	stats: words`status stock_item_type total`,
	includes: {
		list: words`barcode location product properties stock_item_plannings stock_item_plannings.downtime`,
		get: words`
			barcode location product product.photo product.product_group properties stock_item_plannings
			stock_item_plannings.downtime`,
		create: writeIncludes,
		update: writeIncludes,
	},
};
