import type { DirectionBaseline, FormHash } from '../model/baseline';
import { sameRecord, type Parent, type RecordRef } from '../model/types';

export { StoreAway, StoreBusy, StoreError } from '../../store/sql';

/** One account of one system. */
export interface Place {
	readonly system: string;
	readonly account: string;
}

/** One member of a group. The head is the record that may have several members; a plain link is a group of one. */
export interface Link {
	readonly id: string;
	readonly pair: string;
	readonly head: RecordRef;
	readonly member: RecordRef;
	/** Whether this member exchanges fields with the head. One live member of a group does. */
	readonly primary: boolean;
	/** `ended` is a tombstone: one of the two is gone, or a person unlinked them. */
	readonly state: 'live' | 'ended';
	/** Why it ended. */
	readonly cause?: string;
	/** When the member was made, by its own server. */
	readonly born?: number;
	/** When the row was made, and when it ended. */
	readonly since: number;
	readonly endedAt?: number;
	readonly rev: number;
	/** For children: the IDs of their parents when the link was made; services need them to read the records. */
	readonly parents?: Readonly<{ head: string; member: string }>;
	/** Target records that were replaced by a new one and are still to be deleted. */
	readonly replaced?: readonly RecordRef[];
	readonly toHead: DirectionBaseline;
	readonly toMember: DirectionBaseline;
}

/** Why a link to a record without an ID was ended. */
export const NO_RECORD = 'The answer to its create named no record';

/**
 * A link to a record without an ID, which an earlier version could make from an answer without one. A record that was
 * deleted without ever being linked also has such an ended link, as its tombstone.
 */
export const isBroken = ({ head, member, state, cause }: Link): boolean =>
	(head.id === '' || member.id === '') && (state === 'live' || cause === NO_RECORD);

/** A create that was announced. It stays until an answer, or a search after the lag ceiling, tells how it ended. */
export interface Intent {
	readonly id: string;
	readonly pair: string;
	readonly source: RecordRef;
	readonly target: Place;
	readonly at: number;
	/** The source version that was to be created: an older one is stale. */
	readonly version?: number;
	/** The hashes of all values sent: what a record that is found again started with. */
	readonly desired: Readonly<Record<string, FormHash>>;
	/** Keyed hashes of its email and phone; empty when it has none. */
	readonly keys: readonly string[];
	/** For a child: the head of its parent's link, the same for both directions. */
	readonly family?: string;
	/** For a child: the target record it was to be created under. */
	readonly under?: string;
	/**
	 * For a child: target children that were there moments after the call with other contents, so none of them is what it
	 * made.
	 */
	readonly others?: readonly string[];
	/** The target record whose place the new one takes. */
	readonly replaces?: string;
}

export type DueStatus = 'pending' | 'waiting' | 'busy' | 'failed';

/** A record whose sync must be tried again. No values: it is read again by id. */
export interface Due {
	readonly pair: string;
	readonly source: RecordRef;
	readonly target: Place;
	readonly status: DueStatus;
	/** For a child: the record of the source system it belongs to. It may be needed to read the child again. */
	readonly parent?: Parent;
	/** The source version that is due: an older one is stale. */
	readonly version?: number;
	readonly cause: string;
	readonly tries: number;
	readonly since: number;
	readonly nextAt: number;
}

/** A record that an execution has taken on: what is needed to make it due. */
export type Taken = Pick<Due, 'pair' | 'source' | 'target' | 'parent' | 'version'>;

/** Records that one execution has taken on. If it ends before it comes to them, they are due. */
export interface Batch {
	readonly id: string;
	/** Ms from now until which it is taken to be at work, unless the batch is stored again. */
	readonly lasts: number;
	readonly records: readonly Taken[];
}

/** Why a record is due whose execution ended before it came to it. */
export const BROKEN_OFF = 'Its execution ended before it came to this record';

/** The due row of a record whose batch was broken off. */
export const brokenOff = (record: Taken, at: number): Due => ({
	...record,
	status: 'pending',
	cause: BROKEN_OFF,
	tries: 0,
	since: at,
	nextAt: at,
});

/** A question for a person: two values of one field, or (field '') which record is meant. */
export interface Review {
	readonly pair: string;
	readonly source: RecordRef;
	readonly target: RecordRef | Place;
	/** For a child: the record of the source system it belongs to. It may be needed to read the child again. */
	readonly parent?: Parent;
	readonly field: string;
	readonly cause: string;
	readonly desired: FormHash;
	readonly found: FormHash;
	readonly at: number;
	readonly winner?: 'source' | 'target';
	/** The service refused the value, `cause` says why: the same value is not sent again. */
	readonly refused?: true;
	/** Of the question about the creates of a whole pair, answered with yes: what is allowed. */
	readonly allows?: CreateAllowance;
}

