import { invalid, type Field } from './field';
import { trimmed } from './marks';

/** What programs write where they have no value, alone or for each part of a text. */
const NO_VALUE = /^(?:(?:undefined|null|NULL|NaN|Invalid Date(?:Time)?)(?:\s+|$))+$|\[object Object\]/;

/**
 * Text of a field that holds one: a list of one is that one, a date is ISO 8601. Throws `InputProblem` for lists and
 * objects, for what programs write where there is no value, and for a number whose last digits are lost.
 */
export function readText(value: unknown, field: Field): string {
	const single = only(value);
	if (typeof single === 'string') {
		const text = trimmed(single);
		if (NO_VALUE.test(text)) throw invalid(field, text, 'It stands for no value: look at the expression.');
		return text;
	}
	if (typeof single === 'number' && Number.isInteger(single) && !Number.isSafeInteger(single))
		throw invalid(field, single, 'Its last digits are lost already: map it as text.');
	if (typeof single === 'bigint' || typeof single === 'boolean' || Number.isFinite(single)) return String(single);
	const date = isoOf(single);
	if (date !== undefined) return date;
	throw invalid(field, value, 'Map one text.');
}

/** The entry of a list of one; anything else as it is. */
export const only = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? only(value[0]) : value);

/** Dates come from expressions as objects: JavaScript's own, and Luxon's, such as `$now`. */
function isoOf(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	if (value === null || typeof value !== 'object' || !('toISO' in value) || typeof value.toISO !== 'function')
		return undefined;
	const iso: unknown = value.toISO();
	return typeof iso === 'string' ? iso : undefined;
}
