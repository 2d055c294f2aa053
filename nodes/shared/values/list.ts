import { isEmpty } from './empty';
import { invalid, type Field } from './field';
import { jsonIn, listIn } from './json';
import { only, readText } from './text';

/**
 * Texts of a list: a list, JSON typed as text, or text with commas, lines or other `marks` between its entries. Without
 * empty entries and repetitions. Throws `InputProblem`, also for what is filled and has no entry, as a comma alone.
 */
export function readList(value: unknown, field: Field, marks = ',\n\t', advice?: string): string[] {
	const entries = Array.isArray(value) ? value : split(value, field, marks);
	const texts = entries.filter((entry) => !isEmpty(entry)).map((entry) => nameOf(entry, field, advice));
	const list = [...new Set(texts)].filter((text) => text !== '');
	if (list.length === 0 && !isEmpty(value)) throw invalid(field, value, 'Name at least one.');
	return list;
}

/** The entries of what is not a list. Those of a list are never taken apart: a comma is part of their names. */
function split(value: unknown, field: Field, marks: string): unknown[] {
	if (value === null || value === undefined) return [];
	if (typeof value === 'object') return [value];
	const text = readText(value, field);
	const list = listIn(text) ?? objectIn(text) ?? quotedIn(text);
	if (list) return list;
	if (BEGUN.test(text)) throw invalid(field, value, 'It begins as JSON and is none.');
	if (BRACKETED.test(text)) throw invalid(field, value, 'Write the list without brackets, or as JSON.');
	return partsOf(text, marks);
}

/** An object with a name, typed as JSON. */
function objectIn(text: string): unknown[] | undefined {
	const object = text.startsWith('{') ? jsonIn(text) : undefined;
	return object === undefined ? undefined : [object];
}

/** `['one', 'two']`, as Python shows a list. */
function quotedIn(text: string): string[] | undefined {
	const [, within] = /^\[\s*'([^\\]*)'\s*\]$/.exec(text) ?? [];
	const entries = within?.split(/'\s*,\s*'/);
	return entries?.some((entry) => /',|,'/.test(entry)) ? undefined : entries;
}

/** Brackets around several entries are a list, too; `[VIP], [new]` are two names. */
const BEGUN = /^\[\s*["'{[]|^\{\s*["']|^\[[^\][,]*,[^\][]*\]$/;
/** As databases and languages other than JSON write a list. */
const BRACKETED = /^\{[^{},]*,[^{}]*\}$|^\([^(),]*,[^()]*\)$/;

/** Pairs of quotes around an entry. Of straight ones in it, files have two. */
const QUOTED = [
	/"((?:[^"]|""){1,500})"/,
	/'([^']{1,500})'/,
	/“([^“”]{1,500})”/,
	/‘([^‘’]{1,500})’/,
	/«([^«»]{1,500})»/,
	/„([^„“”]{1,500})[“”]/,
];

/** What stands between the marks. An entry in quotes, as CSV files have it, may hold them itself: `"a, b", c`. */
export const partsOf = (text: string, marks: string): string[] =>
	[
		...`${marks[0]}${text}`.matchAll(
			new RegExp(
				`[${marks}](?:\\s*(?:${QUOTED.map(({ source }) => source).join('|')})\\s*(?=[${marks}]|$)|([^${marks}]*))`,
				'g',
			),
		),
	].map(([, twice, ...others]) => twice?.replaceAll('""', '"') ?? others.find((one) => one !== undefined) ?? '');

/** Apps give tags and the like as objects with a name. */
function nameOf(entry: unknown, field: Field, advice?: string): string {
	const single = only(entry);
	if (single !== null && typeof single === 'object' && 'name' in single && typeof single.name === 'string')
		return readText(single.name, field);
	if (Array.isArray(single)) throw invalid(field, single, 'Map a list of texts.');
	return readText(single, field, advice);
}
