import type { IDataObject } from 'n8n-workflow';
import type { Calls, Outdating, Work } from './runner/calls';
import type { Endpoint } from './endpoint';
import type { RemoteFile } from './http/download';
import type { MadeFile } from './runner/madeFile';
import type { Effect } from './http/route';
import type { Input, InputProblem } from './parameters/input';
import type { Texts } from './texts';

/** One item of a run: its parameters, and the calls for its account. */
export interface OfItem {
	readonly calls: Calls;
	readonly input: Input;
}

/** Called with the index of each item whose work has ended, well or with an error. */
export type Ended = (index: number, error?: unknown) => Promise<void>;

/** Gives what is called as the work on each item ends. */
export type TakeOn = (items: readonly OfItem[]) => Promise<Ended>;

/** What a person chooses in the editor: what is filled in, and what is made of the answer. */
interface Described extends Texts, Outdating {
	/** Items that share a key are never worked on at the same time: ids, emails, phones. */
	readonly keys?: (input: Input) => ReadonlyArray<string | undefined>;
	/** Takes note of all items before the first is worked on, in an execution that nobody watches. */
	readonly takeOn?: TakeOn;
	/**
	 * Fields kept by "Simplify"; the parameter exists where this is set. The same for all operations that give this
	 * record.
	 */
	readonly simplify?: readonly string[];
	/**
	 * What the answer says beside the record, such as `created`. "Simplify" keeps these too, after the fields of the
	 * record.
	 */
	readonly markers?: readonly string[];
	/** Why one of the records given is a failure, in an answer that is a success as a whole. It becomes a failed item. */
	readonly failed?: (record: IDataObject) => InputProblem | undefined;
	/** The file that belongs to a record: it is downloaded, or made, and comes as the binary field `data`. */
	readonly file?: (record: IDataObject, input: Input) => RemoteFile | Promise<MadeFile>;
}

/** An operation that is one call. */
interface Single {
	readonly endpoint: Endpoint;
}

/** An operation whose calls depend on each other. It calls endpoints and other operations, never HTTP. */
interface Composed extends Work {
	/** What a second run of the whole would do. */
	readonly effect: Effect;
	/** All that it may call; `any` where the user names the call. */
	readonly endpoints: ReadonlyArray<Endpoint | Operation> | 'any';
}

/**
 * One operation of a node, as data. The runner executes it; the descriptions, the catalog and the tests are made from
 * it.
 */
export type Operation = Described & (Single | Composed);

export interface Resource {
	readonly name: string;
	readonly label: string;
	readonly description?: string;
	readonly operations: readonly Operation[];
	/** Operation chosen when the resource is; `getMany` where there is one, else the first. */
	readonly initial?: string;
}

type Known = keyof Described | keyof Single | keyof Composed;

/** Keeps the literal type of an operation's fields while checking it; a field that no operation has is an error. */
export const operation = <O extends Operation>(descriptor: O & Record<Exclude<keyof O, Known>, never>): O => descriptor;

/** Every endpoint that the operation may call, each once. */
export function endpointsOf(target: Endpoint | Operation): Endpoint[] {
	if ('route' in target) return [target];
	if ('endpoint' in target) return [target.endpoint];
	if (target.endpoints === 'any') return [];
	const all = target.endpoints.flatMap(endpointsOf);
	return all.filter(({ route }, index) => all.findIndex((one) => one.route === route) === index);
}

/** An operation or an endpoint, of which no more than this counts. */
export type Effective = { readonly effect: Effect } | { readonly endpoint: { readonly effect: Effect } };

/** What a second run would do. */
export const effectOf = (target: Effective): Effect => ('effect' in target ? target.effect : target.endpoint.effect);

/** Whether nothing that it calls is documented. */
export function isAssumed(operation: Operation): boolean {
	const endpoints = endpointsOf(operation);
	return endpoints.length > 0 && endpoints.every(({ certainty }) => certainty === 'assumed');
}
