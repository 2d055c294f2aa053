import { RefusedValue } from '../parameters/inputProblem';
import { invalid, type Field } from './field';
import { trimmed } from './marks';

/** What a formula gives that failed: in English, German, French, Spanish, Portuguese and Dutch. */
const FORMULA_ERRORS = [
	'N/A REF! VALUE! NAME? NULL! NUM! DIV/0! ERROR! SPILL! CALC! FIELD! BLOCKED! CONNECT! BUSY! GETTING_DATA UNKNOWN!',
	'NV BEZUG! WERT! ZAHL! ÜBERLAUF! LEER! VALEUR! NOM? NOMBRE! NUL! N/D ¡REF! ¡VALOR! ¿NOMBRE? ¡NUM! ¡DIV/0!',
	'VALOR! NOME? NÚM! WAARDE! VERW! NAAM? GETAL! DEEL/0! N/B LEEG!',
].flatMap((names) => names.split(' ').map((name) => `#${name.replace(/[?/]/g, '\\$&')}`));

/** What programs and spreadsheets write where they have no value. LibreOffice numbers its errors. */
const NOTHING = [
	'undefined',
	'null',
	'NULL',
	'NaN',
	'Invalid [Dd]ate',
	'Invalid DateTime',
	'Err:5\\d\\d',
	...FORMULA_ERRORS,
];

/** Alone, or for each part of a text. */
const NO_VALUE = new RegExp(`^[\\s,;|/-]*(?:(?:${NOTHING.join('|')})(?:[\\s,;|/-]+|$))+$|\\[object [A-Z]\\w+\\]`);

/**
 * Text of a field that holds one: a list of one is that one, a date is ISO 8601. Throws `InputProblem` for lists and
 * objects, for what programs write where there is no value, and for a number whose last digits are lost. `advice` says
 * what is taken.
 */
export function readText(value: unknown, field: Field, advice = 'Map one text.'): string {
	const single = only(value);
	if (single instanceof RefusedValue) throw single.problem;
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
	throw invalid(field, value, advice);
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
