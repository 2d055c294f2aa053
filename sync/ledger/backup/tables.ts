/** One table of a backup. */
export interface BackedUp {
	/** Columns with text; of those in `nullable` it can be missing. */
	readonly text: readonly string[];
	/** Columns with whole numbers. */
	readonly numbers: readonly string[];
	readonly nullable?: readonly string[];
	/** The columns by which the rows are walked through: no two rows have the same. */
	readonly order: readonly string[];
}

/**
 * What a backup holds: all that the ledger knows. Leases and waiting records are left out, since they are of the
 * processes that were at work.
 */
export const TABLES = {
	link: {
		text: ['id', 'pair', 'head', 'place', 'member', 'state', 'body'],
		numbers: ['rev', 'ended_at'],
		nullable: ['ended_at'],
		order: ['id'],
	},
	intent: { text: ['id', 'pair', 'source', 'target', 'body'], numbers: [], order: ['id'] },
	due: {
		text: ['pair', 'source', 'target', 'status', 'parent', 'body'],
		numbers: ['since', 'next_at'],
		nullable: ['parent'],
		order: ['pair', 'source', 'target'],
	},
	review: {
		text: ['pair', 'source', 'target', 'field', 'body'],
		numbers: [],
		order: ['pair', 'source', 'target', 'field'],
	},
	// in the order in which they came, which tells those of the same millisecond apart
	history: {
		text: ['id', 'pair', 'source', 'target', 'action', 'state', 'body'],
		numbers: ['at'],
		order: ['rowid'],
	},
	sighting: {
		text: ['pair', 'key', 'place', 'record', 'body'],
		numbers: ['at'],
		order: ['pair', 'key', 'record'],
	},
	skipped: { text: ['pair', 'source', 'target', 'body'], numbers: ['at'], order: ['pair', 'source', 'target'] },
	batch: { text: ['id', 'body'], numbers: ['until'], order: ['id'] },
	meta: { text: ['key', 'value'], numbers: [], order: ['key'] },
} as const satisfies Readonly<Record<string, BackedUp>>;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
export const isTable = (name: string): name is TableName => Object.hasOwn(TABLES, name);

export const columnsOf = (name: TableName): readonly string[] => {
	const { text, numbers }: BackedUp = TABLES[name];
	return [...text, ...numbers];
};

/** Rows of each table. */
export type RowCounts = Readonly<Record<TableName, number>>;
export const noRows = (): Record<TableName, number> =>
	Object.fromEntries(TABLE_NAMES.map((name) => [name, 0])) as Record<TableName, number>;
