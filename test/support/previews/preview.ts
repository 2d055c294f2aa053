import type { IDataObject } from 'n8n-workflow';
import path from 'node:path';
import { isAssumed, type Operation } from '../../../nodes/shared/operation';
import type { Sandbox } from '../../../sandbox/server';
import { booqable } from '../examples/booqable';
import type { ExampledNode } from '../examples/example';
import { ghl } from '../examples/ghl';
import { roofr } from '../examples/roofr';
import { syncLedger } from '../examples/syncLedger';
import { ROOT } from '../root';

export const EXAMPLED: readonly ExampledNode[] = [ghl, booqable, roofr, syncLedger];

/** The folders that n8n looks into, one for each version of a node. */
export const folderOf = (node: ExampledNode): string => path.join(ROOT, 'nodes', node.folder, '__schema__', 'v1.0.0');

/** Where n8n looks for what an operation gives, relative to the folder above. */
export const fileOf = ({ resource, name }: Operation): string => path.join(resource, `${name}.json`);

/**
 * The operations that have a preview. What an endpoint gives that its service does not document is not known, so
 * nothing is shown.
 */
export const operationsOf = ({ resources, free }: ExampledNode): Operation[] =>
	resources
		.flatMap(({ operations }) => operations)
		.filter((operation) => !isAssumed(operation) && !free.has(`${operation.resource}.${operation.name}`));

/** Limits of the sandbox far above what the examples need: the nodes take their pace from its headers. */
export const LIMITS = 1000;

/** What the example of an operation gives; at least one item, since nothing shows nothing. */
export async function outputOf(
	sandbox: Sandbox,
	node: ExampledNode,
	{ resource, name }: Operation,
): Promise<IDataObject[]> {
	const items = await node.run(sandbox, resource, name);
	if (!items)
		throw new Error(`${node.folder} has no example of ${resource}.${name}: add one to those of test/support/examples`);
	if (items.length === 0)
		throw new Error(`The example of ${node.folder} ${resource}.${name} gives no item: let it find something`);
	return items;
}
