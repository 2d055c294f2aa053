import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { marks, sql, type Ask, type SqlRow, type SqlValue } from '../../../store/sql';
import type { OpenLedger } from '../openSqlite';
import { FORMAT, VERSION, type End, type Head } from './format';
import { columnsOf, noRows, TABLE_NAMES, TABLES, type BackedUp, type RowCounts, type TableName } from './tables';

/** Rows that are read at once, so that the event loop is never held up for long. */
const PAGE = 200;

export interface Backup {
	/** The file, as it is read; an error of the ledger ends it. */
	readonly file: Readable;
	/** Rows of each table so far: of all once the file has ended. */
	readonly rows: RowCounts;
}

/**
 * The whole ledger as it is at one moment, while others go on working: lines of JSON, compressed with gzip. Never in
 * memory as a whole.
 */
export function backUp(opened: OpenLedger): Backup {
	const rows = noRows();
	const lines = Readable.from(linesOf(opened, rows), { objectMode: true });
	const file = createGzip();
	lines.on('error', (error) => file.destroy(error));
	file.on('close', () => lines.destroy());
	return { file: lines.pipe(file), rows };
}

async function* linesOf({ store, hash }: OpenLedger, counts: Record<TableName, number>): AsyncGenerator<string> {
	const sum = createHash('sha256');
	const line = (content: object): string => {
		const text = `${JSON.stringify(content)}\n`;
		sum.update(text);
		return text;
	};
	const transaction = await store.database.begin('snapshot');
	try {
		const [time] = (await transaction.ask(sql(`SELECT ${store.database.now} AS now`))).rows;
		const at = new Date(Number(time.now)).toISOString();
		yield line({ format: FORMAT, version: VERSION, key: store.keyId, at } satisfies Head);
		for (const table of TABLE_NAMES)
			for await (const page of pagesOf(transaction.ask, table)) {
				counts[table] += page.length;
				yield page.map((row) => line({ [table]: row })).join('');
			}
	} finally {
		await transaction.undo();
	}
	const end: End = { rows: counts, seal: hash(sum.digest('hex')) };
	yield `${JSON.stringify({ end })}\n`;
}

async function* pagesOf(ask: Ask, table: TableName): AsyncGenerator<Array<Record<string, SqlValue>>> {
	const { order }: BackedUp = TABLES[table];
	const columns = columnsOf(table);
	const selected = [...new Set([...columns, ...order])].join(', ');
	const own = table === 'meta' ? "key LIKE 'established %'" : '1 = 1';
	for (let last: readonly SqlValue[] | undefined; ;) {
		const after = last ? `AND (${order.join(', ')}) > (${marks(last)})` : '';
		const text = `SELECT ${selected} FROM ${table} WHERE ${own} ${after} ORDER BY ${order.join(', ')} LIMIT ${PAGE}`;
		const { rows } = await ask(sql(text, ...(last ?? [])));
		if (rows.length > 0) yield rows.map((row) => plain(row, table));
		if (rows.length < PAGE) return;
		last = order.map((column) => rows[rows.length - 1][column] as SqlValue); // a column of the table
	}
}

/** Both databases give the same: Postgres has large numbers as text. */
function plain(row: SqlRow, table: TableName): Record<string, SqlValue> {
	const { numbers }: BackedUp = TABLES[table];
	return Object.fromEntries(
		columnsOf(table).map((column) => {
			const value = row[column] as SqlValue; // a column of the table
			return [column, numbers.includes(column) && value !== null ? Number(value) : value];
		}),
	);
}
