import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { contextOf, type Account, type Context } from './account';
import { Calls } from './calls';
import { concurrently } from './concurrent';
import { isTool, nodeError, type Place } from './errors';
import { Breaker, breaker } from './http/breaker';
import { ATTEMPTS } from './http/retry';
import type { Connection } from './http/send';
import { fileOf } from './file';
import { Input } from './input';
import { endpointsOf, type Operation, type Resource } from './operation';
import { propertiesOf, WIDTH } from './operationParameters';
import { asFailed, refuseFailed, simplified, withFiles } from './output';
import { typed } from './parameter';
import type { Service } from './service';

/** Opens a connection for one execution. */
export async function connect(context: Context, service: Service): Promise<Connection> {
	const signal = context.getExecutionCancelSignal?.();
	const isManual = context.getMode?.() === 'manual'; // whoever mends a credential and tries again wants to know at once
	return {
		context,
		service,
		account: await service.account(context),
		signal,
		breaker: isManual ? new Breaker() : breaker,
		attempts: ATTEMPTS,
		calls: 0,
	};
}

/** The `execute` of every action node: finds the operation and runs it for each item. */
export async function runOperation(
	this: IExecuteFunctions,
	service: Service,
	resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const node = this.getNode();
	const operation = find(
		node,
		resources,
		this.getNodeParameter('resource', 0),
		this.getNodeParameter('operation', 0, ''),
	);
	const place = { node, service, operation };
	// an agent reads the first output alone, never that of errors
	const isLenient = this.continueOnFail() && !isTool(node);
	const connection = await connected(this, place);
	const calls = new Calls(connection);
	const properties = propertiesOf(operation);
	const inputOf = (index: number) => itemInput(this, connection.account, properties, index, items[index].json);

	const settled = await concurrently(
		items.length,
		width(this),
		(index) => keysOf(operation, inputOf(index)),
		async (index) => {
			connection.account.admit?.(endpointsOf(operation));
			return await withFiles(
				this,
				simplified(await calls.perform(operation, inputOf(index)), operation, inputOf(index)),
				operation,
			);
		},
		() => isLenient && !connection.signal?.aborted,
	);

	const output: INodeExecutionData[] = [];
	settled.forEach((result, itemIndex) => {
		if (!result) return;
		const pairedItem = { item: itemIndex };
		const toError = (error: unknown) => nodeError(error, { ...place, itemIndex });
		const goesOn = isLenient && !connection.signal?.aborted;
		if ('error' in result) {
			const error = toError(result.error);
			if (!goesOn) throw error;
			output.push({ json: { error: error.message }, error, pairedItem });
		} else {
			if (!goesOn) refuseFailed(result.value, operation, toError);
			for (const given of result.value) output.push({ ...asFailed(given, operation, toError), pairedItem });
		}
	});
	if (isTool(node) && output.length === 0)
		// an empty answer tells an agent nothing
		output.push({ json: { message: `No ${labelOf(resources, operation)} was found.` }, pairedItem: { item: 0 } });
	return [output];
}

const labelOf = (resources: readonly Resource[], { resource }: Operation): string =>
	(resources.find(({ name }) => name === resource)?.label ?? 'record').toLowerCase();

async function connected(context: IExecuteFunctions, place: Place): Promise<Connection> {
	try {
		return await connect(contextOf(context), place.service);
	} catch (error) {
		throw nodeError(error, place);
	}
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
	properties: readonly INodeProperties[],
	index: number,
	json: IDataObject,
): Input {
	const read = (name: string): unknown => {
		const value: unknown = context.getNodeParameter(name, index, null);
		// n8n throws when asked to extract from a parameter that is not shown
		const picked = value !== null && typeof value === 'object' && '__rl' in value;
		return picked ? context.getNodeParameter(name, index, null, { extractValue: true }) : value;
	};
	const file = async (property: string) => await fileOf(context, index, property);
	return new Input({ read: typed(properties, read), account, item: json, zone: context.getTimezone(), file });
}

/** Keys of an item whose parameters cannot be read are none: the item itself then fails with the reason. */
function keysOf(operation: Operation, input: Input): ReadonlyArray<string | undefined> {
	try {
		return operation.keys?.(input) ?? [];
	} catch {
		return [];
	}
}

function width(context: IExecuteFunctions): number {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject; // a collection is an object
	const chosen = Number(options.itemsAtOnce ?? WIDTH);
	return Number.isInteger(chosen) && chosen > 0 ? Math.min(chosen, 50) : WIDTH;
}
