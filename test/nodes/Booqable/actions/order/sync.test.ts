import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server';
import { booqable, ghlPrivate, mapped } from '../../../../support/nodeSetups';
import { items, json, method } from '../../../../support/engine';
import { byId, freshLedger, ledger } from '../../../../support/syncedApps';

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
const inGhl = { sourceApp: 'ghl', sourceAccount: byId(LOCATION_US) };
const parameters = (id: string, fields: IDataObject, { options = {}, ...more }: IDataObject = {}) => ({
	resource: 'order',
	operation: 'sync',
	...inGhl,
	sourceId: id,
	fields: mapped(fields),
	options: { initialConflict: 'source', ...(options as IDataObject) },
	...more,
});
const sync = async (...given: Parameters<typeof parameters>): Promise<IDataObject> =>
	(await json(booqable(sandbox, parameters(...given))))[0];
const seeded = (attributes: IDataObject = {}): string =>
	(sandbox.seed('booqable', { orders: [{ status: 'reserved', ...PERIOD, ...attributes }] }) as { orders: Order[] })
		.orders[0].id;
const order = (id: string): Order =>
	(sandbox.state('booqable') as Record<string, { orders: Order[] }>)[DEMO_SLUG].orders.find(
		(one) => one.id === id,
	) as Order; // it is there
const link = async (id: string, targetId: string) =>
	await json(
		ledger({
			resource: 'link',
			operation: 'save',
			pair: 'appointments',
			...inGhl,
			sourceId: id,
			targetApp: 'booqable',
			targetAccount: byId(DEMO_SLUG),
			targetId,
		}),
	);
const bring = async (id: string, transitionTo: string) =>
	await json(
		booqable(sandbox, { resource: 'order', operation: 'changeStatus', orderId: byId(id), transitionTo, options: {} }),
	);
const reviews = async () =>
	await json(ledger({ resource: 'review', operation: 'getMany', pair: 'appointments', limit: 5 }));
const calls = () =>
	sandbox
		.requests({ service: 'booqable' })
		.map(({ method: verb, path }) => `${verb} ${path.replace(/^.*api\/4\//, '').replace(/\/.*/, '')}`)
		.filter((call) => !/default_properties|companies/.test(call));

async function withItems(id: string, quantity = 1): Promise<void> {
	const { products } = (sandbox.state('booqable') as Record<string, { products: Array<{ id: string; sku: string }> }>)[
		DEMO_SLUG
	];
	const [chair] = products.filter(({ sku }) => sku === 'CHAIR');
	await json(
		booqable(sandbox, {
			resource: 'order',
			operation: 'bookProducts',
			orderId: byId(id),
			products: { product: [{ productId: byId(chair.id), quantity }] },
			options: {},
		}),
	);
}

const STEPS = ['reserved', 'started', 'stopped', 'archived'];

/** Takes a draft with an item as far as this. */
async function reach(id: string, status: string): Promise<void> {
	await withItems(id);
	for (const step of STEPS.slice(0, STEPS.indexOf(status) + 1)) {
		const operation = { started: 'start', stopped: 'stop' }[step];
		await (operation
			? json(booqable(sandbox, { resource: 'order', operation, orderId: byId(id), options: {} }))
			: bring(id, step));
	}
}

/** An order that is linked to the appointment `a1` and agrees with it. */
async function linked(attributes: IDataObject = {}): Promise<string> {
	const id = seeded(attributes);
	await link('a1', id);
	await sync('a1', { ...PERIOD, status: order(id).status });
	sandbox.clearRequests();
	return id;
}

