import type { IDataObject } from 'n8n-workflow';
import { invalid, type Field } from './field';
import { only } from './text';

/** What a text says as JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

/** The same for JSON whose texts have line breaks and tabs in them as they are, which some programs send. */
export const jsonWithLineBreaksIn = (text: string): unknown =>
	/^\s*[{[]/.test(text) ? jsonIn(escaped(text)) : undefined;

/** Line breaks and tabs within the texts of JSON, as they must be written. */
function escaped(text: string): string {
	const pieces = text.split('"');
	let isText = false;
	return pieces
		.map((piece, index) => {
			const written = isText ? piece.replaceAll('\r', '').replaceAll('\n', '\\n').replaceAll('\t', '\\t') : piece;
			const isEscaped = isText && /(?:^|[^\\])(?:\\\\)*\\$/.test(piece.slice(-20));
			if (index < pieces.length - 1 && !isEscaped) isText = !isText;
			return written;
		})
		.join('"');
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
	refuseLostDigits(single, value, field);
	return single as IDataObject; // an object, see above
}

/** A list, typed as JSON or given by an expression. Throws `InputProblem`, with an example of what is taken. */
export function readEntries(value: unknown, field: Field, example = '[{ "name": "value" }]'): unknown[] {
	const list = jsonOf(value);
	if (!Array.isArray(list)) throw invalid(field, value, `Map a list such as ${example}.`);
	refuseLostDigits(list, value, field);
	return list;
}

/** Of a longer whole number in a text, such as an ID, the last digits would be others. */
function refuseLostDigits(parsed: unknown, value: unknown, field: Field): void {
	if (typeof value !== 'string') return;
	if (typeof parsed === 'number' && !Number.isSafeInteger(parsed) && Number.isInteger(parsed))
		if (!value.includes(String(parsed)))
			throw invalid(field, value, `Of a number in it more digits are written than a number keeps: put it in quotes.`);
	if (parsed !== null && typeof parsed === 'object')
		for (const part of Object.values(parsed)) refuseLostDigits(part, value, field);
}

/** Dates, buffers and the like are no JSON. */
const isPlain = (value: object): boolean =>
	Object.prototype.toString.call(value) === '[object Object]' && !('toISO' in value);
