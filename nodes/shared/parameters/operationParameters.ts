import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../operation';
import { byDisplayName } from '../inEnglish';

/** Items worked on at once unless the option says otherwise. */
export const WIDTH = 5;
/** The most items at once. */
export const MOST_AT_ONCE = 50;

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
	typeOptions: { minValue: 1, maxValue: MOST_AT_ONCE },
	default: WIDTH,
	description:
		'How many items are processed at the same time. Without this option, as many as it takes to use the rate limit of the account, which applies in any case.',
};

/** What belongs to one operation comes first, then what is the same everywhere; the options are last. */
export const OWN_AND_COMMON: ReadonlyArray<(operation: Operation) => readonly INodeProperties[]> = [
	({ parameters }) => parameters,
	(operation) => ('endpoint' in operation && operation.endpoint.paging ? [returnAll, limit] : []),
	({ simplify: fields }) => (fields ? [simplify] : []),
];

export function optionsOf(operation: Operation): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...(operation.options ?? []), itemsAtOnce].sort(byDisplayName),
	};
}

const made = new WeakMap<Operation, readonly INodeProperties[]>();

/** All that the user fills in for an operation: the same list each time, since each item asks for it. */
export function propertiesOf(operation: Operation): readonly INodeProperties[] {
	const known = made.get(operation);
	if (known) return known;
	const all = [...OWN_AND_COMMON.flatMap((parametersAre) => parametersAre(operation)), optionsOf(operation)];
	made.set(operation, all);
	return all;
}
