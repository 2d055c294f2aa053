/** A database that cannot be used: unreachable, newer than this program, or made with another key. */
export class StoreError extends Error {
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'StoreError';
	}
}

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, unknown>>;

/** Plain SQL that SQLite and Postgres both take, with a `?` for each value. Names of tables come without a schema. */
export interface Statement {
	readonly sql: string;
	readonly values: readonly SqlValue[];
}

export interface Answer {
	readonly rows: readonly SqlRow[];
	readonly changes: number;
}

/**
 * The steps of one transaction: they yield statements and are given the answers. SQLite runs them without a pause,
 * since nothing else may come in between on its one connection; Postgres waits for each answer.
 */
export type Steps<T> = Generator<Statement, T, Answer>;

/** A database that holds tables of this package. */
export interface Sql {
	/** SQL for the time by the database, in whole ms. */
	readonly now: string;
	/** SQL that finds a table by its name. */
	readonly findTable: string;
	/** SQL of the column `rowid` that numbers rows in the order in which they came; empty where each table has one. */
	readonly rowid: string;
	/** One transaction: everything that the steps do, or nothing when they throw. */
	run<T>(steps: Steps<T>): T | Promise<T>;
	/** As `run`, while nobody else is in such a transaction: what the steps read stays true until they end. */
	runAlone<T>(steps: Steps<T>): T | Promise<T>;
	close(): void | Promise<void>;
}

export function* all(sql: string, ...values: SqlValue[]): Steps<readonly SqlRow[]> {
	return (yield { sql, values }).rows;
}

export function* one(sql: string, ...values: SqlValue[]): Steps<SqlRow | undefined> {
	return (yield { sql, values }).rows[0];
}

/** Gives the number of rows changed. */
export function* change(sql: string, ...values: SqlValue[]): Steps<number> {
	return (yield { sql, values }).changes;
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
