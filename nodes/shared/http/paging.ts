import type { IDataObject } from 'n8n-workflow';
import { asObjects } from '../parameters/input';

/** What one page adds to the request. */
export interface PageRequest {
	readonly query?: IDataObject;
	readonly body?: IDataObject;
}

export interface Page {
	readonly items: IDataObject[];
	readonly body: IDataObject;
	/** Pages before this one. */
	readonly index: number;
	readonly size: number;
}

/** How a list is read page by page. */
export interface Paging {
	/** The largest page the service gives. */
	readonly size: number;
	/** Keys of which one holds the list in every answer. */
	readonly lists: readonly string[];
	readonly items: (body: IDataObject) => IDataObject[];
	readonly first: (size: number) => PageRequest;
	/** What comes after a page that was not empty; undefined when that was the last. */
	readonly next: (page: Page) => PageRequest | undefined;
}

const listAt = (key: string) => (body: IDataObject) => asObjects(body[key]);

/** No paging: the answer is the whole list. */
export function whole(key: string): Paging {
	return { size: Number.MAX_SAFE_INTEGER, lists: [key], items: listAt(key), first: () => ({}), next: () => undefined };
}

/** `skip` and `limit` in the query. A full page may be followed by another. */
export function skipLimit(key: string, size: number): Paging {
	return {
		size,
		lists: [key],
		items: listAt(key),
		first: (limit) => ({ query: { limit, skip: 0 } }),
		next: (page) =>
			page.items.length < page.size ? undefined : { query: { limit: page.size, skip: (page.index + 1) * page.size } },
	};
}

/** `searchAfter` in the body: the cursor is that of the last record, and a page number must never go with it. */
export function searchAfter(key: string, size: number): Paging {
	return {
		size,
		lists: [key],
		items: listAt(key),
		first: (pageLimit) => ({ body: { pageLimit } }),
		next: (page) => {
			const cursor = page.items.at(-1)?.searchAfter;
			if (page.items.length < page.size || !Array.isArray(cursor) || cursor.length === 0) return undefined;
			return { body: { pageLimit: page.size, searchAfter: cursor } };
		},
	};
}

/** `page[number]` and `page[size]` in the query. */
export function pageNumber(key: string, size: number): Paging {
	return {
		size,
		lists: [key],
		items: listAt(key),
		first: (limit) => ({ query: { 'page[size]': limit, 'page[number]': 1 } }),
		next: (page) =>
			page.items.length < page.size
				? undefined
				: { query: { 'page[size]': page.size, 'page[number]': page.index + 2 } },
	};
}
