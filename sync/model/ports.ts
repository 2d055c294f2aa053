import type { FieldKind } from './canonical';
import type { RecordRef } from './types';

/** Time as the process sees it, in ms; waiting ends early when the execution is canceled. */
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

/** A keyed hash: the ledger never sees a value. With one key, equal texts give equal hashes. */
export type Hash = (text: string) => string;

/** A record of the target service, as a read by id, a search or a write gave it back. */
export interface TargetRecord {
	readonly id: string;
	/** Server time of its last change, in ms. */
	readonly version?: number;
	readonly createdAt?: number;
	readonly fields: Readonly<Record<string, unknown>>;
	/** The ID of the source record, from the field of the target that Sync keeps it in. */
	readonly externalId?: string;
	readonly archived?: boolean;
}

export interface TargetPage {
	readonly records: readonly TargetRecord[];
	/** Undefined after the last page. */
	readonly next?: string;
}

/**
 * One entity of one account, as Sync needs it. Each method is one call. A method that cannot give its answer throws
 * `ServiceError`; anything else it throws counts as no response.
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
	/** If the service has a lookup without lag (GHL: duplicate search). */
	findDuplicate?(keys: { email?: string; phone?: string }): Promise<readonly TargetRecord[]>;
	findByEmail?(email: string): Promise<readonly TargetRecord[]>;
	findByPhone?(phone: string): Promise<readonly TargetRecord[]>;
	/** If the field for it is set up; `externalId` is the source record's ID. */
	findByExternalId?(externalId: string): Promise<readonly TargetRecord[]>;
	/** Both of the last two in one call, where the service can; undefined where it could not, or gave not all of them. */
	findByExternalIdOrPhone?(externalId: string, phone: string): Promise<readonly TargetRecord[] | undefined>;
	create(fields: Readonly<Record<string, unknown>>, externalId: string): Promise<TargetRecord>;
	/**
	 * Changes these fields and no others. Absent if records cannot be edited: then a change creates a new one and deletes
	 * the old one.
	 */
	update?(id: string, fields: Readonly<Record<string, unknown>>, externalId: string): Promise<TargetRecord>;
	/** If the API can add to a set without replacing it. */
	addToSet?(id: string, field: string, elements: readonly string[]): Promise<TargetRecord>;
	removeFromSet?(id: string, field: string, elements: readonly string[]): Promise<TargetRecord>;
	archive?(id: string): Promise<void>;
	/**
	 * What archiving sets in a record that stays alive. When its linked record is restored, that does not count as an
	 * edit, and the desired values are written again.
	 */
	readonly archiveSets?: Readonly<Record<string, unknown>>;
	delete?(id: string): Promise<void>;
	/** All records, a page at a time, for linking what exists. */
	page?(cursor?: string): Promise<TargetPage>;
	/** The service for the children of one record. Makes no call itself. */
	under?(parentId: string): TargetService;
	/** All children of the parent, without lag: shows what became of a create without a clear answer. */
	list?(): Promise<readonly TargetRecord[]>;
	/** True if records can only be created: no read, no search, no change. */
	readonly createOnly?: boolean;
}

/**
 * Fields of an update that go to review, and the record with the others written. Without a record nothing was written,
 * and the whole update waits.
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
	/** The record that, according to a refused create, would be duplicated (GHL: `meta.contactId`). */
	readonly duplicateOf?: string;
	/**
	 * What the service will never accept, however often it is sent, such as an order status that cannot follow the
	 * current one.
	 */
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
