import type { Endpoint } from '../../../shared/endpoint';
import { InputProblem } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { keptCustomerId, mergedCustomerId } from '../../parameters';
import { envelope, record } from '../../responses';
import { get, SIMPLE } from './get';

const merging: Endpoint = {
	route: 'POST /api/4/merges',
	effect: 'create',
	source: 'Booqable API v4, Merges',
	body: (input) =>
		envelope('merges', { type: 'customers', source_id: input.id('sourceId'), target_id: input.id('customerId') }),
	answer: record,
};

/** The answer names the two only, so the customer that stays is read. */
export const merge = operation({
	resource: 'customer',
	name: 'merge',
	label: 'Merge',
	action: 'Merge customers',
	description:
		'Merge one customer into another, which takes over its orders and notes. It cannot be undone; the other ID may be unknown afterwards.',
	parameters: [mergedCustomerId, keptCustomerId],
	keys: (input) => [input.id('sourceId'), input.id('customerId')],
	simplify: SIMPLE,
	effect: 'create',
	endpoints: [merging, get],
	execute: async (calls, input) => {
		if (input.id('sourceId') === input.id('customerId'))
			throw new InputProblem('sourceId', 'The two customers are the same', 'Choose two different ones.');
		await calls.perform(merging, input);
		return await calls.one(get, { customerId: input.id('customerId') });
	},
});
