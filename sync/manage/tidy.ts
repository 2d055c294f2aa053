import type { Ledger } from '../ledger/ledger';

export const DAY = 24 * 3_600_000;
/** Days for which the history of writes is kept, and what was seen of records before a search could show them. */
export const HISTORY_DAYS = 90;
/** Tombstones outlive everything else: without them a record that was deleted on purpose could come back. */
export const TOMBSTONE_DAYS = 180;

/** When each ledger was last tidied, by the clock of this process. */
const tidied = new WeakMap<Ledger, number>();

/**
 * Removes what is old, once a day in each process that uses the ledger, beside its work: so it stays as large as what
 * is linked and what happened lately. What cannot be removed now is removed another day.
 */
export async function tidyOnceADay(ledger: Ledger, time = Date.now()): Promise<void> {
	if (time - (tidied.get(ledger) ?? Number.NEGATIVE_INFINITY) < DAY) return;
	tidied.set(ledger, time);
	try {
		const now = await ledger.now();
		await ledger.prune(now - HISTORY_DAYS * DAY, now - TOMBSTONE_DAYS * DAY);
	} catch {
		// It is busy or away: whoever needs it is told so.
	}
}
