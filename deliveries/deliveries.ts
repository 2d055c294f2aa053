/** How long a delivery may be under way before another one with the same ID is taken in its place. */
export const PENDING = 60_000;

export interface Bounds {
	/** Maximum number of IDs; the oldest are removed first. */
	readonly rows: number;
	/** How long an ID is kept, in milliseconds. GHL lets its users send an event again for 30 days. */
	readonly age: number;
}

export const BOUNDS: Bounds = { rows: 100_000, age: 30 * 86_400_000 };

/** What is known of a delivery. `fresh` is the caller's now, and its `mark` settles it. */
export type Seen =
	{ readonly state: 'fresh'; readonly mark: number } | { readonly state: 'pending' } | { readonly state: 'done' };

/**
 * IDs of webhook deliveries that were seen. A delivery is pending from its arrival until its execution is stored, and
 * done from then on. If the process dies in between, the mark lapses after a minute and the next attempt of the sender
 * is taken.
 */
export interface Deliveries {
	/** Takes the delivery when nobody has it. One step for all processes on the store. */
	take(key: string): Promise<Seen>;
	/** It is stored: every later delivery of this ID is dropped. */
	done(key: string): Promise<void>;
	/** It was not processed: the next delivery of this ID is taken. `mark` is what `take` gave. */
	release(key: string, mark: number): Promise<void>;
	close(): Promise<void>;
}
