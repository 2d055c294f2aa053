import type { FieldKind } from './canonical';
import type { RecordRef } from './types';

/** Time as the process sees it, in ms; waiting ends early when the execution is cancelled. */
export interface Clock {
	now(): number;
	sleep(ms: number): Promise<void>;
}

export interface Random {
	/** A number in [0, 1). */
	next(): number;
	/** A new name that nothing else has. */
	id(): string;
}

/** A keyed hash: the ledger never sees a value. Equal text gives equal hashes under one key. */
export type Hash = (text: string) => string;

/** A record of the target service, as a read by id, a search or a write gave it back. */
export interface TargetRecord {
	readonly id: string;
	/** Server time of its last change, in ms. */
	readonly version?: number;
	readonly createdAt?: number;
	readonly fields: Readonly<Record<string, unknown>>;
	/** What our stamp field on it says: the id of the source record. */
	readonly stamp?: string;
	readonly archived?: boolean;
}

export interface TargetPage {
	readonly records: readonly TargetRecord[];
	/** Undefined after the last page. */
	readonly next?: string;
}

/**
 * One entity of one account, as Sync needs it. Each method is one call.
 * A method that can't say what it is asked throws `ServiceError`; anything else it throws counts as an answer that
 * never came.
 */
export interface TargetService {
	readonly system: string;
	readonly account: string;
	/** How the service's fields are compared; a field without an entry is text. */
	readonly kinds: Readonly<Record<string, FieldKind>>;
	/** Ms until a search surely finds what was written. */
	readonly lagCeiling: number;
	/** Ms within which each call has ended, retries included. */
	readonly callBudget: number;
	/** The record by id, strongly consistent; undefined when it is gone (404). */
	read(id: string): Promise<TargetRecord | undefined>;
	/** Where the service has a look-up without lag (GHL: duplicate search). */
	findDuplicate?(keys: { email?: string; phone?: string }): Promise<readonly TargetRecord[]>;
	findByEmail?(email: string): Promise<readonly TargetRecord[]>;
	findByPhone?(phone: string): Promise<readonly TargetRecord[]>;
	/** Where a stamp field is set up; `stamp` is the source record's id. */
	findByStamp?(stamp: string): Promise<readonly TargetRecord[]>;
	create(fields: Readonly<Record<string, unknown>>, stamp: string): Promise<TargetRecord>;
	/**
	 * Changes these fields and no others. Absent where a record can't be edited: a change makes a new one, and deletes
	 * the old one.
	 */
	update?(id: string, fields: Readonly<Record<string, unknown>>, stamp: string): Promise<TargetRecord>;
	/** Where the API adds to a set without replacing it. */
	addToSet?(id: string, field: string, elements: readonly string[]): Promise<TargetRecord>;
	removeFromSet?(id: string, field: string, elements: readonly string[]): Promise<TargetRecord>;
	archive?(id: string): Promise<void>;
	/**
	 * What archiving sets in a record that stays alive. When its partner comes back, that was no edit of anybody, and
	 * what is wanted is written again.
	 */
	readonly archiveSets?: Readonly<Record<string, unknown>>;
	delete?(id: string): Promise<void>;
	/** All records, a page at a time, for linking what exists. */
	page?(cursor?: string): Promise<TargetPage>;
	/** Children of one record: all calls are about those. No call itself. */
	under?(parentId: string): TargetService;
	/** All children of the parent, without lag: tells what became of a create without a clear answer. */
	list?(): Promise<readonly TargetRecord[]>;
	/** True where records can be made and nothing else: no read, no search, no change. */
	readonly createOnly?: boolean;
}

/**
 * Fields of an update that wait for a person, and the record with the others written. Without a record nothing was, and
 * all of the update waits.
 */
export interface Refused {
	readonly fields: readonly string[];
	readonly record?: TargetRecord;
}

/** What is known when a call had no good answer. `reason` is shown and stored: it holds no value of a record. */
export class ServiceError extends Error {
	/** `no`: nothing can have been written. `maybe`: the call may have been carried out all the same. */
	readonly written: 'no' | 'maybe';
	/** Whether the same call can go well later. */
	readonly again: boolean;
	/** Ms after which to try again, where the service said so. */
	readonly after?: number;
	/** What the call is about is not there (404, 410). */
	readonly gone: boolean;
	/** The record that a refused create says it would double (GHL: `meta.contactId`). */
	readonly duplicateOf?: string;
	/** What the service will not take however often it is sent, such as a step of an order that it does not allow. */
	readonly refuses?: Refused;

	constructor(
		reason: string,
		facts: {
			written: 'no' | 'maybe';
			again: boolean;
			after?: number;
			gone?: boolean;
			duplicateOf?: string;
			refuses?: Refused;
		},
	) {
		super(reason);
		this.name = 'ServiceError';
		this.written = facts.written;
		this.again = facts.again;
		this.after = facts.after;
		this.gone = facts.gone ?? false;
		this.duplicateOf = facts.duplicateOf;
		this.refuses = facts.refuses;
	}
}

/** The target record's place. */
export const targetRef = (target: Pick<TargetService, 'system' | 'account'>, id: string): RecordRef => ({
	system: target.system,
	account: target.account,
	id,
});
