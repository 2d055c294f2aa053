import { bodyIn, callParameters, methodIn, pathIn, queryIn } from '../../../shared/customCall';
import type { Input } from '../../../shared/input';
import { asObjects } from '../../../shared/lookup';
import { operation, type Effect, type Method, type Operation } from '../../../shared/operation';
import { flat, record } from '../../records';

function effectOf(method: Method): Effect {
	if (method === 'GET') return 'read';
	return method === 'PUT' || method === 'DELETE' ? 'idempotent' : 'append';
}

/** The call that the user describes, as an operation: so it has the limits, retries and error texts of all others. */
function described(input: Input): Operation {
	const method = methodIn(input);
	const body = bodyIn(input);
	return {
		...call,
		execute: undefined,
		endpoint: `${method} ${pathIn(input)}`,
		effect: effectOf(method),
		query: () => queryIn(input),
		...(body && { body: () => body }),
		answer: (answered) => (Array.isArray(answered.data) ? asObjects(answered.data).map(flat) : answered.data ? record(answered) : answered),
	};
}

export const call: Operation = operation({
	resource: 'api',
	name: 'call',
	label: 'Call',
	action: 'Make custom API call',
	description: 'Call any endpoint of Booqable that has no operation here, with the limits, retries and error texts of the others. Records come flat, lists as items.',
	effect: 'append',
	endpoint: 'POST /{path}',
	scopes: [],
	source: 'Booqable API v4',
	parameters: callParameters('/api/4/coupons.json'),
	execute: async (calls, input) => await calls.perform(described(input), input),
});
