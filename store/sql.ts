/** A database that cannot be used: unreachable, newer than this program, or made with another key. */
export class StoreError extends Error {
	override readonly name: string = 'StoreError';
}

/** The database is there and others held it too long: nothing was changed, and another try can help. */
export class StoreBusy extends StoreError {
	override readonly name = 'StoreBusy';
}

/** The database is not there, or went away: it may be back in a moment. What was under way may be stored or not. */
export class StoreAway extends StoreError {
	override readonly name = 'StoreAway';
}

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, unknown>>;

/** Plain SQL that SQLite and Postgres both take, with a `?` for each value. Names of tables come without a schema. */
export interface Statement {
	readonly sql: string;
	readonly values: readonly SqlValue[];
	/** Unless it changes exactly so many rows, nothing of the whole write is done. */
	readonly mustChange?: number;
}

export interface Answer {
	readonly rows: readonly SqlRow[];
	readonly changes: number;
}

/** The steps of one transaction: they yield statements and are given the answers. */
export type Steps<T> = Generator<Statement, T, Answer>;

/** Makes one statement of a transaction. Throws `StoreError`. */
export type Ask = (statement: Statement) => Promise<Answer>;

/** A transaction on a connection of its own, between whose statements time may pass. */
export interface LongTransaction {
	readonly ask: Ask;
	/** Throws `StoreError`. */
	commit(): Promise<void>;
	/** Ends it with nothing changed. */
	undo(): Promise<void>;
}

/** A database that holds tables of this package. */
export interface Sql {
	/** SQL for the time by the database, in whole ms. */
	readonly now: string;
	/** SQL that finds a table by its name. */
	readonly findTable: string;
	/** SQL of the column `rowid` that numbers rows in the order in which they came; empty where each table has one. */
	readonly rowid: string;
	/** Throws `StoreError`. */
	read(statement: Statement): Promise<readonly SqlRow[]>;
	/**
	 * All of the statements, or nothing. Each waits for others that are changing the same rows, and for nobody else.
	 * Undefined, and nothing changed, when a `mustChange` is not met or a unique index would be broken. Throws
	 * `StoreError`, and `StoreBusy` when others held the rows too long.
	 */
	write(statements: readonly Statement[]): Promise<readonly Answer[] | undefined>;
	/** One transaction while nobody else is in such a one: what makes or changes tables. Throws `StoreError`. */
	runAlone<T>(steps: Steps<T>): T | Promise<T>;
	/**
	 * A long transaction. `snapshot`: it reads what is stored now, whatever others write meanwhile. With tables: nobody
	 * else writes to them until it ends. Throws `StoreError`.
	 */
	begin(what: 'snapshot' | readonly string[]): Promise<LongTransaction>;
	close(): void | Promise<void>;
}

/** A statement with its values. */
export const sql = (text: string, ...values: SqlValue[]): Statement => ({ sql: text, values });

export function* one(text: string, ...values: SqlValue[]): Steps<SqlRow | undefined> {
	return (yield sql(text, ...values)).rows[0];
}

/** Gives the number of rows changed. */
export function* change(text: string, ...values: SqlValue[]): Steps<number> {
	return (yield sql(text, ...values)).changes;
}

/** `?` for each, for a list in parentheses; an empty list holds nothing. */
export const marks = (values: readonly unknown[]): string =>
	values.length === 0 ? 'NULL' : values.map(() => '?').join(', ');

export function* readMeta(key: string): Steps<string | undefined> {
	const value = (yield* one('SELECT value FROM meta WHERE key = ?', key))?.value;
	return typeof value === 'string' ? value : undefined;
}

export function* writeMeta(key: string, value: string): Steps<void> {
	yield* change(
		'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
		key,
		value,
	);
}

/**
 * Makes or brings up to date the tables that are known by this name. Throws `StoreError` when a newer program made
 * them.
 */
export function* migrate({ findTable }: Sql, name: string, migrations: ReadonlyArray<readonly string[]>): Steps<void> {
	if (!(yield* one(findTable, 'meta'))) yield* change('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
	const version = Number((yield* readMeta(name)) ?? 0);
	if (version > migrations.length)
		throw new StoreError(
			`the tables are of version ${version}, this program knows ${migrations.length}: update the package`,
		);
	for (const statement of migrations.slice(version).flat()) yield* change(statement);
	if (version < migrations.length) yield* writeMeta(name, String(migrations.length));
}
