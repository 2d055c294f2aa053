import type { ResourceTable } from './table';

/** Only seen in the payload of `cart.completed_checkout`; its attributes are not documented. */
export const carts: ResourceTable = {
	type: 'carts',
	attributes: {
		readOnly: { created_at: 'datetime', customer_id: 'uuid', id: 'uuid', order_id: 'uuid', updated_at: 'datetime' },
	},
	includes: {},
};
