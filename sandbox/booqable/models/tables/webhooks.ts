import { words, type ResourceTable } from './table';

export const webhooks: ResourceTable = {
	type: 'webhooks',
	attributes: {
		readOnly: {
			created_at: 'datetime',
			data: 'hash',
			event:
				'enum(app.configured|app.installed|app.plan_changed|app.uninstalled|bundle_item.archived|bundle_item.created|bundle_item.updated|bundle.archived|bundle.created|bundle.updated|cart.completed_checkout|company.destroyed|company.updated|contract.archived|contract.confirmed|contract.created|contract.signed|contract.updated|customer.archived|customer.created|customer.updated|invoice.archived|invoice.created|invoice.finalized|invoice.revised|invoice.updated|order.archived|order.canceled|order.reserved|order.reverted|order.saved_as_draft|order.started|order.stopped|order.updated|payment.completed|product_group.archived|product_group.created|product_group.updated|product.created|quote.archived|quote.confirmed|quote.created|quote.signed|quote.updated)',
			id: 'uuid',
			resource_type: 'string',
			updated_at: 'datetime',
			version: 'integer',
		},
	},
	includes: {
		get: words``,
	},
};
