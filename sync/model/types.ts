import type { CanonicalOptions, FieldKind } from './canonical';

/** One record of one account of one system. */
export interface RecordRef {
	readonly system: string;
	readonly account: string;
	readonly id: string;
}

/**
 * Who wins when both sides changed a field: the record the event is about, the record written, the later server time,
 * or a person.
 */
export type Rule = 'source' | 'target' | 'newest' | 'review';

/** The rule for two filled fields without a common baseline; times say nothing there. */
export type FirstRule = Exclude<Rule, 'newest'>;

/** What one field does differently from the rest. */
export interface FieldOptions {
	readonly kind?: FieldKind;
	readonly rule?: Rule;
	/** Write only where the target field is empty. */
	readonly onlyWhenEmpty?: boolean;
	/**
	 * The source field, by its own name, that this one is a plain copy of: lets both directions share what they know of
	 * the field. By default the source field of the same name. `null`: a composed value, each direction keeps its own
	 * baseline.
	 */
	readonly from?: string | null;
}

/**
 * The record of the source system that a child (note, task, appointment, opportunity) belongs to, and the pair in which
 * that is linked.
 */
export interface Parent extends RecordRef {
	readonly pair: string;
}

export type MatchKey = 'email' | 'phone';

/** All options of a Sync; `withDefaults` fills in what is left out. */
export interface SyncOptions extends CanonicalOptions {
	readonly rule: Rule;
	readonly firstContact: FirstRule;
	readonly fields: Readonly<Record<string, FieldOptions>>;
	/** Whether an emptied source field empties the target one. */
	readonly clear: boolean;
	/** In which order unlinked records are searched for; with an empty list only links and external IDs count. */
	readonly matchBy: readonly MatchKey[];
	/** The target fields that hold email, phone and name, for matching. */
	readonly keyFields: Readonly<{ email: string; phone: string; name: readonly string[] }>;
	readonly whenUnmatched: 'create' | 'skip';
	/** Which side may have several records for one of the other. */
	readonly many: 'none' | 'source' | 'target';
	/**
	 * What happens to a further record of one person: it joins the group, goes to review, or gets a record of its own.
	 */
	readonly further: 'join' | 'review' | 'own';
	readonly primary: 'newest' | 'first';
	/** What a confirmed delete of the source record does to the target one. */
	readonly deletes: 'ignore' | 'unlink' | 'archive' | 'delete';
	/** What an edit does when the target record is gone. */
	readonly targetGone: 'recreate' | 'review' | 'unlink';
	/** Milliseconds until a created record is surely found by search; the service's own ceiling by default. */
	readonly lagCeiling?: number;
	/**
	 * Creates of the pair within an hour after which the rest waits for a person; 5 % of its links are always allowed. 0:
	 * no limit.
	 */
	readonly createLimit?: number;
}

/** The record an event is about. */
export interface SourceRecord extends RecordRef {
	/** Server time of its last change, in ms. Without it the fields are taken for current. */
	readonly version?: number;
	/** Server time of its creation, in ms: decides which member of a group is the newest. */
	readonly createdAt?: number;
	/** The ID of the target record, from the field of the source that Sync keeps it in. */
	readonly externalId?: string;
	/** True when a read by id said it is gone (404, archived). */
	readonly deleted?: boolean;
}

export interface SyncRequest {
	/** The named relation of two entities, for example "contacts". */
	readonly pair: string;
	readonly source: SourceRecord;
	/** For a child: its target is created under the record that the parent is linked to, and waits for that link. */
	readonly parent?: Parent;
	/** Target field → wanted value. An absent field is left alone. */
	readonly fields: Readonly<Record<string, unknown>>;
	readonly options: SyncOptions;
	readonly dryRun?: boolean;
}

export type OutcomeKind =
	| 'created'
	| 'linked'
	| 'updated'
	| 'unchanged'
	| 'stale'
	| 'conflict'
	| 'review'
	| 'deleted'
	| 'archived'
	| 'unlinked'
	| 'waiting'
	| 'pending'
	| 'busy'
	| 'planned'
	| 'failed';

/** What a dry run would have done. */
export interface PlannedWrite {
	readonly call: 'create' | 'update' | 'add' | 'remove' | 'archive' | 'delete';
	readonly fields: readonly string[];
}

export interface Outcome {
	readonly outcome: OutcomeKind;
	/** A sentence without values of the record. */
	readonly reason: string;
	readonly source: RecordRef;
	readonly target?: RecordRef;
	/** Names of the target fields written. */
	readonly changed: readonly string[];
	/** Names of the target fields where both sides had changed, and a rule decided. */
	readonly decided: readonly string[];
	/** Names of the target fields that wait for a person. */
	readonly review: readonly string[];
	/** Where a person is asked: whether for the first time, or about something else than before. */
	readonly newQuestion?: boolean;
	/**
	 * Whether this direction made the target record: in this run, or earlier for a source record that is not a day old,
	 * since what was to follow may have been broken off.
	 */
	readonly isNew?: true;
	/** Calls made to the target service. */
	readonly calls: number;
	/** When it is due again, in ms, if it is. */
	readonly dueAt?: number;
	readonly plan?: readonly PlannedWrite[];
}

/** The options of a Sync without changes by the user. */
export const withDefaults = (given: Partial<SyncOptions>): SyncOptions => ({
	rule: 'newest',
	firstContact: 'review',
	fields: {},
	clear: false,
	matchBy: ['email', 'phone'],
	keyFields: { email: 'email', phone: 'phone', name: ['name'] },
	whenUnmatched: 'create',
	many: 'none',
	further: 'join',
	primary: 'newest',
	deletes: 'unlink',
	targetGone: 'recreate',
	...given,
});

export const sameRecord = (one: RecordRef, other: RecordRef): boolean =>
	one.id === other.id && one.account === other.account && one.system === other.system;

/**
 * One text for a record, the same everywhere: the key of its lease and in maps. Its parts may contain any character.
 */
export const refText = ({ system, account, id }: RecordRef): string =>
	[system, account, id].map(encodeURIComponent).join(':');
