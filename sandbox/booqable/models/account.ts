import { RateLimit, after, nextUtcMonth } from '../../rateLimit';
import type { World } from '../../service';
import type { Artifact } from './artifacts';
import { OAuthGrants } from './tokens';
import { planOf, type Plan } from './plans';
import { datetime, epoch, type Json, type StoredRecord, type Values } from './records';
import { RecordSet, SearchIndex } from './recordSet';
import { tableOf } from './tables';
import { attributeType, operatorsOf, readableAttributes } from './tables/table';

/** Lists that hold records of several types. */
const MIXED: Readonly<Record<string, readonly string[]>> = {
	payments: ['payment_charges', 'payment_refunds'],
	items: ['product_groups', 'products', 'bundles'],
};

/** How long a write stays invisible to lists and searches of indexed resources. Booqable gives no number. */
export const INDEX_LAG_MS = 5_000;

/**
 * A new record is touched once more while it is made: in recorded answers `updated_at` is 10 to 100 ms later than
 * `created_at`.
 */
const CREATING_MS = 10;

/** On whose behalf a request writes. */
export interface Session {
	readonly account: Account;
	readonly employee: StoredRecord;
}

export interface Events {
	readonly created?: string;
	readonly updated?: string;
	readonly archived?: string;
}

/** What a resource does beyond storing what its table lists. Everything is optional: a plain resource has none. */
export interface Behavior {
	/** Attributes a new record has although the request does not give them. */
	defaults?(session: Session): Values;
	/** Turns what a request writes into what is stored. @throws ApiError 422, before anything is written */
	prepare?(session: Session, written: Values, current: StoredRecord | undefined): Values;
	/** Read-only attributes that follow from other records. */
	derive?(account: Account, record: StoredRecord): Values;
	/** Filters that are no attributes. */
	filterField?(account: Account, record: StoredRecord, name: string): Json | undefined;
	/** What free-text search looks at. */
	searched?(account: Account, record: StoredRecord): Json[];
	/** After a write, before its webhooks. `before` is undefined for a new record. */
	written?(session: Session, record: StoredRecord, before: Values | undefined): void;
	/** @throws ApiError where the record may not go */
	removing?(session: Session, record: StoredRecord): void;
	/** Names of the webhook events of a record. */
	events?(record: StoredRecord): Events;
	/** A POST that does something instead of storing a record; gives what the answer shows. */
	perform?(session: Session, written: Values): Values;
	/** Rows of a list that is computed. Gets the filter, which is not applied again. */
	rows?(account: Account, filter: Values): StoredRecord[];
	/** Without `sort`, lists begin with the newest. */
	newestFirst?: boolean;
	/** Status of a successful POST; 201 by default. */
	createdStatus?: number;
}

/** What an account needs to know of its resources, and how it tells the world of them. */
export interface Rules {
	behaviorOf(type: string): Behavior;
	/** The `properties` hash of an owner. */
	propertiesOf(account: Account, owner: StoredRecord): Values;
	deliver(account: Account, event: string, record: StoredRecord): void;
}

/** One company of the sandbox, with all it stores. */
export class Account {
	readonly plan: Plan;
	readonly grants: OAuthGrants;
	readonly calls: RateLimit;
	readonly monthlyCalls: RateLimit;
	/** Access token → id of the employee it belongs to. */
	readonly tokens = new Map<string, string>();
	/** Tag in lower case → its spelling in this account. */
	readonly tagNames = new Map<string, string>();
	/** Whether drafts are called concepts, as in answers recorded in July 2025; the reference calls them drafts. */
	draftsNamedConcept = false;
	/** While true, changes send no webhooks: seeding is not something that happened to the company. */
	silent = true;
	private readonly artifacts = new Map<string, Artifact>();
	private readonly timers = new Set<NodeJS.Timeout>();
	private jobs: Array<{ dueAt: number; work(): void }> = [];
	private readonly sets = new Map<string, RecordSet>();
	private readonly indexes = new Map<string, SearchIndex>();
	private readonly numbers = new Map<string, number>();

