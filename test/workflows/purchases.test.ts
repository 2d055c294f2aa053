import type { IDataObject } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US, STAGES } from '../../sandbox/ghl/world';
import { booqable, ghlPrivate, mapped } from '../support/nodeSetups';
import { json } from '../support/engine';
import { changed, inNode, renamed, RENTALS_IN_STAND_IN, type Changes } from '../support/rows';
import { byId, freshLedger, SyncedApps } from '../support/syncedApps';
import { runTemplate } from '../support/template';

let sandbox: Sandbox;
let apps: SyncedApps;
let customerId: string;
let orderId: string;
let number: number;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	makePlain(sandbox);
	freshLedger();
	apps = new SyncedApps(sandbox);
	({ id: customerId } = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' }));
	const period = { starts_at: '2030-01-07T15:00:00Z', stops_at: '2030-01-09T15:00:00Z' };
	const { orders } = sandbox.seed('booqable', {
		orders: [{ customer_id: customerId, status: 'draft', ...period }],
	}) as { orders: Array<{ id: string; number: number }> };
	[{ id: orderId, number }] = orders;
	const { products } = (sandbox.state('booqable') as Record<string, { products: Array<{ id: string; sku: string }> }>)[
		DEMO_SLUG
	];
	const chair = products.find(({ sku }) => sku === 'CHAIR')!;
	const lines = { product: [{ productId: byId(chair.id), quantity: 2 }] };
	await json(
		booqable(sandbox, {
			resource: 'order',
			operation: 'bookProducts',
			orderId: byId(orderId),
			products: lines,
			options: {},
		}),
	);
	const [order] = await json(
		booqable(sandbox, { resource: 'order', operation: 'get', orderId: byId(orderId), options: {} }),
	);
	number = Number(order.number);
});

const state = () => sandbox.state('ghl') as Record<'contacts' | 'notes' | 'tasks' | 'opportunities', IDataObject[]>;
const contacts = () => state().contacts.filter(({ locationId }) => locationId === LOCATION_US);
const titles = () => state().tasks.map(({ title }) => title);
const dueIn = ({ dueDate }: IDataObject): number =>
	(new Date(dueDate as string | number).getTime() - Date.now()) / 86_400_000;

const inTable = (changes: Changes) =>
	inNode('What follows', (parameters) => changed(renamed(parameters, RENTALS_IN_STAND_IN), changes));
/** With the stages that the stand-in has where the user has written them into the table. */
const run = async (trigger: string, events: readonly IDataObject[], change = inTable({})) =>
	await runTemplate(sandbox, 'booqable-purchases-to-ghl-follow-up', trigger, events, change);
const happened = async (event: string, record: IDataObject = { id: orderId }, change = inTable({})) =>
	await run(event === 'payment.failed' ? 'A payment failed' : 'Something happened', [{ event, record }], change);
const move = async (transitionTo: string) =>
	await json(
		booqable(sandbox, {
			resource: 'order',
			operation: 'changeStatus',
			orderId: byId(orderId),
			transitionTo,
			options: {},
		}),
	);
/** What the trigger "What was missed" gives of the order: its status now, and the one that it knew. */
const missed = async (previousStatus: string | null, more: IDataObject = {}) => {
	const [order] = await json(
		booqable(sandbox, { resource: 'order', operation: 'get', orderId: byId(orderId), options: {} }),
	);
	return await run('What was missed', [
		{ event: 'order.statusChanged', previousStatus, record: { ...order, ...more } },
	]);
};
const noted = () => state().notes.map(({ body }) => String(body).split(/[\n,]/)[0].split(':')[0]);

const OF_ORDER = ['order.reserved', 'order.started', 'order.stopped', 'order.canceled'];
const OF_OTHERS = ['payment.completed', 'payment.failed', 'quote.signed', 'contract.signed'];

