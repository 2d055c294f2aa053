import { words, type ResourceTable } from './table';

export const orderFulfillments: ResourceTable = {
	type: 'order_fulfillments',
	attributes: {
		createOnly: { order_id: 'uuid' },
		writeOnly: { actions: 'array', confirm_shortage: 'boolean' },
		readOnly: { id: 'uuid' },
	},
	includes: {
		create: words`
			changed_lines changed_lines.item changed_lines.item.photo changed_plannings changed_stock_item_plannings
			changed_stock_item_plannings.stock_item order order.tax_values`,
	},
};
