import type { Account } from './account';
import type { Lookup } from './endpoint';

const kept = new Map<string, { result: Promise<unknown>; until: number }>();

const keyOf = (account: Account, { name }: { readonly name: string }): string => `${account.key} ${name}`;

/** What an earlier or running read of this lookup found, or what `read` finds now. Failures are not kept. */
export async function look<T>(lookup: Lookup<T>, account: Account, read: () => Promise<T>): Promise<T> {
	const key = keyOf(account, lookup);
	const known = kept.get(key);
	if (known && known.until > Date.now()) return (await known.result) as T; // stored under the lookup's own name
	const result = read();
	kept.set(key, { result, until: Date.now() + lookup.keep });
	result.catch(() => kept.delete(key));
	return await result;
}

/** Forgets a result, so that the next need reads again. */
export const forget = (lookup: { readonly name: string }, account: Account): void => void kept.delete(keyOf(account, lookup));
