interface Write<T> {
	id: string;
	/** Absent when the record was deleted. */
	value: T | undefined;
	at: number;
}

/**
 * A search index that sees writes late, as GHL's does ("updates may take a few seconds to appear").
 * It holds copies: what a search finds is the record as it was when its last visible write happened.
 */
export class LaggedIndex<T extends { id: string }> {
	private readonly visible = new Map<string, T>();
	private pending: Array<Write<T>> = [];
	private changes = 0;

	/** @param at when the write happened; 0 makes it visible at once */
	write(id: string, value: T | undefined, at: number): void {
		this.pending.push({ id, value: value && structuredClone(value), at });
	}

	/** Counts the changes that became visible, so that a search result can be kept until the next one. */
	version(now: number, lag: number): number {
		this.apply(now - lag);
		return this.changes;
	}

	all(now: number, lag: number): Iterable<T> {
		this.apply(now - lag);
		return this.visible.values();
	}

	clear(): void {
		this.visible.clear();
		this.pending = [];
		this.changes += 1;
	}

	private apply(until: number): void {
		const ready = this.pending.filter((write) => write.at <= until);
		if (ready.length === 0) return;
		this.pending = this.pending.filter((write) => write.at > until);
		this.changes += 1;
		for (const write of ready) {
			if (write.value) this.visible.set(write.id, write.value);
			else this.visible.delete(write.id);
		}
	}
}
