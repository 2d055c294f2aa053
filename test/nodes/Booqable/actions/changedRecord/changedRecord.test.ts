import type { IDataObject } from 'n8n-workflow';
import { BooqablePollTrigger } from '../../../../../nodes/Booqable/BooqablePollTrigger.node';
import { DEMO_SLUG } from '../../../../../sandbox/booqable/world';
import { Demo } from '../../../../support/booqable';
import { json, poll } from '../../../../support/engine';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

const readAgain = async (parameters: IDataObject, item: IDataObject): Promise<IDataObject> => {
	const setup = demo.setup({
		resource: 'changedRecord',
		operation: 'get',
		recordId: '={{ $json.record?.id ?? $json.id }}',
		parentId: '={{ $json.parentId }}',
		options: {},
		...parameters,
	});
	return (await json(setup, [item]))[0];
};

it('returns a customer exactly as the poll trigger does, so that one mapping serves both', async () => {
	const watching = demo.setup(
		{ events: ['customer.created'], minutes: 15, options: {} },
		{ node: new BooqablePollTrigger() },
	);
	const state: IDataObject = {};
	await poll(watching, state);
	demo.seed({ customers: [{ name: 'Zoë', email: 'zoe@example.com', tag_list: ['vip'] }] });
	(state['node:Node'] as IDataObject).polledAt = 0;
	const [event] = await poll(watching, state);
	const again = await readAgain({ recordType: 'customer' }, event);
	expect(again).toMatchObject({ event: 'customer.updated', resourceType: 'customers', account: DEMO_SLUG });
	expect(again.record).toMatchObject(event.record as IDataObject);
	for (const key of Object.keys(event)) expect(again).toHaveProperty(key);
});

function noteId(): string {
	const [owner] = demo.seed({ customers: [{ name: 'Ada' }] }).customers;
	return demo.seed({ notes: [{ body: 'Hi', owner_id: owner.id, owner_type: 'customers' }] }).notes[0].id;
}

it.each<[string, string, () => string]>([
	['note', 'note.created', noteId],
	['order', 'order.updated', () => demo.seed({ orders: [{ status: 'draft' }] }).orders[0].id],
])('reads a %s by the ID of an item of the Sync Ledger Trigger', async (recordType, event, make) => {
	const id = make();
	expect(await readAgain({ recordType }, { app: 'booqable', id })).toMatchObject({
		event,
		account: DEMO_SLUG,
		record: { id },
	});
});

it.each([
	['customer', 'customer.archived', {}],
	['note', 'note.deleted', { owner_id: 'c1' }],
	['order', 'order.archived', { customer_id: 'c1' }],
])('a %s that is gone comes with the event of its end, and what it belonged to', async (recordType, event, more) => {
	const id = '00000000-0000-4000-8000-000000000009';
	expect(await readAgain({ recordType }, { id, parentId: 'c1' })).toMatchObject({
		event,
		account: DEMO_SLUG,
		record: { id, archived: true, gone: true, ...more },
	});
});

it('an archived customer comes whole, with the event of its archiving', async () => {
	const { id } = demo.seed({ customers: [{ name: 'Ada', archived: true, archived_at: '2026-01-01T00:00:00Z' }] })
		.customers[0];
	expect(await readAgain({ recordType: 'customer' }, { id })).toMatchObject({
		event: 'customer.archived',
		record: { id, name: 'Ada' },
	});
});

it('does not call a record gone that could not be read', async () => {
	demo.sandbox.faults({ kind: 'status', service: 'booqable', path: /customers/, status: 400 });
	await expect(readAgain({ recordType: 'customer' }, { id: 'c1' })).rejects.toMatchObject({
		message: expect.stringContaining('Request Error'),
	});
});
