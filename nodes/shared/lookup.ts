import type { IDataObject } from 'n8n-workflow';
import type { Calls } from './calls';
import { UnknownEntry } from './input';

/** A read that many items share, kept for a while: definitions of custom fields, the account's country. */
export interface Lookup<T> {
	readonly name: string;
	/** How long the result is kept, in milliseconds. */
	readonly keep: number;
	/** The result depends on what the token may read. */
	readonly perToken?: true;
	readonly read: (calls: Calls) => Promise<T>;
}

const kept = new Map<string, { result: Promise<unknown>; until: number }>();

/** Runs `lookup` for an account, or gives what an earlier or running one found. Failures are not kept. */
export async function look<T>(lookup: Lookup<T>, calls: Calls): Promise<T> {
	const key = keyOf(lookup, calls);
	const known = kept.get(key);
	if (known && known.until > Date.now()) return (await known.result) as T; // stored under the lookup's own name
	const result = lookup.read(calls);
	kept.set(key, { result, until: Date.now() + lookup.keep });
	result.catch(() => kept.delete(key));
	return await result;
}

/** Forgets a result, so that the next need reads again. */
export function forget(lookup: Lookup<unknown>, calls: Calls): void {
	kept.delete(keyOf(lookup, calls));
}

/** A result that is younger than this, in milliseconds, is not read again for the sake of a name that is not in it. */
const FRESH = 60_000;

/**
 * Runs `work`, and once more with these lookups read anew where it meets a name that none of them has: a choice, field or user that was
 * just made must not be refused for as long as a result is kept.
 */
export async function withNewEntries<T>(lookups: ReadonlyArray<Lookup<unknown>>, calls: Calls, work: () => Promise<T>): Promise<T> {
	return await work().catch(async (error: unknown) => {
		const old = error instanceof UnknownEntry ? lookups.filter((lookup) => !isFresh(lookup, calls)) : [];
		if (old.length === 0) throw error;
		for (const lookup of old) forget(lookup, calls);
		return await work();
	});
}

function isFresh(lookup: Lookup<unknown>, calls: Calls): boolean {
	const known = kept.get(keyOf(lookup, calls));
	return known !== undefined && known.until - lookup.keep > Date.now() - FRESH;
}

const keyOf = ({ name, perToken }: Lookup<unknown>, { account }: Calls): string => [account.key, ...(perToken ? [account.token] : []), name].join(' ');

export const asObjects = (value: unknown): IDataObject[] =>
	Array.isArray(value) ? value.filter((entry): entry is IDataObject => entry !== null && typeof entry === 'object') : [];
