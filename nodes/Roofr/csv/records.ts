import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { shorten } from '../../shared/parameters/inputProblem';
import { READ, type Format, type Value } from './cells';
import type { ExportKind } from './kinds';
import { placeIn } from '../mapping/place';
import type { Row } from './rows';
import type { Source, Table, Target } from './table';

/** One line of an export. */
export interface Entry {
	readonly line: number;
	/** The record's own ID, empty where the export has none. */
	readonly id: string;
	/** `ignored` are lines that are no records, such as totals. */
	readonly status: 'ok' | 'duplicate' | 'refused' | 'ignored';
	/** The same for the same content, whatever the order of columns and lines. */
	readonly rowHash: string | null;
	readonly record: IDataObject;
	/** Why the line is not ok; of a line that is, what of it could not be read or was chosen among several. */
	readonly problems: readonly string[];
}

/** A line that gives no record. */
export const without = (
	line: number,
	status: 'refused' | 'ignored',
	problem: string,
	record: IDataObject = {},
): Entry => ({
	line,
	id: '',
	status,
	rowHash: null,
	record,
	problems: [problem],
});

/** A row as a record. */
export function entryOf({ line, cells, problem }: Row, table: Table, kind: ExportKind, format: Format): Entry {
	if (!cells) return without(line, 'refused', problem ?? 'the line cannot be read');
	const extra = cells.findLastIndex((cell) => cell !== '') + 1;
	if (extra > table.width) return without(line, 'refused', `${extra} fields where the header has ${table.width}`);
	const read = table.targets.map((target) => readTarget(target, cells, format));
	const own = Object.fromEntries(read.flatMap(({ fields }) => fields));
	const more = Object.fromEntries(read.flatMap(({ more: told }) => Object.entries(told)));
	const told = Object.fromEntries(Object.entries(more).filter(([name]) => (own[name] ?? '') === ''));
	const record: IDataObject = { ...own, ...told, ...(kind.address && placeIn(own)) };
	const problems = [
		...(problem === undefined ? [] : [problem]),
		...(cells.length < table.width
			? [`${cells.length} fields where the header has ${table.width}: the others are empty`]
			: []),
		...(cells.some((cell) => cell.includes('\uFFFD'))
			? ['characters that cannot be read (\uFFFD); choose the encoding in the options']
			: []),
		...read.flatMap((one) => one.problems),
	];
	const id = String(own[kind.identity] ?? '');
	if (id === '' && kind.otherwise.every((name) => (own[name] ?? '') === ''))
		return without(line, 'refused', `none of ${[kind.identity, ...kind.otherwise].join(', ')} is filled`, record);
	return { line, id, status: 'ok', rowHash: hashOf(record), record, problems };
}

interface Read {
	readonly fields: ReadonlyArray<readonly [name: string, value: IDataObject[string]]>;
	readonly more: IDataObject;
	readonly problems: readonly string[];
}

/** A value by the first of its columns that can be read. What others hold is kept under their own heads, and told. */
function readTarget({ column: { name, kind }, sources }: Target, cells: readonly string[], format: Format): Read {
	const values = sources.map((source) => ({ source, ...readCell(cells[source.index] ?? '', name, kind, format) }));
	const filled = values.filter(({ isFilled }) => isFilled);
	const chosen = filled.find(({ problem }) => problem === undefined) ?? filled[0] ?? values[0];
	const others = filled.filter(({ source, value }) => source !== chosen.source && !isSame(value, chosen.value));
	return {
		fields: [[name, chosen.value], ...others.map(({ source, value }) => [headOf(source, name), value] as const)],
		more: chosen.more ?? {},
		problems: [
			...(chosen.problem === undefined ? [] : [chosen.problem]),
			...others.map(
				({ source, value }) =>
					`${name} is that of "${chosen.source.head}"; "${source.head}" has another one: ${shorten(String(value))}`,
			),
		],
	};
}

const readCell = (
	cell: string,
	name: string,
	kind: Target['column']['kind'],
	format: Format,
): Value & { isFilled: boolean } => ({
	...READ[kind](cell, name, format),
	isFilled: cell !== '',
});

/** A column whose own head is the name of the value stands beside it. */
const headOf = ({ head }: Source, name: string): string => (head === name ? `${head} 2` : head);

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Of the record as it was read: sorted, so that the order of columns does not count. */
function hashOf(record: IDataObject): string {
	const filled = Object.entries(record).filter(([, value]) => value !== '' && value !== null);
	return createHash('sha256')
		.update(JSON.stringify(filled.sort(([one], [other]) => (one < other ? -1 : 1))))
		.digest('hex')
		.slice(0, 32);
}
