import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Operation, Resource } from './operation';
import { inOrderOfUse } from './orderOfUse';
import { WIDTH } from './run';

const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const itemsAtOnce: INodeProperties = {
	displayName: 'Items at Once',
	name: 'itemsAtOnce',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: WIDTH,
	description:
		'How many items are worked on at the same time. The rate limit of the account holds whatever you choose.',
};

const byDisplayName = (a: INodeProperties, b: INodeProperties) => a.displayName.localeCompare(b.displayName);

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
	const shownFor = new Map<INodeProperties, string[]>();
	for (const parametersAre of IN_ORDER) {
		for (const operation of operations) {
			for (const parameter of parametersAre(operation))
				shownFor.set(parameter, [...(shownFor.get(parameter) ?? []), operation.name]);
		}
	}
	const shared = [...shownFor].map(([parameter, names]) => shown(parameter, resource, names));
	return [...shared, ...operations.map((operation) => shown(optionsOf(operation), resource, [operation.name]))];
}

const IN_ORDER: ReadonlyArray<(operation: Operation) => readonly INodeProperties[]> = [
	({ parameters }) => parameters,
	(operation) => ('endpoint' in operation && operation.endpoint.paging ? [returnAll, limit] : []),
	({ simplify: fields }) => (fields ? [simplify] : []),
];

function optionsOf(operation: Operation): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...(operation.options ?? []), itemsAtOnce].sort(byDisplayName),
	};
}

function shown(parameter: INodeProperties, resource: string, operations: readonly string[]): INodeProperties {
	const show = { ...parameter.displayOptions?.show, resource: [resource], operation: [...operations] };
	return { ...parameter, displayOptions: { ...parameter.displayOptions, show } };
}
