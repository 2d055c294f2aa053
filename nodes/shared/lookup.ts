import type { IDataObject } from 'n8n-workflow';
import type { Calls } from './calls';

/** A read that many items share, kept for a while: definitions of custom fields, the account's country. */
export interface Lookup<T> {
	readonly name: string;
	/** How long the result is kept, in milliseconds. */
	readonly keep: number;
	readonly read: (calls: Calls) => Promise<T>;
}

const kept = new Map<string, { result: Promise<unknown>; until: number }>();

/** Runs `lookup` for an account, or gives what an earlier or running one found. Failures are not kept. */
export async function look<T>(lookup: Lookup<T>, calls: Calls): Promise<T> {
	const key = `${calls.account.key} ${lookup.name}`;
	const known = kept.get(key);
	if (known && known.until > Date.now()) return (await known.result) as T; // stored under the lookup's own name
	const result = lookup.read(calls);
	kept.set(key, { result, until: Date.now() + lookup.keep });
	result.catch(() => kept.delete(key));
	return await result;
}

/** Forgets a result, so that the next need reads again. */
export function forget(lookup: Lookup<unknown>, calls: Calls): void {
	kept.delete(`${calls.account.key} ${lookup.name}`);
}

export const asObjects = (value: unknown): IDataObject[] =>
	Array.isArray(value) ? value.filter((entry): entry is IDataObject => entry !== null && typeof entry === 'object') : [];
