import type { IDataObject } from 'n8n-workflow';
import { wordsIn } from './words';

/** What an answer must hold to be the one that the service documents. */
export type Envelope =
	/** A record with an ID under one of these keys; the empty key is the answer itself. */
	| { readonly record: readonly string[] }
	/** A list under one of these keys. A bare list is found under `items`. */
	| { readonly list: readonly string[] }
	/** `true` under one of these keys. */
	| { readonly flag: readonly string[] }
	/** These keys, with whatever value. */
	| { readonly keys: readonly string[] }
	/** Any JSON, or nothing: the service documents no more. */
	| 'json'
	/** Anything but a web page, such as the plain text of a hook. */
	| 'text';

/** JSON objects as they are; lists under `items`, anything else as nothing. */
export function objectOf(body: unknown): IDataObject {
	if (Array.isArray(body)) return { items: body };
	return isObject(body) ? body : {};
}

/** HTML, or the XML of a storage. */
export const isPage = (body: unknown): boolean => typeof body === 'string' && /^\s*</.test(body);

/** What came in the place of the documented answer, in words that follow "answered with"; undefined where it came. */
export function unexpected(body: unknown, envelope: Envelope | undefined): string | undefined {
	if (isPage(body)) return 'a web page instead of data';
	if (envelope === 'text') return undefined;
	if (isNothing(body)) return envelope === 'json' ? undefined : 'nothing';
	if (typeof body === 'string') return 'text that is not complete JSON';
	if (envelope === 'json') return undefined;
	const isList = envelope !== undefined && 'list' in envelope;
	if (Array.isArray(body) && !(isList && envelope.list.includes('items'))) return 'a list on its own';
	if (!isList && !isObject(body)) return 'something else than data';
	const found = lacking(objectOf(body), envelope);
	return found && [found, wordsIn(body)].filter(Boolean).join(': ');
}

/** Some services answer 200 and say in the body that they refuse. */
const saysNo = ({ success, succeeded }: IDataObject): boolean => success === false || succeeded === false;

function lacking(body: IDataObject, envelope: Exclude<Envelope, string> | undefined): string | undefined {
	if (saysNo(body)) return 'something that says it was not done';
	if (envelope === undefined) return undefined;
	if ('list' in envelope)
		return envelope.list.some((key) => Array.isArray(body[key])) ? undefined : 'something that holds no list';
	if ('flag' in envelope)
		return envelope.flag.some((key) => body[key] === true) ? undefined : 'something that does not say it was done';
	if ('keys' in envelope)
		return envelope.keys.every((key) => key in body)
			? undefined
			: `something without ${envelope.keys.filter((key) => !(key in body)).join(' and ')}`;
	const found = envelope.record.some((key) => hasId(key === '' ? body : body[key]));
	return found ? undefined : 'something that holds no record';
}

const hasId = (record: unknown): boolean =>
	isObject(record) &&
	[record.id, record._id].some((id) => (typeof id === 'string' && id !== '') || typeof id === 'number');

const isNothing = (body: unknown): boolean =>
	body === undefined || body === null || body === '' || (Buffer.isBuffer(body) && body.length === 0);

const isObject = (value: unknown): value is IDataObject =>
	value !== null && typeof value === 'object' && !Array.isArray(value) && !Buffer.isBuffer(value);
