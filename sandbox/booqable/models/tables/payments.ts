import { paymentCharges } from './paymentCharges';
import { paymentRefunds } from './paymentRefunds';
import { allOf, words, type ResourceTable } from './table';

export const payments: ResourceTable = {
	type: 'payments',
	// A list of charges and refunds together: each row keeps its own type.
	attributes: { readOnly: { ...allOf(paymentCharges), ...allOf(paymentRefunds) } },
	filters: {
		compare: words`
			amount_in_cents canceled_at created_at deposit_in_cents expired_at failed_at succeeded_at total_in_cents updated_at`,
		eqNot: words`cart_id customer_id employee_id id order_id type`,
		text: words`currency provider_id provider_link provider_method provider_secret`,
		eq: words`provider`,
	},
	stats: words`amount_in_cents deposit_in_cents total total_in_cents`,
	includes: {
		list: words`cart employee order order.payments payment_method`,
		get: words`cart employee order order.payments payment_method`,
	},
};
