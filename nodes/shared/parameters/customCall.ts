import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Method } from '../http/route';
import { InputProblem, titleOf, type Input } from './input';
import { filled } from '../values/empty';
import { readObject } from '../values/json';

const METHODS: readonly Method[] = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];

/** Method, path, query and body of a call that has no operation of its own. `example` is a path. */
export const callParameters = (example: string): INodeProperties[] => [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		options: METHODS.map((name) => ({ name, value: name })),
		default: 'GET',
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		required: true,
		default: '',
		placeholder: `e.g. ${example}`,
		description:
			'Path below the base URL of the credential. Addresses of other hosts are refused, since the token would go there.',
	},
	{ displayName: 'Query (JSON)', name: 'query', type: 'json', default: '{}' },
	{
		displayName: 'Body (JSON)',
		name: 'body',
		type: 'json',
		default: '{}',
		displayOptions: { hide: { method: ['GET'] } },
	},
];

export function methodIn(input: Input): Method {
	const method = METHODS.find((one) => one === input.text('method'));
	if (!method) throw new InputProblem('method', `Method is none of ${METHODS.join(', ')}`, 'Choose one.');
	return method;
}

/**
 * A path below the base URL and nothing else: neither a host nor a way up. `{name}` of the account may be part of it.
 */
export function pathIn(input: Input): `/${string}` {
	const typed = input.required('path');
	const path = `/${typed.replace(/^\//, '')}` as const;
	const parts = path.split('/').map((part) => part.replace(/%2e/gi, '.'));
	const leaves =
		path.startsWith('//') ||
		/[\\\s?#]|%2f|%5c/i.test(path) ||
		/^[a-z][a-z0-9+.-]*:/i.test(typed) ||
		parts.some((part) => part === '.' || part === '..');
	if (leaves)
		throw new InputProblem(
			'path',
			'Path is not a plain path',
			'Write it without host, "..", "?" and "#". There is a separate field for the query.',
		);
	return path;
}

export const queryIn = (input: Input): IDataObject => jsonObject(input.raw('query'), 'query') ?? {};

/** The body; undefined where the method has none. A DELETE has one only where something is in it. */
export function bodyIn(input: Input): IDataObject | undefined {
	const method = methodIn(input);
	const body = method === 'GET' ? undefined : jsonObject(input.raw('body'), 'body');
	return method === 'DELETE' && Object.keys(body ?? {}).length === 0 ? undefined : body;
}

/** Undefined when there is none. */
const jsonObject = (given: unknown, id: string): IDataObject | undefined =>
	filled(given, (value) => readObject(value, { id, label: titleOf(id) }));