describe('an appointment and its order', () => {
	it('match only where they are linked: no order is created, and none is searched for', async () => {
		seeded();
		expect(await sync('a1', PERIOD)).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
			reason: expect.stringContaining('creating records is turned off'),
		});
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

	it('share a time that Booqable rounds down: what comes back is not an edit', async () => {
		const id = await linked();
		expect(await sync('a1', { ...PERIOD, starts_at: '2030-01-08T09:07:00Z' })).toMatchObject({
			outcome: 'updated',
			changed: ['starts_at'],
		});
		expect(Date.parse(order(id).starts_at)).toBe(Date.parse('2030-01-08T09:00:00Z'));
		expect(await sync('a1', { ...PERIOD, starts_at: '2030-01-08T09:14:00Z' })).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
		});
		expect(await sync('a1', { ...PERIOD, starts_at: '2030-01-08T10:00:00Z' })).toMatchObject({
			outcome: 'updated',
			decided: [],
		});
	});

	it('keep properties alike', async () => {
		const id = await linked();
		expect(await sync('a1', { ...PERIOD, property_purchase_order: 'PO-7' })).toMatchObject({
			outcome: 'updated',
			changed: ['property_purchase_order'],
		});
		const [{ properties }] = await json(
			booqable(sandbox, {
				resource: 'order',
				operation: 'get',
				orderId: byId(id),
				simplify: false,
				options: { include: [] },
			}),
		);
		expect(properties).toMatchObject({ purchase_order: 'PO-7' });
	});

	it('mean the same moment in an account that writes its own clock', async () => {
		const id = seeded();
		const options = { orderTimes: 'account' };
		await link('a1', id);
		expect(await sync('a1', { starts_at: '2030-01-08T09:00:00-06:00' }, { options })).toMatchObject({
			outcome: 'updated',
		});
		expect(Date.parse(order(id).starts_at)).toBe(Date.parse('2030-01-08T09:00:00Z'));
		expect(await sync('a1', { starts_at: '2030-01-08T15:00:00Z' }, { options })).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
		});
		expect(
			await sync('a1', { starts_at: '2030-01-08T16:00:00Z' }, { options, conflictResolution: 'review' }),
		).toMatchObject({ outcome: 'updated' });
	});

	it('with an invalid time go to review with the name of the field', async () => {
		await linked();
		expect(await sync('a1', { ...PERIOD, starts_at: 'next week' })).toMatchObject({
			outcome: 'review',
			review: ['starts_at'],
			reason: expect.stringContaining('Invalid value for Starts At.'),
		});
	});
});

it('what was written to the order is no change for the appointment: no call', async () => {
	const id = await linked();
	await sync('a1', { ...PERIOD, starts_at: '2030-01-08T09:07:00Z' });
	const customer = { sourceApp: 'booqable', sourceAccount: byId(DEMO_SLUG), sourceId: 'b1' };
	await json(
		ledger({
			resource: 'link',
			operation: 'save',
			pair: 'contacts',
			...customer,
			targetApp: 'ghl',
			targetAccount: byId(LOCATION_US),
			targetId: 'c1',
		}),
	);
	sandbox.clearRequests();
	const { starts_at: startTime, stops_at: endTime } = order(id);
	const back = {
		resource: 'appointment',
		operation: 'sync',
		...customer,
		sourceId: id,
		parentId: 'b1',
		fields: mapped({ startTime, endTime }),
		options: {},
	};
	expect(await json(ghlPrivate(sandbox, back))).toMatchObject([{ outcome: 'unchanged', calls: 0, id: 'a1' }]);
	expect(sandbox.requests({ service: 'ghl' }).filter(({ method: verb }) => verb !== 'GET')).toEqual([]);
});

