import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
	NodeHelpers,
	type INode,
	type INodeType,
	type ResourceMapperField,
	type ResourceMapperFields,
	type ResourceMapperValue,
} from 'n8n-workflow';
import * as house from '../../index';
import { TestCredentials } from './credentials';
import { method } from './engine';
import { ROOT } from './root';

const OWN = 'n8n-nodes-ghl-booqable-roofr.';
const FOLDER = path.join(ROOT, 'workflows');

const nodes = new Map(
	Object.values(house)
		.map((one) => new (one as new () => INodeType)()) // credentials among them have no description
		.flatMap((node) => (node.description ? [[OWN + node.description.name, node] as const] : [])),
);

/**
 * Each template with the columns of its mappers as the nodes give them on no account, by file. The editor then finds
 * nothing out of date.
 */
export async function templatesWithColumns(): Promise<Map<string, string>> {
	const made = new Map<string, string>();
	for (const file of readdirSync(FOLDER))
		made.set(path.join(FOLDER, file), await withColumns(readFileSync(path.join(FOLDER, file), 'utf8')));
	return made;
}

async function withColumns(text: string): Promise<string> {
	const template = JSON.parse(text) as { readonly nodes: INode[] };
	const columns: ResourceMapperField[] = [];
	for (const node of template.nodes) {
		const fields = node.parameters.fields as ResourceMapperValue | undefined; // our own files
		if (!fields) continue;
		fields.schema = (await columnsOf(node, fields)).map(
			(column) => (columns.push(column), `column ${columns.length - 1}`) as unknown as ResourceMapperField,
		); // a line each, below
	}
	const lines = JSON.stringify(template, null, '\t').replace(/"column (\d+)"/g, (_, index: string) =>
		JSON.stringify(columns[Number(index)]),
	);
	return `${lines}\n`;
}

/** Those of the node; and those of an account that are mapped, as the template has them. */
async function columnsOf(node: INode, { value, schema }: ResourceMapperValue): Promise<ResourceMapperField[]> {
	const known = (await given(node)).map((column) => ({ ...column, removed: !(column.id in (value ?? {})) }));
	return [
		...known,
		...schema.filter(({ id }) => value !== null && id in value && !known.some((column) => column.id === id)),
	];
}

async function given(node: INode): Promise<ResourceMapperField[]> {
	const type = nodes.get(node.type);
	const mapper = type?.description.properties.find(
		(property) =>
			property.name === 'fields' && NodeHelpers.displayParameter(node.parameters, property, node, type.description),
	);
	const name = mapper?.typeOptions?.resourceMapper?.resourceMapperMethod;
	if (!type || !name) throw new Error(`${node.name} has fields and no mapper`);
	const setup = {
		node: type,
		parameters: node.parameters as never,
		credentials: new TestCredentials([], {}),
		uses: {},
	}; // both are what a workflow holds
	return (await method<ResourceMapperFields>(setup, 'resourceMapping', name)).fields;
}
