import { columnOf, plain, type Column, type ExportKind, type OwnHeads } from './kinds';

/** A column of the file. */
export interface Source {
	readonly index: number;
	/** Its head; where there are several of one name, with a number. */
	readonly head: string;
}

/** A value of the record, and the columns that may give it, in the order in which they are tried. */
export interface Target {
	readonly column: Column;
	readonly sources: readonly Source[];
}

/** The columns of a file by its head. */
export interface Table {
	readonly head: readonly string[];
	/** Columns up to the last that has a head. */
	readonly width: number;
	readonly targets: readonly Target[];
	/** Index of the column that identifies a record, where there is one. */
	readonly idAt?: number;
}

/** The head is one of the first rows: a title may stand before it. */
export const PREAMBLE = 10;

/** The columns, where a row is a head: at least two of its fields are known. */
export function tableOf(head: readonly string[], kind: ExportKind, own: OwnHeads): Table | undefined {
	const known = head.map((cell) => columnOf(cell, kind, own));
	if (new Set(known.flatMap((one) => (one ? [one.column.name] : []))).size < 2) return undefined;
	const width = head.findLastIndex((cell) => cell !== '') + 1;
	const heads = uniqueHeads(head.slice(0, width), [...kind.columns.map(({ name }) => name)]);
	const byName = new Map<string, Array<{ column: Column; rank: number; source: Source }>>();
	for (const [index, text] of heads.entries()) {
		const { column, rank } = known[index] ?? { column: { name: text, kind: 'text', heads: [] }, rank: 0 };
		byName.set(column.name, [...(byName.get(column.name) ?? []), { column, rank, source: { index, head: text } }]);
	}
	const targets = [...byName.values()].map((all) => ({
		column: all[0].column,
		sources: all.sort((one, other) => one.rank - other.rank).map(({ source }) => source),
	}));
	const id = targets.find(({ column }) => column.name === kind.identity);
	return { head, width, targets, ...(id && { idAt: id.sources[0].index }) };
}

/** `Notes`, `Notes 2`; a column without head by its place. */
function uniqueHeads(head: readonly string[], taken: readonly string[]): string[] {
	const used = new Set<string>();
	return head.map((cell, index) => {
		const name = cell === '' ? `Column ${index + 1}` : cell;
		let unique = name;
		for (let count = 2; used.has(unique) || (taken.includes(unique) && plain(unique) !== plain(name)); count++)
			unique = `${name} ${count}`;
		used.add(unique);
		return unique;
	});
}

/** Whether a row is a head once more: files are put together, and pages repeat it. */
export function isHead(cells: readonly string[], table: Table, kind: ExportKind, own: OwnHeads): boolean {
	const filled = cells.filter((cell) => cell !== '');
	const isKnown = (cell: string): boolean => columnOf(cell, kind, own) !== undefined;
	if (filled.length < 2 || (!isKnown(filled[0]) && plain(filled[0]) !== plain(table.head[0]))) return false;
	const known = filled.filter(isKnown).length;
	return known >= 2 && (known * 2 > filled.length || isSameHead(cells, table));
}

export const isSameHead = (cells: readonly string[], { head, width }: Table): boolean =>
	head.slice(0, width).every((cell, index) => plain(cell) === plain(cells[index] ?? ''));

/** Whether fields can be those of a row: what identifies it is one word with a digit in it. */
export function isLikely({ idAt, width }: Table, cells: readonly string[]): boolean {
	if (idAt === undefined) return width >= 3;
	return /^[^\s\d]*\d\S*$/.test((cells[idAt] ?? '').slice(0, 100));
}
