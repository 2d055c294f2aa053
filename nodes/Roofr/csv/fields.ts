import { trimmed } from '../../shared/values/marks';
import { LONGEST, type Line } from './lines';

/**
 * How quotes within a quoted field are written. `doubled` is the standard; `plain` are those that nobody doubled, such
 * as inch marks; `escaped` have a backslash before them.
 */
export type Quotes = 'doubled' | 'plain' | 'escaped';

/** What the fields of one row were read as, from its first line on. */
export interface Fields {
	readonly cells: readonly string[];
	/** Lines that they take. */
	readonly lines: number;
	/** Why there is no row: a quote that is never closed, or one in the middle of a field. */
	readonly broken?: 'open' | 'middle';
}

export interface Reading {
	readonly delimiter: string;
	readonly quotes: Quotes;
	/** Lines that a row may take. */
	readonly most: number;
}

/** The fields of the row that begins with line `from`. A field is quoted where a quote is the first that is in it. */
export function fieldsAt(lines: readonly Line[], from: number, reading: Reading): Fields {
	if (!lines[from].text.includes('"')) return { cells: bareFields(lines[from].text, reading.delimiter), lines: 1 };
	const cells: string[] = [];
	let at: Position = { line: from, character: 0 };
	for (;;) {
		const { text } = lines[at.line];
		const start = afterBlanks(text, at.character, reading.delimiter);
		const opening = openingAt(text, start);
		const field =
			opening === 0
				? bareField(text, { ...at, character: start }, reading.delimiter)
				: quotedField(lines, from, { ...at, character: start + opening }, reading);
		if ('broken' in field) return { cells, ...field };
		cells.push(cellOf(field.value));
		if (field.end === undefined) return { cells, lines: field.line - from + 1 };
		at = { line: field.line, character: field.end };
	}
}

interface Position {
	readonly line: number;
	readonly character: number;
}

interface Field {
	readonly value: string;
	/** Line on which it ends. */
	readonly line: number;
	/** Where the next one begins; undefined behind the last. */
	readonly end?: number;
}

/** Length of what opens a quoted field: a quote, or `="` as in ="00123", by which Excel keeps zeros. */
function openingAt(text: string, at: number): number {
	if (text[at] === '"') return 1;
	return text.startsWith('="', at) ? 2 : 0;
}

const bareFields = (text: string, delimiter: string): string[] => text.split(delimiter).map(cellOf);

/** Quotes in a field that does not begin with one are what they are: 12" pipe. */
function bareField(text: string, { line, character }: Position, delimiter: string): Field {
	const end = text.indexOf(delimiter, character);
	return end < 0 ? { value: text.slice(character), line } : { value: text.slice(character, end), line, end: end + 1 };
}

function quotedField(
	lines: readonly Line[],
	from: number,
	{ line, character }: Position,
	{ delimiter, quotes, most }: Reading,
): Field | Required<Omit<Fields, 'cells'>> {
	let value = '';
	let { text } = lines[line];
	for (let at = character; ;) {
		const quote = text.indexOf('"', at);
		if (quote < 0) {
			value += `${text.slice(at)}\n`;
			line++;
			if (line === lines.length || line - from === most || value.length > LONGEST)
				return { broken: 'open', lines: line - from };
			({ text } = lines[line]);
			at = 0;
			continue;
		}
		const isDoubled = text[quote + 1] === '"';
		const next = afterBlanks(text, isDoubled ? quote + 2 : quote + 1, delimiter);
		const ends = next === text.length || text[next] === delimiter;
		if (quotes === 'escaped' && isEscaped(text, quote)) {
			value += `${text.slice(at, quote - 1)}"`;
			at = quote + 1;
		} else if (isDoubled && !(quotes === 'plain' && ends)) {
			value += text.slice(at, quote + 1);
			at = quote + 2;
		} else if (ends) {
			value += text.slice(at, isDoubled ? quote + 1 : quote);
			return { value, line, end: next === text.length ? undefined : next + 1 };
		} else if (quotes === 'plain' && text[quote - 1] !== delimiter) {
			value += text.slice(at, quote + 1);
			at = quote + 1;
		} else return { broken: 'middle', lines: line - from + 1 };
	}
}

/** Two backslashes are one that is meant, and escape nothing. */
function isEscaped(text: string, quote: number): boolean {
	let first = quote;
	while (text[first - 1] === '\\') first--;
	return (quote - first) % 2 === 1;
}

const BLANKS = /[ \t\u00A0\uFEFF]*/y;
const BLANKS_BESIDE_TABS = /[ \u00A0\uFEFF]*/y;

function afterBlanks(text: string, from: number, delimiter: string): number {
	const blanks = delimiter === '\t' ? BLANKS_BESIDE_TABS : BLANKS;
	blanks.lastIndex = from;
	blanks.test(text);
	return blanks.lastIndex;
}

/** What a cell holds, without blanks and invisible marks around it. */
function cellOf(text: string): string {
	const cell = text.trim();
	const isAscii = cell.charCodeAt(0) < 0x80 && cell.charCodeAt(cell.length - 1) < 0x80;
	return unguarded(isAscii || cell === '' ? cell : trimmed(cell)); // most cells are, and it takes its time
}

/** Without what keeps a spreadsheet from reading a text as a number or formula: ="00123", '+1 303 555 0142. */
function unguarded(cell: string): string {
	if (cell.length > 3 && cell.startsWith('="') && cell.endsWith('"')) return cell.slice(2, -1).replaceAll('""', '"');
	return /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}
