import type { IDataObject } from 'n8n-workflow';
import type { Calls } from '../../shared/runner/calls';
import type { Endpoint } from '../../shared/endpoint';
import { textOf } from '../../shared/parameters/input';
import { advance, baseline, reach, type Cursor, type Entry, type Pace } from '../../shared/trigger/pollCursor';
import { boundOf, positionOf, type Watch } from './watches';
import { PAGES } from '../responses';

/** The most that one poll gives out for one event. */
const MOST = 500;
/** How late a list may show an entry, in milliseconds; Booqable gives no number. */
const LATE = 120_000;
/** The same for numbers. */
const LATE_NUMBERS = 20;
/** Records looked at to find where a first poll begins. */
const NEWEST = 100;

const paceOf = ({ counts }: Watch): Pace => ({ overlap: counts ? LATE_NUMBERS : LATE, settles: LATE, limit: MOST });

const listing = (path: string): Endpoint => ({
	route: `GET /api/4/${path}.json`,
	effect: 'read',
	source: 'Booqable API v4',
	query: (input) => input.collection('query'),
	paging: PAGES,
});

/** A record with its place in the list. */
export interface Listed extends Entry {
	readonly record: IDataObject;
}

/** Reads at most `limit` records of a watch, newest first or oldest first from a position on. */
export async function listed(
	calls: Calls,
	watch: Watch,
	ownerType: string,
	limit: number,
	from?: number,
): Promise<Listed[]> {
	const query = {
		...watch.filter,
		...(watch.ofOwner && ownerType && { 'filter[owner_type]': ownerType }),
		[`filter[${watch.by}][gte]`]: boundOf(from ?? 0, watch), // also leaves out those without a value
		sort: from === undefined ? `-${watch.by}` : watch.by,
	};
	const records = await calls.many(listing(watch.path), { query, limit });
	return records.flatMap((record) => {
		const at = positionOf(record, watch);
		return at === undefined ? [] : [{ id: textOf(record.id), at, record }];
	});
}

/** What is new since `cursor`, and the cursor after it. Without one, what is there already counts as known. */
export async function changes(
	calls: Calls,
	watch: Watch,
	ownerType: string,
	cursor: Cursor | undefined,
	now: number,
): Promise<{ fresh: Listed[]; cursor: Cursor }> {
	if (!cursor) return { fresh: [], cursor: baseline(await listed(calls, watch, ownerType, NEWEST), now) };
	const pace = paceOf(watch);
	const { fresh, cursor: next } = advance(
		cursor,
		await listed(calls, watch, ownerType, reach(cursor, pace), cursor.from),
		pace,
		now,
	);
	return { fresh: watch.keep ? fresh.filter(({ record }) => watch.keep?.(record)) : fresh, cursor: next };
}
