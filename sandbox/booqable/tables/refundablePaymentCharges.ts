import { words, type ResourceTable } from './table';

export const refundablePaymentCharges: ResourceTable = {
	type: 'refundable_payment_charges',
	attributes: {
		readWrite: {
			max_refundable_amount_in_cents: 'integer', max_refundable_deposit_in_cents: 'integer',
			max_refundable_total_in_cents: 'integer', payment_charge_id: 'uuid', position: 'integer', priority_type: 'string',
		},
		readOnly: { id: 'uuid' },
	},
	filters: {
		eq: words`
			amount_in_cents deposit_in_cents max_refundable_amount_in_cents max_refundable_deposit_in_cents
			max_refundable_total_in_cents order_id payment_charge_id position priority_type`,
		required: words`amount_in_cents deposit_in_cents order_id`,
	},
	stats: words`total`,
	includes: {
		list: words`payment_charge payment_charge.payment_method`,
	},
};
