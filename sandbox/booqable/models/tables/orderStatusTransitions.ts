import { words, type ResourceTable } from './table';

export const orderStatusTransitions: ResourceTable = {
	type: 'order_status_transitions',
	attributes: {
		readWrite: {
			confirm_shortage: 'boolean',
			order_id: 'uuid',
			revert: 'boolean',
			transition_from: 'enum(new|draft|reserved|started|stopped|archived)',
			transition_to: 'enum(draft|reserved|started|stopped|archived|canceled)',
		},
		readOnly: { id: 'uuid' },
	},
	includes: {
		create: words`order order.plannings order.stock_item_plannings`,
	},
};
