import type { IDataObject } from 'n8n-workflow';
import type { Due, Ledger } from '../../../sync';
import { ANSWERED } from '../../../sync/model/causes';
import { dueItem } from '../toItem';
import type { LowOnCalls } from './lowOnCalls';

/**
 * How long returned due records may take to be synced before they are returned again, in milliseconds: longer the more
 * of them were returned together, since Booqable takes 50 calls a minute, and twice as long each time that one was not
 * synced, up to a day.
 */
const PATIENCE = { first: 3 * 60_000, ofEach: 3_000, most: 24 * 3_600_000 };
/** The most due records of a pair that are read to find those of one app. */
const LOOKED_THROUGH = 1_000;

/** Which records are returned. */
export interface Wanted {
	readonly pairs: readonly string[];
	readonly isWanted: (app: string) => boolean;
	readonly low: LowOnCalls;
}

/**
 * When each due record was last returned, and for how long it is not returned again. A row that Sync has written since
 * has another key.
 */
export type Returned = Readonly<Record<string, readonly [at: number, patience: number]>>;

const keyOf = ({ pair, source, target, nextAt, tries }: Due): string =>
	JSON.stringify([pair, source.system, source.account, source.id, target.system, target.account, nextAt, tries]);

const isBeingSynced = (now: number, [at, patience]: Returned[string]): boolean => now - at < patience;

const patienceWith = (count: number, [, before]: Returned[string] = [0, 0]): number =>
	Math.min(Math.max(PATIENCE.first + PATIENCE.ofEach * count, 2 * before), PATIENCE.most);

/**
 * What is due by now, the longest due first, without what was returned moments ago and is still being synced, and
 * without what must wait for calls. Whoever answered a review waits for it, so that does not.
 */
export async function dueRecords(
	ledger: Ledger,
	{ pairs, isWanted, limit, low }: Wanted & { limit: number },
	before: Returned,
	now: number,
): Promise<{ found: IDataObject[]; returned: Returned }> {
	const rows = new Map<string, Due>();
	for (const pair of pairs)
		for (const row of await ledger.due(Math.max(LOOKED_THROUGH, limit), pair))
			if (isWanted(row.source.system) && (row.cause === ANSWERED || !low.holds(row.source, row.target)))
				rows.set(keyOf(row), row);
	const stillDue = Object.entries(before).filter(([key]) => rows.has(key));
	const waiting = new Set(stillDue.flatMap(([key, last]) => (isBeingSynced(now, last) ? [key] : [])));
	const fresh = [...rows]
		.filter(([key]) => !waiting.has(key))
		.sort(([, one], [, other]) => one.nextAt - other.nextAt)
		.slice(0, limit);
	return {
		found: fresh.map(([, row]) => ({ event: 'record.due', ...dueItem(row) })),
		returned: Object.fromEntries([
			...stillDue,
			...fresh.map(([key]) => [key, [now, patienceWith(fresh.length, before[key])]] as const),
		]),
	};
}
