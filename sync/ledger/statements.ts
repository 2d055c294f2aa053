import { refText, type Parent } from '../model/types';
import type { Batch, Change, Due, Place, Skipped } from './ledger';
import { marks, sql, type SqlValue, type Statement } from '../../store/sql';

/** The statement that makes a change. `now` is the database's time, in ms, as an expression. */
export function statementOf(change: Change, now: string): Statement {
	if ('put' in change) {
		if (change.put === 'link') return putLink(change);
		if (change.put === 'skipped') return putSkipped(change.row, now);
		return change.put === 'batch' ? putBatch(change.row, now) : putRow(change);
	}
	if (change.drop === 'intent') return sql('DELETE FROM intent WHERE id = ?', change.id);
	if (change.drop === 'batch') return sql('DELETE FROM batch WHERE id = ?', change.id);
	const of = [change.pair, refText(change.source), placeText(change.target)];
	return change.drop === 'due'
		? sql('DELETE FROM due WHERE pair = ? AND source = ? AND target = ?', ...of)
		: sql('DELETE FROM review WHERE pair = ? AND source = ? AND target = ? AND field = ?', ...of, change.field);
}

/** Makes a record due that is not due yet. */
export function addDue(row: Due): Statement {
	const inserted = insert('due', dueColumns(row));
	return { ...inserted, sql: `${inserted.sql} ON CONFLICT DO NOTHING` };
}

const putBatch = (batch: Batch, now: string): Statement =>
	sql(
		`INSERT INTO batch (id, until, body) VALUES (?, ${now} + ?, ?)
			ON CONFLICT (id) DO UPDATE SET until = excluded.until, body = excluded.body`,
		batch.id,
		whole(batch.lasts),
		JSON.stringify(batch),
	);

const putSkipped = (row: Skipped, now: string): Statement =>
	sql(
		`INSERT INTO skipped (pair, source, target, at, body) VALUES (?, ?, ?, ${now}, ?)
			ON CONFLICT (pair, source, target) DO UPDATE SET at = excluded.at, body = excluded.body`,
		row.pair,
		refText(row.source),
		placeText(row.target),
		JSON.stringify(row),
	);

/** A new row, or the one that still has the expected revision. */
function putLink({ row, expect }: Extract<Change, { put: 'link' }>): Statement {
	const columns = {
		pair: row.pair,
		head: refText(row.head),
		place: placeText(row.head),
		member: refText(row.member),
		state: row.state,
		rev: row.rev,
		ended_at: row.endedAt === undefined ? null : whole(row.endedAt),
		body: JSON.stringify(row),
	};
	if (expect === undefined) return insert('link', { id: row.id, ...columns });
	const updates = Object.keys(columns).map((column) => `${column} = ?`);
	return {
		...sql(`UPDATE link SET ${updates.join(', ')} WHERE id = ? AND rev = ?`, ...Object.values(columns), row.id, expect),
		mustChange: 1,
	};
}

function putRow({
	put: table,
	row,
}: Exclude<Extract<Change, { put: string }>, { put: 'link' | 'batch' | 'skipped' }>): Statement {
	const body = JSON.stringify(row);
	switch (table) {
		case 'intent':
			return put('intent', {
				id: row.id,
				pair: row.pair,
				source: refText(row.source),
				target: placeText(row.target),
				body,
			});
		case 'due':
			return put('due', dueColumns(row));
		case 'review':
			return put('review', {
				pair: row.pair,
				source: refText(row.source),
				target: placeText(row.target),
				field: row.field,
				body,
			});
		case 'history':
			return put('history', {
				id: row.id,
				at: whole(row.at),
				pair: row.pair,
				source: refText(row.source),
				target: 'id' in row.target ? refText(row.target) : placeText(row.target),
				action: row.create ?? row.call,
				state: row.state,
				body,
			});
	}
}

const dueColumns = (row: Due) => ({
	pair: row.pair,
	source: refText(row.source),
	target: placeText(row.target),
	status: row.status,
	since: whole(row.since),
	next_at: whole(row.nextAt),
	parent: row.parent === undefined ? null : parentText(row.parent),
	body: JSON.stringify(row),
});

/** The columns that identify a row. */
const KEYS = {
	intent: ['id'],
	due: ['pair', 'source', 'target'],
	review: ['pair', 'source', 'target', 'field'],
	history: ['id'],
} satisfies Record<string, readonly string[]>;

type Row = Readonly<Record<string, SqlValue>>;

const insert = (table: string, row: Row): Statement =>
	sql(
		`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${marks(Object.keys(row))})`,
		...Object.values(row),
	);

/** Inserts a row, or updates the one with the same key. */
function put(table: keyof typeof KEYS, row: Row): Statement {
	const keys: readonly string[] = KEYS[table];
	const updates = Object.keys(row)
		.filter((column) => !keys.includes(column))
		.map((column) => `${column} = excluded.${column}`);
	const inserted = insert(table, row);
	return {
		...inserted,
		sql: `${inserted.sql} ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${updates.join(', ')}`,
	};
}

/** Time columns hold whole ms, rounded up, so that nothing is due too early. */
export const whole = Math.ceil;

export const parentText = (parent: Parent): string => `${parent.pair} ${refText(parent)}`;
export const placeText = ({ system, account }: Place): string => refText({ system, account, id: '' });
