import type { IDataObject } from 'n8n-workflow';
import { invalid, type Field } from './field';
import { only } from './text';

/** What a text says as JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The same for what may be parsed already, as expressions give it. */
export const jsonOf = (value: unknown): unknown => (typeof value === 'string' ? jsonIn(value) : value);

/** A list that was typed as JSON; undefined for any other text, such as one that happens to begin with a bracket. */
export function listIn(text: string): unknown[] | undefined {
	const parsed = /^\s*\[/.test(text) && text.trimEnd().endsWith(']') ? jsonIn(text) : undefined;
	return Array.isArray(parsed) ? parsed : undefined;
}

/** An object, typed as JSON or given by an expression. Throws `InputProblem`, with an example of what is taken. */
export function readObject(value: unknown, field: Field, example = '{ "name": "value" }'): IDataObject {
	const single = only(jsonOf(value));
	if (single === null || typeof single !== 'object' || Array.isArray(single) || !isPlain(single))
		throw invalid(field, value, `Map a JSON object such as ${example}.`);
	return single as IDataObject; // an object, see above
}

/** A list, typed as JSON or given by an expression. Throws `InputProblem`, with an example of what is taken. */
export function readEntries(value: unknown, field: Field, example = '[{ "name": "value" }]'): unknown[] {
	const list = jsonOf(value);
	if (!Array.isArray(list)) throw invalid(field, value, `Map a list such as ${example}.`);
	return list;
}

/** Dates, buffers and the like are no JSON. */
const isPlain = (value: object): boolean =>
	Object.prototype.toString.call(value) === '[object Object]' && !('toISO' in value);
