import { words, type ResourceTable } from './table';

export const downtimes: ResourceTable = {
	type: 'downtimes',
	attributes: {
		readWrite: {
			location_id: 'uuid', product_group_id: 'uuid', product_id: 'uuid', quantity: 'integer',
			reason: 'enum(maintenance|repair|missing)', starts_at: 'datetime', status: 'enum(reserved|started|stopped|canceled)',
			stock_item_id: 'uuid?', stops_at: 'datetime',
		},
		readOnly: { created_at: 'datetime', id: 'uuid', updated_at: 'datetime' },
	},
	filters: {
		eq: words`attention_required item_type product_ids q range`,
		compare: words`created_at quantity updated_at`,
		eqNot: words`id location_id product_group_id product_id reason reasons status stock_item_id`,
		other: { start_or_stop_time: words`eq not_eq gt gte lt lte between`, starts_at: words`eq not_eq gt gte lt lte between compare`, stops_at: words`eq not_eq gt gte lt lte between compare` },
	},
	stats: words`attention_required item_type reason status total`,
	includes: {
		list: words`location product stock_item`,
		get: words`location product stock_item`,
		create: words`location product stock_item`,
		update: words``,
	},
};
