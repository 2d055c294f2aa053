/** Records of one kind by id, in the order they were added. */
export class Table<T extends { id: string }> {
	private readonly records = new Map<string, T>();

	get size(): number {
		return this.records.size;
	}

	add(record: T): T {
		this.records.set(record.id, record);
		return record;
	}

	get(id: string): T | undefined {
		return this.records.get(id);
	}

	delete(id: string): void {
		this.records.delete(id);
	}

	deleteWhere(test: (record: T) => boolean): void {
		for (const record of this.where(test)) this.records.delete(record.id);
	}

	find(test: (record: T) => boolean): T | undefined {
		for (const record of this.records.values()) if (test(record)) return record;
		return undefined;
	}

	where(test: (record: T) => boolean): T[] {
		return [...this.records.values()].filter(test);
	}

	all(): T[] {
		return [...this.records.values()];
	}

	clear(): void {
		this.records.clear();
	}
}
