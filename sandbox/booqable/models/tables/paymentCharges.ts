import { words, type ResourceTable } from './table';

const writeIncludes = words`
	cart customer employee order order.documents order.payments payment_authorization payment_method payment_refunds`;

export const paymentCharges: ResourceTable = {
	type: 'payment_charges',
	attributes: {
		readWrite: {
			amount_in_cents: 'integer',
			currency: 'string',
			deposit_in_cents: 'integer',
			description: 'string',
			mode: 'enum(manual|off_session|request|terminal|capture)',
			provider: 'enum(stripe|app|none|manual|provider_app)',
			provider_id: 'string',
			provider_link: 'string',
			provider_method: 'string',
			provider_secret: 'string',
			redirect_url: 'string',
			status: 'enum(created|started|action_required|processing|succeeded|failed|canceled|expired)',
			succeeded_at: 'datetime',
			total_in_cents: 'integer',
		},
		createOnly: {
			cart_id: 'uuid',
			customer_id: 'uuid',
			order_id: 'uuid',
			payment_authorization_id: 'uuid',
			payment_method_id: 'uuid',
		},
		readOnly: {
			amount_refundable_in_cents: 'integer',
			amount_refunded_in_cents: 'integer',
			canceled_at: 'datetime',
			created_at: 'datetime',
			deposit_refundable_in_cents: 'integer',
			deposit_refunded_in_cents: 'integer',
			employee_id: 'uuid',
			expired_at: 'datetime',
			failed_at: 'datetime',
			id: 'uuid',
			refundable: 'boolean',
			total_refundable_in_cents: 'integer',
			total_refunded_in_cents: 'integer',
			type: 'string',
			updated_at: 'datetime',
		},
	},
	body: words`
		amount_in_cents cart_id currency customer_id deposit_in_cents mode order_id payment_authorization_id payment_method_id
		provider provider_id provider_link provider_method provider_secret redirect_url status succeeded_at total_in_cents`,
	includes: {
		create: writeIncludes,
		update: writeIncludes,
		destroy: writeIncludes,
	},
};
