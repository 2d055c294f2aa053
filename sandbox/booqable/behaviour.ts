import type { Account } from './account';
import type { Json, StoredRecord, Values } from './record';

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
export interface Behaviour {
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
	/** Status of a successful POST; 201 unless told otherwise. */
	createdStatus?: number;
}
