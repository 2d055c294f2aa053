import type { IDataObject } from 'n8n-workflow';
import { contentHash } from '../../shared/fingerprint';
import { textOf } from '../../shared/parameters/input';
import { shorten } from '../../shared/parameters/inputProblem';
import { noValueIn, READ, type Format, type Value } from './cells';
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
	const own = withWholeName(Object.fromEntries(read.flatMap(({ fields }) => fields)));
	const more = Object.fromEntries(read.flatMap((one) => Object.entries(one.more)));
	const added = Object.fromEntries(Object.entries(more).filter(([name]) => (own[name] ?? '') === ''));
	const record: IDataObject = { ...own, ...added, ...(kind.address && placeIn(own)) };
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
	const spoiled = read.find(({ problem: ofValue, fields }) => ofValue !== undefined && fields[0][0] === kind.identity);
	if (id !== '' && spoiled?.problem !== undefined) return without(line, 'refused', spoiled.problem, record);
	if (id === '' && kind.otherwise.every((name) => (own[name] ?? '') === ''))
		return without(line, 'refused', `none of ${[kind.identity, ...kind.otherwise].join(', ')} is filled`, record);
	return { line, id, status: 'ok', rowHash: hashOf(record), record, problems };
}

interface Read {
	readonly fields: ReadonlyArray<readonly [name: string, value: IDataObject[string]]>;
	readonly more: IDataObject;
	/** Why the value is not what it should be. */
	readonly problem?: string;
	/** This, and what the user should know of other columns. */
	readonly problems: readonly string[];
}

/** The name of a customer whose parts alone are in the export. */
function withWholeName(own: IDataObject): IDataObject {
	const parts = [own.customerFirstName, own.customerLastName].map(textOf).filter((part) => part !== '');
	return textOf(own.customerName) !== '' || parts.length === 0 ? own : { ...own, customerName: parts.join(' ') };
}

/** A value by the first of its columns that can be read. What others hold is kept under its own head, and reported. */
function readTarget({ column: { name, kind }, sources }: Target, cells: readonly string[], format: Format): Read {
	const values = sources.map((source) => ({ source, ...readCell(cells[source.index] ?? '', name, kind, format) }));
	const filled = values.filter(({ isFilled }) => isFilled);
	const chosen = filled.find(({ problem }) => problem === undefined) ?? filled[0] ?? values[0];
	const others = filled.filter(({ source, value }) => source !== chosen.source && !isSame(value, chosen.value));
	return {
		fields: [[name, chosen.value], ...others.map(({ source, value }) => [headOf(source, name), value] as const)],
		more: chosen.more ?? {},
		problem: chosen.problem,
		problems: [
			...values.flatMap(({ problem, isFilled, source }) =>
				problem !== undefined && (source === chosen.source || !isFilled) ? [problem] : [],
			),
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
): Value & { isFilled: boolean } => {
	const none = noValueIn(cell, kind, name);
	return { ...READ[kind](none ? '' : cell, name, format), ...none, isFilled: cell !== '' && !none };
};

/** A column whose own head is the name of the value stands beside it. */
const headOf = ({ head }: Source, name: string): string => (head === name ? `${head} 2` : head);

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Of the record as it was read: sorted, so that the order of columns does not count. */
function hashOf(record: IDataObject): string {
	const filled = Object.entries(record).filter(([, value]) => value !== '' && value !== null);
	return contentHash(JSON.stringify(filled.sort(([one], [other]) => (one < other ? -1 : 1))));
}
