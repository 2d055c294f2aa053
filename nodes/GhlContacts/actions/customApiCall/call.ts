import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { bodyIn, callParameters, methodIn, pathIn, queryIn } from '../../../shared/parameters/customCall';
import type { Endpoint } from '../../../shared/endpoint';
import type { Effect, Method } from '../../../shared/http/route';
import { InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { searchAfter, skipLimit, type Paging } from '../../../shared/http/paging';
import { nextCursor, numbered, skipLimitInBody, startAfter } from '../../paging';

const PAGINGS: Readonly<Record<string, (key: string, size: number) => Paging>> = {
	nextCursor,
	page: numbered,
	searchAfter,
	skip: skipLimit,
	skipInBody: skipLimitInBody,
	startAfter,
};

const paged = { displayOptions: { hide: { pagination: ['none'] } } };

const pagination: INodeProperties[] = [
	{
		displayName: 'Pagination',
		name: 'pagination',
		type: 'options',
		options: [
			{ name: 'Cursor', value: 'nextCursor', description: 'The answer has nextCursor' },
			{ name: 'None', value: 'none' },
			{ name: 'Page and Limit', value: 'page' },
			{ name: 'Search After', value: 'searchAfter', description: 'In the body, as in the searches' },
			{ name: 'Skip and Limit', value: 'skip' },
			{ name: 'Skip and Limit in the Body', value: 'skipInBody' },
			{ name: 'Start After', value: 'startAfter', description: 'The answer has meta.startAfter and meta.startAfterId' },
		],
		default: 'none',
		description: 'How the endpoint is read page by page',
	},
	{
		displayName: 'List Field',
		name: 'listField',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. contacts',
		description: 'The field of the answer that holds the list; each entry becomes an item',
		...paged,
	},
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		...paged,
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] }, hide: { pagination: ['none'] } },
	},
];

const options: INodeProperties[] = [
	{
		displayName: 'Add Location ID',
		name: 'location',
		type: 'options',
		options: [
			{ name: 'No', value: 'no' },
			{ name: 'To the Body', value: 'body' },
			{ name: 'To the Query', value: 'query' },
		],
		default: 'query',
		description: 'Where the ID of the sub-account goes as locationId. In the path write {locationId}.',
	},
	{
		displayName: 'API Version',
		name: 'version',
		type: 'string',
		default: '',
		placeholder: 'e.g. v3',
		description: 'The header Version. By default the one that GHL documents for the first part of the path.',
	},
	{ displayName: 'Page Size', name: 'pageSize', type: 'number', typeOptions: { minValue: 1 }, default: 100 },
	{
		displayName: 'Idempotent',
		name: 'repeatable',
		type: 'boolean',
		default: false,
		description: 'Whether a POST or PATCH may be sent again when no answer came, as for a search',
	},
];

function effectOf(method: Method, input: Input): Effect {
	if (method === 'GET') return 'read';
	const repeatable = method === 'PUT' || method === 'DELETE' || input.option('repeatable') === true;
	return repeatable ? 'idempotent' : 'append';
}

function pagingOf(input: Input): Paging | undefined {
	const chosen = input.text('pagination') || 'none';
	const style = PAGINGS[chosen];
	if (chosen !== 'none' && !style)
		throw new InputProblem('pagination', `Pagination is "${chosen}"`, 'Choose one from the list.');
	return style?.(input.required('listField'), Number(input.option('pageSize') ?? 100));
}

const withLocation = (place: string, input: Input): IDataObject =>
	input.option('location') === place ? { locationId: input.account.values.locationId } : {};

/** The call that the user describes, as an endpoint: so it has the limits, retries and error texts of all others. */
function described(input: Input): Endpoint {
	const method = methodIn(input);
	const version = textOf(input.option('version'));
	const body = bodyIn(input);
	const pages = pagingOf(input);
	return {
		route: `${method} ${pathIn(input)}`,
		effect: effectOf(method, input),
		source: 'The user',
		...(pages ? { paging: pages } : { envelope: 'json' as const }),
		query: () => ({ ...queryIn(input), ...withLocation('query', input) }),
		...((body || input.option('location') === 'body') && { body: () => ({ ...body, ...withLocation('body', input) }) }),
		...(version && { headers: { Version: version } }),
	};
}

export const call = operation({
	resource: 'customApiCall',
	name: 'call',
	label: 'Call',
	action: 'Make custom API call',
	description:
		'Call any endpoint of GHL that has no operation here, with the limits, retries and error texts of the others',
	parameters: [...callParameters('/locations/{locationId}/customValues'), ...pagination],
	options,
	effect: 'append',
	endpoints: 'any',
	execute: async (calls, input) => await calls.perform(described(input), input),
});
