import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { canonicalEmail, canonicalPhone, isEmail } from '../../../sync/model/canonical';
import { timeOf } from '../../shared/input';
import { moneyOf } from '../mapping/money';
import { plain, type Column, type ExportKind } from './kinds';
import type { Row } from './read';

/** One line of an export. */
export interface Entry {
	readonly line: number;
	/** The record's own ID, empty where the export has none. */
	readonly id: string;
	readonly status: 'ok' | 'duplicate' | 'refused';
	/** The same for the same content, whatever the order of columns and lines. */
	readonly rowHash: string | null;
	readonly record: IDataObject;
	/** Why the line was refused, or what of it could not be read; such values stay as they are written. */
	readonly problems: readonly string[];
}

export interface Reading {
	/** Region of phones without country code. */
	readonly region: string;
	/** Zone of times without offset. */
	readonly zone?: string;
	/** Heads of the user's own: head → name in the output. */
	readonly heads: Readonly<Record<string, string>>;
}

/** The head is one of the first lines: a title may stand before it. */
export const PREAMBLE = 10;

/** The lines of an export as records. Undefined when no line looks like its head. */
export function entriesOf(all: readonly Row[], kind: ExportKind, reading: Reading): Entry[] | undefined {
	const headAt = all
		.slice(0, PREAMBLE)
		.findIndex(({ cells }) => cells && cells.filter((cell) => columnOf(cell, kind, reading)).length >= 2);
	const head = all[headAt]?.cells;
	if (!head) return undefined;
	const columns = head.map((cell) => columnOf(cell, kind, reading) ?? { name: cell, kind: 'text' as const, heads: [] });
	const entries = all.slice(headAt + 1).map((row) => entryOf(row, columns, kind, reading));
	return withoutRepetitions(entries);
}

export function columnOf(head: string, kind: ExportKind, { heads }: Pick<Reading, 'heads'>): Column | undefined {
	const own = Object.entries(heads).find(([name]) => plain(name) === plain(head))?.[1];
	const found =
		own === undefined
			? kind.columns.find(({ heads: known }) => known.includes(plain(head)))
			: kind.columns.find(({ name }) => name === own);
	return found ?? (own === undefined ? undefined : { name: own, kind: 'text', heads: [] });
}

function entryOf({ line, cells, problem }: Row, columns: readonly Column[], kind: ExportKind, reading: Reading): Entry {
	if (!cells) return refused(line, problem ?? 'the line cannot be read');
	if (cells.length !== columns.length)
		return refused(line, `${cells.length} fields where the head has ${columns.length}`);
	const problems: string[] = [];
	const record: IDataObject = {};
	columns.forEach((column, index) => put(record, column, cells[index], reading, problems));
	const id = String(record[kind.identity[0]] ?? '');
	const identified = id !== '' || kind.otherwise.some((name) => (record[name] ?? '') !== '');
	if (!identified)
		return { ...refused(line, `none of ${[...kind.identity, ...kind.otherwise].join(', ')} is filled`), record };
	return { line, id, status: 'ok', rowHash: hashOf(record), record, problems };
}

const refused = (line: number, problem: string): Entry => ({
	line,
	id: '',
	status: 'refused',
	rowHash: null,
	record: {},
	problems: [problem],
});

function put(
	record: IDataObject,
	{ name, kind }: Column,
	cell: string,
	{ region, zone }: Reading,
	problems: string[],
): void {
	if (name === '' || (cell === '' && record[name] !== undefined)) return;
	switch (kind) {
		case 'email': {
			const email = canonicalEmail(cell);
			if (email !== '' && !isEmail(email)) problems.push(`${name} "${cell}" is no address`);
			record[name] = email;
			break;
		}
		case 'phone':
			record[name] = canonicalPhone(cell, region);
			break;
		case 'money': {
			const { text, cents } = moneyOf(cell);
			if (text !== '' && cents === null) problems.push(`${name} "${text}" is no amount`);
			Object.assign(record, { [name]: text, [`${name}Cents`]: cents });
			break;
		}
		case 'time': {
			const time = readTime(cell, zone);
			if (cell !== '' && time === undefined) problems.push(`${name} "${cell}" is no date`);
			record[name] = time ?? cell;
			break;
		}
		case 'tags':
			record[name] = cell
				.split(/[,;|]/)
				.map((tag) => tag.trim())
				.filter(Boolean);
			break;
		case 'text':
			record[name] = cell;
	}
}

/** ISO, or month first as in the country of the exports; a day alone stays a day. */
function readTime(cell: string, zone?: string): string | undefined {
	const [, month, day, year, rest = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(.*)$/.exec(cell) ?? [];
	const text = year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${rest}` : cell;
	const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
	try {
		const time = timeOf(isDay ? `${text}T00:00:00Z` : text, 'time', zone);
		return isDay && time ? text : time;
	} catch {
		return undefined;
	}
}

/** Of the record as it was read: sorted, so that the order of columns does not count. */
function hashOf(record: IDataObject): string {
	const filled = Object.entries(record).filter(([, value]) => value !== '' && value !== null);
	return createHash('sha256')
		.update(JSON.stringify(filled.sort(([one], [other]) => (one < other ? -1 : 1))))
		.digest('hex')
		.slice(0, 32);
}

/**
 * The same row twice counts once. The same ID with other content is a contradiction: the first stands, the other is
 * refused.
 */
function withoutRepetitions(entries: readonly Entry[]): Entry[] {
	const seen = new Map<string, Entry>();
	return entries.map((entry): Entry => {
		const key = entry.id === '' ? entry.rowHash : `id ${entry.id}`;
		const first = key === null ? undefined : seen.get(key);
		if (key !== null && !first) seen.set(key, entry);
		if (!first || entry.status !== 'ok') return entry;
		if (first.rowHash === entry.rowHash)
			return { ...entry, status: 'duplicate', problems: [`the same as line ${first.line}`] };
		return { ...entry, status: 'refused', problems: [`line ${first.line} has the same ID with other content`] };
	});
}
