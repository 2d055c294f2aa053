import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Resource } from '../operation';
import { inOrderOfUse } from './orderOfUse';
import { OWN_AND_COMMON, optionsOf } from '../parameters/operationParameters';

/**
 * The properties of a node: resource, operation, and the parameters of each operation, shown where they belong.
 * Resources stay in the order given, operations come in the order of use; the node panel lists its entries in the same
 * order.
 */
export function describe(resources: readonly Resource[]): INodeProperties[] {
	return [resourceProperty(resources), ...resources.map(operationProperty), ...resources.flatMap(parametersOf)];
}

function resourceProperty(resources: readonly Resource[]): INodeProperties {
	const initial = resources[0].name;
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, label, description }) => ({
			name: label,
			value: name,
			...(description && { description }),
		})),
		default: initial,
	};
}

function operationProperty(resource: Resource): INodeProperties {
	const options: INodePropertyOptions[] = inOrderOfUse(resource.operations).map(
		({ label, name, action, description }) => ({ name: label, value: name, action, description }),
	);
	const initial = resource.initial ?? options.find(({ value }) => value === 'getMany')?.value ?? options[0].value;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.name] } },
		options,
		default: initial,
	};
}

/**
 * A parameter object that several operations of a resource share is listed once, shown for all of them. What belongs to
 * one operation comes first, then what is the same everywhere: Return All, Limit, Simplify, Options.
 */
function parametersOf({ name: resource, operations }: Resource): INodeProperties[] {
	const shared = OWN_AND_COMMON.flatMap((parametersAre) =>
		merged(operations.map(parametersAre)).map((parameter) =>
			shown(
				parameter,
				resource,
				operations.filter((operation) => parametersAre(operation).includes(parameter)).map(({ name }) => name),
			),
		),
	);
	return [
		...shared.flatMap(withNotice),
		...operations.map((operation) => shown(optionsOf(operation), resource, [operation.name])),
	];
}

/** Parameters whose hint the editor does not show. */
const WITHOUT_HINT = new Set<INodeProperties['type']>(['collection', 'fixedCollection', 'resourceMapper']);

/** A hint that the editor does not show becomes a notice below its parameter. */
function withNotice(property: INodeProperties): INodeProperties[] {
	const { hint, ...rest } = property;
	if (hint === undefined || !WITHOUT_HINT.has(property.type)) return [property];
	const { name, displayOptions } = property;
	return [rest, { displayName: hint, name: `${name}Notice`, type: 'notice', default: '', displayOptions }];
}

/** Each parameter once, in an order in which those of every operation stand as the operation has them. */
function merged(lists: ReadonlyArray<readonly INodeProperties[]>): INodeProperties[] {
	const rest = new Set(lists.flat());
	const order: INodeProperties[] = [];
	while (rest.size > 0) {
		const heads = lists.map((list) => list.find((parameter) => rest.has(parameter)));
		const isNext = (parameter: INodeProperties) =>
			lists.every((list, index) => heads[index] === parameter || !list.includes(parameter));
		const [next = [...rest][0]] = [...rest].filter(isNext);
		order.push(next);
		rest.delete(next);
	}
	return order;
}

function shown(parameter: INodeProperties, resource: string, operations: readonly string[]): INodeProperties {
	// The editor stops at the first condition whose parameter is an expression, and shows the field: these come first.
	const show = { resource: [resource], operation: [...operations], ...parameter.displayOptions?.show };
	return { ...parameter, displayOptions: { ...parameter.displayOptions, show } };
}
