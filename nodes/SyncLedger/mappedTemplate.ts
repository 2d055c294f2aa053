import type { IDataObject, INode } from 'n8n-workflow';
import { z } from 'zod';
import { counterpart } from '../apps/fieldPairs';

const side = z.object({ field: z.string().min(1), path: z.array(z.string()).min(1) });
/** Two fields that are kept the same, as "Field Pair: Propose" gives them. */
export const chosenPair = z.object({ name: z.string(), booqable: side, ghl: side });
type ChosenPair = z.infer<typeof chosenPair>;

/** The Sync nodes of the pair: the app that each writes to, and the one whose records come in. */
const DIRECTIONS = [
	{ node: 'Sync contact', to: 'ghl', from: 'booqable' },
	{ node: 'Sync customer', to: 'booqable', from: 'ghl' },
] as const;

/** The template of contacts and customers with further fields in both of its Sync nodes, as the editor shows them. */
export function withFieldPairs(workflow: IDataObject, pairs: readonly ChosenPair[]): IDataObject {
	const nodes = workflow.nodes as unknown as INode[]; // as in every template
	return {
		...workflow,
		nodes: nodes.map((node) => {
			const direction = DIRECTIONS.find(({ node: name }) => name === node.name);
			return direction && pairs.length > 0 ? mappedNode(node, direction, pairs) : node;
		}) as unknown as IDataObject[],
	};
}

function mappedNode(node: INode, { to, from }: (typeof DIRECTIONS)[number], pairs: readonly ChosenPair[]): INode {
	const { fields, options, ...parameters } = node.parameters as { fields: Mapper; options?: IDataObject }; // our own
	const value = Object.fromEntries(pairs.map((pair) => [pair[to].field, expressionOf(pair[from].path)]));
	const known = new Set(Object.keys(value));
	const renamed = pairs.filter((pair) => counterpart(to, from, pair[to].field) !== pair[from].field);
	const rules = renamed.map((pair) => ({
		name: pair[to].field,
		sourceField: pair[from].field,
		onlyWhenEmpty: false,
		conflictResolution: 'same',
	}));
	return {
		...node,
		parameters: {
			...parameters,
			fields: {
				...fields,
				value: { ...fields.value, ...value },
				schema: [
					...fields.schema.filter(({ id }) => !known.has(String(id))),
					...pairs.map((pair) => columnOf(pair[to].field, pair.name)),
				],
			},
			options: { ...options, ...(rules.length > 0 && { fieldRules: { field: rules } }) },
		} as unknown as INode['parameters'], // plain JSON
	};
}

interface Mapper extends IDataObject {
	value: IDataObject;
	schema: IDataObject[];
}

/** Reads a value of the record that a trigger gives. Keys are quoted as JSON: a name may hold an apostrophe. */
const expressionOf = ([group, ...keys]: readonly string[]): string =>
	`={{ $json.record.${group}${keys.map((key) => `?.[${JSON.stringify(key)}]`).join('')} }}`;

const columnOf = (id: string, displayName: string): IDataObject => ({
	id,
	displayName,
	required: false,
	defaultMatch: false,
	canBeUsedToMatch: false,
	display: true,
	type: 'string',
	removed: false,
});
