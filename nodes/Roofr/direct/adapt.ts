import type { IDataObject } from 'n8n-workflow';
import { InputProblem, type Input } from '../../shared/input';
import { methodOf, type Operation } from '../../shared/operation';
import { fieldNames } from './fields';
import type { Endpoint, Manifest } from './manifest';
import { inward, outward } from './names';
import { pagingOf } from './paging';

/** The operation with the endpoint, the names and the paging of this account. */
export function adapted(operation: Operation, manifest: Manifest, headers: Readonly<Record<string, string>>): Operation {
	const withHeaders = { ...operation, headers: { ...headers, ...operation.headers } };
	const endpoint = manifest[`${operation.resource}.${operation.name}`];
	if (endpoint) return { ...withHeaders, ...translated(operation, endpoint) };
	if (operation.resource !== 'webhook') return withHeaders; // made of other operations, or the custom call
	throw new InputProblem('endpoints', 'The Roofr credential names no endpoint for subscriptions', 'Choose "By Hand", or add "webhook.create" and "webhook.delete" to its Endpoint Overrides.');
}

function translated(operation: Operation, { endpoint, fields = {}, paging, items }: Endpoint): Partial<Operation> {
	const { body, query, answer } = operation;
	const given = (record: IDataObject) => inward(record, fields, fieldNames(operation.resource));
	return {
		endpoint,
		...(body && methodOf(endpoint) !== 'GET' && { body: (input: Input) => outward(body(input), fields) }),
		...(query && { query: (input: Input) => outward(query(input), fields) }),
		answer: (raw, input, received) => (answer ? answer(given(unwrapped(raw)), input, received) : given(unwrapped(raw))),
		...(operation.paging && { paging: pagingOf(paging ?? 'page', items), answer: given }),
	};
}

/** One record, bare or under `data`. */
function unwrapped(body: IDataObject): IDataObject {
	const { data } = body;
	return data !== null && typeof data === 'object' && !Array.isArray(data) ? (data as IDataObject) : body; // parsed JSON
}