	constructor(
		readonly world: World,
		readonly slug: string,
		planName: string,
		private readonly rules: Rules,
	) {
		this.plan = planOf(planName);
		this.grants = new OAuthGrants(world);
		this.calls = new RateLimit({
			now: () => world.now(),
			limit: this.plan.callsPerPeriod * world.limits,
			ends: after(60_000),
		});
		this.monthlyCalls = new RateLimit({ now: () => world.now(), limit: Infinity, ends: nextUtcMonth });
	}

	behaviorOf(type: string): Behavior {
		return this.rules.behaviorOf(type);
	}

	now(): string {
		return datetime(this.world.now());
	}

	/** Numbers count from 1 per resource, without gaps. */
	nextNumber(resource: string): number {
		const number = (this.numbers.get(resource) ?? 0) + 1;
		this.numbers.set(resource, number);
		return number;
	}

	all(type: string): StoredRecord[] {
		return (MIXED[type] ?? [type]).flatMap((each) => this.set(each).all());
	}

	find(type: string, id: Json | undefined): StoredRecord | undefined {
		if (typeof id !== 'string') return undefined;
		return (MIXED[type] ?? [type]).map((each) => this.set(each).get(id)).find(Boolean);
	}

	where(type: string, key: string, value: Json | undefined): StoredRecord[] {
		return (MIXED[type] ?? [type]).flatMap((each) => this.set(each).where(key, value ?? null));
	}

	insert(type: string, values: Values): StoredRecord {
		const now = this.world.now();
		const record: StoredRecord = {
			type,
			id: this.world.uuid(),
			values: { ...emptyValues(type), created_at: datetime(now - CREATING_MS), updated_at: datetime(now), ...values },
		};
		this.set(type).add(record);
		this.index(record);
		return record;
	}

	change(record: StoredRecord, values: Values): void {
		this.set(record.type).change(record, { ...values, updated_at: this.now() });
		this.index(record);
	}

	/** Changes values without touching `updated_at`. */
	force(record: StoredRecord, values: Values): void {
		this.set(record.type).change(record, values);
		this.index(record);
	}

	delete(record: StoredRecord): void {
		this.set(record.type).delete(record);
		for (const index of this.indexesOf(record.type)) index.delete(record.id);
	}

	/** The record as the API shows it, with what follows from other records. */
	view(record: StoredRecord): Values {
		const behavior = this.behaviorOf(record.type);
		const attributes = readableAttributes(tableOf(record.type));
		const known: Values = { ...record.values, ...behavior.derive?.(this, record), id: record.id };
		if (record.type === 'orders' && this.draftsNamedConcept) Object.assign(known, asConcept(known));
		if (attributes.includes('properties')) known.properties = this.rules.propertiesOf(this, record);
		return Object.fromEntries(attributes.map((name) => [name, known[name] ?? null]));
	}

	/** What a filter or a sort looks at, computed only where it is needed. */
	field(record: StoredRecord, name: string): Json | undefined {
		const behavior = this.behaviorOf(record.type);
		if (name === 'id') return record.id;
		if (name === 'q') return (behavior.searched?.(this, record) ?? [record.values.name ?? null]).join('\n');
		return record.values[name] ?? behavior.filterField?.(this, record, name) ?? this.view(record)[name];
	}

	/** Tells the search index about a change, also one that only followed from another record's. */
	index(record: StoredRecord): void {
		const indexes = this.indexesOf(record.type);
		if (indexes.length === 0) return;
		const view = { ...this.view(record), q: this.field(record, 'q') ?? '' };
		for (const index of indexes) index.put(record.id, this.world.now(), view);
	}

	/** Ids and indexed attributes of a resource as its search engine knows them. */
	indexed(type: string, lag: number): Array<{ id: string; view: Values }> {
		return this.searchIndex(type).asOf(this.world.now() - lag);
	}

	emit(event: string | undefined, record: StoredRecord): void {
		if (event && !this.silent) this.rules.deliver(this, event, record);
	}

