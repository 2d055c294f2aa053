import type { ResourceTable } from './table';

/** Read through their bundle only. */
export const bundleItems: ResourceTable = {
	type: 'bundle_items',
	attributes: {
		readOnly: {
			bundle_id: 'uuid',
			created_at: 'datetime',
			discount_percentage: 'float',
			id: 'uuid',
			position: 'integer',
			product_group_id: 'uuid',
			product_id: 'uuid?',
			quantity: 'integer',
			updated_at: 'datetime',
		},
	},
	includes: {},
};
