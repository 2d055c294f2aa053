import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { booqable, ghlPrivate, mapped } from '../harness/accounts';
import { items, json, method } from '../harness/engine';
import { byId, freshLedger, ledger } from './harness';

/** Far above what a test needs: the node takes its pace from the headers of the first answer. */
const LIMITS = 1000;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: LIMITS });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

interface Order extends IDataObject {
	id: string;
	status: string;
	starts_at: string;
}

const PERIOD = { starts_at: '2030-01-07T15:00:00Z', stops_at: '2030-01-09T15:00:00Z' };
const inGhl = { nearSystem: 'ghl', nearAccount: byId(LOCATION_US) };
const parameters = (id: string, fields: IDataObject, { options = {}, ...more }: IDataObject = {}) => ({
	resource: 'order', operation: 'sync', ...inGhl, nearId: id, fields: mapped(fields), options: { firstContact: 'source', ...(options as IDataObject) }, ...more,
});
const sync = async (...given: Parameters<typeof parameters>): Promise<IDataObject> => (await json(booqable(sandbox, parameters(...given))))[0];
const seeded = (attributes: IDataObject = {}): string => (sandbox.seed('booqable', { orders: [{ status: 'reserved', ...PERIOD, ...attributes }] }) as { orders: Order[] }).orders[0].id;
const order = (id: string): Order => (sandbox.state('booqable') as Record<string, { orders: Order[] }>)[DEMO_SLUG].orders.find((one) => one.id === id) as Order; // it is there
const link = async (id: string, farId: string) => await json(ledger({ resource: 'link', operation: 'save', pair: 'appointments', ...inGhl, nearId: id, farSystem: 'booqable', farAccount: byId(DEMO_SLUG), farId }));
const bring = async (id: string, transitionTo: string) => await json(booqable(sandbox, { resource: 'order', operation: 'changeStatus', orderId: byId(id), transitionTo, options: {} }));
const calls = () => sandbox.requests({ service: 'booqable' }).map(({ method: verb, path }) => `${verb} ${path.replace(/^.*api\/4\//, '').replace(/\/.*/, '')}`).filter((call) => !/default_properties|companies/.test(call));

/** An order that is linked to the appointment `a1` and agrees with it. */
async function linked(attributes: IDataObject = {}): Promise<string> {
	const id = seeded(attributes);
	await link('a1', id);
	await sync('a1', { ...PERIOD, status: order(id).status });
	sandbox.clearRequests();
	return id;
}

describe('an appointment and its order', () => {
	it('meet only where they are linked: no order is made, and none is looked for', async () => {
		seeded();
		expect(await sync('a1', PERIOD)).toMatchObject({ outcome: 'unchanged', calls: 0, reason: expect.stringContaining('not created here') });
		expect(calls()).toEqual([]);
	});

	it('agree without a write where they hold the same', async () => {
		const id = seeded();
		await link('a1', id);
		expect(await sync('a1', { ...PERIOD, status: 'reserved' })).toMatchObject({ outcome: 'unchanged', id });
		expect(calls()).toEqual(['GET orders']);
	});

	it('make no call as long as nothing changed', async () => {
		await linked();
		expect(await sync('a1', { ...PERIOD, status: 'reserved' })).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(calls()).toEqual([]);
	});

	it('share a time that Booqable rounds down: what comes back is no edit', async () => {
		const id = await linked();
		expect(await sync('a1', { ...PERIOD, starts_at: '2030-01-08T09:07:00Z' })).toMatchObject({ outcome: 'updated', changed: ['starts_at'] });
		expect(Date.parse(order(id).starts_at)).toBe(Date.parse('2030-01-08T09:00:00Z'));
		expect(await sync('a1', { ...PERIOD, starts_at: '2030-01-08T09:14:00Z' })).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await sync('a1', { ...PERIOD, starts_at: '2030-01-08T10:00:00Z' })).toMatchObject({ outcome: 'updated', decided: [] });
	});

	it('keep properties alike', async () => {
		const id = await linked();
		expect(await sync('a1', { ...PERIOD, property_purchase_order: 'PO-7' })).toMatchObject({ outcome: 'updated', changed: ['property_purchase_order'] });
		const [{ properties }] = await json(booqable(sandbox, { resource: 'order', operation: 'get', orderId: byId(id), simplify: false, options: { include: [] } }));
		expect(properties).toMatchObject({ purchase_order: 'PO-7' });
	});

	it('mean the same moment in an account that writes its own clock', async () => {
		const id = seeded();
		const options = { orderTimes: 'account' };
		await link('a1', id);
		expect(await sync('a1', { starts_at: '2030-01-08T09:00:00-06:00' }, { options })).toMatchObject({ outcome: 'updated' });
		expect(Date.parse(order(id).starts_at)).toBe(Date.parse('2030-01-08T09:00:00Z'));
		expect(await sync('a1', { starts_at: '2030-01-08T15:00:00Z' }, { options })).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await sync('a1', { starts_at: '2030-01-08T16:00:00Z' }, { options, rule: 'review' })).toMatchObject({ outcome: 'updated' });
	});

	it('differ in a time that is none: the outcome is failed, and names the field', async () => {
		await linked();
		expect(await sync('a1', { ...PERIOD, starts_at: 'next week' })).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('Starts_at is not a date') });
	});
});

