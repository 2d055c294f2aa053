import { words, type ResourceTable } from './table';

export const orderDuplications: ResourceTable = {
	type: 'order_duplications',
	attributes: {
		readWrite: {
			custom_lines: 'boolean',
			customer: 'boolean',
			dates: 'boolean',
			deposit: 'enum(current|default|none)',
			discount: 'boolean',
			original_order_id: 'uuid',
			properties: 'boolean',
			stock_item_plannings: 'boolean',
			tags: 'boolean',
		},
		readOnly: { id: 'uuid', new_order_id: 'uuid' },
	},
	includes: {
		create: words`new_order original_order`,
	},
};
