import { words, type ResourceTable } from './table';

export const notes: ResourceTable = {
	type: 'notes',
	attributes: {
		readWrite: { body: 'string' },
		createOnly: {
			owner_id: 'uuid',
			owner_type: 'enum(customers|product_groups|products|stock_items|bundles|orders|documents|users)',
		},
		readOnly: { created_at: 'datetime', employee_id: 'uuid', id: 'uuid', updated_at: 'datetime' },
	},
	filters: {
		compare: words`created_at updated_at`,
		eqNot: words`employee_id id owner_id owner_type`,
	},
	stats: words`total`,
	includes: {
		list: words`employee owner`,
		get: words`employee owner`,
		create: words`employee owner`,
		destroy: words`employee owner`,
	},
};
