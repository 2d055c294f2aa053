import type { Json, StoredRecord, Values } from './records';

/** Searches are answered from the index for at most this long in the past; older versions are dropped. */
const KEPT_VERSIONS_MS = 10 * 60_000;

interface Version {
	at: number;
	view: Values;
}

/** The records of one type, findable by id and by foreign key. */
export class RecordSet {
	private readonly byId = new Map<string, StoredRecord>();
	private readonly byKey = new Map<string, Map<Json, Set<StoredRecord>>>();

	add(record: StoredRecord): void {
		this.byId.set(record.id, record);
		for (const [key, index] of this.byKey) this.enter(index, record.values[key] ?? null, record);
	}

	change(record: StoredRecord, values: Values): void {
		for (const [key, index] of this.byKey) {
			if (!(key in values) || values[key] === record.values[key]) continue;
			index.get(record.values[key] ?? null)?.delete(record);
			this.enter(index, values[key] ?? null, record);
		}
		Object.assign(record.values, values);
	}

	delete(record: StoredRecord): void {
		this.byId.delete(record.id);
		for (const [key, index] of this.byKey) index.get(record.values[key] ?? null)?.delete(record);
	}

	get(id: string): StoredRecord | undefined {
		return this.byId.get(id);
	}

	get size(): number {
		return this.byId.size;
	}

	first(): StoredRecord | undefined {
		return this.byId.values().next().value;
	}

	all(): StoredRecord[] {
		return [...this.byId.values()];
	}

	where(key: string, value: Json): StoredRecord[] {
		let index = this.byKey.get(key);
		if (!index) {
			index = new Map();
			for (const record of this.byId.values()) this.enter(index, record.values[key] ?? null, record);
			this.byKey.set(key, index);
		}
		return [...(index.get(value) ?? [])];
	}

	/** Gives a function that puts everything back as it is now. */
	save(): () => void {
		const saved = new Map([...this.byId].map(([id, record]) => [id, { ...record.values }]));
		return () => {
			for (const record of this.all()) {
				const values = saved.get(record.id);
				if (values) this.change(record, values);
				else this.delete(record);
			}
		};
	}

	private enter(index: Map<Json, Set<StoredRecord>>, value: Json, record: StoredRecord): void {
		const records = index.get(value) ?? new Set();
		records.add(record);
		index.set(value, records);
	}
}

/** What the search engine knows of one type: every version of a record, until it is too old to be needed. */
export class SearchIndex {
	private readonly versions = new Map<string, Version[]>();

	put(id: string, at: number, view: Values): void {
		const versions = this.versions.get(id) ?? [];
		if (versions.at(-1)?.at === at) versions.pop();
		versions.push({ at, view });
		while ((versions[1]?.at ?? Infinity) <= at - KEPT_VERSIONS_MS) versions.shift();
		this.versions.set(id, versions);
	}

	delete(id: string): void {
		this.versions.delete(id);
	}

	/** The records as they were at that time; those that did not exist yet are missing. */
	asOf(time: number): Array<{ id: string; view: Values }> {
		const rows: Array<{ id: string; view: Values }> = [];
		for (const [id, versions] of this.versions) {
			const version = versions.findLast(({ at }) => at <= time);
			if (version) rows.push({ id, view: version.view });
		}
		return rows;
	}
}
