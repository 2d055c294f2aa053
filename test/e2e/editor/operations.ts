import type { INodeTypeDescription } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import type { Operation, Resource } from '../../../nodes/shared/operation';
import { until } from './editor';
import { choose, labels, listed } from './node';
import { Parameters } from './visible';

/** What was seen of a node, and what was not as its description says. */
export interface Walked {
	operations: number;
	compared: number;
	problems: string[];
}

const WAIT_MS = 5_000;

/** In the open node, chooses each resource and each of its operations, and compares what is shown with the description. */
export async function walkOperations(page: Page, description: INodeTypeDescription, resources: readonly Resource[]): Promise<Walked> {
	const parameters = new Parameters(description);
	const walked: Walked = { operations: 0, compared: 0, problems: [] };
	for (const resource of resources) {
		await choose(page, 'resource', resource.label);
		parameters.set({ resource: resource.name });
		const names = await listed(page, 'operation');
		const missing = resource.operations.filter(({ label }) => !names.includes(label));
		walked.problems.push(...missing.map(({ label }) => `${resource.label}: the dropdown lacks ${label}`));
		for (const operation of resource.operations) await compare(page, operation, parameters, walked);
	}
	return walked;
}

async function compare(page: Page, operation: Operation, parameters: Parameters, walked: Walked): Promise<void> {
	await choose(page, 'operation', operation.label);
	parameters.set({ operation: operation.name });
	const expected = parameters.visible();
	let seen: string[] = [];
	const isAsDescribed = async () => {
		seen = await labels(page);
		return seen.join('\n') === expected.join('\n');
	};
	await until('the parameters', isAsDescribed, WAIT_MS).catch(() => walked.problems.push(`${operation.resource}: ${operation.label} shows ${seen.join(', ')} instead of ${expected.join(', ')}`));
	walked.operations += 1;
	walked.compared += seen.length;
}
