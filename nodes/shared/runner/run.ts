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
import { concurrently } from './concurrent';
import { Connections } from './connections';
import { isTool, nodeError, type Place } from './errors';
import { fileOf } from '../parameters/file';
import type { ItemFile } from '../values/file';
import { Input } from '../parameters/input';
import { endpointsOf, type Operation, type Resource } from '../operation';
import { propertiesOf, WIDTH } from '../parameters/operationParameters';
import { asFailed, refuseFailed, simplified, withAccount, withFiles } from './output';
import { typed } from '../parameters/parameter';
import type { Service } from '../service';

/** The service of an item, where the parameters of the node choose it. */
export type ServiceOf = (context: IExecuteFunctions, itemIndex: number) => Service;

/** An item whose operation is known and whose account has answered to its credential. */
interface Ready {
	readonly place: Place & { readonly operation: Operation; readonly itemIndex: number };
	readonly calls: Calls;
	readonly input: Input;
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
): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const node = this.getNode();
	const connections = new Connections(this);
	const signal = this.getExecutionCancelSignal?.();
	// an agent reads the first output alone, never that of errors
	const goesOn = () => this.continueOnFail() && !isTool(node) && !signal?.aborted;
	const begun = new Array<Begun>(items.length);
	await concurrently(
		items.length,
		WIDTH,
		() => [],
		async (index) => {
			begun[index] = await begin(this, { service, resources, connections }, index, items[index].json);
		},
		() => true,
	);

	const settled = await concurrently(
		items.length,
		width(this, items.length),
		(index) => keysOf(begun[index]),
		async (index) => await perform(this, begun[index]),
		goesOn,
	);

	const output: INodeExecutionData[] = [];
	settled.forEach((result, itemIndex) => {
		if (!result) return;
		const pairedItem = { item: itemIndex };
		const one = begun[itemIndex];
		const toError = (error: unknown) =>
			'failed' in one ? one.failed : nodeError(error, { ...one.place, node, itemIndex });
		if ('error' in result) {
			const error = toError(result.error);
			if (!goesOn()) throw error;
			output.push({ json: { error: error.message }, error, pairedItem });
		} else if ('place' in one) {
			if (!goesOn()) refuseFailed(result.value, one.place.operation, toError);
			for (const given of result.value) output.push({ ...asFailed(given, one.place.operation, toError), pairedItem });
		}
	});
	if (isTool(node) && output.length === 0)
		// an empty answer tells an agent nothing
		output.push({ json: { message: `No ${labelOf(resources, begun[0])} was found.` }, pairedItem: { item: 0 } });
	return [output];
}

const labelOf = (resources: readonly Resource[], begun?: Begun): string => {
	const resource = begun && 'place' in begun ? begun.place.operation.resource : undefined;
	return (resources.find(({ name }) => name === resource)?.label ?? 'record').toLowerCase();
};

interface Setting {
	readonly service: Service | ServiceOf;
	readonly resources: readonly Resource[];
	readonly connections: Connections;
}

async function begin(
	context: IExecuteFunctions,
	{ service: chosen, resources, connections }: Setting,
	itemIndex: number,
	json: IDataObject,
): Promise<Begun> {
	const node = context.getNode();
	let place: Place = { node, itemIndex };
	try {
		const resource = context.getNodeParameter('resource', itemIndex);
		const operation = find(node, resources, resource, context.getNodeParameter('operation', itemIndex, ''));
		place = { ...place, operation };
		const service = typeof chosen === 'function' ? chosen(context, itemIndex) : chosen;
		place = { ...place, service };
		const calls = await connections.open(service, itemIndex);
		calls.account.admit?.(endpointsOf(operation));
		// an operation may look at none of its options: an expression that fails there fails its item all the same
		context.getNodeParameter('options', itemIndex, {});
		const input = itemInput(context, calls.account, operation, itemIndex, json);
		return { place: { ...place, operation, itemIndex }, calls, input };
	} catch (error) {
		return { failed: nodeError(error, place) };
	}
}

async function perform(context: IExecuteFunctions, begun: Begun): Promise<INodeExecutionData[]> {
	if ('failed' in begun) throw begun.failed;
	const { place, calls, input } = begun;
	const result = await calls.perform(place.operation, input);
	const records = withAccount(simplified(result, place.operation, input), place.operation, calls.account);
	return await withFiles(context, records, place.operation);
}

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

function itemInput(
	context: IExecuteFunctions,
	account: Account,
	operation: Operation,
	index: number,
	json: IDataObject,
): Input {
	const stored = (name: string): unknown => {
		const value: unknown = context.getNodeParameter(name, index, null);
		// n8n throws when asked to extract from a parameter that is not shown
		const picked = value !== null && typeof value === 'object' && '__rl' in value;
		return picked ? context.getNodeParameter(name, index, null, { extractValue: true }) : value;
	};
	const file = async (property: ItemFile) => await fileOf(context, index, property);
	const credential = async (type: string) => await context.getCredentials(type, index);
	const read = typed(propertiesOf(operation), stored);
	return new Input({ read, account, item: json, zone: context.getTimezone(), file, credential });
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

/** What the first item says whose options can be read: there is one number for all. */
function width(context: IExecuteFunctions, count: number): number {
	for (let index = 0; index < count; index++) {
		try {
			const options = context.getNodeParameter('options', index, {}) as IDataObject; // a collection is an object
			const chosen = Number(options.itemsAtOnce ?? WIDTH);
			return Number.isInteger(chosen) && chosen > 0 ? Math.min(chosen, 50) : WIDTH;
		} catch {
			continue;
		}
	}
	return WIDTH;
}