/** The field of the question whether a pair may create more records within an hour: one for each pair. */
export const CREATES = '(creates)';

/** How many records a pair may create beyond its limit, and until when (ms by the ledger). */
export interface CreateAllowance {
	readonly from: number;
	readonly until: number;
	/** Without it, any number. */
	readonly creates?: number;
}

/** What the safeguard against mass creation knows of a pair. */
export interface Creates {
	/** Creates since a time, without those that a person allowed. */
	readonly recent: number;
	/** Live links of the pair; 0 where `recent` is below the limit, since nobody needs the number then. */
	readonly links: number;
	/** The question about them, open or answered. */
	readonly question?: Review;
	/** Creates under the allowance of its answer. */
	readonly allowed: number;
	/** When they were counted, by the ledger's clock in ms. */
	readonly now: number;
}

export interface HistoryField {
	readonly name: string;
	readonly cause: string;
	readonly before: FormHash;
	readonly after: FormHash;
}

/** One mutating call: stored before it is made, completed after its answer. */
export interface HistoryRow {
	readonly id: string;
	readonly at: number;
	readonly pair: string;
	readonly source: RecordRef;
	readonly target: RecordRef | Place;
	/** `replace`: the old record is deleted after a new one took its place. */
	readonly call: 'create' | 'update' | 'add' | 'remove' | 'archive' | 'delete' | 'replace';
	/** The source version that caused it. */
	readonly version?: number;
	/** For a child: the head of its parent's link. */
	readonly family?: string;
	/** Of a create of a new record: whether it counts for the limit of its pair, or a person allowed it. */
	readonly create?: 'counted' | 'allowed';
	readonly fields: readonly HistoryField[];
	/** `announced` that stays: the process died before an answer. */
	readonly state: 'announced' | 'done' | 'unclear' | 'refused';
}

/** A record that was not created on purpose. An older version of it that comes late must not lead to a create. */
export interface Skipped {
	readonly pair: string;
	readonly source: RecordRef;
	readonly target: Place;
	readonly version: number;
}

/** All that is changed together or not at all. */
export type Change =
	| {
			readonly put: 'link';
			readonly row: Link;
			/** The revision it replaces; a new row has none. */ readonly expect?: number;
	  }
	| { readonly put: 'intent'; readonly row: Intent }
	| { readonly put: 'due'; readonly row: Due }
	| { readonly put: 'review'; readonly row: Review }
	| { readonly put: 'batch'; readonly row: Batch }
	| { readonly put: 'skipped'; readonly row: Skipped }
	| { readonly put: 'history'; readonly row: HistoryRow }
	| { readonly drop: 'intent'; readonly id: string }
	| { readonly drop: 'batch'; readonly id: string }
	| { readonly drop: 'due'; readonly pair: string; readonly source: RecordRef; readonly target: Place }
	| {
			readonly drop: 'review';
			readonly pair: string;
			readonly source: RecordRef;
			readonly target: Place;
			readonly field: string;
	  };

/** A commit counts only while these leases are held for at least `margin` ms more. */
export interface Fence {
	readonly owner: string;
	readonly keys: readonly string[];
	readonly margin: number;
}

/** What a Sync needs to know about one record, read at one moment. */
export interface Known {
	/** Every link the record is a member or the head of, ended ones included. */
	readonly links: readonly Link[];
	readonly intents: readonly Intent[];
	readonly due?: Due;
	readonly reviews: readonly Review[];
	/** The newest version of which nothing was created on purpose. */
	readonly skipped?: number;
	/** The time by the ledger's clock, in ms. */
	readonly now: number;
}

export interface Counts {
	readonly links: number;
	readonly ended: number;
	readonly intents: number;
	readonly reviews: number;
	readonly history: number;
	readonly due: Readonly<Record<DueStatus, number>>;
	/** Ms that the oldest due record has waited. */
	readonly lag: number;
}

/**
 * Writes to all apps since a time. `created`: new records; `removed`: deleted or archived ones; `changed`: all other
 * writes, a new record in the place of an old one included; `refused`: by the app; `unclear`: their end is not known.
 */
export type Writes = Record<'created' | 'changed' | 'removed' | 'refused' | 'unclear', number>;

export const NO_WRITES: Readonly<Writes> = { created: 0, changed: 0, removed: 0, refused: 0, unclear: 0 };

