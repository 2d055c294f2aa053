import type { IDataObject } from 'n8n-workflow';
import type { Call } from './http/route';
import type { Found, Input } from './parameters/input';
import type { Paging } from './http/paging';

/** One call of a service, as data: what goes over the wire, and what comes back. */
export interface Endpoint extends Call {
	/** Where the fact comes from: an operation id of the service's OpenAPI file, or a page of its documentation. */
	readonly source: string;
	/** `documented` unless the service publishes nothing about it. */
	readonly certainty?: 'documented' | 'assumed';
	readonly headers?: Readonly<Record<string, string>>;
	/** Cached reads that the pure functions below need, such as the definitions of custom fields. */
	readonly needs?: (input: Input) => ReadonlyArray<CachedRead<unknown>>;
	/**
	 * As `needs`, for what `answer` can do without: read after the call and only where the body calls for it, so a failed
	 * read never fails a write that was done. `input.lookedIfAny` gives it.
	 */
	readonly wants?: (body: IDataObject, input: Input) => ReadonlyArray<CachedRead<unknown>>;
	readonly query?: (input: Input) => IDataObject;
	readonly body?: (input: Input) => IDataObject;
	/** Present on lists. */
	readonly paging?: Paging;
	/** Lists only: which entries to give, where the service itself cannot choose. Applied before the limit. */
	readonly keep?: (item: IDataObject, input: Input) => boolean;
	/** From the body of the answer (and its headers) to the record. An array becomes several. */
	readonly answer?: (body: IDataObject, input: Input, headers: IDataObject) => IDataObject | IDataObject[];
}

/** A read that many items share, kept for a while: definitions of custom fields, the account's country. */
export interface CachedRead<T> extends Found<T> {
	/** How long the result is kept, in milliseconds. */
	readonly keep: number;
	/** The result depends on what the token may read. */
	readonly perToken?: true;
	readonly endpoint: Endpoint;
	/** Input of the endpoint, where it takes any. */
	readonly values?: Readonly<Record<string, unknown>>;
	/** What stands in the place of a read that failed; throws the error where nothing can. */
	readonly otherwise?: (error: unknown) => T;
}
