import type { Account } from './account';
import type { Lookup } from './endpoint';
import { TtlMap } from './ttlMap';

const kept = new TtlMap<string, Promise<unknown>>();

const keyOf = (account: Account, { name }: { readonly name: string }): string => `${account.key} ${name}`;

/** What an earlier or running read of this lookup found, or what `read` finds now. Failures are not kept. */
export async function look<T>(lookup: Lookup<T>, account: Account, read: () => Promise<T>): Promise<T> {
	const key = keyOf(account, lookup);
	const known = kept.get(key);
	if (known) return (await known) as T; // stored under the lookup's own name
	const result = read();
	kept.set(key, result, lookup.keep);
	result.catch(() => kept.delete(key));
	return await result;
}

/** Forgets a result, so that the next need reads again. */
export const forget = (lookup: { readonly name: string }, account: Account): void => kept.delete(keyOf(account, lookup));
