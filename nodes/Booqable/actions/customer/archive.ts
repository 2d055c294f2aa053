import { operation } from '../../../shared/operation';
import { customerId } from '../../parameters';
import { record } from '../../responses';
import { SIMPLE } from './get';

export const archive = operation({
	resource: 'customer',
	name: 'archive',
	label: 'Archive',
	action: 'Archive customer',
	description:
		'Archive a customer. Booqable deletes none, and has no way back in this version of its API: restore it in Booqable itself.',
	parameters: [customerId],
	keys: (input) => [input.id('customerId')],
	endpoint: {
		route: 'DELETE /api/4/customers/{customerId}',
		effect: 'idempotent',
		source: 'Booqable API v4, Customers',
		envelope: { record: ['data'] },
		answer: (body, input) => ({ ...record(body), id: input.id('customerId'), archived: true }),
	},
	simplify: SIMPLE,
});
