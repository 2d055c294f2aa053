import { isEmpty } from './empty';
import { invalid, type Field } from './field';
import { listIn } from './json';
import { only, readText } from './text';

/**
 * Texts of a list: a list, a JSON list typed as text, or text with commas. Without empty entries and repetitions.
 * Throws `InputProblem`, also for what is filled and has no entry, such as a comma alone.
 */
export function readList(value: unknown, field: Field): string[] {
	const entries = Array.isArray(value) ? value : split(value, field);
	const texts = entries.filter((entry) => !isEmpty(entry)).map((entry) => nameOf(entry, field));
	const list = [...new Set(texts)].filter((text) => text !== '');
	if (list.length === 0 && !isEmpty(value)) throw invalid(field, value, 'Name at least one.');
	return list;
}

/** The entries of what is not a list. Those of a list are never taken apart: a comma is part of their names. */
function split(value: unknown, field: Field): unknown[] {
	if (value === null || value === undefined) return [];
	if (typeof value === 'object') return [value];
	const text = readText(value, field);
	const list = listIn(text) ?? quotedIn(text);
	if (list) return list;
	if (/^\[\s*["{[]/.test(text)) throw invalid(field, value, 'It begins as JSON and is none.');
	return text.split(',');
}

/** `"one","two"`, as lines of a CSV file have it. */
function quotedIn(text: string): unknown[] | undefined {
	const list = text.startsWith('"') ? listIn(`[${text}]`) : undefined;
	return list?.every((entry) => typeof entry === 'string') ? list : undefined;
}

/** Apps give tags and the like as objects with a name. */
function nameOf(entry: unknown, field: Field): string {
	const single = only(entry);
	if (single !== null && typeof single === 'object' && 'name' in single && typeof single.name === 'string')
		return single.name.trim();
	if (Array.isArray(single)) throw invalid(field, single, 'Map a list of texts.');
	return readText(single, field);
}
