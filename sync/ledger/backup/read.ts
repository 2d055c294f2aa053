import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { SqlValue } from '../../../store/sql';
import type { OpenLedger } from '../openSqlite';
import { BackupProblem, FORMAT, VERSION, type Head } from './format';
import { columnsOf, isTable, noRows, TABLES, type BackedUp, type TableName } from './tables';

/** A file in parts, from its beginning each time it is read. */
export type Parts = () => AsyncIterable<Uint8Array>;

export interface Row {
	readonly table: TableName;
	readonly values: readonly SqlValue[];
}

/** Characters of a line: far more than any row has. */
const LONGEST = 50_000_000;

const NO_BACKUP = new BackupProblem(
	'The file is no backup of a ledger',
	'Choose a file that "Ledger: Back Up" made, as it made it: it ends in .ndjson.gz.',
);
const DAMAGED = new BackupProblem(
	'The backup is cut or was changed',
	'Take the file from where it was stored first, or an older one.',
);

const head = z.object({ format: z.literal(FORMAT), version: z.number(), key: z.string(), at: z.string() });
const end = z.object({ end: z.object({ rows: z.record(z.number()), seal: z.string() }).strict() }).strict();

/**
 * The rows of a backup, checked one by one, and at its end as a whole: whoever stores them must undo that when it
 * throws. Throws `BackupProblem`.
 */
export async function* rowsOf(file: Parts, { store, hash }: OpenLedger): AsyncGenerator<Row, Head> {
	const sum = createHash('sha256');
	const counts = noRows();
	let first: Head | undefined;
	let isOver = false;
	for await (const line of linesOf(file)) {
		if (isOver) throw DAMAGED;
		const content = parsed(line, first ? DAMAGED : NO_BACKUP);
		if (!first) {
			first = headOf(content, store.keyId);
		} else if ('end' in content) {
			const { data } = end.safeParse(content);
			const isWhole = Object.entries(counts).every(([table, count]) => (data?.end.rows[table] ?? 0) === count);
			if (data?.end.seal !== hash(sum.digest('hex')) || !isWhole) throw DAMAGED;
			isOver = true;
			continue;
		} else {
			const row = rowOf(content);
			counts[row.table] += 1;
			yield row;
		}
		sum.update(`${line}\n`);
	}
	if (!first) throw NO_BACKUP;
	if (!isOver) throw DAMAGED;
	return first;
}

function headOf(content: object, keyId: string): Head {
	const { data } = head.safeParse(content);
	if (!data) throw NO_BACKUP;
	if (data.version > VERSION)
		throw new BackupProblem(
			`The backup has version ${data.version} of its format, and this program knows ${VERSION}`,
			'Update the package.',
		);
	if (data.key !== keyId)
		throw new BackupProblem(
			'The backup belongs to a ledger with another hash key',
			'Its fingerprints mean nothing without that key. Put the key that was kept with the backup in its place first: "Back up and move the ledger" in the documentation says how.',
		);
	return data;
}

function rowOf(content: object): Row {
	const [[table, row], ...others] = Object.entries(content) as Array<[string, unknown]>;
	if (others.length > 0 || !isTable(table) || typeof row !== 'object' || row === null) throw DAMAGED;
	const columns = columnsOf(table);
	const values = columns.map((column) => valueOf(table, column, (row as Record<string, unknown>)[column]));
	if (Object.keys(row).length !== columns.length) throw DAMAGED;
	return { table, values };
}

function valueOf(table: TableName, column: string, value: unknown): SqlValue {
	const { numbers, nullable = [] }: BackedUp = TABLES[table];
	if (value === null && nullable.includes(column)) return null;
	if (numbers.includes(column) ? !Number.isSafeInteger(value) : typeof value !== 'string') throw DAMAGED;
	return value as SqlValue; // just checked
}

function parsed(line: string, problem: BackupProblem): object {
	try {
		const content: unknown = JSON.parse(line);
		if (typeof content === 'object' && content !== null && Object.keys(content).length > 0) return content;
	} catch {
		// what is wrong is told below
	}
	throw problem;
}

async function* linesOf(file: Parts): AsyncGenerator<string> {
	let open = '';
	for await (const text of textOf(file)) {
		const lines = (open + text).split('\n');
		open = lines.pop() ?? '';
		if (open.length > LONGEST) throw DAMAGED;
		yield* lines;
	}
	if (open !== '') throw DAMAGED;
}

async function* textOf(file: Parts): AsyncGenerator<string> {
	let [bytes, isBegun] = [0, false];
	const counted = async function* (): AsyncGenerator<Uint8Array> {
		for await (const part of file()) {
			bytes += part.length;
			yield part;
		}
	};
	const packed = Readable.from(counted());
	const text = createGunzip();
	packed.on('error', (error) => text.destroy(error));
	text.on('close', () => packed.destroy());
	text.setEncoding('utf8');
	try {
		for await (const part of packed.pipe(text)) {
			isBegun = true;
			yield String(part);
		}
	} catch (error) {
		const { code = '' } = error as { code?: string }; // what streams throw
		if (!code.startsWith('Z_')) throw error;
		throw isBegun || (code === 'Z_BUF_ERROR' && bytes > 0) ? DAMAGED : NO_BACKUP;
	}
}
