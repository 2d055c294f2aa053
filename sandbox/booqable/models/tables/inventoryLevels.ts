import { words, type ResourceTable } from './table';

export const inventoryLevels: ResourceTable = {
	type: 'inventory_levels',
	attributes: {
		readOnly: {
			id: 'uuid',
			item_id: 'uuid',
			location_available: 'integer',
			location_id: 'uuid',
			location_needed: 'integer',
			location_plannable: 'integer',
			location_planned: 'integer',
			location_stock_count: 'integer',
			order_id: 'uuid',
		},
	},
	filters: {
		eq: words`from item_id location_id order_id till`,
		required: words`from till`,
	},
	stats: words`total`,
	includes: {
		list: words`item location`,
	},
};