it('what was written to the order is no change for the appointment: no call', async () => {
	const id = await linked();
	await sync('a1', { ...PERIOD, starts_at: '2030-01-08T09:07:00Z' });
	const customer = { nearSystem: 'booqable', nearAccount: byId(DEMO_SLUG), nearId: 'b1' };
	await json(ledger({ resource: 'link', operation: 'save', pair: 'contacts', ...customer, farSystem: 'ghl', farAccount: byId(LOCATION_US), farId: 'c1' }));
	sandbox.clearRequests();
	const { starts_at: startTime, stops_at: endTime } = order(id);
	const back = { resource: 'appointment', operation: 'sync', ...customer, nearId: id, parentId: 'b1', fields: mapped({ startTime, endTime }), options: {} };
	expect(await json(ghlPrivate(sandbox, back))).toMatchObject([{ outcome: 'unchanged', calls: 0, id: 'a1' }]);
	expect(sandbox.requests({ service: 'ghl' }).filter(({ method: verb }) => verb !== 'GET')).toEqual([]);
});

describe('the status', () => {
	it('changes by a transition, after the times', async () => {
		const id = await linked({ status: 'draft' });
		expect(await sync('a1', { ...PERIOD, starts_at: '2030-01-08T15:00:00Z', status: 'reserved' })).toMatchObject({ outcome: 'updated', changed: ['starts_at', 'status'] });
		expect(calls().filter((call) => !call.startsWith('GET'))).toEqual(['PUT orders', 'POST order_status_transitions']);
		expect(order(id)).toMatchObject({ status: 'reserved' });
	});

	it('changes together with properties, which are no edit of somebody afterwards', async () => {
		await linked({ status: 'draft' });
		const wanted = { ...PERIOD, status: 'reserved', property_purchase_order: 'PO-7' };
		expect(await sync('a1', wanted)).toMatchObject({ outcome: 'updated', changed: ['status', 'property_purchase_order'] });
		expect(await sync('a1', { ...wanted, property_purchase_order: 'PO-8' }, { rule: 'review' })).toMatchObject({ outcome: 'updated', changed: ['property_purchase_order'] });
	});

	it('that the order has already is agreed on without a transition', async () => {
		const id = await linked();
		await bring(id, 'canceled');
		sandbox.clearRequests();
		expect(await sync('a1', { ...PERIOD, status: 'canceled' })).toMatchObject({ outcome: 'unchanged' });
		expect(calls()).toEqual(['GET orders']);
	});

	it('that Booqable refuses is an outcome with its reason, and is not tried again before half an hour is over', async () => {
		const id = await linked();
		await bring(id, 'canceled');
		sandbox.clearRequests();
		const item = await sync('a1', { ...PERIOD, status: 'draft' }, { rule: 'source' });
		expect(item).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/did not become draft: .*canceled.*422/) });
		expect(Date.parse(String(item.dueAt)) - Date.now()).toBeGreaterThan(29 * 60_000);
		expect(calls()).toEqual(['GET orders', 'GET orders', 'POST order_status_transitions']);
		expect(order(id)).toMatchObject({ status: 'canceled' });
		expect(await sync('a1', { ...PERIOD, status: 'canceled' })).toMatchObject({ outcome: 'unchanged' });
	});

	it('that is refused leaves the times written, which are agreed on at the next try', async () => {
		const id = await linked();
		await bring(id, 'canceled');
		const wanted = { ...PERIOD, starts_at: '2030-01-08T15:00:00Z', status: 'draft' };
		expect(await sync('a1', wanted, { rule: 'source' })).toMatchObject({ outcome: 'failed' });
		expect(Date.parse(order(id).starts_at)).toBe(Date.parse(wanted.starts_at));
		sandbox.clearRequests();
		await sync('a1', wanted, { rule: 'source' });
		expect(calls()).not.toContain('PUT orders');
	});

	it('that is refused after the times were written takes a later edit of them for one', async () => {
		const id = await linked();
		const wanted = { ...PERIOD, starts_at: '2030-01-08T15:00:00Z', status: 'draft' };
		expect(await sync('a1', wanted, { rule: 'review' })).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('is a step back') });
		await json(booqable(sandbox, { resource: 'order', operation: 'update', orderId: byId(id), fields: mapped({ starts_at: '2030-01-08T12:00:00Z' }), options: {} }));
		expect(await sync('a1', { ...wanted, status: 'reserved' }, { rule: 'review' })).toMatchObject({ outcome: 'conflict', review: [] });
		expect(Date.parse(order(id).starts_at)).toBe(Date.parse('2030-01-08T12:00:00Z'));
	});

	it.each([
		['is refused without a call of its own', {}, { outcome: 'failed', reason: expect.stringContaining('is a step back') }, 'reserved'],
		['is taken where the node says so', { revert: true }, { outcome: 'updated', changed: ['status'] }, 'draft'],
	])('before the one of the order %s', async (_, options, outcome, status) => {
		const id = await linked();
		expect(await sync('a1', { ...PERIOD, status: 'draft' }, { options })).toMatchObject(outcome);
		expect(calls().includes('POST order_status_transitions')).toBe(status === 'draft');
		expect(order(id)).toMatchObject({ status });
	});

	it('that is none is refused before anything is written', async () => {
		await linked();
		expect(await sync('a1', { ...PERIOD, starts_at: '2030-01-08T15:00:00Z', status: 'Ada confirmed' })).toMatchObject({ outcome: 'failed', reason: 'Booqable has no such status' });
		expect(calls()).toEqual(['GET orders']);
	});

	it('whose answer was lost is agreed on by a look, without a second transition', async () => {
		const id = await linked();
		sandbox.faults({ kind: 'answerLost', service: 'booqable', path: '/**/order_status_transitions', times: 1 });
		expect(await sync('a1', { ...PERIOD, status: 'canceled' })).toMatchObject({ outcome: 'failed' });
		sandbox.clearRequests();
		expect(await sync('a1', { ...PERIOD, status: 'canceled' })).toMatchObject({ outcome: 'unchanged' });
		expect(calls()).toEqual(['GET orders']);
		expect(order(id)).toMatchObject({ status: 'canceled' });
	});
});

