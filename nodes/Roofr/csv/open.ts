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
}

/**
 * The head of an export, which is one of its first rows: by the delimiter that makes most known columns of them.
 * Undefined where none is a head.
 */
export async function headOf(
	lines: Lines,
	delimiter: string | undefined,
	kind: ExportKind,
	heads: OwnHeads,
): Promise<Head | undefined> {
	const first = await firstOf(lines(), 10 * PREAMBLE);
	const told = delimiter ?? named(first[0]);
	const found = await Promise.all(
		(told === undefined ? DELIMITERS : [told]).map(async (one) => await headWith(one, first, kind, heads)),
	);
	const known = (head: Head | undefined) =>
		head?.table.head.filter((cell) => columnOf(cell, kind, heads) !== undefined).length ?? 0;
	return found.reduce((best, one) => (known(one) > known(best) ? one : best));
}

/** Spreadsheets take the delimiter from a first line `sep=;`. */
const named = (line: Line | undefined): string | undefined => /^"?sep=(.)"?$/i.exec(line?.text ?? '')?.[1];

async function headWith(
	delimiter: string,
	first: readonly Line[],
	kind: ExportKind,
	heads: OwnHeads,
): Promise<Head | undefined> {
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

/** The rows behind the head. */
export async function* rowsBehind({ table, delimiter, line }: Head, lines: Lines): AsyncGenerator<readonly Row[]> {
	const shape = { delimiter, columns: table.width, isLikely: (cells: readonly string[]) => isLikely(table, cells) };
	for await (const rows of rowsOf(lines(), shape)) yield rows.filter((row) => row.line > line);
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
