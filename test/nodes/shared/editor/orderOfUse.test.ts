import type { INodePropertyOptions } from 'n8n-workflow';
import { describe as describeNode } from '../../../../nodes/shared/editor/nodeProperties';
import { eventOptions } from '../../../../nodes/shared/editor/eventOptions';
import { inOrderOfUse } from '../../../../nodes/shared/editor/orderOfUse';
import { DOCUMENTED } from '../../../../scripts/docs';
import { NODES } from '../../../../scripts/nodes';

const operation = (name: string, effect: 'read' | 'idempotent' = 'idempotent') => ({ name, effect });
const listOf = (title: string, parameter: string, resource?: string): string[] => {
	const property = describeNode(NODES.find((node) => node.title === title)?.resources ?? []).find(
		({ name, displayOptions }) =>
			name === parameter && (!resource || displayOptions?.show?.resource?.includes(resource)),
	);
	return (property?.options as INodePropertyOptions[]).map(({ name }) => name); // a list to choose from
};

describe('the order of use', () => {
	it('creates first, then reads, then changes; what removes and what is done once come last', () => {
		const given = [
			operation('setUpSyncFields'),
			operation('delete'),
			operation('addTags'),
			operation('update'),
			operation('search', 'read'),
			operation('getMany', 'read'),
			operation('get', 'read'),
			operation('sync'),
			operation('upsert'),
			operation('create'),
		];
		expect(inOrderOfUse(given).map(({ name }) => name)).toEqual([
			'create',
			'upsert',
			'sync',
			'get',
			'getMany',
			'search',
			'update',
			'addTags',
			'delete',
			'setUpSyncFields',
		]);
	});

	it('keeps the given order within a step', () => {
		expect(inOrderOfUse([operation('removeTags'), operation('addTags')]).map(({ name }) => name)).toEqual([
			'removeTags',
			'addTags',
		]);
	});

	it('is that of the lists in the editor', () => {
		expect(listOf('GHL', 'operation', 'task')).toEqual([
			'Create',
			'Sync',
			'Get',
			'Get Many',
			'Search',
			'Update',
			'Complete',
			'Reopen',
			'Delete',
		]);
		expect(listOf('GHL', 'resource').slice(0, 3)).toEqual(['Contact', 'Opportunity', 'Appointment']);
		expect(listOf('Booqable', 'resource').slice(0, 2)).toEqual(['Customer', 'Order']);
	});
});

describe('Custom API Call', () => {
	const services = ['GHL', 'Booqable', 'Roofr'];

	it.each(services)('of %s is the last resource', (title) => {
		expect(listOf(title, 'resource').filter((name) => /API/.test(name))).toEqual(['Custom API Call']);
		expect(listOf(title, 'resource').at(-1)).toBe('Custom API Call');
	});

	// n8n adds one to the lists of each node whose `version` equals its `defaultVersion`, or that has none.
	it.each(services)('of %s is the only one: n8n adds none', (title) => {
		const description = DOCUMENTED.find((node) => node.description.displayName === title)?.description;
		expect(description?.defaultVersion).toBe(1);
		expect(description?.version).toEqual([1]);
	});
});

describe('the events of a trigger', () => {
	it('are named in the node panel as in the list, including the text in parentheses', () => {
		expect(eventOptions([{ name: 'Order Started (Picked Up)', value: 'order.started' }])).toEqual([
			{ name: 'Order Started (Picked Up)', value: 'order.started', action: 'On order started (picked up)' },
		]);
	});

	// the Sync Ledger Trigger has no events to choose from
	const triggers = DOCUMENTED.map(({ description }) => description).filter(
		({ properties, group }) => group.includes('trigger') && properties.some(({ name }) => name === 'events'),
	);
	const firstAndLast: Readonly<Record<string, readonly [string, string]>> = {
		ghlContactsTrigger: ['On contact created', 'On any other event'],
		ghlContactsPollTrigger: ['On contact created', 'On form submitted'],
		booqableTrigger: ['On customer created', 'On app uninstalled'],
		booqablePollTrigger: ['On note created', 'On email sent'],
		roofrTrigger: ['On lead created', 'On custom event'],
	};

	it.each(triggers.map((description) => [description.name, description] as const))(
		'of %s come in the order of use, each group together',
		(name, { properties }) => {
			// a list to choose from
			const options = properties.find((property) => property.name === 'events')?.options as INodePropertyOptions[];
			const actions = options.map(({ action = '' }) => action);
			expect([actions[0], actions.at(-1)]).toEqual(firstAndLast[name]);
			expect(new Set(actions).size).toBe(actions.length);
			const groups = options.map(({ name: label }) => label.replace(/^Any /, '').split(' ')[0]);
			const starts = groups.filter((group, at) => group !== groups[at - 1]);
			expect(starts.filter((group, at) => starts.indexOf(group) !== at)).toEqual([]);
		},
	);
});
