import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type NodeApiError,
} from 'n8n-workflow';
import type { Account } from '../account';
import type { Calls } from './calls';
import { concurrently, widthFor, type Settled } from './concurrent';
import { Connections } from './connections';
import { breather } from '../breather';
import type { ItemTries } from './itemTries';
import { Tries } from './tries';
import { isTool, nodeError, type Place } from './errors';
import { isRepeatable } from '../http/retry';
import { fileOf } from '../parameters/file';
import type { ItemFile } from '../values/file';
import { Input, type Reader } from '../parameters/input';
import { effectOf, endpointsOf, type Ended, type OfItem, type Operation, type Resource } from '../operation';
import { MOST_AT_ONCE, propertiesOf, WIDTH } from '../parameters/operationParameters';
import { withIds, type NamedLists } from './names';
import { asFailed, failureOf, itemsOf, refuseFailed } from './output';
import { typed } from '../parameters/parameter';
import type { Service } from '../service';

/** The service of an item with this resource, where the parameters of the node choose it. */
export type ServiceOf = (context: IExecuteFunctions, itemIndex: number, resource: unknown) => Service;

/** An item whose operation is known and whose account has answered to its credential. */
interface Ready {
	readonly place: Place & { readonly operation: Operation; readonly itemIndex: number };
	readonly calls: Calls;
	readonly input: Input;
	/** The options as n8n gives them. */
	readonly options: unknown;
	readonly tries?: ItemTries;
}

/** What must be known before the work on an item can begin; or why it cannot. */
type Begun = Ready | { readonly failed: NodeApiError | NodeOperationError };

/**
 * The `execute` of every action node: finds the operation and runs it for each item. Whatever fails belongs to its
 * item, also what is found out before any work: n8n would lead all items to the first output, as if they had gone well.
 */
export async function runOperation(
	this: IExecuteFunctions,
	service: Service | ServiceOf,
	resources: readonly Resource[],
	lists: NamedLists = {},
): Promise<INodeExecutionData[][]> {
	const tries = Tries.of(this);
	const connections = new Connections(this);
	const node = this.getNode(); // n8n copies it each time
	let output: INodeExecutionData[] | undefined;
	try {
		output = await runItems(this, { node, service, resources, lists, connections, tries });
		return [output];
	} finally {
		tries?.end(output);
	}
}

async function runItems(context: IExecuteFunctions, setting: Setting): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const { node } = setting;
	const signal = context.getExecutionCancelSignal?.();
	// an agent reads the first output alone, never that of errors
	const goesOn = () => context.continueOnFail() && !isTool(node) && !signal?.aborted;
	// n8n tries again where the first item failed; of others it learns by an error alone
	const givesErrors = () => goesOn() && !setting.tries?.areLeft;
	const begun = new Array<Begun>(items.length);
	await concurrently(
		items.length,
		() => WIDTH,
		() => [],
		async (index) => {
			begun[index] = await begin(context, setting, index, items[index].json);
		},
		() => true,
	);

	const ended = context.getMode() === 'manual' ? async () => undefined : await takenOn(begun);
	let succeeded = 0;
	const settled = await concurrently(
		items.length,
		widthOf(begun, () => widthFor(setting.connections.underWay, succeeded)),
		(index) => keysOf(begun[index]),
		async (index) => {
			const work = perform(context, setting.lists, begun[index]);
			const failure = await work.then(
				() => undefined,
				(error: unknown) => ({ error }),
			);
			if (!failure) succeeded++;
			if (!signal?.aborted) await ended(index, failure?.error);
			return await work;
		},
		goesOn,
	);

	const output: INodeExecutionData[] = [];
	for (const [itemIndex, result] of settled.entries()) {
		if (!result) continue;
		const pairedItem = { item: itemIndex };
		const one = begun[itemIndex];
		const toError = (error: unknown) =>
			'failed' in one ? one.failed : nodeError(error, { ...one.place, node, itemIndex });
		if ('error' in result) {
			const error = toError(result.error);
			if (!givesErrors()) throw amongOthers(error, one, itemIndex, settled);
			output.push({ json: failureOf(error), pairedItem });
		} else if ('place' in one) {
			const { operation } = one.place;
			if (!givesErrors()) refuseFailed(result.value, operation, toError);
			for (const given of result.value) {
				output.push({ ...asFailed(given, operation, toError), pairedItem });
				if (breather.isDue) await breather.breathe();
			}
		}
	}
	if (isTool(node) && output.length === 0)
		// an empty answer tells an agent nothing
		output.push({
			json: { message: `No ${labelOf(setting.resources, begun[0])} was found.` },
			pairedItem: { item: 0 },
		});
	return output;
}

