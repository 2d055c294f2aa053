import { z } from 'zod';
import { asObjects } from '../shared/parameters/input';
import type { Paging } from '../shared/http/paging';

const listAt =
	(key: string): Paging['items'] =>
	(body) =>
		asObjects(body[key]);

/** `skip` and `limit` in the body, as the search for tasks has them. */
export const skipLimitInBody = (key: string, size: number): Paging => ({
	size,
	lists: [key],
	items: listAt(key),
	first: (limit) => ({ body: { limit, skip: 0 } }),
	next: (page) =>
		page.items.length < page.size ? undefined : { body: { limit: page.size, skip: (page.index + 1) * page.size } },
});

/** `page` and `limit`; the answer names the next page. */
export const numbered = (key: string, size: number): Paging => ({
	size,
	lists: [key],
	items: listAt(key),
	first: (limit) => ({ query: { limit, page: 1 } }),
	next: (page) => (page.items.length < page.size ? undefined : { query: { limit: page.size, page: page.index + 2 } }),
});

const meta = z.object({ startAfter: z.union([z.number(), z.string()]), startAfterId: z.string().min(1) });

/** `startAfter` and `startAfterId`: one without the other begins again. */
export const startAfter = (key: string, size: number): Paging => ({
	size,
	lists: [key],
	items: listAt(key),
	first: (limit) => ({ query: { limit } }),
	next: (page) => {
		const cursor = meta.safeParse(page.body.meta);
		return page.items.length < page.size || !cursor.success
			? undefined
			: { query: { limit: page.size, ...cursor.data } };
	},
});

/** `offset` and `limit`, with `hasMore` in the answer. */
export const offset = (key: string, size: number): Paging => ({
	size,
	lists: [key],
	items: listAt(key),
	first: (limit) => ({ query: { limit, offset: 0 } }),
	next: (page) =>
		page.body.hasMore === true ? { query: { limit: page.size, offset: (page.index + 1) * page.size } } : undefined,
});

/** `nextCursor`, which comes with every full page. */
export const nextCursor = (key: string, size: number): Paging => ({
	size,
	lists: [key],
	items: listAt(key),
	first: (limit) => ({ query: { limit } }),
	next: ({ body, size: limit }) =>
		typeof body.nextCursor === 'string' && body.nextCursor !== ''
			? { query: { limit, nextCursor: body.nextCursor } }
			: undefined,
});

/** `startAfterDate`: the value that the last entry is sorted by. */
export const startAfterDate = (key: string, size: number, sortedBy: string): Paging => ({
	size,
	lists: [key],
	items: listAt(key),
	first: (limit) => ({ query: { limit } }),
	next: (page) => {
		const cursor = page.items.at(-1)?.[sortedBy];
		return page.items.length < page.size || cursor === undefined || cursor === null
			? undefined
			: { query: { limit: page.size, startAfterDate: cursor } };
	},
});
