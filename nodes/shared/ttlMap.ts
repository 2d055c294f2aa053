/** A map whose entries end by themselves. */
export class TtlMap<K, V> {
	private readonly entries = new Map<K, { value: V; until: number }>();
	constructor(private readonly now: () => number = () => Date.now()) {}

	get(key: K): V | undefined {
		const entry = this.entries.get(key);
		return entry && entry.until > this.now() ? entry.value : undefined;
	}

	/** Milliseconds until an entry ends; 0 where there is none. */
	left(key: K): number {
		return Math.max(0, (this.entries.get(key)?.until ?? 0) - this.now());
	}

	/** Keeps `value` for so many milliseconds, and lets go of what has ended. */
	set(key: K, value: V, milliseconds: number): void {
		for (const [known, { until }] of this.entries) if (until <= this.now()) this.entries.delete(known);
		this.entries.set(key, { value, until: this.now() + milliseconds });
	}

	delete(key: K): void {
		this.entries.delete(key);
	}
}
