import { Workflow, type INodeParameters, type INodeType } from 'n8n-workflow';
import * as house from '../../../../index';
import { NODES } from '../../../../scripts/nodes';

/** The line under the node, as the editor works it out. */
function subtitle(type: INodeType, parameters: INodeParameters = {}): unknown {
	const node = { id: 'n', name: 'n', type: 't', typeVersion: 1, position: [0, 0] as [number, number], parameters };
	const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) };
	const workflow = new Workflow({ id: 'w', active: false, nodes: [node], connections: {}, nodeTypes });
	return workflow.expression.getSimpleParameterValue(
		workflow.nodes.n,
		String(type.description.subtitle),
		'internal',
		{},
		undefined,
		'',
	);
}

const actionNodes = [new house.GhlContacts(), new house.Booqable(), new house.Roofr(), new house.SyncLedger()];
const operations = NODES.flatMap(({ title, resources }) =>
	resources.flatMap((resource) => resource.operations.map((operation) => ({ title, resource, operation }))),
);

describe('the line under a node', () => {
	it.each(operations.map((one) => [`${one.title}: ${one.resource.label}: ${one.operation.label}`, one] as const))(
		'has the words of the lists for %s',
		(_, { title, resource, operation }) => {
			const type = actionNodes.find(({ description }) => description.displayName === title);
			expect(subtitle(type as INodeType, { resource: resource.name, operation: operation.name })).toBe(
				`${operation.label}: ${resource.label}`,
			);
		},
	);

	it.each([
		[new house.GhlContactsTrigger(), { source: 'app' }],
		[new house.GhlContactsPollTrigger(), {}],
		[new house.BooqableTrigger(), {}],
		[new house.BooqablePollTrigger(), {}],
		[new house.RoofrTrigger(), {}],
	])('names the events that are chosen ($description.displayName)', (type, parameters) => {
		const options = type.description.properties.find(({ name }) => name === 'events')?.options ?? [];
		const chosen = options.map((option) => ('value' in option ? option.value : '')) as string[];
		expect(subtitle(type, { ...parameters, events: chosen })).toBe(options.map(({ name }) => name).join(', '));
	});

	it('names the action of GHL where the trigger takes no events', () => {
		expect(subtitle(new house.GhlContactsTrigger(), { source: 'workflow' })).toBe('Custom Webhook');
	});

	it('says what the Sync Ledger Trigger returns, and of which pairs', () => {
		const type = new house.SyncLedgerTrigger();
		expect(subtitle(type, { returned: 'linked', pairs: 'notes, tasks' })).toBe('Linked Records: notes, tasks');
	});
});
