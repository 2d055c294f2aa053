import type { INodeProperties, INodeType } from 'n8n-workflow';
import { describe as describeNode } from '../../nodes/shared/editor/nodeProperties';
import * as house from '../../index';
import { pathOf } from '../../nodes/shared/http/route';
import { endpointsOf } from '../../nodes/shared/operation';
import { hiddenByCredentials } from '../../scripts/credentials';
import { NODES } from '../../scripts/nodes';

const operations = NODES.flatMap(({ title, resources }) =>
	resources.flatMap((resource) => resource.operations.map((operation) => ({ title, resource, operation }))),
);
const named = operations.map(
	({ title, resource, operation }) =>
		[
			`${title}: ${resource.label}: ${operation.label}`,
			{ resource, operation, properties: propertiesOf(title) },
		] as const,
);

function propertiesOf(title: string): INodeProperties[] {
	const node = NODES.find((one) => one.title === title);
	return describeNode(node?.resources ?? []);
}

const shown = (property: INodeProperties, resource: string, operation: string): boolean => {
	const { resource: resources, operation: names } = property.displayOptions?.show ?? {};
	return (!resources || resources.includes(resource)) && (!names || names.includes(operation));
};

describe.each(named)('%s', (_, { resource, operation, properties }) => {
	it('belongs to its resource and is in the list of the editor', () => {
		expect(operation.resource).toBe(resource.name);
		const list = properties.find(
			(property) => property.name === 'operation' && shown(property, resource.name, operation.name),
		);
		expect(list?.options).toContainEqual(expect.objectContaining({ value: operation.name, action: operation.action }));
	});

	it('shows each of its parameters once', () => {
		const names = properties
			.filter((property) => shown(property, resource.name, operation.name))
			.map(({ name }) => name);
		for (const { name } of operation.parameters)
			expect(names.filter((one) => one === name)).toHaveLength(
				operation.parameters.filter((one) => one.name === name).length,
			);
		expect(names.filter((name) => name === 'options')).toHaveLength(1);
	});

	it('asks for every part of its path, or takes it from the account', () => {
		const fromAccount = ['locationId'];
		const paths = 'endpoint' in operation ? [pathOf(operation.endpoint.route)] : [];
		const parts = paths.flatMap((path) => [...path.matchAll(/\{(\w+)\}/g)].map(([, part]) => part));
		const parameters = operation.parameters.map(({ name }) => name);
		expect(parts.filter((part) => !parameters.includes(part) && !fromAccount.includes(part))).toEqual([]);
	});
});

describe('a text that takes a list', () => {
	const inner = (property: INodeProperties): INodeProperties[] => [
		property,
		...(property.options ?? [])
			.flatMap((option) => ('values' in option ? option.values : 'displayName' in option ? [option] : []))
			.flatMap(inner),
	];
	const texts = Object.values(house)
		.flatMap((One) => new (One as new () => Partial<INodeType>)().description?.properties ?? [])
		.flatMap(inner)
		.filter(({ type }) => type === 'string');

	it('is marked as one, and says so', () => {
		const said = texts.filter(({ description = '' }) =>
			/separated by commas|commas between|a list from/i.test(description),
		);
		const marked = texts.filter(({ typeOptions }) => typeOptions?.takes !== undefined);
		const names = (all: INodeProperties[]): string[] => [...new Set(all.map(({ name }) => name))].sort();
		expect(names(marked)).toEqual(names(said));
		expect(marked.length).toBeGreaterThan(20);
	});
});

describe('the catalog', () => {
	it('names no operation twice', () => {
		const keys = operations.map(({ title, operation }) => `${title} ${operation.resource} ${operation.name}`);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('says of every endpoint where the fact comes from', () => {
		for (const { operation } of operations)
			for (const { source } of endpointsOf(operation)) expect(source.length).toBeGreaterThan(5);
	});
});

describe('the order of the parameters', () => {
	it('is: what belongs to the operation, Return All, Limit, Simplify, Options', () => {
		for (const { operation, title } of operations) {
			const names = propertiesOf(title)
				.filter(
					(property) =>
						property.name !== 'resource' &&
						property.name !== 'operation' &&
						shown(property, operation.resource, operation.name),
				)
				.map(({ name }) => name);
			const common = names.filter((name) => ['returnAll', 'limit', 'simplify', 'options'].includes(name));
			expect(names.slice(-common.length)).toEqual(common);
			expect(common).toEqual(['returnAll', 'limit', 'simplify', 'options'].filter((name) => common.includes(name)));
		}
	});
});

describe('the credentials of a node', () => {
	const property = (name: string, show?: Record<string, string[]>) =>
		({ name, displayOptions: { show } }) as never as INodeProperties; // all that the rule reads
	const node = (show: Record<string, string[]>) => ({
		credentials: [{ name: 'one', displayOptions: { show } }],
		properties: [property('authentication'), property('operation'), property('ledger', { operation: ['sync'] })],
	});

	it('make the editor hide nothing that the user chooses', () => {
		const descriptions = Object.values(house).flatMap(
			(One) => new (One as new () => Partial<INodeType>)().description ?? [],
		);
		expect(descriptions.map((description) => [description.name, hiddenByCredentials(description)])).toEqual(
			descriptions.map(({ name }) => [name, []]),
		);
	});

	it('are known to hide what they name, and what that depends on', () => {
		expect(hiddenByCredentials(node({ authentication: ['x'] }))).toEqual([]);
		expect(hiddenByCredentials(node({ operation: ['sync'] }))).toEqual(['operation']);
		expect(hiddenByCredentials(node({ ledger: ['postgres'] }))).toEqual(['ledger', 'operation']);
		expect(hiddenByCredentials(node({ '/ledger': ['postgres'] }))).toEqual([]);
	});
});
