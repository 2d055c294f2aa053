import type { IDataObject } from 'n8n-workflow';
import type { Due, Ledger } from '../../../sync';
import { dueItem } from '../toItem';

/** How long a due record that was returned is given to be synced, in milliseconds, before it is returned again. */
const GIVEN = 10 * 60_000;
/** The most due records of a pair that are looked through for those of one app. */
const LOOKED_THROUGH = 1_000;

/** Which due records were returned, and when. A row that Sync has written since is another. */
export type Returned = Readonly<Record<string, number>>;

const keyOf = ({ pair, source, target, nextAt, tries }: Due): string =>
	JSON.stringify([pair, source.system, source.account, source.id, target.system, target.account, nextAt, tries]);

/** What is due by now, the longest due first, without what was returned moments ago and is still being synced. */
export async function dueRecords(
	ledger: Ledger,
	{ pairs, isWanted, limit }: { pairs: readonly string[]; isWanted: (app: string) => boolean; limit: number },
	before: Returned,
	now: number,
): Promise<{ found: IDataObject[]; returned: Returned }> {
	const recent = Object.entries(before).filter(([, at]) => now - at < GIVEN);
	const known = new Set(recent.map(([key]) => key));
	const rows: Due[] = [];
	for (const pair of pairs) rows.push(...(await ledger.due(Math.max(LOOKED_THROUGH, limit), pair)));
	const fresh = rows
		.filter((row) => isWanted(row.source.system) && !known.has(keyOf(row)))
		.sort((one, other) => one.nextAt - other.nextAt)
		.slice(0, limit);
	return {
		found: fresh.map((row) => ({ event: 'record.due', ...dueItem(row) })),
		returned: Object.fromEntries([...recent, ...fresh.map((row) => [keyOf(row), now] as const)]),
	};
}
