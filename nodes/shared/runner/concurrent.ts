import { breather } from '../breather';
import { MOST_AT_ONCE, WIDTH } from '../parameters/operationParameters';

/** What the work for one item ended with. */
export type Settled<T> = { readonly value: T } | { readonly error: unknown };

/**
 * Works on `count` items, at most `width` at once, results in the order of the items; `width` is read again as items
 * end. Items that share a key are worked on one after the other, in their order. `goOn` decides after each failure;
 * when it returns false, no further item is started. Entries of items never started are undefined.
 */
export async function concurrently<T>(
	count: number,
	width: () => number,
	keysOf: (index: number) => ReadonlyArray<string | undefined>,
	work: (index: number) => Promise<T>,
	goOn: (error: unknown) => boolean,
): Promise<Array<Settled<T> | undefined>> {
	const settled = new Array<Settled<T> | undefined>(count).fill(undefined);
	const last = new Map<string, Promise<void>>();
	let next = 0;
	let stopped = false;

	const settle = async (index: number, before: ReadonlyArray<Promise<void> | undefined>): Promise<void> => {
		await Promise.all(before);
		if (stopped) return;
		try {
			settled[index] = { value: await work(index) };
		} catch (error) {
			settled[index] = { error };
			if (!goOn(error)) stopped = true;
		}
	};
	const begin = async (): Promise<void> => {
		const index = next++;
		const keys = keysOf(index).filter((key): key is string => key !== undefined && key !== '');
		const done = settle(
			index,
			keys.map((key) => last.get(key)),
		); // earlier items only, so no two can wait for each other
		for (const key of keys) last.set(key, done);
		await done;
	};
	const running = new Set<Promise<void>>();
	while (running.size > 0 || (next < count && !stopped)) {
		while (next < count && !stopped && running.size < Math.max(1, width())) {
			const one: Promise<void> = begin().finally(() => running.delete(one));
			running.add(one);
			if (breather.isDue) await breather.breathe();
		}
		if (running.size > 0) await Promise.race(running); // all may have ended in a breath
	}
	return settled;
}

/**
 * Items at once that use the allowance of their account: one more with each that succeeded, so that a fault meets few
 * of them. `underWay`: calls that must be under way at a time.
 */
export const widthFor = (underWay: number, succeeded: number): number =>
	Math.min(Math.max(WIDTH, Math.min(underWay, WIDTH + succeeded)), MOST_AT_ONCE);
