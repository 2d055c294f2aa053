import type { IDataObject } from 'n8n-workflow';
import { jsonIn, jsonWithLineBreaksIn } from '../../shared/values/json';
import { only } from '../../shared/values/text';
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
	if (depth > 5 || (depth === 0 && isTooDeep(body))) return undefined;
	if (typeof body === 'string') return payloadOf(parsed(body), depth + 1);
	if (Array.isArray(body)) return body.length === 1 ? payloadOf(body[0], depth + 1) : undefined;
	if (!isObject(body)) return undefined;
	return unwrapped(body, depth);
}

function unwrapped(body: IDataObject, depth: number): IDataObject | undefined {
	const wrapper = WRAPPERS.find((name) => name in body && payloadOf(body[name], depth + 1) !== undefined);
	if (wrapper === undefined) return Object.keys(body).length > 0 ? withoutBrackets(body) : undefined;
	const { [wrapper]: inner, ...outer } = body;
	return { ...outer, ...payloadOf(inner, depth + 1) };
}

/** Forms name the fields of a wrapper `data[New Stage]`. */
const withoutBrackets = (form: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(form).map(([name, value]) => [/^(?:body|data|payload)\[([^\]]+)\]$/.exec(name)?.[1] ?? name, value]),
	);

/** Levels of an event at most; what is deeper was made to hurt. */
const DEEPEST = 20;

function isTooDeep(body: unknown): boolean {
	let level: unknown[] = [typeof body === 'string' ? parsed(body) : body];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > DEEPEST) return true;
		level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []));
	}
	return false;
}

/**
 * JSON, a form, or lines such as "New Stage: Won". A relay may say the one and send the other, and put texts into JSON
 * without escaping their line breaks.
 */
function parsed(text: string): unknown {
	const plain = text.replace(/^\uFEFF/, '').trim();
	if (/^[{[]/.test(plain) && isNested(plain)) return undefined;
	return jsonIn(plain) ?? jsonWithLineBreaksIn(plain) ?? formIn(plain) ?? linesIn(plain);
}

/** Whether brackets open far deeper than an event needs. */
function isNested(text: string): boolean {
	let open = 0;
	for (const character of text) {
		if (character === '{' || character === '[') open++;
		else if (character === '}' || character === ']') open--;
		if (open > 10 * DEEPEST) return true;
	}
	return false;
}

const formIn = (text: string): IDataObject | undefined =>
	/^[^\s=&{[]+=/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : undefined;

function linesIn(text: string): IDataObject | undefined {
	const fields = text
		.split(/[\r\n]+/)
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.map((line) => /^([^:]{1,60}):(.*)$/.exec(line));
	const isAll = fields.length > 1 && fields.every((field) => field !== null);
	return isAll ? Object.fromEntries(fields.map((field) => [field![1], field![2].trim()])) : undefined;
}

/**
 * The fields of a payload by any of their names. Nested ones count under the names of all their parents:
 * `customer.email` is "Customer Email".
 */
export class Fields {
	private readonly values = new Map<string, IDataObject[string]>();
	/** Fields that the relay left as placeholders, such as {{new_stage}}; they count as not sent. */
	readonly unresolved: string[] = [];

	constructor(payload: IDataObject) {
		this.add(payload, '');
	}

	private add(object: IDataObject, parent: string): void {
		for (const [name, given] of Object.entries(object)) {
			const key = `${parent}${plain(name)}`;
			const value = only(given) as IDataObject[string]; // of JSON
			if (isObject(value)) this.add(value, key);
			else if (isPlaceholder(value)) this.unresolved.push(name);
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

/** What a relay sends where it did not fill a field in. */
export const isPlaceholder = (value: unknown): boolean => typeof value === 'string' && /\{\{[^{}]*\}\}/.test(value);