it('notes products and total, creates the task, and moves the opportunity along', async () => {
	await happened('order.reserved');
	const [{ note, total }] = state().notes.map(({ body }) => {
		const lines = String(body).split('\n');
		return { note: lines.slice(0, 2), total: lines[2] };
	});
	expect(note).toEqual([`Order reserved: order #${number}`, expect.stringMatching(/^2 × .*Chair/i)]);
	expect(total).toMatch(/^Total: \d+\.\d\d$/);
	expect(titles()).toEqual([`Prepare the order #${number}`]);
	expect(state().opportunities).toEqual([
		expect.objectContaining({ name: `Order #${number}`, status: 'open', monetaryValue: Number(total.slice(7)) }),
	]);
	await happened('order.stopped');
	expect(titles()).toEqual([`Prepare the order #${number}`, `Ask for a review #${number}`]);
	expect(dueIn(state().tasks[1])).toBeCloseTo(3, 1);
	expect(state().opportunities).toEqual([expect.objectContaining({ status: 'won' })]);
});

it('leaves the opportunity where it is for an event that comes late', async () => {
	for (const transitionTo of ['reserved', 'canceled']) await move(transitionTo);
	await happened('order.canceled');
	await happened('order.reserved');
	expect(state().opportunities).toEqual([expect.objectContaining({ status: 'lost' })]);
	expect(state().notes).toHaveLength(2);
});

it('leaves the opportunity of a later order alone when an earlier one ends', async () => {
	await happened('order.reserved');
	const period = { starts_at: '2030-02-07T15:00:00Z', stops_at: '2030-02-09T15:00:00Z' };
	const [later] = (
		sandbox.seed('booqable', { orders: [{ customer_id: customerId, status: 'reserved', ...period }] }) as {
			orders: Array<{ id: string }>;
		}
	).orders;
	await happened('order.reserved', { id: later.id });
	sandbox.advance(60_000);
	for (const event of ['order.started', 'order.canceled']) await happened(event);
	expect(state().opportunities).toEqual([expect.objectContaining({ name: `Order #${number + 1}`, status: 'open' })]);
	expect(state().notes).toHaveLength(4);
	await happened('order.canceled', { id: later.id });
	expect(state().opportunities).toEqual([expect.objectContaining({ name: `Order #${number + 1}`, status: 'lost' })]);
});

it('takes the name from the newest customer of a contact, also when an older one orders later', async () => {
	sandbox.advance(60_000);
	const newer = await apps.saveCustomer({ name: 'Ada King', email: 'ada@example.com' });
	const period = { starts_at: '2030-02-07T15:00:00Z', stops_at: '2030-02-09T15:00:00Z' };
	const [order] = (
		sandbox.seed('booqable', { orders: [{ customer_id: newer.id, status: 'reserved', ...period }] }) as {
			orders: Array<{ id: string }>;
		}
	).orders;
	await happened('order.reserved', { id: order.id });
	sandbox.advance(60_000);
	await happened('order.reserved');
	expect(contacts()).toEqual([expect.objectContaining({ firstName: 'Ada', lastName: 'King' })]);
	expect(state().notes).toHaveLength(2);
});

it('takes each of the eight events, twice, into one contact and one opportunity, and doubles nothing', async () => {
	for (const event of [...OF_ORDER, ...OF_OTHERS, ...OF_ORDER, ...OF_OTHERS]) {
		const record = OF_ORDER.includes(event) ? { id: orderId } : { id: 'another', order_id: orderId };
		const ran = await happened(event, record);
		expect([event, ran('Notify the team')]).toEqual([event, []]);
	}
	expect(contacts()).toEqual([expect.objectContaining({ email: 'ada@example.com' })]);
	expect(state().notes).toHaveLength(8);
	expect(titles()).toEqual(
		[
			'Prepare the order',
			'Ask for a review',
			'Ask why the order was canceled',
			'Call about the failed payment',
			'Confirm the order',
		].map((title) => `${title} #${number}`),
	);
	expect(state().opportunities).toHaveLength(1);
});

