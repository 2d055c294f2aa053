import { columnOf, type ExportKind, type OwnHeads } from './kinds';
import type { Line } from './lines';
import { rowsOf, type Row } from './rows';
import { isLikely, PREAMBLE, tableOf, type Table } from './table';

/** The lines of a file, from its beginning each time. */
export type Lines = () => AsyncIterable<readonly Line[]>;

const DELIMITERS = [',', ';', '\t', '|'];

export interface Head {
	readonly table: Table;
	readonly delimiter: string;
	/** Line on which it begins. */
	readonly line: number;
	/** Whether each line stands in quotes as a whole. */
	readonly isQuoted: boolean;
}

/**
 * The head of an export, which is one of its first rows: with the delimiter that gives the most known columns.
 * Undefined where there is none.
 */
export async function headOf(
	lines: Lines,
	delimiter: string | undefined,
	kind: ExportKind,
	heads: OwnHeads,
): Promise<Head | undefined> {
	const first = await firstOf(lines(), 10 * PREAMBLE);
	const known = delimiter ?? named(first[0]);
	const detected = delimiter === undefined ? DELIMITERS : [];
	for (const [delimiters, isQuoted] of [
		[known === undefined ? [] : [known], false],
		[detected, false],
		[known === undefined ? detected : [known], true],
	] as const) {
		const head = await bestHead(delimiters, isQuoted ? first.map(unquoted) : first, kind, heads);
		if (head) return { ...head, isQuoted };
	}
	return undefined;
}

/** Programs that take the lines of a table for its cells put each of them into quotes. */
function unquoted(line: Line): Line {
	const { text } = line;
	if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return line;
	return { ...line, text: text.slice(1, -1).replaceAll('""', '"') };
}

async function bestHead(
	delimiters: readonly string[],
	first: readonly Line[],
	kind: ExportKind,
	heads: OwnHeads,
): Promise<Omit<Head, 'isQuoted'> | undefined> {
	const found = await Promise.all(delimiters.map(async (one) => await headWith(one, first, kind, heads)));
	const known = (head: (typeof found)[number]) =>
		head?.table.head.filter((cell) => columnOf(cell, kind, heads) !== undefined).length ?? 0;
	return found.reduce((best, one) => (known(one) > known(best) ? one : best), undefined);
}

/** Spreadsheets take the delimiter from a first line `sep=;`. */
const named = (line: Line | undefined): string | undefined => {
	const sign = /^"?sep=(\\t|[^ ])"?\1* *$/i.exec((line?.text ?? '').slice(0, 100))?.[1];
	return sign === '\\t' ? '\t' : sign;
};

async function headWith(
	delimiter: string,
	first: readonly Line[],
	kind: ExportKind,
	heads: OwnHeads,
): Promise<Omit<Head, 'isQuoted'> | undefined> {
	const shape = { delimiter, columns: Infinity, isLikely: () => false };
	const rows = await firstOf(rowsOf(listed(first), shape), PREAMBLE);
	for (const { line, cells } of rows) {
		const table = cells && tableOf(cells, kind, heads);
		if (table) return { table, delimiter, line };
	}
	return undefined;
}

async function* listed<T>(all: T): AsyncGenerator<T> {
	yield await Promise.resolve(all);
}

async function* withoutQuotes(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly Line[]> {
	for await (const lines of batches) yield lines.map(unquoted);
}

/** The rows behind the head. */
export async function* rowsBehind(
	{ table, delimiter, line, isQuoted }: Head,
	lines: Lines,
): AsyncGenerator<readonly Row[]> {
	const shape = { delimiter, columns: table.width, isLikely: (cells: readonly string[]) => isLikely(table, cells) };
	for await (const rows of rowsOf(isQuoted ? withoutQuotes(lines()) : lines(), shape))
		yield rows.filter((row) => row.line > line);
}

/** The first of what comes in batches. */
export async function firstOf<T>(batches: AsyncIterable<readonly T[]>, count: number): Promise<T[]> {
	const first: T[] = [];
	for await (const batch of batches) {
		first.push(...batch.slice(0, count - first.length));
		if (first.length >= count) break;
	}
	return first;
}
