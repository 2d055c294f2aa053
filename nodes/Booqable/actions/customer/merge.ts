import { InputProblem } from '../../../shared/input';
import { operation } from '../../../shared/operation';
import { keptCustomerId, mergedCustomerId } from '../../parameters';
import { envelope, record } from '../../records';
import { get, SIMPLE } from './get';

const merging = operation({
	resource: 'customer',
	name: 'merge',
	label: 'Merge',
	action: 'Merge customers',
	description: 'Merge one customer into another, which takes over its orders and notes. It cannot be undone; the other ID may be unknown afterwards.',
	effect: 'create',
	endpoint: 'POST /api/4/merges',
	scopes: [],
	source: 'Booqable API v4, Merges',
	parameters: [mergedCustomerId, keptCustomerId],
	keys: (input) => [input.id('sourceId'), input.id('customerId')],
	body: (input) => envelope('merges', { type: 'customers', source_id: input.id('sourceId'), target_id: input.id('customerId') }),
	answer: record,
	simplify: SIMPLE,
});

/** The answer names the two only, so the customer that stays is read. */
export const merge = operation({
	...merging,
	execute: async (calls, input) => {
		if (input.id('sourceId') === input.id('customerId')) throw new InputProblem('sourceId', 'The two customers are the same', 'Choose two different ones.');
		await calls.perform(merging, input);
		return await calls.one(get, { customerId: input.id('customerId') });
	},
});
