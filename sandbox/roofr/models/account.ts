import type { World } from '../../service';
import { TABLE_NAMES, type TableName } from './tables';

export type Values = { [field: string]: unknown };
export type StoredRecord = Values & { id: number };

/** An automation that sends events of the account to a trigger. */
export interface Relay {
	url: string;
	/** Names of ours, such as `lead.created`; all when absent. */
	events?: string[];
	shape?: string;
	naming?: string;
	secret?: string;
	proof?: string;
}

export interface Settings {
	/** The bridge drops what it has seen before, as a relay with a filter on `external_id` does. */
	bridgeFilters: boolean;
	/** Lists heed the filters in the query. Whether the real one does is not known. */
	heedsFilters: boolean;
}

const START: Settings = { bridgeFilters: false, heedsFilters: true };

/** One Roofr account with what lies around it: a bridge that creates, relays that report. */
export class Account {
	private readonly tables = new Map<TableName, Map<number, StoredRecord>>();
	relays: Relay[] = [];
	/** What the bridge was given and Roofr did not take: nobody hears of it. */
	lost: Array<{ received: Values; reason: string }> = [];
	/** Every run of the bridge, whatever came of it. */
	runs: Values[] = [];
	settings: Settings = { ...START };
	tokens = new Set<string>();
	private nextId = 1000;

	constructor(readonly world: World) {
		this.reset();
	}

	reset(): void {
		this.tables.clear();
		for (const name of TABLE_NAMES) this.tables.set(name, new Map());
		Object.assign(this, { relays: [], lost: [], runs: [], settings: { ...START }, nextId: 1000 });
		this.tokens = new Set();
	}

	insert(table: TableName, values: Values): StoredRecord {
		const now = new Date(this.world.now()).toISOString();
		const record = { ...values, id: this.nextId, created_at: now, updated_at: now };
		this.nextId += 1;
		this.table(table).set(record.id, record);
		return record;
	}

	update(table: TableName, record: StoredRecord, values: Values): StoredRecord {
		const changed = { ...record, ...values, id: record.id, updated_at: new Date(this.world.now()).toISOString() };
		this.table(table).set(record.id, changed);
		return changed;
	}

	get = (table: TableName, id: string): StoredRecord | undefined => this.table(table).get(Number(id));
	all = (table: TableName): StoredRecord[] => [...this.table(table).values()];
	remove = (table: TableName, id: number): boolean => this.table(table).delete(id);

	toJSON(): Values {
		return {
			...Object.fromEntries(TABLE_NAMES.map((name) => [name, this.all(name)])),
			relays: this.relays,
			lost: this.lost,
			runs: this.runs,
			settings: this.settings,
		};
	}

	private table(name: TableName): Map<number, StoredRecord> {
		const table = this.tables.get(name);
		if (!table) throw new Error(`The stand-in has no table "${name}"`);
		return table;
	}
}
