import { invalid, type Field } from './field';

/**
 * Text of a field that holds one: a list of one is that one, a date is ISO 8601. Throws `InputProblem` for lists and
 * objects.
 */
export function readText(value: unknown, field: Field): string {
	const single = only(value);
	if (typeof single === 'string') return single.trim();
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
