import { invalid, type Field } from './field';
import { only, readText } from './text';

/**
 * Texts of a list: a list, a JSON list typed as text, or text with commas. Without empty entries and repetitions.
 * Throws `InputProblem`.
 */
export function readList(value: unknown, field: Field): string[] {
	const entries = Array.isArray(value) ? value : (jsonList(value) ?? readText(value, field).split(','));
	return [
		...new Set(entries.filter((entry) => entry !== null && entry !== undefined).map((entry) => nameOf(entry, field))),
	].filter((text) => text !== '');
}

function jsonList(value: unknown): unknown[] | undefined {
	if (typeof value !== 'string' || !value.trim().startsWith('[')) return undefined;
	try {
		const parsed: unknown = JSON.parse(value);
		return Array.isArray(parsed) ? parsed : undefined;
	} catch {
		return undefined; // text that happens to begin with a bracket
	}
}

/** Apps give tags and the like as objects with a name. */
function nameOf(entry: unknown, field: Field): string {
	const single = only(entry);
	if (single !== null && typeof single === 'object' && 'name' in single && typeof single.name === 'string')
		return single.name.trim();
	if (Array.isArray(single)) throw invalid(field, single, 'Map a list of texts.');
	return readText(single, field);
}
