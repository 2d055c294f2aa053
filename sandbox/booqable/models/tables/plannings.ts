import { words, type ResourceTable } from './table';

const listIncludes = words`downtime item item.photo order order.customer order_line start_location stop_location`;

export const plannings: ResourceTable = {
	type: 'plannings',
	attributes: {
		readWrite: {
			location_shortage_amount: 'integer',
			shortage_amount: 'integer',
			started: 'integer',
			stopped: 'integer',
		},
		writeOnly: { fulfillment_type: 'string', item_name: 'string', order_number: 'integer' },
		readOnly: {
			archived: 'boolean',
			archived_at: 'datetime?',
			created_at: 'datetime',
			downtime_id: 'uuid?',
			id: 'uuid',
			item_id: 'uuid',
			order_id: 'uuid?',
			parent_planning_id: 'uuid',
			planning_type: 'enum(order|downtime)',
			quantity: 'integer',
			reserved: 'boolean',
			reserved_from: 'datetime',
			reserved_till: 'datetime',
			start_location_id: 'uuid',
			starts_at: 'datetime',
			status: 'enum(new|draft|reserved|started|stopped|archived|canceled)',
			stop_location_id: 'uuid',
			stops_at: 'datetime',
			updated_at: 'datetime',
		},
	},
	filters: {
		eq: words`archived q reserved status`,
		compare: words`
			archived_at created_at location_shortage_amount quantity reserved_from reserved_till shortage_amount started starts_at
			stopped stops_at updated_at`,
		eqNot: words`
			downtime_id id item_id item_type order_id parent_planning_id planning_type product_type start_location_id
			stop_location_id`,
	},
	stats: words`status total`,
	includes: {
		list: listIncludes,
		search: listIncludes,
		get: words`
			downtime item item.photo nested_plannings order order.customer order_line parent_planning start_location stop_location`,
	},
};
