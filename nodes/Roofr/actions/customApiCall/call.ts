import type { INodeProperties } from 'n8n-workflow';
import { bodyIn, callParameters, methodIn, pathIn, queryIn } from '../../../shared/parameters/customCall';
import type { Endpoint } from '../../../shared/endpoint';
import type { Effect, Method } from '../../../shared/http/route';
import { InputProblem, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { accessNotice } from '../../direct/operations';
import { textsByName } from '../../direct/overrides';
import { PAGINGS, pagingOf, type PagingStyle } from '../../direct/paging';

const parameters: INodeProperties[] = [
	accessNotice,
	...callParameters('/jobs/123456/files'),
	{ displayName: 'Extra Headers (JSON)', name: 'headers', type: 'json', default: '{}' },
	{
		displayName: 'Paging',
		name: 'paging',
		type: 'options',
		options: [
			{ name: 'Cursor', value: 'cursor' },
			{ name: 'None', value: 'none', description: 'The answer is returned as it is' },
			{ name: 'Offset and Limit', value: 'offset' },
			{ name: 'Page Number', value: 'page' },
		],
		default: 'none',
		displayOptions: { show: { method: ['GET'] } },
		description: 'How further pages of a list are requested. All of them are read.',
	},
];

/** Headers that carry the key or say where the call goes stay ours. */
const OURS = /^(authorization|cookie|host|content-length|content-type|transfer-encoding)$/i;

function extraHeaders(input: Input): Readonly<Record<string, string>> {
	const headers = textsByName(input.raw('headers'), 'headers', 'Extra Headers');
	const own = Object.keys(headers).find((name) => OURS.test(name));
	if (own) throw new InputProblem('headers', `The header ${own} cannot be set here`, 'The credential sets it.');
	return headers;
}

/** What a second attempt would do is known of these alone. */
const effectOf = (method: Method): Effect =>
	method === 'GET' ? 'read' : method === 'PUT' || method === 'DELETE' ? 'idempotent' : 'create';

/** The style chosen, where the call is a list. */
function pagingIn(input: Input, method: Method): PagingStyle | undefined {
	const chosen = method === 'GET' ? input.text('paging') : 'none';
	return PAGINGS.find((style) => style === chosen && style !== 'none');
}

export const call = operation({
	resource: 'customApiCall',
	name: 'call',
	label: 'Call',
	action: 'Make custom API call',
	description: 'Call any path below the base URL of the credential. Needs API access granted by Roofr.',
	parameters,
	effect: 'create',
	endpoints: 'any',
	execute: async (calls, input) => {
		const method = methodIn(input);
		const paging = pagingIn(input, method);
		const body = bodyIn(input);
		const called: Endpoint = {
			route: `${method} ${pathIn(input)}`,
			effect: effectOf(method),
			source: 'The user',
			certainty: 'assumed',
			headers: extraHeaders(input),
			query: queryIn,
			...(body && { body: () => body }),
			...(paging ? { paging: pagingOf(paging) } : { envelope: 'json' as const }),
		};
		return await calls.perform(called, input.with({ returnAll: true }));
	},
});
