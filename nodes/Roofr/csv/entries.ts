import { shorten } from '../../shared/parameters/inputProblem';
import type { Format } from './cells';
import { isFooter } from './footer';
import type { ExportKind, OwnHeads } from './kinds';
import { entryOf, without, type Entry } from './records';
import type { Row } from './rows';
import { isHead, isLikely, isSameHead, tableOf, type Table } from './table';

/** What the rows of an export mean. */
export interface Meaning {
	readonly kind: ExportKind;
	/** Heads of the user's own. */
	readonly heads: OwnHeads;
	readonly format: Format;
}

/** A row and what it was read as. */
interface Read {
	readonly cells: readonly string[];
	readonly entry: Entry;
}

/** The outcome of each row behind the head. */
export async function* entriesOf(
	rows: AsyncIterable<readonly Row[]>,
	head: Table,
	meaning: Meaning,
): AsyncGenerator<Entry> {
	const repeats = new Repeats();
	let table = head;
	let before: Read | undefined;
	let hasIds = false;
	for await (const batch of rows) {
		for (const row of batch) {
			const { table: next, ...read } = readRow(row, table, meaning);
			const place = before ? placeOf(before, read, table, hasIds) : 'row';
			if (before) yield repeats.checked(besides(before.entry, read.entry, place));
			before = { ...read, entry: asRead(read, before?.entry, place) };
			hasIds ||= table.idAt !== undefined && isLikely(table, read.cells);
			table = next ?? table;
		}
	}
	if (before) yield repeats.checked(before.entry);
}

function readRow(row: Row, table: Table, { kind, heads, format }: Meaning): Read & { table?: Table } {
	const { line, cells } = row;
	if (!cells) return { cells: [], entry: entryOf(row, table, kind, format) };
	if (isHead(cells, table, kind, heads)) {
		const isSame = isSameHead(cells, table);
		const problem = isSame ? 'the head once more' : 'another head: it counts from here on';
		return { cells, entry: without(line, 'ignored', problem), table: isSame ? table : tableOf(cells, kind, heads) };
	}
	if (isFooter(cells)) return { cells, entry: without(line, 'ignored', 'a summary, not a record') };
	return { cells, entry: entryOf(row, table, kind, format) };
}

/** What a row is to the one before it. */
type PlaceOfRow = 'row' | 'rest' | 'tail' | 'stray';

/**
 * Whether a short row is the rest of the one before it: a line break in a field without quotes cuts a row in two, and
 * what begins the rest identifies no record. A lone field behind a whole row may be the `tail` of its last one. `stray`
 * is one that belongs nowhere.
 */
function placeOf(before: Read, { cells, entry }: Read, table: Table, hasIds: boolean): PlaceOfRow {
	if (cells.length === 0 || cells.length >= table.width || entry.status === 'ignored') return 'row';
	const isUnlikely = table.idAt !== undefined && hasIds && !isLikely(table, cells);
	const isCut = before.cells.length > 0 && before.cells.at(-1) !== '' && before.entry.status !== 'ignored';
	const fits = before.cells.length + cells.length - 1 === table.width;
	const isOdd =
		isUnlikely || entry.status === 'refused' || entry.problems.some((problem) => problem.startsWith('Invalid'));
	const isWhole = before.cells.length >= table.width;
	if (isCut && isOdd && isWhole && fits) return 'tail';
	if (isCut && isOdd && (fits || (isUnlikely && !isWhole))) return 'rest';
	return isUnlikely ? 'stray' : 'row';
}

/** A row, when the one behind it is known. */
function besides(entry: Entry, next: Entry, place: PlaceOfRow): Entry {
	if (place === 'rest') return part(entry, next);
	if (place !== 'tail' || entry.status !== 'ok') return entry;
	return { ...entry, problems: [...entry.problems, `line ${next.line} is no record: its text may belong to this one`] };
}

function asRead(read: Read, before: Entry | undefined, place: PlaceOfRow): Entry {
	if (place === 'row') return read.entry;
	return place === 'rest' && before ? part(read.entry, before) : stray(read);
}

const part = ({ line, record }: Entry, other: Entry): Entry =>
	without(line, 'refused', `one row with line ${other.line}: there is a line break in a field without quotes`, record);

const stray = ({ cells, entry: { line, record } }: Read): Entry =>
	without(line, 'refused', `no record, by what its other lines are: "${shorten(cells.join(' ').trim())}"`, record);

const MAPS = 256;

/** By the last two characters. */
const mapOf = (key: string): number => (key.charCodeAt(key.length - 1) + 31 * key.charCodeAt(key.length - 2)) % MAPS;

/**
 * The same row twice counts once. The same ID with other content is a contradiction: the first stands, the other is
 * refused.
 */
class Repeats {
	/** Place of each row below, by what identifies it: in many maps, since one of a million holds n8n up as it grows. */
	readonly #places = Array.from({ length: MAPS }, () => new Map<string, number>());
	readonly #lines: number[] = [];
	readonly #hashes: number[] = [];

	checked(entry: Entry): Entry {
		const { id, line, rowHash, status } = entry;
		if (status !== 'ok' || rowHash === null) return entry;
		const key = id === '' ? rowHash : `id ${id}`;
		const places = this.#places[mapOf(key)];
		const place = places.get(key);
		const hash = Number.parseInt(rowHash.slice(0, 13), 16); // as many bits as a number holds
		if (place === undefined) {
			places.set(key, this.#lines.push(line) - 1);
			this.#hashes.push(hash);
			return entry;
		}
		const first = this.#lines[place];
		return this.#hashes[place] === hash
			? { ...entry, status: 'duplicate', problems: [`the same as line ${first}`] }
			: { ...entry, status: 'refused', problems: [`line ${first} has the same ID with other content`] };
	}
}
