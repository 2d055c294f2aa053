import type { Account } from './account';
import type { Lookup } from './endpoint';
import { UnknownEntry } from './input';
import { TtlMap } from './ttlMap';

const kept = new TtlMap<string, Promise<unknown>>();

/** What an earlier or running read of this lookup found, or what `read` finds now. Failures are not kept. */
export async function look<T>(lookup: Lookup<T>, account: Account, read: () => Promise<T>): Promise<T> {
	const key = keyOf(lookup, account);
	const known = kept.get(key);
	if (known) return (await known) as T; // stored under the lookup's own name
	const result = read();
	kept.set(key, result, lookup.keep);
	result.catch(() => kept.delete(key));
	return await result;
}

/** Forgets a result, so that the next need reads again. */
export const forget = (lookup: Lookup<unknown>, account: Account): void => kept.delete(keyOf(lookup, account));

/** A result that is younger than this, in milliseconds, is not read again for the sake of a name that is not in it. */
const FRESH = 60_000;

/**
 * Runs `work`, and once more with these lookups read anew where it meets a name that none of them has: a choice, field
 * or user that was just made must not be refused for as long as a result is kept.
 */
export async function withNewEntries<T>(
	lookups: ReadonlyArray<Lookup<unknown>>,
	{ account }: { readonly account: Account },
	work: () => Promise<T>,
): Promise<T> {
	return await work().catch(async (error: unknown) => {
		const old = error instanceof UnknownEntry ? lookups.filter((lookup) => !isFresh(lookup, account)) : [];
		if (old.length === 0) throw error;
		for (const lookup of old) forget(lookup, account);
		return await work();
	});
}

const isFresh = (lookup: Lookup<unknown>, account: Account): boolean =>
	kept.left(keyOf(lookup, account)) > lookup.keep - FRESH;

const keyOf = ({ name, perToken }: Lookup<unknown>, account: Account): string =>
	[account.key, ...(perToken ? [account.token] : []), name].join(' ');
