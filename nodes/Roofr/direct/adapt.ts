import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../../shared/endpoint';
import { methodOf } from '../../shared/http/route';
import type { Input } from '../../shared/parameters/input';
import { fieldNames } from './fields';
import type { Entry, Manifest } from './manifest';
import { inward, outward } from './names';
import { pagingOf } from './paging';

/** The endpoint with the route, the names and the paging of this account. */
export function adapted(endpoint: Endpoint, manifest: Manifest, headers: Readonly<Record<string, string>>): Endpoint {
	const withHeaders = { ...endpoint, headers: { ...headers, ...endpoint.headers } };
	const { key = '' } = endpoint;
	const entry = manifest[key];
	// the custom call has no key
	return entry ? { ...withHeaders, ...translated(endpoint, entry, key.split('.')[0]) } : withHeaders;
}

function translated(
	{ body, query, answer, paging: pages }: Endpoint,
	{ route, fields = {}, paging, items }: Entry,
	resource: string,
): Partial<Endpoint> {
	const given = (record: IDataObject) => inward(record, fields, fieldNames(resource));
	return {
		route,
		...(body && methodOf(route) !== 'GET' && { body: (input: Input) => outward(body(input), fields) }),
		...(query && { query: (input: Input) => outward(query(input), fields) }),
		answer: (raw, input, received) => (answer ? answer(given(unwrapped(raw)), input, received) : given(unwrapped(raw))),
		...(pages && { paging: pagingOf(paging ?? 'page', items), answer: given }),
	};
}

/** One record, bare or under `data`. */
function unwrapped(body: IDataObject): IDataObject {
	const { data } = body;
	// parsed JSON
	return data !== null && typeof data === 'object' && !Array.isArray(data) ? (data as IDataObject) : body;
}