describe('an appointment that is gone', () => {
	const gone = async (deletes: string) => await sync('a1', {}, { options: { deleted: true, deletes } });

	it.each([
		['unlink', 'unlinked', 'reserved'],
		['ignore', 'unchanged', 'reserved'],
		['archive', 'archived', 'canceled'],
		['delete', 'review', 'reserved'],
	])('%s: the outcome is %s', async (deletes, outcome, status) => {
		const id = await linked();
		expect(await gone(deletes)).toMatchObject({ outcome });
		expect(order(id)).toMatchObject({ status });
	});

	it('does not cancel an order whose items are out', async () => {
		const id = seeded({ status: 'draft' });
		const { products } = (sandbox.state('booqable') as Record<string, { products: Array<{ id: string; sku: string }> }>)[DEMO_SLUG];
		const [chair] = products.filter(({ sku }) => sku === 'CHAIR');
		await json(booqable(sandbox, { resource: 'order', operation: 'bookProducts', orderId: byId(id), products: { product: [{ productId: byId(chair.id), quantity: 1 }] }, options: {} }));
		await bring(id, 'reserved');
		await json(booqable(sandbox, { resource: 'order', operation: 'start', orderId: byId(id), options: {} }));
		await link('a1', id);
		await sync('a1', PERIOD);
		expect(await gone('archive')).toMatchObject({ outcome: 'failed', reason: 'an order that is started is not canceled' });
		expect(order(id)).toMatchObject({ status: 'started' });
	});
});

it('a dry run says what would be written, and writes nothing', async () => {
	const id = await linked();
	expect(await sync('a1', { ...PERIOD, status: 'canceled' }, { dryRun: true })).toMatchObject({ outcome: 'planned', plan: [{ call: 'update', fields: ['status'] }] });
	expect(order(id)).toMatchObject({ status: 'reserved' });
});

it('each item has its own outcome, and goes on after one that fails', async () => {
	const orders = [seeded(), seeded()];
	for (const [index, id] of orders.entries()) await link(`a${index}`, id);
	const setup = { ...booqable(sandbox, parameters('={{ $json.id }}', { starts_at: '={{ $json.starts }}' })), onError: 'continueRegularOutput' as const };
	const given = await items(setup, [{ id: 'a0', starts: '2030-01-08T15:00:00Z' }, { id: 'a/b' }, { id: 'a1', starts: 'soon' }]);
	expect(given.map(({ json: { outcome, error }, pairedItem }) => [outcome ?? error, pairedItem])).toEqual([['updated', { item: 0 }], [expect.stringContaining('not an ID'), { item: 1 }], ['failed', { item: 2 }]]);
});

it('the editor offers times, the statuses that a transition leads to, and properties', async () => {
	const { fields } = await method<{ fields: Array<{ id: string; options?: Array<{ value: string }> }> }>(booqable(sandbox, { authentication: 'accessToken' }), 'resourceMapping', 'getOrderColumnsForSync');
	const ids = fields.map(({ id }) => id);
	expect(ids).toEqual(expect.arrayContaining(['starts_at', 'stops_at', 'status', 'property_purchase_order']));
	expect(ids.filter((id) => id.startsWith('property_delivery_address') || id === 'customer_id')).toEqual([]);
	expect(fields.find(({ id }) => id === 'status')?.options?.map(({ value }) => value)).toEqual(['archived', 'canceled', 'draft', 'reserved']);
});
