import { canonicalEmail, e164 } from '../../../../sync/model/canonical';

/** The server's side of one simulated service: records, an index that lags, and the habits of its API. */
export interface Traits {
	readonly name: string;
	/** The field that holds tags, and whether the API adds to it without replacing it. */
	readonly tags: string;
	readonly addsTags: boolean;
	/** A lookup of duplicates that doesn't lag. */
	readonly looksUpDuplicates: boolean;
	readonly hasExternalIds: boolean;
	readonly lowersTags: boolean;
	readonly normalizesPhones: boolean;
	/** Ms until a search finds what was written, at most. */
	readonly lag: number;
	/** Ms its clock is ahead. */
	readonly skew: number;
	/** A write that changes nothing makes no new version and tells nobody. */
	readonly ignoresSame?: boolean;
}

export interface StoredRecord {
	readonly id: string;
	readonly fields: Readonly<Record<string, unknown>>;
	readonly version: number;
	readonly createdAt: number;
	readonly externalId?: string;
	readonly archived?: boolean;
}

export type Writer = 'user' | 'engine';

/** What happened on the server: told to the oracle and to the webhook sender. */
export interface Commit {
	readonly service: string;
	/** `same`: a write that changed nothing, where the service ignores those. */
	readonly kind: 'create' | 'update' | 'remove' | 'same';
	readonly by: Writer;
	readonly record: StoredRecord;
	readonly before?: StoredRecord;
	readonly at: number;
}

interface Indexed {
	readonly record: StoredRecord;
	readonly visibleAt: number;
}

export class SimulatedService {
	readonly records = new Map<string, StoredRecord>();
	readonly #index = new Map<string, Indexed[]>();
	/**
	 * Ids of the records that ever had an email or a phone, in canonical form: so that a lookup doesn't go through all.
	 */
	readonly #withKey = new Map<string, Set<string>>();
	#made = 0;

	constructor(
		readonly traits: Traits,
		readonly now: () => number,
		readonly lagOf: () => number,
		readonly tell: (commit: Commit) => void,
	) {}

	create(by: Writer, fields: Readonly<Record<string, unknown>>, externalId?: string): StoredRecord {
		this.#made += 1;
		const version = this.now() + this.traits.skew;
		const id = `${this.traits.name}-${this.#made}`;
		const record: StoredRecord = {
			id,
			fields: this.#stored({ [this.traits.tags]: [], ...fields }),
			version,
			createdAt: version,
			...(externalId !== undefined && this.traits.hasExternalIds ? { externalId } : {}),
		};
		return this.#put({ service: this.traits.name, kind: 'create', by, record, at: this.now() });
	}

