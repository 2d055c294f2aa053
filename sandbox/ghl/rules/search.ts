import { z } from 'zod';
import { badRequest, unprocessable } from '../errors';
import { compileFilters, filterSchema, type FieldLookup, type Filter } from './filters';
import type { LaggedIndex } from '../models/laggedIndex';

const PAGE_WINDOW = 10_000;
const KEPT_RESULTS = 8;

export const sortSchema = z.array(z.object({ field: z.string(), direction: z.enum(['asc', 'desc']) }).strict()).max(2);
type Sort = z.output<typeof sortSchema>;
type SortValue = string | number | null;

/** What the two searches have in common in their bodies. */
export const searchProperties = {
	page: z.number().int().optional(),
	searchAfter: z.array(z.union([z.string(), z.number(), z.null()])).optional(),
	query: z.string().max(75).optional(),
	filters: z.array(filterSchema).optional(),
	sort: sortSchema.optional(),
};

export interface SearchRequest {
	locationId: string;
	limit: number;
	page?: number | undefined;
	searchAfter?: SortValue[] | undefined;
	query?: string | undefined;
	filters?: Filter[] | undefined;
	sort?: Sort | undefined;
}

export interface Searchable<T extends { id: string }> {
	index: LaggedIndex<T>;
	fields(locationId: string): FieldLookup<T>;
	sorts: { [field: string]: (record: T) => SortValue };
	defaultSort: Sort;
	/** What `query` is looked for in. */
	text(record: T): string;
}

export interface SearchPage<T> {
	records: Array<{ record: T; searchAfter: SortValue[] }>;
	total: number;
}

interface Found<T> {
	key: string;
	records: T[];
}

/**
 * Runs one kind of search. The last results are kept while the index stands still, since pages of one search come in a
 * row.
 */
export class SearchEngine<T extends { id: string; locationId: string }> {
	private kept: Array<Found<T>> = [];

	constructor(private readonly searchable: Searchable<T>) {}

	/** @throws ApiError 422 for what the grammar does not have */
	run(request: SearchRequest, now: number, lag: number): SearchPage<T> {
		refuseBothCursors(request);
		const sort = request.sort?.length ? request.sort : this.searchable.defaultSort;
		const reads = sort.map(({ field }) => this.sortReader(field));
		const keyOf = (record: T): SortValue[] => [...reads.map((read) => read(record)), record.id];
		const compare = (left: SortValue[], right: SortValue[]): number => compareKeys(left, right, sort);
		const records = this.find(request, sort, keyOf, compare, now, lag);
		const start = request.searchAfter
			? firstAfter(records, request.searchAfter, keyOf, compare)
			: ((request.page ?? 1) - 1) * request.limit;
		const page = records.slice(start, start + request.limit);
		return { records: page.map((record) => ({ record, searchAfter: keyOf(record) })), total: records.length };
	}

	private sortReader(field: string): (record: T) => SortValue {
		const read = Object.hasOwn(this.searchable.sorts, field) ? this.searchable.sorts[field] : undefined;
		if (!read) throw unprocessable(`sort field ${field} is not supported`);
		return read;
	}

	private find(
		{ locationId, query = '', filters = [] }: SearchRequest,
		sort: Sort,
		keyOf: (record: T) => SortValue[],
		compare: (left: SortValue[], right: SortValue[]) => number,
		now: number,
		lag: number,
	): T[] {
		const key = JSON.stringify([this.searchable.index.version(now, lag), locationId, query, filters, sort]);
		const known = this.kept.find((each) => each.key === key);
		if (known) return known.records;
		const matches = compileFilters(filters, this.searchable.fields(locationId));
		const wanted = query.toLowerCase();
		const keyed: Array<{ record: T; key: SortValue[] }> = [];
		for (const record of this.searchable.index.all(now, lag)) {
			if (
				record.locationId === locationId &&
				this.searchable.text(record).toLowerCase().includes(wanted) &&
				matches(record)
			)
				keyed.push({ record, key: keyOf(record) });
		}
		const records = keyed.sort((left, right) => compare(left.key, right.key)).map(({ record }) => record);
		this.kept = [{ key, records }, ...this.kept].slice(0, KEPT_RESULTS);
		return records;
	}
}

function refuseBothCursors({ page, searchAfter, limit }: SearchRequest): void {
	if (page !== undefined && searchAfter !== undefined)
		throw unprocessable('page and searchAfter can not be used together');
	if (page !== undefined && page < 1) throw unprocessable('page must not be less than 1');
	if ((page ?? 1) * limit > PAGE_WINDOW)
		throw badRequest(`Only the first ${PAGE_WINDOW} records can be read by page. Use searchAfter.`);
}

/** Empty values come last, whatever the direction. */
function compareKeys(left: SortValue[], right: SortValue[], sort: Sort): number {
	for (const [index, mine] of left.entries()) {
		const other = right[index] ?? null;
		if (mine === other) continue;
		if (mine === null) return 1;
		if (other === null) return -1;
		const order = mine < other ? -1 : 1;
		return sort[index]?.direction === 'desc' ? -order : order;
	}
	return 0;
}

/** Binary search: the list may hold a hundred thousand records and is read page after page. */
function firstAfter<T>(
	records: T[],
	cursor: SortValue[],
	keyOf: (record: T) => SortValue[],
	compare: (left: SortValue[], right: SortValue[]) => number,
): number {
	const [first] = records;
	if (first !== undefined && cursor.length !== keyOf(first).length)
		throw unprocessable('searchAfter does not fit the sort');
	let low = 0;
	let high = records.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const record = records[middle];
		if (record !== undefined && compare(keyOf(record), cursor) <= 0) low = middle + 1;
		else high = middle;
	}
	return low;
}
