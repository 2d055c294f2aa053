import { words, type ResourceTable } from './table';

export const orderPriceRecalculations: ResourceTable = {
	type: 'order_price_recalculations',
	attributes: {
		createOnly: { order_id: 'uuid' },
		writeOnly: { charge_length: 'integer' },
		readOnly: { id: 'uuid' },
	},
	includes: {
		create: words`order order.lines order.tax_values`,
	},
};
