import { InputProblem, shorten, UnknownEntry } from '../parameters/inputProblem';

/** The field that a value was mapped to, as messages name it. */
export interface Field {
	readonly id: string;
	/** As the editor shows it. */
	readonly label: string;
}

/** The refusal of a value, with what the field takes instead. */
export const invalid = (field: Field, value: unknown, advice: string): InputProblem =>
	new InputProblem(field.id, ...refusal(field, value, advice));

/** The same for what is in no list of the service. */
export const unknown = (field: Field, value: unknown, advice: string): UnknownEntry =>
	new UnknownEntry(field.id, ...refusal(field, value, advice));

const refusal = (
	{ label }: Field,
	value: unknown,
	advice: string,
): [message: string, remedy: undefined, reason: string] => [
	`Invalid value for ${label}: ${described(value)}. ${advice}`,
	undefined,
	`Invalid value for ${label}. ${advice}`,
];

/** A value in an error text: short, and never a whole record. */
function described(value: unknown): string {
	if (Array.isArray(value))
		return value.length === 1 ? `a list of ${described(value[0])}` : `a list of ${value.length} values`;
	if (value !== null && typeof value === 'object') return 'an object';
	if (value === undefined || value === null) return 'no value';
	if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
	return typeof value === 'string' ? `"${shorten(value.trim())}"` : String(value);
}

/** What was read, or undefined for what cannot be: where a value that cannot be used is left out. */
export function orNone<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
