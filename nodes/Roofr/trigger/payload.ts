import type { IDataObject } from 'n8n-workflow';
import { jsonIn } from '../../shared/json';
import { plain } from './events';

const isObject = (value: unknown): value is IDataObject =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** Names under which relays wrap the payload. */
const WRAPPERS = ['body', 'data', 'payload'];

/**
 * The event itself, out of lists, JSON in strings, forms and wrappers; fields beside a wrapper are kept. Undefined when
 * there is none.
 */
export function payloadOf(body: unknown, depth = 0): IDataObject | undefined {
	if (depth > 5) return undefined;
	if (typeof body === 'string') return payloadOf(parsed(body), depth + 1);
	if (Array.isArray(body)) return body.length === 1 ? payloadOf(body[0], depth + 1) : undefined;
	if (!isObject(body)) return undefined;
	return unwrapped(body, depth);
}

function unwrapped(body: IDataObject, depth: number): IDataObject | undefined {
	const wrapper = WRAPPERS.find((name) => name in body && payloadOf(body[name], depth + 1) !== undefined);
	if (wrapper === undefined) return Object.keys(body).length > 0 ? body : undefined;
	const { [wrapper]: inner, ...outer } = body;
	return { ...outer, ...payloadOf(inner, depth + 1) };
}

/** JSON, or a form. A relay may say the one and send the other. */
function parsed(text: string): unknown {
	return jsonIn(text) ?? (/^[^\s=&]+=/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : undefined);
}

/**
 * The fields of a payload by any of their names. Nested ones count under the names of all their parents:
 * `customer.email` is "Customer Email".
 */
export class Fields {
	private readonly values = new Map<string, IDataObject[string]>();

	constructor(payload: IDataObject) {
		this.add(payload, '');
	}

	private add(object: IDataObject, parent: string): void {
		for (const [name, value] of Object.entries(object)) {
			const key = `${parent}${plain(name)}`;
			if (isObject(value)) this.add(value, key);
			else if (!this.values.has(key) && value !== null && value !== '') this.values.set(key, value);
		}
	}

	/** The first of these names that has a value. */
	first(...names: string[]): IDataObject[string] | undefined {
		return names.map((name) => this.values.get(plain(name))).find((value) => value !== undefined);
	}

	text(...names: string[]): string | null {
		const value = this.first(...names);
		const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
		return text === '' ? null : text;
	}
}
