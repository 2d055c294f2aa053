import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Calls } from './calls';
import type { RemoteFile } from './http/download';
import type { Input, InputProblem } from './input';
import type { Lookup } from './lookup';
import type { Paging } from './paging';

/**
 * What a second attempt of the same call would do; it decides whether a call without an answer is tried again.
 * - `read` changes nothing.
 * - `idempotent`: twice is the same as once.
 * - `create`: twice makes two records.
 * - `append`: adds to what is there each time, such as sending a message.
 */
export type Effect = 'read' | 'idempotent' | 'create' | 'append';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation of a node, as data. The runner executes it; the descriptions, the catalogue and the tests are made from it. */
export interface Operation {
	readonly resource: string;
	/** Internal name, e.g. `addTags`. */
	readonly name: string;
	/** Name in the editor, e.g. `Add Tags`. */
	readonly label: string;
	/** Sentence in the node creator, e.g. `Add tags to contact`. */
	readonly action: string;
	/** One line under the name; AI agents read it as well. */
	readonly description: string;
	readonly effect: Effect;
	/** Method and path. `{name}` is filled from the parameter of that name (or from the account: `{locationId}`), encoded. */
	readonly endpoint: `${Method} /${string}`;
	/** Scopes of the token that the service asks for; every one is needed. */
	readonly scopes: readonly string[];
	/** Where the fact comes from: an operation id of the service's OpenAPI file, or a page of its documentation. */
	readonly source: string;
	/** `documented` unless the service publishes nothing about the endpoint. */
	readonly certainty?: 'documented' | 'assumed';
	readonly parameters: readonly INodeProperties[];
	/** Parameters of the collection "Options". */
	readonly options?: readonly INodeProperties[];
	readonly headers?: Readonly<Record<string, string>>;
	/** Cached reads that the pure functions below need, such as the definitions of custom fields. */
	readonly needs?: (input: Input) => ReadonlyArray<Lookup<unknown>>;
	/**
	 * As `needs`, for what `answer` can do without: read after the call and only where the body calls for it, so a failed read
	 * never fails a write that was done. `input.lookedIfAny` gives it.
	 */
	readonly wants?: (body: IDataObject, input: Input) => ReadonlyArray<Lookup<unknown>>;
	readonly query?: (input: Input) => IDataObject;
	readonly body?: (input: Input) => IDataObject;
	/** From the body of the answer (and its headers) to what the node gives out. An array becomes several items. */
	readonly answer?: (body: IDataObject, input: Input, headers: IDataObject) => IDataObject | IDataObject[];
	/** Present on lists: adds Return All and Limit. */
	readonly paging?: Paging;
	/** Lists only: which entries to give, where the service itself cannot choose. Applied before the limit. */
	readonly keep?: (item: IDataObject, input: Input) => boolean;
	/** The file that belongs to a record: it is downloaded and comes as the binary field `data`. */
	readonly file?: (record: IDataObject) => RemoteFile;
	/** Fields kept by "Simplify"; the parameter exists where this is set. The same for all operations that give this record. */
	readonly simplify?: readonly string[];
	/** What the answer tells beside the record, such as `created`. "Simplify" keeps these too, after the fields of the record. */
	readonly markers?: readonly string[];
	/** Why one of the records given is a failure, in an answer that is a success as a whole. It becomes a failed item. */
	readonly failed?: (record: IDataObject) => InputProblem | undefined;
	/** Items that share a key are never worked on at the same time: ids, e-mails, phones. */
	readonly keys?: (input: Input) => ReadonlyArray<string | undefined>;
	/** Only where calls depend on each other. It calls other operations, never HTTP. */
	readonly execute?: (calls: Calls, input: Input) => Promise<IDataObject | IDataObject[]>;
}

export interface Resource {
	readonly name: string;
	readonly label: string;
	readonly description?: string;
	readonly operations: readonly Operation[];
	/** Operation chosen when the resource is; `getMany` where there is one, else the first. */
	readonly initial?: string;
}

/** Keeps the literal type of an operation's fields while checking it. */
export const operation = <O extends Operation>(descriptor: O): O => descriptor;

export function methodOf(endpoint: Operation['endpoint']): Method {
	return endpoint.slice(0, endpoint.indexOf(' ')) as Method; // the type of `endpoint` says so
}

export function pathOf(endpoint: Operation['endpoint']): string {
	return endpoint.slice(endpoint.indexOf(' ') + 1);
}