/** Which of several items has stopped the node, and what was done of the others. */
function amongOthers<E extends NodeApiError | NodeOperationError>(
	error: E,
	one: Begun,
	itemIndex: number,
	settled: ReadonlyArray<Settled<unknown> | undefined>,
): E {
	if (settled.length === 1) return error;
	const done = settled.filter((result) => result && 'value' in result).length;
	const isDoneTwice = done > 0 && 'place' in one && !isRepeatable(effectOf(one.place.operation));
	const others = isDoneTwice
		? `; ${done === 1 ? '1 other was' : `${done} others were`} done, and a second run does it again`
		: '';
	error.description = [error.description, `This was item ${itemIndex + 1} of ${settled.length}${others}.`]
		.filter(Boolean)
		.join(' ');
	return error;
}

/** Lets each operation take note of its items. Gives what is called as each item ends. */
async function takenOn(begun: readonly Begun[]): Promise<Ended> {
	const operations = new Map<Operation, Array<OfItem & { readonly index: number }>>();
	for (const [index, one] of begun.entries()) {
		if (!('place' in one) || !one.place.operation.takeOn) continue;
		const { operation } = one.place;
		const items = operations.get(operation) ?? [];
		items.push({ calls: one.calls, input: one.input, index });
		operations.set(operation, items);
	}
	const ends = new Map<number, (error?: unknown) => Promise<void>>();
	for (const [{ takeOn }, items] of operations) {
		const ended = await takeOn?.(items);
		for (const [at, { index }] of items.entries()) if (ended) ends.set(index, async (error) => await ended(at, error));
	}
	return async (index, error) => await ends.get(index)?.(error);
}

const labelOf = (resources: readonly Resource[], begun?: Begun): string => {
	const resource = begun && 'place' in begun ? begun.place.operation.resource : undefined;
	return (resources.find(({ name }) => name === resource)?.label ?? 'record').toLowerCase();
};

interface Setting {
	readonly node: INode;
	readonly service: Service | ServiceOf;
	readonly resources: readonly Resource[];
	/** By which people name what parameters take by ID. */
	readonly lists: NamedLists;
	readonly connections: Connections;
	readonly tries?: Tries;
}

async function begin(
	context: IExecuteFunctions,
	{ node, service: chosen, resources, connections, tries }: Setting,
	itemIndex: number,
	json: IDataObject,
): Promise<Begun> {
	let place: Place = { node, itemIndex };
	try {
		const resource = context.getNodeParameter('resource', itemIndex);
		const operation = find(node, resources, resource, context.getNodeParameter('operation', itemIndex, ''));
		place = { ...place, operation };
		const service = typeof chosen === 'function' ? chosen(context, itemIndex, resource) : chosen;
		place = { ...place, service };
		const opened = await connections.open(service, itemIndex);
		const item = effectOf(operation) === 'read' ? undefined : tries?.item(itemIndex);
		const calls = item ? opened.forItem(item) : opened;
		calls.account.admit?.(endpointsOf(operation));
		const read = once(stored(context, node, itemIndex, item));
		// an operation may look at none of its options: an expression that fails there fails its item all the same
		const options = read('options');
		const input = itemInput(context, { account: calls.account, operation, itemIndex, json, node, read });
		return { place: { ...place, operation, itemIndex }, calls, input, options, tries: item };
	} catch (error) {
		return { failed: nodeError(error, place) };
	}
}

async function perform(context: IExecuteFunctions, lists: NamedLists, begun: Begun): Promise<INodeExecutionData[]> {
	if ('failed' in begun) throw begun.failed;
	const { place, calls, input: given, tries } = begun;
	const { operation } = place;
	if (tries?.done) return tries.done;
	const input = await withIds(calls, lists, propertiesOf(operation), given);
	const result = await calls.perform(operation, input);
	const output = await itemsOf(context, result, operation, input);
	if (tries && isDone(operation, output)) tries.done = output;
	return output;
}

