import { setImmediate } from 'node:timers/promises';
import { marks, sql, type Ask, type LongTransaction } from '../../../store/sql';
import type { OpenLedger } from '../openSqlite';
import { BackupProblem, type Head } from './format';
import { rowsOf, type Parts, type Row } from './read';
import { columnsOf, noRows, TABLE_NAMES, type RowCounts, type TableName } from './tables';

/** Rows that are stored with one statement. */
const AT_ONCE = 100;

/** Tables of the processes at work, whose leases end. */
const OF_PROCESSES = ['lease', 'waiting'] as const;

/** Tables whose rows say that a ledger is in use. */
const IN_USE: readonly TableName[] = ['link', 'intent', 'due', 'review', 'batch', 'history'];

export interface Restored {
	/** When the ledger was like this, in ISO 8601. */
	readonly at: string;
	readonly rows: RowCounts;
}

/**
 * Puts the content of a backup into an empty ledger, or in the place of what is there. The file is read twice: first it
 * is checked as a whole, then stored in one transaction, so that a ledger is never half restored. Whoever is at work
 * loses its leases, and with them the right to write. Throws `BackupProblem` and `StoreError`.
 */
export async function restore(opened: OpenLedger, file: Parts, replace: boolean): Promise<Restored> {
	await each(rowsOf(file, opened), async () => await Promise.resolve());
	const transaction = await opened.store.database.begin([...TABLE_NAMES, ...OF_PROCESSES]);
	try {
		const restored = await store(transaction, opened, file, replace);
		await transaction.commit();
		return restored;
	} catch (error) {
		await transaction.undo();
		throw error;
	}
}

async function store({ ask }: LongTransaction, opened: OpenLedger, file: Parts, replace: boolean): Promise<Restored> {
	if (!replace) await requireEmpty(ask);
	for (const table of TABLE_NAMES)
		await ask(sql(`DELETE FROM ${table}${table === 'meta' ? " WHERE key LIKE 'established %'" : ''}`));
	for (const table of OF_PROCESSES) await ask(sql(`DELETE FROM ${table}`));
	const rows = noRows();
	const { at } = await each(rowsOf(file, opened), async (some) => {
		rows[some[0].table] += some.length;
		await ask(insertOf(some));
	});
	return { at, rows };
}

async function requireEmpty(ask: Ask): Promise<void> {
	const count = IN_USE.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ');
	const [row] = (await ask(sql(`SELECT ${count} AS known`))).rows;
	if (Number(row.known) > 0)
		throw new BackupProblem(
			'The ledger is not empty',
			'Turn on "Replace What Is There" to put the backup in its place: what was synced since the backup is forgotten.',
		);
}

/** Some rows of one table at a time, with a pause for others in between. Gives what the rows give at their end. */
async function each(rows: AsyncGenerator<Row, Head>, work: (some: readonly Row[]) => Promise<void>): Promise<Head> {
	let some: Row[] = [];
	for (;;) {
		const next = await rows.next();
		const isFull = some.length === AT_ONCE || (some.length > 0 && (next.done || next.value.table !== some[0].table));
		if (isFull) {
			await work(some);
			await setImmediate();
			some = [];
		}
		if (next.done) return next.value;
		some.push(next.value);
	}
}

const insertOf = (rows: readonly Row[]) => {
	const columns = columnsOf(rows[0].table);
	const values = rows.map((row) => `(${marks(row.values)})`).join(', ');
	return sql(
		`INSERT INTO ${rows[0].table} (${columns.join(', ')}) VALUES ${values}`,
		...rows.flatMap((row) => row.values),
	);
};
