import { operation } from '../../../shared/operation';
import { including } from '../../filters/filters';
import { paymentId } from '../../parameters';
import { record } from '../../responses';
import { PAYMENT_INCLUDES, SIMPLE } from './getMany';

const include = including(PAYMENT_INCLUDES);

export const get = operation({
	resource: 'payment',
	name: 'get',
	label: 'Get',
	action: 'Get payment',
	description: 'Get one charge, refund or authorization by its ID',
	parameters: [paymentId],
	options: [include.option],
	endpoint: {
		route: 'GET /api/4/payments/{paymentId}.json',
		effect: 'read',
		source: 'Booqable API v4, Payments',
		query: include.query,
		envelope: { record: ['data'] },
		answer: record,
	},
	simplify: SIMPLE,
});