/** Whether a second run would add something, or say less of what was done. */
const isDone = (operation: Operation, output: readonly INodeExecutionData[]): boolean =>
	!isRepeatable(effectOf(operation)) || output.some(({ json }) => json.created === true);

function find(node: INode, resources: readonly Resource[], resource: unknown, name: unknown): Operation {
	const operations = resources.filter((one) => one.name === resource).flatMap((one) => one.operations);
	const found = operations.find((one) => one.name === name);
	if (found) return found;
	if (operations.length === 0)
		throw new NodeOperationError(
			node,
			`There is no resource "${String(resource)}". Use one of: ${resources.map((one) => one.name).join(', ')}.`,
		);
	throw new NodeOperationError(
		node,
		`The resource "${String(resource)}" has no operation "${String(name)}". Use one of: ${operations.map((one) => one.name).join(', ')}.`,
	);
}

interface ItemSource {
	readonly account: Account;
	readonly operation: Operation;
	readonly itemIndex: number;
	readonly json: IDataObject;
	readonly node: INode;
	readonly read: Reader;
}

function itemInput(
	context: IExecuteFunctions,
	{ account, operation, itemIndex, json, node: { parameters }, read: stored }: ItemSource,
): Input {
	const file = async (property: ItemFile) => await fileOf(context, itemIndex, property);
	const credential = async (type: string) => await context.getCredentials(type, itemIndex);
	const read = once(typed(propertiesOf(operation), stored, (name) => isExpression(parameters[name])));
	return new Input({ read, account, item: json, zone: context.getTimezone(), file, credential });
}

/**
 * Parameters as n8n gives them, null where one is not set; of a picker what it picks. n8n evaluates all expressions of
 * a parameter each time it is asked for it.
 */
function stored(context: IExecuteFunctions, node: INode, itemIndex: number, tries?: ItemTries): Reader {
	// n8n throws when asked to extract from a parameter that is not shown
	const picked = (name: string): unknown => context.getNodeParameter(name, itemIndex, null, { extractValue: true });
	const value = (name: string): unknown => {
		if (isPicker(node.parameters[name])) return picked(name);
		const given: unknown = context.getNodeParameter(name, itemIndex, null);
		return isPicker(given) ? picked(name) : given; // an expression may give a picker
	};
	return tries ? (name) => tries.parameter(name, () => value(name)) : value;
}

const isPicker = (value: unknown): boolean => value !== null && typeof value === 'object' && '__rl' in value;

/** As the editor stores it, on its own or within a picker. */
const isExpression = (stored: unknown): boolean =>
	/^=|"value":"=/.test(typeof stored === 'string' ? stored : JSON.stringify(stored ?? ''));

/** Each value is read once; one that cannot be read is read again. */
function once(read: Reader): Reader {
	const values = new Map<string, unknown>();
	return (name) => {
		if (!values.has(name)) values.set(name, read(name));
		return values.get(name);
	};
}

/** Keys of an item whose parameters cannot be read are none: the item itself then fails with the reason. */
function keysOf(begun: Begun): ReadonlyArray<string | undefined> {
	if ('failed' in begun) return [];
	const { place, calls, input } = begun;
	try {
		// records of two accounts have nothing to do with each other
		return (place.operation.keys?.(input) ?? []).map((key) => key && `${calls.account.key} ${key}`);
	} catch {
		return [];
	}
}

/**
 * What the first item says whose options can be read: there is one number for all. Where it says none, as many as it
 * takes to use the allowance of the account: one more with each item that succeeds, so that a fault meets few of them.
 */
function widthOf(begun: readonly Begun[], automatic: () => number): () => number {
	const first = begun.find((one) => 'options' in one);
	const { itemsAtOnce } = (first?.options ?? {}) as IDataObject; // a collection is an object
	if (itemsAtOnce === undefined) return automatic;
	const chosen = Number(itemsAtOnce);
	return Number.isInteger(chosen) && chosen > 0 ? () => Math.min(chosen, MOST_AT_ONCE) : automatic;
}