it('on an account without those stages creates note and task, and tells the team', async () => {
	const ran = await happened('order.reserved', { id: orderId }, (node) => node);
	expect(state().notes).toHaveLength(1);
	expect(titles()).toHaveLength(1);
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({
			contactId: contacts()[0].id,
			title: `Purchase needs a look: Order reserved #${number} (opportunity)`,
			text: expect.stringMatching(
				/^Invalid value for Stage: "Reserved"\..*\nPipeline and stages are in the node "What follows"\.$/,
			),
		}),
	]);
});

it('tells the team about note and task that were not made, each by itself', async () => {
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /(notes|tasks)$/, status: 400 });
	const ran = await happened('order.reserved');
	sandbox.clearFaults();
	expect(ran('Notify the team').map(({ title }) => title)).toEqual(
		['task', 'note'].map((what) => `Purchase needs a look: Order reserved #${number} (${what})`),
	);
});

it('tells the team about an order that Booqable does not know', async () => {
	const unknown = '00000000-0000-4000-8000-000000000000';
	const ran = await happened('order.reserved', { id: unknown });
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({
			title: `Purchase needs a look: Order reserved, order ${unknown} (order)`,
			contactId: '',
		}),
	]);
	expect(contacts()).toEqual([]);
});

describe('What was missed', () => {
	const start = async () => {
		await move('reserved');
		await json(booqable(sandbox, { resource: 'order', operation: 'start', orderId: byId(orderId), options: {} }));
	};

	it('does what has no note yet, once, in the order in which it happened', async () => {
		await start();
		for (let time = 0; time < 2; time++) {
			const ran = await missed('draft');
			expect(ran('Notify the team')).toEqual([]);
			expect(noted()).toEqual(['Order reserved', 'Order picked up']);
			expect(titles()).toEqual([`Prepare the order #${number}`]);
			expect(state().opportunities).toEqual([expect.objectContaining({ pipelineStageId: STAGES.booked })]);
		}
	});

	it('leaves alone what was done when it happened: also a stage that somebody has changed since', async () => {
		await move('reserved');
		await happened('order.reserved');
		const [{ id }] = state().opportunities;
		const stage = { pipelineId: 'Rentals', stageId: 'Lead', fields: mapped({}) };
		await json(
			ghlPrivate(sandbox, {
				resource: 'opportunity',
				operation: 'update',
				opportunityId: byId(String(id)),
				...stage,
				options: {},
			}),
		);
		await missed('draft');
		expect(noted()).toEqual(['Order reserved']);
		expect(state().opportunities).toEqual([expect.objectContaining({ pipelineStageId: STAGES.lead })]);
	});

	it('does all when the execution had ended before its note', async () => {
		await move('reserved');
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /(notes|opportunities)/, status: 400 });
		await happened('order.reserved');
		sandbox.clearFaults();
		expect([titles().length, noted(), state().opportunities]).toEqual([1, [], []]);
		await missed('draft');
		expect([titles().length, noted(), state().opportunities.length]).toEqual([1, ['Order reserved'], 1]);
	});

	it.each([
		['draft', []],
		['reserved', ['Order reserved']],
		['started', ['Order picked up']],
		['stopped', ['Order returned']],
		['canceled', ['Order canceled']],
		['archived', []],
	])('takes an old order that it does not know as now %s, no more', async (status, expected) => {
		await missed(null, { status, created_at: '2020-01-01T00:00:00Z' });
		expect(noted()).toEqual(expected);
	});

	it.each([
		[null, 'stopped', ['Order reserved', 'Order picked up', 'Order returned']],
		['reserved', 'stopped', ['Order picked up', 'Order returned']],
		['stopped', 'started', []],
		['started', 'draft', []],
		['reserved', 'canceled', ['Order canceled']],
	])('knows what lies between %s and %s of a new order', async (before, status, expected) => {
		await missed(before, { status });
		expect(noted()).toEqual(expected);
	});

	it('tells two payments of an order apart, and a refund from a payment', async () => {
		const payment = { order_id: orderId, currency: 'eur', total_in_cents: 12_050, type: 'payment_charges' };
		const first = { ...payment, id: 'a', created_at: '2030-01-02T03:04:05Z' };
		const second = { ...payment, id: 'b', created_at: '2030-01-02T09:00:00Z' };
		await happened('payment.completed', first);
		const late = [first, second, { ...second, id: 'c', type: 'payment_refunds' }];
		for (let time = 0; time < 2; time++)
			await run(
				'What was missed',
				late.map((record) => ({ event: 'payment.succeeded', record })),
			);
		expect(state().notes.map(({ body }) => String(body).split('\n')[0])).toEqual([
			`Payment received: order #${number}, 120.50 EUR of 2 Jan 2030, 03:04`,
			`Payment received: order #${number}, 120.50 EUR of 2 Jan 2030, 09:00`,
			`Payment refunded: order #${number}, 120.50 EUR of 2 Jan 2030, 09:00`,
		]);
	});

	it('leaves the opportunity of a later order to that order', async () => {
		await move('reserved');
		const period = { starts_at: '2030-02-07T15:00:00Z', stops_at: '2030-02-09T15:00:00Z' };
		const { orders } = sandbox.seed('booqable', {
			orders: [{ customer_id: customerId, status: 'reserved', ...period }],
		}) as { orders: Array<{ id: string }> };
		await happened('order.reserved', { id: orders[0].id });
		sandbox.advance(60_000);
		await missed('draft');
		expect(noted()).toEqual(['Order reserved', 'Order reserved']);
		expect(state().opportunities).toEqual([expect.objectContaining({ name: `Order #${number + 1}` })]);
	});

	it.each(['contract.signed', 'quote.signed'])('a late %s does not move the opportunity back', async (event) => {
		await start();
		await happened('order.started');
		await happened(event, { id: 'another', order_id: orderId });
		expect(noted()).toHaveLength(2);
		expect(state().opportunities).toEqual([expect.objectContaining({ pipelineStageId: STAGES.booked })]);
	});

	it('makes a task for each failed payment, and another one for a failed refund', async () => {
		const payment = { order_id: orderId, currency: 'eur', total_in_cents: 5_000, type: 'payment_charges' };
		for (const [id, type] of [
			['a', 'payment_charges'],
			['b', 'payment_charges'],
			['c', 'payment_refunds'],
		])
			await happened('payment.failed', {
				...payment,
				id,
				type,
				created_at: `2030-01-02T0${id === 'a' ? 3 : 4}:00:00Z`,
			});
		expect(titles()).toEqual([
			`Call about the failed payment #${number}, 50.00 EUR of 2 Jan 2030, 03:00`,
			`Call about the failed payment #${number}, 50.00 EUR of 2 Jan 2030, 04:00`,
			`Look at the failed refund #${number}, 50.00 EUR of 2 Jan 2030, 04:00`,
		]);
	});

	it('goes on where one order cannot be read, and tells which', async () => {
		await move('reserved');
		const [order] = await json(
			booqable(sandbox, { resource: 'order', operation: 'get', orderId: byId(orderId), options: {} }),
		);
		const unknown = '00000000-0000-4000-8000-000000000000';
		const ran = await run(
			'What was missed',
			[unknown, orderId].map((id) => ({
				event: 'order.statusChanged',
				previousStatus: 'draft',
				record: { ...order, id },
			})),
		);
		expect(noted()).toEqual(['Order reserved']);
		expect(ran('Notify the team')).toEqual([
			expect.objectContaining({ title: expect.stringContaining(unknown), contactId: '' }),
		]);
	});

	it('knows a signed quote from a signed contract', async () => {
		const record = { id: 'another', order_id: orderId };
		const signed = ['quote', 'contract', 'invoice'].map((type) => ({ ...record, document_type: type }));
		await run(
			'What was missed',
			signed.map((one) => ({ event: 'document.signed', record: one })),
		);
		expect(noted()).toEqual(['Quote signed', 'Contract signed']);
	});
});

