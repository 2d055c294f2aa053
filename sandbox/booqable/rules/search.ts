import { isIndexed, type Account } from '../models/account';
import { badRequest } from '../errors';
import { compileFilter } from './filters';
import type { ListQuery } from '../routes/query';
import { amount, text, type Json, type StoredRecord, type Values } from '../models/records';
import type { ResourceTable } from '../models/tables/table';
import { readableAttributes } from '../models/tables/table';

/** A record together with what filters and sorts see of it, which for an indexed resource may be out of date. */
interface Row {
	record: StoredRecord;
	field(name: string): Json | undefined;
}

export interface Page {
	records: StoredRecord[];
	meta: Values;
}

/** One page of a list or search. `lag` is how far the search index is behind, in milliseconds. */
export function listPage(account: Account, table: ResourceTable, query: ListQuery, lag: number): Page {
	const rows = sorted(account, table, filtered(account, table, query, lag), query.sort);
	const { number, size } = query.page;
	const records = rows.slice((number - 1) * size, number * size).map(({ record }) => record);
	const stats = statsOf(table, rows, query.stats);
	return { records, meta: query.stats.size > 0 ? { stats } : {} };
}

function filtered(account: Account, table: ResourceTable, query: ListQuery, lag: number): Row[] {
	const test = compileFilter<Row>(table, query.filter, (row, name) => row.field(name));
	const computed = account.behaviorOf(table.type).rows?.(account, query.filter);
	if (computed) return computed.map((record) => liveRow(account, record));
	return (
		isIndexed(table.type)
			? indexedRows(account, table.type, lag)
			: account.all(table.type).map((record) => liveRow(account, record))
	).filter(test);
}

const liveRow = (account: Account, record: StoredRecord): Row => ({
	record,
	field: (name) => account.field(record, name),
});

/** The search engine finds by what it knows; the records it finds are then read fresh. */
function indexedRows(account: Account, type: string, lag: number): Row[] {
	const rows: Row[] = [];
	for (const { id, view } of account.indexed(type, lag)) {
		const record = account.find(type, id);
		if (record)
			rows.push({
				record,
				field: (name) =>
					name in view ? view[name] : account.behaviorOf(record.type).filterField?.(account, record, name),
			});
	}
	return rows;
}

function sorted(account: Account, table: ResourceTable, rows: Row[], sort: ListQuery['sort']): Row[] {
	if (sort.length === 0) return account.behaviorOf(table.type).newestFirst ? rows.toReversed() : rows;
	const known = readableAttributes(table);
	for (const { attribute } of sort) {
		if (!known.includes(attribute))
			throw badRequest(
				`${table.type}: tried to sort on "${attribute}", but could not find an attribute with that name`,
			);
	}
	return rows.toSorted((a, b) => {
		for (const { attribute, descending } of sort) {
			const order = compare(a.field(attribute), b.field(attribute));
			if (order !== 0) return descending ? -order : order;
		}
		return 0;
	});
}

/** Null comes last, as in Postgres. */
function compare(a: Json | undefined, b: Json | undefined): number {
	if (a === b) return 0;
	if (a === null || a === undefined) return 1;
	if (b === null || b === undefined) return -1;
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	return text(a) < text(b) ? -1 : 1;
}

/** Aggregates over the whole filtered list, whatever the page. */
function statsOf(table: ResourceTable, rows: Row[], stats: ListQuery['stats']): Values {
	return Object.fromEntries(
		[...stats].map(([name, kinds]) => {
			if (!table.stats?.includes(name)) throw badRequest(`${table.type}: there is no stat "${name}"`);
			return [name, Object.fromEntries(kinds.map((kind) => [kind, aggregate(rows, name, kind)]))];
		}),
	);
}

function aggregate(rows: Row[], name: string, kind: string): Json {
	const values = rows.map((row) => row.field(name) ?? null);
	const sum = values.reduce<number>((total, value) => total + amount(value), 0);
	switch (kind) {
		case 'count':
			return name === 'total' ? rows.length : tally(values);
		case 'sum':
			return sum;
		case 'average':
			return rows.length === 0 ? 0 : sum / rows.length;
		case 'maximum':
			return Math.max(0, ...values.map(amount));
		case 'minimum':
			return values.length === 0 ? 0 : Math.min(...values.map(amount));
		default:
			throw badRequest(`There is no calculation "${kind}"`);
	}
}

function tally(values: Json[]): Values {
	const counts: Record<string, number> = {};
	for (const value of values.flat()) counts[text(value)] = (counts[text(value)] ?? 0) + 1;
	return counts;
}
