import { parse, type CsvError, type Info } from 'csv-parse/sync';

export type Encoding = 'auto' | 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const MARKS: ReadonlyArray<readonly [bytes: readonly number[], encoding: string]> = [
	[[0xef, 0xbb, 0xbf], 'utf-8'],
	[[0xff, 0xfe], 'utf-16le'],
	[[0xfe, 0xff], 'utf-16be'],
];

/**
 * The text of a file. `auto` goes by its first bytes; without a mark it is UTF-8, or Windows-1252 where it cannot be
 * that.
 */
export function decoded(bytes: Uint8Array, encoding: Encoding): string {
	if (encoding !== 'auto') return new TextDecoder(encoding).decode(bytes);
	const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
	if (marked) return new TextDecoder(marked[1]).decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

const DELIMITERS = [',', ';', '\t', '|'];

/** The delimiter that makes most known columns of the first lines. */
export function delimiterOf(text: string, isKnown: (column: string) => boolean): string {
	const head = text.split(/\r\n|\r|\n/, 10).join('\n');
	const score = (delimiter: string) =>
		Math.max(0, ...rows(head, delimiter).map(({ cells }) => (cells ? cells.filter(isKnown).length : 0)));
	return DELIMITERS.map((delimiter) => ({ delimiter, score: score(delimiter) })).reduce((best, one) =>
		one.score > best.score ? one : best,
	).delimiter;
}

export interface Row {
	/** Line on which it begins, counted from 1. */
	readonly line: number;
	/** Undefined when the line could not be read. */
	readonly cells?: readonly string[];
	readonly problem?: string;
}

/** All rows. A line with broken quotes is reported, and reading goes on behind it: no good line is lost with it. */
export function rows(text: string, delimiter: string): Row[] {
	const lines = text
		.replace(/^\uFEFF/, '')
		.replace(/\r\n?/g, '\n')
		.split('\n');
	const all: Row[] = [];
	for (let from = 0; from < lines.length;) {
		const { read, broken } = readUntilBroken(lines.slice(from).join('\n'), delimiter);
		all.push(...read.map((row) => ({ ...row, line: row.line + from })));
		if (!broken) break;
		const line = from + broken.line;
		all.push({ line, problem: broken.problem });
		from = line;
	}
	return all;
}

interface Reading {
	readonly read: Row[];
	readonly broken?: { readonly line: number; readonly problem: string };
}

function readUntilBroken(text: string, delimiter: string): Reading {
	const read: Row[] = [];
	let end = 0;
	const onRecord = (cells: string[], { lines }: Info): null => {
		end = lines;
		// `lines` counts to the end of the row, which may span several.
		read.push({
			line: lines - cells.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0),
			cells: cells.map((cell) => cell.trim()),
		});
		return null;
	};
	try {
		parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, on_record: onRecord });
		return { read };
	} catch (error) {
		const { code } = error as CsvError; // the parser throws no other
		const problem =
			code === 'CSV_QUOTE_NOT_CLOSED'
				? 'a quote is opened and never closed'
				: 'a quote stands in the middle of a field';
		return { read, broken: { line: end + 1 + blankLines(text, end), problem } };
	}
}

/** Empty lines right behind line `end`, which the parser skips. */
const blankLines = (text: string, end: number): number =>
	/^\n*/.exec(text.split('\n').slice(end).join('\n'))?.[0].length ?? 0;