	update(
		by: Writer,
		id: string,
		fields: Readonly<Record<string, unknown>>,
		externalId?: string,
	): StoredRecord | undefined {
		const before = this.records.get(id);
		if (!before || before.archived) return undefined;
		const after = { ...before.fields, ...this.#stored(fields) };
		if (
			this.traits.ignoresSame &&
			JSON.stringify(after) === JSON.stringify(before.fields) &&
			(externalId ?? before.externalId) === before.externalId
		) {
			this.tell({ service: this.traits.name, kind: 'same', by, record: before, before, at: this.now() });
			return before;
		}
		const version = Math.max(this.now() + this.traits.skew, before.version + 1);
		const record = {
			...before,
			fields: after,
			version,
			...(externalId !== undefined && this.traits.hasExternalIds ? { externalId } : {}),
		};
		return this.#put({ service: this.traits.name, kind: 'update', by, record, before, at: this.now() });
	}

	changeTags(by: Writer, id: string, add: readonly string[], remove: readonly string[]): StoredRecord | undefined {
		const held = this.records.get(id)?.fields[this.traits.tags];
		const tags = Array.isArray(held) ? held.map(String) : [];
		const gone = new Set(remove.map((tag) => tag.toLowerCase()));
		const kept = tags.filter((tag) => !gone.has(tag.toLowerCase()));
		const fresh = add.filter((tag) => !kept.some((one) => one.toLowerCase() === tag.toLowerCase()));
		return this.update(by, id, { [this.traits.tags]: [...kept, ...fresh] });
	}

	remove(by: Writer, id: string): void {
		const before = this.records.get(id);
		if (!before || before.archived) return;
		const record = { ...before, archived: true, version: Math.max(this.now() + this.traits.skew, before.version + 1) };
		this.#put({ service: this.traits.name, kind: 'remove', by, record, before, at: this.now() });
	}

	/** A removed record comes back as it was. */
	restore(by: Writer, id: string): StoredRecord | undefined {
		const before = this.records.get(id);
		if (!before?.archived) return undefined;
		const record = { ...before, archived: false, version: Math.max(this.now() + this.traits.skew, before.version + 1) };
		return this.#put({ service: this.traits.name, kind: 'update', by, record, before, at: this.now() });
	}

	/** As the search index shows it: each record in its newest state that is visible by now. */
	search(fits: (record: StoredRecord) => boolean): StoredRecord[] {
		return this.#visible(this.#index.keys()).filter(fits);
	}

	/** By email or phone, as the search index shows it. */
	searchKey(key: string): StoredRecord[] {
		return this.#visible(this.#idsWith(key)).filter((record) => keysOf(record).includes(key));
	}

	/** By email or phone, as the records are. */
	lookUp(key: string): StoredRecord[] {
		return this.#idsWith(key)
			.flatMap((id) => this.records.get(id) ?? [])
			.filter((record) => !record.archived && keysOf(record).includes(key));
	}

	/** In the order in which they were made. */
	#idsWith(key: string): string[] {
		const made = (id: string) => this.records.get(id)?.createdAt ?? 0;
		return [...(this.#withKey.get(key) ?? [])].sort((one, other) => made(one) - made(other));
	}

	#visible(ids: Iterable<string>): StoredRecord[] {
		const now = this.now();
		const found: StoredRecord[] = [];
		for (const id of ids) {
			const visible = this.#index.get(id)?.findLast(({ visibleAt }) => visibleAt <= now);
			if (visible && !visible.record.archived) found.push(visible.record);
		}
		return found;
	}

	alive(): StoredRecord[] {
		return [...this.records.values()].filter(({ archived }) => !archived);
	}

	#put(commit: Commit): StoredRecord {
		const { record } = commit;
		this.records.set(record.id, record);
		for (const key of keysOf(record)) this.#withKey.set(key, (this.#withKey.get(key) ?? new Set()).add(record.id));
		const states = this.#index.get(record.id) ?? [];
		const visibleAt = Math.max(states.at(-1)?.visibleAt ?? 0, this.now() + this.lagOf());
		const current = states.findLastIndex((state) => state.visibleAt <= this.now());
		this.#index.set(record.id, [...states.slice(Math.max(0, current)), { record, visibleAt }]);
		this.tell(commit);
		return record;
	}

	/** What a store makes of what it is given. */
	#stored(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
		return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, this.#storedValue(field, value)]));
	}

	#storedValue(field: string, value: unknown): unknown {
		if (field === this.traits.tags && Array.isArray(value))
			return value.map((tag) => (this.traits.lowersTags ? String(tag).toLowerCase() : String(tag)));
		if (typeof value !== 'string') return value ?? '';
		if (field === 'phone' && this.traits.normalizesPhones) return e164(value, 'US') ?? value;
		return field === 'email' && this.traits.normalizesPhones ? value.toLowerCase() : value;
	}
}

export const emailKey = (email: string): string => `email ${canonicalEmail(email)}`;
export const phoneKey = (phone: string): string => `phone ${e164(phone, 'US') ?? ''}`;

const keys = new WeakMap<StoredRecord, readonly string[]>();

/** What a record is looked up by, worked out once: reading a phone number takes its time. */
function keysOf(record: StoredRecord): readonly string[] {
	const known = keys.get(record) ?? [
		emailKey(String(record.fields.email ?? '')),
		phoneKey(String(record.fields.phone ?? '')),
	];
	keys.set(record, known);
	return known;
}
