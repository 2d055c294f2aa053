import type { IDataObject } from 'n8n-workflow';
import { asObjects } from '../../shared/parameters/input';
import type { Page, Paging } from '../../shared/http/paging';

export const PAGINGS = ['none', 'page', 'offset', 'cursor'] as const;
export type PagingStyle = (typeof PAGINGS)[number];

/** Where lists are looked for in an answer; a bare list arrives as `items`. */
const PLACES = ['data', 'items', 'results'];
const SIZE = 100;

const listIn = (body: IDataObject, lists: readonly string[]): IDataObject[] => {
	const found = lists.find((name) => Array.isArray(body[name]));
	return found ? asObjects(body[found]) : [];
};

const objectAt = (body: IDataObject, name: string): IDataObject => {
	const value = body[name];
	// parsed JSON
	return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as IDataObject) : {};
};

/** Laravel's lists say in `links.next` whether there is more; others only by a page that is not full. */
const mayGoOn = ({ body, items, size }: Page): boolean => {
	const { links } = body;
	return links === undefined || links === null
		? items.length >= size
		: typeof objectAt(body, 'links').next === 'string';
};

const cursorIn = (body: IDataObject): unknown =>
	body.next_cursor ?? objectAt(body, 'meta').next_cursor ?? objectAt(body, 'links').next_cursor;

/** How a list is read. `items` names the list in the answer where it is none of the usual. */
export function pagingOf(style: PagingStyle, place?: string): Paging {
	const lists = place ? [place] : PLACES;
	const items = (body: IDataObject) => listIn(body, lists);
	switch (style) {
		case 'none':
			return { size: Number.MAX_SAFE_INTEGER, lists, items, first: () => ({}), next: () => undefined };
		case 'page':
			return {
				size: SIZE,
				lists,
				items,
				first: (size) => ({ query: { page: 1, per_page: size } }),
				next: (page) => (mayGoOn(page) ? { query: { page: page.index + 2, per_page: page.size } } : undefined),
			};
		case 'offset':
			return {
				size: SIZE,
				lists,
				items,
				first: (size) => ({ query: { limit: size, offset: 0 } }),
				next: (page) =>
					mayGoOn(page) ? { query: { limit: page.size, offset: (page.index + 1) * page.size } } : undefined,
			};
		case 'cursor':
			return {
				size: SIZE,
				lists,
				items,
				first: (size) => ({ query: { limit: size } }),
				next: ({ body, size }) => {
					const cursor = cursorIn(body);
					return typeof cursor === 'string' && cursor !== '' ? { query: { limit: size, cursor } } : undefined;
				},
			};
	}
}
