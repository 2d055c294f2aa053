import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import type { Operation, Resource } from '../../../nodes/shared/operation';
import { until } from './editor';
import { chooseAny, columns, listsOf, openList } from './lists';
import { choose, labels, listed } from './node';
import { labelOf, Parameters } from './visible';

/** What was seen of a node, and what was not as its description says. */
export interface Walked {
	operations: number;
	compared: number;
	/** Entries of each list, by the method that reads it. */
	lists: Map<string, number>;
	/** Columns of each mapper, by the method that reads them. */
	columns: Map<string, string[]>;
	problems: string[];
}

const WAIT_MS = 5_000;

/**
 * In the open node, chooses each resource and each of its operations, and compares what is shown with the description.
 */
export async function walkOperations(
	page: Page,
	description: INodeTypeDescription,
	resources: readonly Resource[],
): Promise<Walked> {
	const parameters = new Parameters(description);
	const walked: Walked = { operations: 0, compared: 0, lists: new Map(), columns: new Map(), problems: [] };
	for (const resource of resources) {
		await choose(page, 'resource', resource.label);
		parameters.set({ resource: resource.name });
		const asked = resource.operations.map(({ label }) => label);
		let names: string[] = [];
		await until(
			'the operations',
			async () => {
				names = await listed(page, 'operation');
				return asked.every((label) => names.includes(label));
			},
			WAIT_MS,
		).catch(() =>
			walked.problems.push(
				`${resource.label}: lists the operations ${names.join(', ')} instead of ${asked.join(', ')}`,
			),
		);
		for (const operation of resource.operations) await compare(page, operation, parameters, walked);
	}
	return walked;
}

async function compare(page: Page, operation: Operation, parameters: Parameters, walked: Walked): Promise<void> {
	await choose(page, 'operation', operation.label);
	parameters.set({ operation: operation.name });
	const visible = parameters.visible();
	const expected = visible.map(labelOf);
	let seen: string[] = [];
	const isAsDescribed = async () => {
		seen = await labels(page);
		return seen.join('\n') === expected.join('\n');
	};
	await until('the parameters', isAsDescribed, WAIT_MS).catch(() =>
		walked.problems.push(
			`${operation.resource}: ${operation.label} shows ${seen.join(', ')} instead of ${expected.join(', ')}`,
		),
	);
	walked.operations += 1;
	walked.compared += seen.length;
	for (const [index, property] of visible.entries()) await look(page, property, visible.slice(0, index), walked);
}

/**
 * Opens the lists of a parameter, and looks at the columns of a mapper, whose methods were not seen yet. What stands
 * above is chosen first: a list may depend on it.
 */
async function look(
	page: Page,
	property: INodeProperties,
	above: readonly INodeProperties[],
	{ lists, columns: mappers, problems }: Walked,
): Promise<void> {
	const mapper = property.typeOptions?.resourceMapper?.resourceMapperMethod;
	if (mapper !== undefined && !mappers.has(mapper)) {
		const { shown, more } = await columns(page);
		mappers.set(mapper, [...shown, ...more]);
		if (shown.length === 0 && more.length > 0)
			problems.push(`${mapper}: no field is there to be filled, only ${more.join(', ')}`);
	}
	for (const list of listsOf(property).filter(({ method }) => !lists.has(method))) {
		if (!list.collection)
			for (const before of above.flatMap(listsOf).filter(({ collection }) => collection === undefined))
				await chooseAny(page, before);
		lists.set(list.method, (await openList(page, list)).length);
	}
}