describe('the status', () => {
	it('changes by a transition, after the times', async () => {
		const id = await linked({ status: 'draft' });
		expect(await sync('a1', { ...PERIOD, starts_at: '2030-01-08T15:00:00Z', status: 'reserved' })).toMatchObject({
			outcome: 'updated',
			changed: ['starts_at', 'status'],
		});
		expect(calls().filter((call) => !call.startsWith('GET'))).toEqual(['PUT orders', 'POST order_status_transitions']);
		expect(order(id)).toMatchObject({ status: 'reserved' });
	});

	it('changes together with properties, which are no edit of somebody afterwards', async () => {
		await linked({ status: 'draft' });
		const wanted = { ...PERIOD, status: 'reserved', property_purchase_order: 'PO-7' };
		expect(await sync('a1', wanted)).toMatchObject({
			outcome: 'updated',
			changed: ['status', 'property_purchase_order'],
		});
		expect(
			await sync('a1', { ...wanted, property_purchase_order: 'PO-8' }, { conflictResolution: 'review' }),
		).toMatchObject({ outcome: 'updated', changed: ['property_purchase_order'] });
	});

	it('that the order has already is agreed on without a transition', async () => {
		const id = await linked();
		await bring(id, 'canceled');
		sandbox.clearRequests();
		expect(await sync('a1', { ...PERIOD, status: 'canceled' })).toMatchObject({ outcome: 'unchanged' });
		expect(calls()).toEqual(['GET orders']);
	});

	it('that Booqable refuses waits for a person, by the name of the field and with the reason, and is no longer due', async () => {
		const id = await linked();
		await bring(id, 'canceled');
		sandbox.clearRequests();
		const item = await sync('a1', { ...PERIOD, status: 'draft' }, { conflictResolution: 'source' });
		expect(item).toMatchObject({
			outcome: 'review',
			review: ['status'],
			changed: [],
			reason: expect.stringMatching(/^The app did not accept status: the order did not become draft: .*canceled.*422/),
		});
		expect(item).not.toHaveProperty('dueAt');
		expect(calls()).toEqual(['GET orders', 'GET orders', 'POST order_status_transitions', 'GET orders']);
		expect(order(id)).toMatchObject({ status: 'canceled' });
		expect(
			await json(ledger({ resource: 'review', operation: 'getMany', pair: 'appointments', limit: 5 })),
		).toMatchObject([
			{ id: 'a1', targetId: id, field: 'status', cause: expect.stringContaining('did not become draft') },
		]);
		expect((await json(ledger({ resource: 'ledger', operation: 'getCounts' })))[0]).toMatchObject({
			due: { failed: 0 },
		});
	});

	it('that was refused is not tried again as long as appointment and order are as they were', async () => {
		const id = await linked();
		await bring(id, 'canceled');
		const wanted = { ...PERIOD, status: 'draft' };
		await sync('a1', wanted, { conflictResolution: 'source' });
		sandbox.clearRequests();
		expect(await sync('a1', wanted, { conflictResolution: 'source' })).toMatchObject({
			outcome: 'review',
			review: ['status'],
			reason: expect.stringContaining('did not become draft'),
		});
		expect(calls()).toEqual(['GET orders']);
		expect(await sync('a1', { ...PERIOD, status: 'canceled' })).toMatchObject({ outcome: 'unchanged' });
		expect(await reviews()).toEqual([]);
	});

	it('that was refused is tried again when the appointment moves', async () => {
		const id = await linked();
		await bring(id, 'canceled');
		await sync('a1', { ...PERIOD, status: 'draft' }, { conflictResolution: 'source' });
		sandbox.clearRequests();
		await sync(
			'a1',
			{ ...PERIOD, starts_at: '2030-01-08T15:00:00Z', status: 'draft' },
			{ conflictResolution: 'source' },
		);
		expect(calls()).toContain('POST order_status_transitions');
	});

	it('that was refused is tried again when the order has another one by then', async () => {
		const id = seeded({ status: 'draft' });
		await reach(id, 'started');
		await link('a1', id);
		await sync('a1', PERIOD);
		expect(await sync('a1', { ...PERIOD, status: 'archived' }, { conflictResolution: 'source' })).toMatchObject({
			outcome: 'review',
			review: ['status'],
		});
		await json(booqable(sandbox, { resource: 'order', operation: 'stop', orderId: byId(id), options: {} }));
		expect(await sync('a1', { ...PERIOD, status: 'archived' }, { conflictResolution: 'source' })).toMatchObject({
			outcome: 'updated',
			changed: ['status'],
		});
		expect(order(id)).toMatchObject({ status: 'archived' });
		expect(await reviews()).toEqual([]);
	});

	it.each([
		['source', 'POST order_status_transitions', 'review'],
		['target', undefined, 'conflict'],
	])('that was refused follows the answer of a person: %s', async (winner, call, outcome) => {
		const id = await linked();
		await bring(id, 'canceled');
		const wanted = { ...PERIOD, status: 'draft' };
		await sync('a1', wanted, { conflictResolution: 'source' });
		await json(
			ledger({
				resource: 'review',
				operation: 'resolve',
				pair: 'appointments',
				...inGhl,
				sourceId: 'a1',
				targetApp: 'booqable',
				targetAccount: byId(DEMO_SLUG),
				field: 'status',
				keep: winner,
			}),
		);
		sandbox.clearRequests();
		expect(await sync('a1', wanted, { conflictResolution: 'source' })).toMatchObject({ outcome });
		expect(calls().find((one) => one.startsWith('POST'))).toBe(call);
		sandbox.clearRequests();
		expect(await sync('a1', wanted, { conflictResolution: 'source' })).toMatchObject(
			winner === 'target' ? { outcome: 'unchanged', calls: 0 } : { outcome: 'review', calls: 1 },
		);
	});

	it('that was not accepted because somebody changed the order at that moment is retried soon', async () => {
		const id = await linked({ status: 'draft' });
		sandbox.faults({
			path: '/**/order_status_transitions',
			kind: 'status',
			service: 'booqable',
			status: 422,
			times: 1,
		});
		const running = sync('a1', { ...PERIOD, status: 'canceled' }, { conflictResolution: 'source' });
		while (!calls().includes('POST order_status_transitions')) await new Promise((resolve) => setTimeout(resolve, 1));
		sandbox.seed('booqable', { changes: [{ type: 'orders', id, attributes: { status: 'reserved' } }] });
		const item = await running;
		expect(item).toMatchObject({ outcome: 'failed' });
		expect(Date.parse(String(item.dueAt)) - Date.now()).toBeLessThan(61_000);
		expect(await reviews()).toEqual([]);
		expect(await sync('a1', { ...PERIOD, status: 'canceled' }, { conflictResolution: 'source' })).toMatchObject({
			outcome: 'updated',
			changed: ['status'],
		});
	});

	it('that is refused leaves the times written, and agreed on', async () => {
		const id = await linked();
		await bring(id, 'canceled');
		const wanted = { ...PERIOD, starts_at: '2030-01-08T15:00:00Z', status: 'draft' };
		expect(await sync('a1', wanted, { conflictResolution: 'source' })).toMatchObject({
			outcome: 'review',
			review: ['status'],
			changed: ['starts_at'],
		});
		expect(Date.parse(order(id).starts_at)).toBe(Date.parse(wanted.starts_at));
		sandbox.clearRequests();
		await sync('a1', wanted, { conflictResolution: 'source' });
		expect(calls()).toEqual(['GET orders']);
	});

	it('that is refused after the times were written takes a later edit of them for one', async () => {
		const id = await linked();
		const wanted = { ...PERIOD, starts_at: '2030-01-08T15:00:00Z', status: 'draft' };
		expect(await sync('a1', wanted, { conflictResolution: 'review' })).toMatchObject({
			outcome: 'review',
			review: ['status'],
			reason: expect.stringContaining('is a step back'),
		});
		await json(
			booqable(sandbox, {
				resource: 'order',
				operation: 'update',
				orderId: byId(id),
				fields: mapped({ starts_at: '2030-01-08T12:00:00Z' }),
				options: {},
			}),
		);
		expect(await sync('a1', { ...wanted, status: 'reserved' }, { conflictResolution: 'review' })).toMatchObject({
			outcome: 'unchanged',
			review: [],
		});
		expect(Date.parse(order(id).starts_at)).toBe(Date.parse('2030-01-08T12:00:00Z'));
	});

	it('that needs items which are short waits for a person, and is reserved when a person says so and they are there', async () => {
		const id = seeded({ status: 'draft' });
		const rival = seeded({ status: 'draft' });
		for (const one of [id, rival]) await withItems(one, 30);
		await bring(rival, 'reserved');
		await link('a1', id);
		await sync('a1', { ...PERIOD, status: 'draft' });
		const wanted = { ...PERIOD, status: 'reserved' };
		expect(await sync('a1', wanted)).toMatchObject({
			outcome: 'review',
			review: ['status'],
			reason: expect.stringContaining('not available'),
		});
		await bring(rival, 'canceled');
		expect(await sync('a1', wanted)).toMatchObject({ outcome: 'review' });
		await json(
			ledger({
				resource: 'review',
				operation: 'resolve',
				pair: 'appointments',
				...inGhl,
				sourceId: 'a1',
				targetApp: 'booqable',
				targetAccount: byId(DEMO_SLUG),
				field: 'status',
				keep: 'source',
			}),
		);
		expect(await sync('a1', wanted)).toMatchObject({ outcome: 'updated', changed: ['status'] });
		expect(order(id)).toMatchObject({ status: 'reserved' });
		expect(await reviews()).toEqual([]);
	});

	it.each([
		[
			'is refused without a call of its own',
			{},
			{ outcome: 'review', review: ['status'], reason: expect.stringContaining('is a step back') },
			'reserved',
		],
		['is taken where the node says so', { revert: true }, { outcome: 'updated', changed: ['status'] }, 'draft'],
	])('before the one of the order %s', async (_, options, outcome, status) => {
		const id = await linked();
		expect(await sync('a1', { ...PERIOD, status: 'draft' }, { options })).toMatchObject(outcome);
		expect(calls().includes('POST order_status_transitions')).toBe(status === 'draft');
		expect(order(id)).toMatchObject({ status });
	});

	it('goes ahead as well where steps back are allowed', async () => {
		const id = await linked({ status: 'draft' });
		expect(await sync('a1', { ...PERIOD, status: 'reserved' }, { options: { revert: true } })).toMatchObject({
			outcome: 'updated',
			changed: ['status'],
		});
		expect(order(id)).toMatchObject({ status: 'reserved' });
	});

	it('that does not exist is refused without a call, and without being shown', async () => {
		await linked();
		expect(await sync('a1', { ...PERIOD, status: 'Ada confirmed' })).toMatchObject({
			outcome: 'review',
			reason:
				'The app did not accept status: Booqable has no such status. Choose one of: Archived, Canceled, Draft, Reserved, Started, Stopped.',
		});
		expect(calls()).toEqual(['GET orders']);
	});

	it('whose answer was lost is confirmed by a read, without a second transition', async () => {
		const id = await linked();
		sandbox.faults({ kind: 'answerLost', service: 'booqable', path: '/**/order_status_transitions', times: 1 });
		expect(await sync('a1', { ...PERIOD, status: 'canceled' })).toMatchObject({ outcome: 'failed' });
		sandbox.clearRequests();
		expect(await sync('a1', { ...PERIOD, status: 'canceled' })).toMatchObject({ outcome: 'unchanged' });
		expect(calls()).toEqual(['GET orders']);
		expect(order(id)).toMatchObject({ status: 'canceled' });
	});
});

