import { words, type ResourceTable } from './table';

const writeIncludes = words`customer employee order order.documents order.payments payment_charge payment_method`;

export const paymentRefunds: ResourceTable = {
	type: 'payment_refunds',
	attributes: {
		readWrite: {
			amount_in_cents: 'integer',
			currency: 'string',
			deposit_in_cents: 'integer',
			description: 'string',
			failure_reason: 'string',
			provider: 'enum(stripe|app|none)',
			provider_id: 'string',
			provider_link: 'string',
			provider_method: 'string',
			provider_secret: 'string',
			reason: 'string',
			status: 'enum(created|pending|action_required|succeeded|failed|canceled)',
			succeeded_at: 'datetime',
			total_in_cents: 'integer',
		},
		createOnly: { cart_id: 'uuid', customer_id: 'uuid', order_id: 'uuid', payment_charge_id: 'uuid' },
		readOnly: {
			canceled_at: 'datetime',
			created_at: 'datetime',
			employee_id: 'uuid',
			expired_at: 'datetime',
			failed_at: 'datetime',
			id: 'uuid',
			payment_method_id: 'uuid',
			type: 'string',
			updated_at: 'datetime',
		},
	},
	body: words`
		amount_in_cents cart_id currency customer_id deposit_in_cents failure_reason order_id payment_charge_id provider provider_id
		provider_link provider_method provider_secret reason status succeeded_at total_in_cents`,
	includes: {
		create: writeIncludes,
		update: writeIncludes,
		destroy: writeIncludes,
	},
};
