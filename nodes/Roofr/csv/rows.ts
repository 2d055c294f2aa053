import { fieldsAt, type Fields, type Quotes } from './fields';
import { LONGEST, type Line } from './lines';
import { grouped } from '../../shared/inEnglish';

/** What the rows of a file look like. */
export interface Shape {
	readonly delimiter: string;
	/** Columns that the head names. */
	readonly columns: number;
	/** Whether the fields can be those of a row, by what its columns hold. */
	readonly isLikely: (cells: readonly string[]) => boolean;
}

export interface Row {
	/** Line on which it begins, counted from 1. */
	readonly line: number;
	/** Undefined where the line could not be read. */
	readonly cells?: readonly string[];
	/** Why it could not be read, or what was left out. */
	readonly problem?: string;
}

/** Lines over which a row with unusual quotes is looked for. */
const UNUSUAL = 20;

const PROBLEMS = {
	open: 'a quote is opened and never closed',
	middle: 'there is a quote in the middle of a field',
	long: `longer than ${grouped(LONGEST)} characters`,
	zeros: 'zero characters (NUL) were left out',
	controls: 'control characters were left out',
} as const;

/**
 * The rows of a file, without empty ones, as many at a time as its lines come. A line with broken quotes is reported,
 * and reading goes on behind it: no good line is lost with it.
 */
export async function* rowsOf(lines: AsyncIterable<readonly Line[]>, shape: Shape): AsyncGenerator<Row[]> {
	let open: readonly Line[] = [];
	for await (const more of lines) {
		const { rows, rest } = rowsIn([...open, ...more], shape, false);
		open = rest;
		yield rows;
	}
	yield rowsIn(open, shape, true).rows;
}

/** Rows of these lines. `rest` are the last ones, whose row may go on in the next; none where no more will come. */
function rowsIn(lines: readonly Line[], shape: Shape, isEnd: boolean): { rows: Row[]; rest: readonly Line[] } {
	const rows: Row[] = [];
	let at = 0;
	while (at < lines.length) {
		const read = rowAt(lines, at, shape, isEnd);
		if (!read) break;
		at += read.lines;
		if (read.row.cells?.every((cell) => cell === '') !== true) rows.push(read.row);
	}
	return { rows, rest: lines.slice(at) };
}

interface ReadRow {
	readonly row: Row;
	/** Lines that it takes. */
	readonly lines: number;
}

/** Undefined where it takes more lines to tell. */
function rowAt(lines: readonly Line[], at: number, shape: Shape, isEnd: boolean): ReadRow | undefined {
	const { number: line, lost } = lines[at];
	if (lost === 'all') return { row: { line, problem: PROBLEMS.long }, lines: 1 };
	const usual = fieldsAt(lines, at, { ...shape, quotes: 'doubled', most: Infinity });
	if (isRow(lines, at, usual, shape)) return rowOf(lines, at, usual);
	if (!isEnd && (lines.length - at < UNUSUAL || runsOut(lines, at, usual))) return undefined;
	const found = unusual(lines, at, shape);
	if (found) return rowOf(lines, at, found);
	if (!usual.broken && usual.lines === 1) return rowOf(lines, at, usual);
	return { row: { line, problem: PROBLEMS[usual.broken ?? 'open'] }, lines: 1 };
}

const runsOut = (lines: readonly Line[], at: number, { broken, lines: taken }: Fields): boolean =>
	broken === 'open' && at + taken === lines.length;

function rowOf(lines: readonly Line[], at: number, { cells, lines: taken }: Fields): ReadRow {
	const lost = lines.slice(at, at + taken).find((line) => line.lost)?.lost;
	return {
		row: { line: lines[at].number, cells, ...(lost && { problem: PROBLEMS[lost === 'all' ? 'long' : lost] }) },
		lines: taken,
	};
}

/** Whether these fields are those of one row: no more than the head names, and no other rows within a field. */
const isRow = (lines: readonly Line[], at: number, fields: Fields, shape: Shape): boolean =>
	!fields.broken && filled(fields) <= shape.columns && !swallows(lines, at, fields, shape);

/** Fields up to the last that is not empty. */
const filled = ({ cells }: Fields): number => cells.findLastIndex((cell) => cell !== '') + 1;

/** Whether a field over several lines is made of rows: its quote was never closed, and it ends with that of another. */
function swallows(lines: readonly Line[], at: number, { lines: taken }: Fields, shape: Shape): boolean {
	const inner = lines.slice(at + 1, at + taken).filter(({ text }) => text.trim() !== '');
	const rows = inner.filter((line) => {
		const alone = fieldsAt([line], 0, { ...shape, quotes: 'doubled', most: 1 });
		return isExact(alone, shape) && shape.isLikely(alone.cells);
	});
	return rows.length > 0 && rows.length * 2 >= inner.length; // the last line of a field is seldom a whole row
}

const isExact = (fields: Fields, { columns }: Shape): boolean =>
	!fields.broken && fields.cells.length >= columns && filled(fields) <= columns;

/** The row by another way of writing quotes: the first that makes as many fields as the head names. */
function unusual(lines: readonly Line[], at: number, shape: Shape): Fields | undefined {
	const readings: ReadonlyArray<readonly [quotes: Quotes, most: number]> = [
		...(lines[at].text.includes('\\"') ? [['escaped', UNUSUAL] as const] : []),
		['plain', 1],
	];
	return readings
		.map(([quotes, most]) => fieldsAt(lines, at, { ...shape, quotes, most }))
		.find((fields) => isExact(fields, shape) && !swallows(lines, at, fields, shape));
}
