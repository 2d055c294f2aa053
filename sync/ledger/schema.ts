import type { Sql } from '../../store/sql';

/**
 * The ledger's tables, in steps that are never changed once released; a new version adds one at the end. Rows are JSON
 * beside the columns that are searched by. The place of a link is that of its head.
 */
export const migrationsOf = ({ rowid }: Pick<Sql, 'rowid'>): ReadonlyArray<readonly string[]> => [
	[
		`CREATE TABLE link (id TEXT PRIMARY KEY, pair TEXT NOT NULL, head TEXT NOT NULL, place TEXT NOT NULL, member TEXT NOT NULL, state TEXT NOT NULL,
			rev INTEGER NOT NULL, ended_at BIGINT, body TEXT NOT NULL)`,
		"CREATE UNIQUE INDEX link_member ON link (pair, member, place) WHERE state = 'live'",
		'CREATE INDEX link_by_member ON link (pair, member)',
		'CREATE INDEX link_by_head ON link (pair, head)',
		'CREATE INDEX link_in_order ON link (pair, id)',
		"CREATE INDEX link_ended ON link (ended_at) WHERE state = 'ended'",
		'CREATE TABLE intent (id TEXT PRIMARY KEY, pair TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, body TEXT NOT NULL)',
		'CREATE INDEX intent_towards ON intent (pair, target)',
		`CREATE TABLE due (pair TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, status TEXT NOT NULL, since BIGINT NOT NULL, next_at BIGINT NOT NULL,
			parent TEXT, body TEXT NOT NULL, PRIMARY KEY (pair, source, target))`,
		'CREATE INDEX due_next ON due (next_at)',
		'CREATE INDEX due_parent ON due (parent)',
		'CREATE TABLE review (pair TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, field TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (pair, source, target, field))',
		`CREATE TABLE history (id TEXT PRIMARY KEY, at BIGINT NOT NULL, pair TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, action TEXT NOT NULL, state TEXT NOT NULL,
			${rowid} body TEXT NOT NULL)`,
		'CREATE INDEX history_near ON history (source, at)',
		'CREATE INDEX history_far ON history (target, at)',
		'CREATE INDEX history_at ON history (at)',
		"CREATE INDEX history_deletes ON history (pair, at) WHERE action IN ('delete', 'archive')",
		'CREATE TABLE lease (key TEXT PRIMARY KEY, owner TEXT NOT NULL, until BIGINT NOT NULL)',
		'CREATE INDEX lease_owner ON lease (owner)',
		'CREATE TABLE waiting (key TEXT PRIMARY KEY, version DOUBLE PRECISION NOT NULL, until BIGINT NOT NULL)',
		`CREATE TABLE sighting (pair TEXT NOT NULL, key TEXT NOT NULL, place TEXT NOT NULL, record TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL,
			PRIMARY KEY (pair, key, record))`,
		'CREATE INDEX sighting_at ON sighting (at)',
	],
	[
		"CREATE INDEX history_creates ON history (pair, action, at) WHERE action IN ('counted', 'allowed')",
		"CREATE INDEX review_creates ON review (pair) WHERE field = '(creates)'",
	],
	['CREATE TABLE batch (id TEXT PRIMARY KEY, until BIGINT NOT NULL, body TEXT NOT NULL)'],
	[
		'CREATE TABLE skipped (pair TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (pair, source, target))',
		'CREATE INDEX skipped_at ON skipped (at)',
	],
];