describe('What follows', () => {
	it('takes changed rows', async () => {
		const changes = {
			'Order reserved: stage': 'Lead',
			'Order reserved: status': 'Won',
			'Order reserved: task': 'Call',
			'Order reserved: days': 5,
		};
		await happened('order.reserved', { id: orderId }, inTable(changes));
		expect(state().opportunities).toEqual([expect.objectContaining({ pipelineStageId: STAGES.lead, status: 'won' })]);
		expect(titles()).toEqual([`Call #${number}`]);
		expect(dueIn(state().tasks[0])).toBeCloseTo(5, 1);
	});

	it.each([
		['emptied', ''],
		['deleted', null],
	])('makes no task, no opportunity and no status of rows that were %s', async (_, value) => {
		const none = { 'Order reserved: stage': value, 'Order reserved: task': value };
		const ran = await happened('order.reserved', { id: orderId }, inTable(none));
		expect(ran('Notify the team')).toEqual([]);
		expect(state().notes).toHaveLength(1);
		expect([titles(), state().opportunities]).toEqual([[], []]);
		await happened('order.canceled');
		await happened('order.stopped', { id: orderId }, inTable({ 'Order returned: status': value }));
		expect(state().opportunities).toEqual([
			expect.objectContaining({ status: 'open', pipelineStageId: STAGES.booked }),
		]);
	});

	it.each([
		['emptied', undefined],
		['filled with nothing', ''],
		['deleted', null],
	])('makes a task due at once whose days were %s', async (_, days) => {
		const ran = await happened('order.reserved', { id: orderId }, inTable({ 'Order reserved: days': days }));
		expect(ran('Notify the team')).toEqual([]);
		expect(dueIn(state().tasks[0])).toBeCloseTo(0, 1);
	});

	it.each([
		['emptied', ''],
		['deleted', null],
	])('tells the team about a pipeline that was %s', async (_, Pipeline) => {
		const ran = await happened('order.reserved', { id: orderId }, inTable({ Pipeline }));
		expect(state().opportunities).toEqual([]);
		expect(ran('Notify the team')).toEqual([
			expect.objectContaining({ title: `Purchase needs a look: Order reserved #${number} (opportunity)` }),
		]);
	});

	it('takes added rows, whatever the type and the spelling of their names', async () => {
		const changes = {
			'payment failed:stage': 'Lead',
			'Contract signed: task': 'File it',
			'Contract Signed: days': '2',
		};
		const record = { id: 'another', order_id: orderId };
		await happened('payment.failed', record, inTable(changes));
		expect(state().opportunities).toEqual([expect.objectContaining({ pipelineStageId: STAGES.lead })]);
		await happened('contract.signed', record, inTable(changes));
		expect(dueIn(state().tasks[1])).toBeCloseTo(2, 1);
	});
});

// The last one: what an account has of custom fields is kept for a while.
it('keeps to the contact that the template for new customers has made, whatever its email is now', async () => {
	await json(
		ghlPrivate(sandbox, { resource: 'customField', operation: 'setUpFields', fieldSet: 'templates', options: {} }),
	);
	await runTemplate(sandbox, 'booqable-customer-to-ghl-contact', 'Customer created or updated', [
		{ event: 'customer.created', record: await apps.customer(customerId) },
	]);
	const [{ id }] = contacts();
	await apps.saveContact({ email: 'ada@moved.example.com' }, String(id));
	sandbox.advance(60_000);
	for (const [event, outcome] of [
		['order.reserved', 'linked'],
		['order.stopped', 'unchanged'],
	] as const) {
		const ran = await happened(event);
		expect(ran('Contact')).toEqual([expect.objectContaining({ id, outcome })]);
		expect(ran('Notify the team')).toEqual([]);
	}
	expect(contacts()).toHaveLength(1);
	expect(state().notes).toEqual([
		expect.objectContaining({ contactId: id }),
		expect.objectContaining({ contactId: id }),
	]);
});
