import { bodyIn, callParameters, methodIn, pathIn, queryIn } from '../../../shared/parameters/customCall';
import type { Endpoint } from '../../../shared/endpoint';
import type { Effect, Method } from '../../../shared/http/route';
import { asObjects, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { flat, record } from '../../responses';

function effectOf(method: Method): Effect {
	if (method === 'GET') return 'read';
	return method === 'PUT' || method === 'DELETE' ? 'idempotent' : 'append';
}

/** The call that the user describes, as an endpoint: so it has the limits, retries and error texts of all others. */
function described(input: Input): Endpoint {
	const method = methodIn(input);
	const body = bodyIn(input);
	return {
		route: `${method} ${pathIn(input)}`,
		effect: effectOf(method),
		source: 'The user',
		envelope: 'json',
		query: () => queryIn(input),
		...(body && { body: () => body }),
		answer: (answered) =>
			Array.isArray(answered.data) ? asObjects(answered.data).map(flat) : answered.data ? record(answered) : answered,
	};
}

export const call = operation({
	resource: 'customApiCall',
	name: 'call',
	label: 'Call',
	action: 'Make custom API call',
	description:
		'Call any endpoint of Booqable that has no operation here, with the limits, retries and error texts of the others. Records come flat, lists as items.',
	parameters: callParameters('/api/4/coupons.json'),
	effect: 'append',
	endpoints: 'any',
	execute: async (calls, input) => await calls.perform(described(input), input),
});