/** What a write counts as. `action` is what the row of the history says of a create, or its call. */
export function kindOfWrite(action: string, state: HistoryRow['state']): keyof Writes {
	if (state === 'refused') return 'refused';
	if (state !== 'done') return 'unclear';
	if (action === 'counted' || action === 'allowed') return 'created';
	return action === 'delete' || action === 'archive' ? 'removed' : 'changed';
}

/** The answer to a request for leases. */
export interface LeaseAnswer {
	readonly held: boolean;
	/** The newest version of the record that others wait with. */
	readonly newest?: number;
}

/**
 * The store of links, baselines, leases, intents, due records and history. Each method is one short transaction that
 * waits for nobody who works on other records, and time is the store's. It holds hashes and ids, never values. All
 * throw `StoreError`, and `StoreBusy` where another try can help.
 */
export interface Ledger {
	now(): Promise<number>;
	/**
	 * Takes all keys or none, for `ttl` ms. A caller that does not get them may leave the version it waits with, for
	 * `patience` ms.
	 */
	acquire(
		owner: string,
		keys: readonly string[],
		ttl: number,
		waiting?: { key: string; version: number; patience: number },
	): Promise<LeaseAnswer>;
	release(owner: string): Promise<void>;
	known(pair: string, record: RecordRef, target: Place): Promise<Known>;
	links(pair: string, record: RecordRef): Promise<readonly Link[]>;
	/** Open creates toward a place, no matter which record announced them. */
	incomingIntents(pair: string, target: Place): Promise<readonly Intent[]>;
	/** Records that a record with these match keys exists, before any index shows it. */
	recordSighting(pair: string, record: RecordRef, keys: readonly string[]): Promise<void>;
	sighted(pair: string, keys: readonly string[], place: Place): Promise<readonly RecordRef[]>;
	/** False, and nothing changed, when the fence fails or a link has another revision. */
	commit(changes: readonly Change[], fence?: Fence): Promise<boolean>;
	/**
	 * Records due by now, the longest due first; with them those of batches that were broken off. `includeLater`: also
	 * those whose time has not come.
	 */
	due(limit: number, pair?: string, includeLater?: boolean): Promise<readonly Due[]>;
	/** Questions that nobody has answered. */
	reviews(pair?: string): Promise<readonly Review[]>;
	listLinks(pair: string, after: string | undefined, limit: number): Promise<readonly Link[]>;
	/** Newest first. */
	history(record: RecordRef, limit: number): Promise<readonly HistoryRow[]>;
	/** Writes to one record since a time, oldest first: what the safeguards look at. */
	writesSince(pair: string, records: readonly RecordRef[], since: number): Promise<readonly HistoryRow[]>;
	/**
	 * Deletes and archivings since a time, those in one family as one: what the safeguard against mass deletes counts.
	 */
	deletesSince(pair: string, since: number): Promise<number>;
	/** What the safeguard against mass creation counts. `limit`: creates below which nothing else is of interest. */
	creates(pair: string, since: number, limit: number): Promise<Creates>;
	/** Records of a pair that wait for this cause and are not due yet. */
	waitingFor(pair: string, cause: string, limit: number): Promise<readonly Due[]>;
	/**
	 * Whether the pair has links, live or ended, between this system and the target's account, but none of this account:
	 * its record is a stranger's.
	 */
	isStranger(pair: string, source: Place, target: Place): Promise<boolean>;
	/** Live links of a pair. */
	liveLinks(pair: string): Promise<number>;
	counts(): Promise<Counts>;
	/** Writes of all pairs since a time. */
	written(since: number): Promise<Writes>;
	/**
	 * Whether the ledger has ever been filled: by a link or an announced create, or by a person who linked what exists or
	 * rebuilt it.
	 */
	established(pair: string): Promise<boolean>;
	establish(pair: string): Promise<void>;
	/**
	 * Removes history, sightings, skipped versions and expired leases older than `before`, and tombstones older than
	 * `tombstonesBefore`; returns the number of rows.
	 */
	prune(before: number, tombstonesBefore: number): Promise<number>;
	close(): Promise<void>;
}

export const samePlace = (one: Place, other: Place): boolean =>
	one.system === other.system && one.account === other.account;

/** The other record of a link. */
export const otherEnd = (link: Link, record: RecordRef): RecordRef =>
	sameRecord(link.head, record) ? link.member : link.head;

/** The link that ended last. */
export const latest = (links: readonly Link[]): Link | undefined =>
	[...links].sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0))[0];
