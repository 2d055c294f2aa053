import type { Account } from '../account';
import type { CachedRead } from '../endpoint';
import { UnknownEntry } from '../parameters/input';
import { TtlMap } from '../ttlMap';

const kept = new TtlMap<string, Promise<unknown>>();

/** What an earlier or running read of this read found, or what `read` finds now. Failures are not kept. */
export async function readCached<T>(cachedRead: CachedRead<T>, account: Account, read: () => Promise<T>): Promise<T> {
	const key = keyOf(cachedRead, account);
	const known = kept.get(key);
	if (known) return (await known) as T; // stored under the read's own name
	const result = read();
	kept.set(key, result, cachedRead.keep);
	result.catch(() => kept.delete(key));
	return await result;
}

/** Forgets a result, so that the next need reads again. */
export const forget = (cachedRead: CachedRead<unknown>, account: Account): void =>
	kept.delete(keyOf(cachedRead, account));

/** A result that is younger than this, in milliseconds, is not read again for the sake of a name that is not in it. */
const FRESH = 60_000;

/**
 * Runs `work`, and once more with these results read again where it meets a name that none of them has: a choice, field
 * or user that was just created must not be refused for as long as a result is kept.
 */
export async function withNewEntries<T>(
	cachedReads: ReadonlyArray<CachedRead<unknown>>,
	{ account }: { readonly account: Account },
	work: () => Promise<T>,
): Promise<T> {
	return await work().catch(async (error: unknown) => {
		const old = error instanceof UnknownEntry ? cachedReads.filter((cachedRead) => !isFresh(cachedRead, account)) : [];
		if (old.length === 0) throw error;
		for (const cachedRead of old) forget(cachedRead, account);
		return await work();
	});
}

const isFresh = (cachedRead: CachedRead<unknown>, account: Account): boolean =>
	kept.left(keyOf(cachedRead, account)) > cachedRead.keep - FRESH;

const keyOf = ({ name, perToken }: CachedRead<unknown>, account: Account): string =>
	[account.key, ...(perToken ? [account.token] : []), name].join(' ');