	/** Runs something with or without webhooks. */
	quietly<Result>(silent: boolean, work: () => Result): Result {
		const before = this.silent;
		this.silent = silent;
		try {
			return work();
		} finally {
			this.silent = before;
		}
	}

	/** Records of these types that were added or changed are as before when the work fails. */
	atomically(types: readonly string[], work: () => void): void {
		const restore = types.map((type) => this.set(type).save());
		try {
			work();
		} catch (error) {
			for (const each of restore) each();
			throw error;
		}
	}

	/**
	 * Work that Booqable does in the background, that much later. Whoever moves the time sees it done by the next call.
	 */
	later(milliseconds: number, work: () => void): void {
		this.jobs.push({ dueAt: this.world.now() + milliseconds, work });
		const timer = setTimeout(
			() => {
				this.timers.delete(timer);
				this.runDueJobs();
			},
			Math.ceil(milliseconds / this.world.timeScale) + 1,
		);
		this.timers.add(timer.unref());
	}

	runDueJobs(): void {
		const due = this.jobs.filter(({ dueAt }) => dueAt <= this.world.now());
		this.jobs = this.jobs.filter((job) => !due.includes(job));
		for (const { work } of due) work();
	}

	/** Ends what was still to happen, when the account makes way for a fresh one. */
	discard(): void {
		for (const timer of this.timers) clearTimeout(timer);
		this.jobs = [];
	}

	/** Keeps a file that anyone who knows its address may fetch, and gives the address. */
	publish(name: string, artifact: Artifact): string {
		this.artifacts.set(name, artifact);
		return `${this.world.baseUrl()}/booqable/${this.slug}/artifacts/${name}`;
	}

	artifact(name: string): Artifact | undefined {
		return this.artifacts.get(name);
	}

	/** Forgets the oldest records of a type beyond that many. */
	trim(type: string, most: number): void {
		const oldest = this.set(type).first();
		if (oldest && this.set(type).size > most) this.delete(oldest);
	}

	/** Changes when permissions, settings, default properties or locations do: cached ones are stale then. */
	sessionVersion(): string {
		const cached = ['companies', 'settings', 'employees', 'default_properties', 'locations'].flatMap((type) =>
			this.all(type),
		);
		return `${cached.length}-${Math.max(...cached.map(({ values }) => epoch(values.updated_at)))}`;
	}

	types(): string[] {
		return [...this.sets.keys()].sort();
	}

	private set(type: string): RecordSet {
		const set = this.sets.get(type) ?? new RecordSet();
		this.sets.set(type, set);
		return set;
	}

	private searchIndex(type: string): SearchIndex {
		const index = this.indexes.get(type) ?? new SearchIndex();
		this.indexes.set(type, index);
		return index;
	}

	private indexesOf(type: string): SearchIndex[] {
		const lists = Object.entries(MIXED)
			.filter(([list, types]) => types.includes(type) && isIndexed(list))
			.map(([list]) => list);
		return [type, ...lists].filter(isIndexed).map((list) => this.searchIndex(list));
	}
}

function asConcept({ status = null, statuses = null }: Values): Values {
	const renamed = (value: Json): Json => (value === 'draft' ? 'concept' : value);
	return { status: renamed(status), statuses: Array.isArray(statuses) ? statuses.map(renamed) : statuses };
}

/** The resources with a keyset filter on their id are the ones answered by a search engine. */
export const isIndexed = (type: string): boolean => operatorsOf(tableOf(type), 'id')?.includes('gt') ?? false;

const EMPTY: Readonly<Record<string, () => Json>> = { array: () => [], boolean: () => false, hash: () => ({}) };

/** A new record has a value for everything: lists are empty, flags are off, the rest is null. */
function emptyValues(type: string): Values {
	const table = tableOf(type);
	return Object.fromEntries(
		readableAttributes(table)
			.filter((name) => name !== 'id' && name !== 'properties')
			.map((name) => {
				const { base = '', nullable = false } = attributeType(table, name) ?? {};
				return [name, nullable ? null : (EMPTY[base]?.() ?? null)];
			}),
	);
}