describe('whether it is canceled', () => {
	it('is all that an appointment says about the status: a canceled one cancels the order', async () => {
		const id = await linked();
		await sync('a1', { ...PERIOD, canceled: false });
		expect(await sync('a1', { ...PERIOD, canceled: true })).toMatchObject({
			outcome: 'updated',
			changed: ['canceled'],
		});
		expect(order(id)).toMatchObject({ status: 'canceled' });
		expect(await sync('a1', { ...PERIOD, canceled: 'true' })).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it.each(['draft', 'reserved', 'started', 'stopped', 'archived'])(
		'is nothing to do for an order that is %s and an appointment that takes place',
		async (status) => {
			const id = await linked({ status: 'draft' });
			await reach(id, status);
			expect(await sync('a1', { ...PERIOD, canceled: false })).toMatchObject({ outcome: 'unchanged' });
			expect(order(id)).toMatchObject({ status });
		},
	);

	it('cannot be undone in Booqable: it goes to review without a call, and the question closes when the appointment is canceled again', async () => {
		const id = await linked();
		await sync('a1', { ...PERIOD, canceled: true });
		sandbox.clearRequests();
		expect(await sync('a1', { ...PERIOD, canceled: false })).toMatchObject({
			outcome: 'review',
			review: ['canceled'],
			reason: expect.stringContaining('duplicate it there'),
		});
		expect(calls()).toEqual(['GET orders']);
		expect(await reviews()).toMatchObject([
			{ id: 'a1', targetId: id, field: 'canceled', cause: expect.stringContaining('duplicate it there') },
		]);
		expect(await sync('a1', { ...PERIOD, canceled: true })).toMatchObject({ outcome: 'unchanged' });
		expect(await reviews()).toEqual([]);
	});

	it('waits for a person where the items are short for the new times only, and the order is canceled all the same', async () => {
		const id = seeded({ status: 'draft' });
		const rival = seeded({ status: 'draft', starts_at: '2030-02-07T15:00:00Z', stops_at: '2030-02-09T15:00:00Z' });
		for (const one of [id, rival]) {
			await withItems(one, 30);
			await bring(one, 'reserved');
		}
		await link('a1', id);
		await sync('a1', { ...PERIOD, canceled: false });
		const moved = { starts_at: '2030-02-07T15:00:00Z', stops_at: '2030-02-09T15:00:00Z' };
		expect(await sync('a1', { ...moved, canceled: false })).toMatchObject({
			outcome: 'review',
			review: ['starts_at', 'stops_at'],
			reason: expect.stringContaining('not available'),
		});
		expect(await sync('a1', { ...moved, canceled: true })).toMatchObject({
			changed: expect.arrayContaining(['canceled']),
		});
		expect(order(id)).toMatchObject({ status: 'canceled' });
	});
});

describe('an appointment that is gone', () => {
	const gone = async (deletes: string) =>
		await sync('a1', {}, { options: { sourceDeleted: true, whenSourceDeleted: deletes } });

	it.each([
		['unlink', 'unlinked', 'reserved'],
		['ignore', 'unchanged', 'reserved'],
		['archive', 'archived', 'canceled'],
	])('%s: the outcome is %s', async (deletes, outcome, status) => {
		const id = await linked();
		expect(await gone(deletes)).toMatchObject({ outcome });
		expect(order(id)).toMatchObject({ status });
	});

	it('does not cancel an order whose items are out', async () => {
		const id = seeded({ status: 'draft' });
		await reach(id, 'started');
		await link('a1', id);
		await sync('a1', PERIOD);
		expect(await gone('archive')).toMatchObject({
			outcome: 'review',
			reason: 'an order that is started is not canceled',
		});
		expect(order(id)).toMatchObject({ status: 'started' });
		expect(await reviews()).toMatchObject([
			{ id: 'a1', field: null, cause: 'an order that is started is not canceled' },
		]);
	});
});

it('a dry run reports what would be written, and writes nothing', async () => {
	const id = await linked();
	expect(await sync('a1', { ...PERIOD, status: 'canceled' }, { dryRun: true })).toMatchObject({
		outcome: 'planned',
		plan: [{ call: 'update', fields: ['status'] }],
	});
	expect(order(id)).toMatchObject({ status: 'reserved' });
});

it('each item has its own outcome, and the others continue after one fails', async () => {
	const orders = [seeded(), seeded()];
	for (const [index, id] of orders.entries()) await link(`a${index}`, id);
	const setup = {
		...booqable(sandbox, parameters('={{ $json.id }}', { starts_at: '={{ $json.starts }}' })),
		onError: 'continueRegularOutput' as const,
	};
	const given = await items(setup, [
		{ id: 'a0', starts: '2030-01-08T15:00:00Z' },
		{ id: 'a/b' },
		{ id: 'a1', starts: 'soon' },
	]);
	expect(given.map(({ json: { outcome, error }, pairedItem }) => [outcome ?? error, pairedItem])).toEqual([
		['updated', { item: 0 }],
		[expect.stringContaining('not an ID'), { item: 1 }],
		['review', { item: 2 }],
	]);
});

it('the editor offers times, the statuses that a transition leads to, and properties', async () => {
	const { fields } = await method<{ fields: Array<{ id: string; options?: Array<{ value: string }> }> }>(
		booqable(sandbox, { authentication: 'accessToken' }),
		'resourceMapping',
		'getOrderColumnsForSync',
	);
	const ids = fields.map(({ id }) => id);
	expect(ids).toEqual(
		expect.arrayContaining(['starts_at', 'stops_at', 'canceled', 'status', 'property_purchase_order']),
	);
	expect(ids.filter((id) => id.startsWith('property_delivery_address') || id === 'customer_id')).toEqual([]);
	expect(fields.find(({ id }) => id === 'status')?.options?.map(({ value }) => value)).toEqual([
		'archived',
		'canceled',
		'draft',
		'reserved',
	]);
});
