import type { IDataObject } from 'n8n-workflow';
import { BooqablePollTrigger } from '../../../nodes/Booqable/BooqablePollTrigger.node';
import { poll } from '../../support/engine';
import { Demo } from '../../support/booqable';

let demo: Demo;
let staticData: IDataObject;
/** What the trigger has reported as failed executions. */
let said: Error[];
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => {
	demo.sandbox.reset();
	staticData = {};
	said = [];
});
afterAll(() => demo.sandbox.close());

const setup = (events: string[], options: IDataObject = {}) =>
	demo.setup({ events, minutes: 15, options }, { node: new BooqablePollTrigger() });

/** Polls as n8n does once the interval is over. */
async function polled(events: string[], options?: IDataObject): Promise<IDataObject[]> {
	const kept = staticData['node:Node'] as IDataObject | undefined; // where n8n keeps a node's own
	if (kept) kept.polledAt = 0;
	const found = await poll(setup(events, options), staticData, 'trigger', said);
	staticData = JSON.parse(JSON.stringify(staticData)); // as stored and read again
	return found;
}
const records = (found: IDataObject[]) => found.map(({ record }) => record as IDataObject);
const note = (owner: string, body: string) => ({ body, owner_id: owner, owner_type: 'customers' });
const customer = (name = 'Ada') => demo.seed({ customers: [{ name }] }).customers[0];

it('returns the times of orders as moments where the account writes its local time', async () => {
	const times = { starts_at: '2030-07-01T09:00:00Z', stops_at: '2030-12-09T15:00:00Z' };
	await polled(['order.created']);
	demo.seed({ orders: [{ status: 'draft', customer_id: customer().id, ...times }] });
	const [record] = records(await polled(['order.created'], { orderTimes: 'account' }));
	expect(record).toMatchObject({ starts_at: '2030-07-01T09:00:00-05:00', stops_at: '2030-12-09T15:00:00-06:00' });
});

it('returns one event for a new customer', async () => {
	await polled(['customer.created', 'customer.updated']);
	const { id } = customer('Grace');
	const found = await polled(['customer.created', 'customer.updated']);
	expect(found).toEqual([expect.objectContaining({ event: 'customer.created' })]);
	demo.sandbox.advance(5_000);
	demo.seed({ changes: [{ type: 'customers', id, attributes: { name: 'Grace Hopper' } }] });
	expect(await polled(['customer.created', 'customer.updated'])).toEqual([
		expect.objectContaining({ event: 'customer.updated' }),
	]);
});

describe('after a restart of n8n', () => {
	const repeat = { repeatAfterRestart: true };
	const events = ['customer.created', 'order.statusChanged'];
	const names = (found: IDataObject[]) => records(found).map(({ name }) => name);
	const restart = () => {
		const kept = staticData['node:Node'] as { checkpoints?: IDataObject };
		if (kept.checkpoints) kept.checkpoints.start = 'the one before';
	};
	/** As if so much time had passed since the checkpoints were made. */
	const later = (ms: number) => {
		const { checkpoints } = staticData['node:Node'] as { checkpoints: Record<string, { at: number }> };
		for (const one of [checkpoints.older, checkpoints.newer]) if (one) one.at -= ms;
	};

	it('what was returned shortly before comes once more, and then no more', async () => {
		await polled(events, repeat);
		customer('Ada');
		expect(names(await polled(events, repeat))).toEqual(['Ada']);
		customer('Grace');
		expect(names(await polled(events, repeat))).toEqual(['Grace']);
		restart();
		customer('Hedy');
		expect(names(await polled(events, repeat))).toEqual(['Ada', 'Grace', 'Hedy']);
		expect(await polled(events, repeat)).toEqual([]);
	});

	it('comes at once, before the interval is over, and then after the interval', async () => {
		await polled(events, repeat);
		customer('Ada');
		const now = () => poll(setup(events, repeat), staticData);
		expect(await now()).toEqual([]);
		restart();
		expect(names(await now())).toEqual(['Ada']);
		customer('Grace');
		expect(await now()).toEqual([]);
	});

	it('comes at the next poll where nothing is to be repeated', async () => {
		await polled(events);
		customer('Ada');
		restart();
		expect(await poll(setup(events), staticData)).toEqual([]);
	});

	it('comes once more after each of several restarts in a row', async () => {
		await polled(events, repeat);
		customer('Ada');
		expect(names(await polled(events, repeat))).toEqual(['Ada']);
		for (const minutes of [1, 20, 20]) {
			later(minutes * 60_000);
			restart();
			expect(names(await polled(events, repeat))).toContain('Ada');
		}
	});

	it('what is older than half an hour does not come again', async () => {
		await polled(events, repeat);
		customer('Ada');
		expect(names(await polled(events, repeat))).toEqual(['Ada']);
		for (const name of ['Grace', 'Hedy']) {
			later(16 * 60_000);
			customer(name);
			expect(names(await polled(events, repeat))).toEqual([name]);
		}
		restart();
		expect(names(await polled(events, repeat))).toEqual(['Grace', 'Hedy']);
	});

	it('a change of status comes once more with the status before', async () => {
		const { id } = demo.seed({ orders: [{ status: 'draft' }] }).orders[0];
		await polled(events, repeat);
		demo.seed({ order_status_transitions: [{ order_id: id, transition_from: 'draft', transition_to: 'reserved' }] });
		const expected = [expect.objectContaining({ event: 'order.statusChanged', previousStatus: 'draft' })];
		expect(await polled(events, repeat)).toEqual(expected);
		restart();
		expect(await polled(events, repeat)).toEqual(expected);
	});

	it('nothing comes again without the option', async () => {
		await polled(events);
		customer('Ada');
		expect(names(await polled(events))).toEqual(['Ada']);
		restart();
		expect(await polled(events)).toEqual([]);
	});
});

describe('each event', () => {
	const order = () => demo.seed({ orders: [{ status: 'draft' }] }).orders[0];
	const transition = (id: string, from: string, to: string) =>
		demo.seed({ order_status_transitions: [{ order_id: id, transition_from: from, transition_to: to }] });

	it.each<[string, () => void, IDataObject[]]>([
		['customer.created', () => customer('Grace'), [{ name: 'Grace' }]],
		[
			'customer.updated',
			() => demo.seed({ changes: [{ type: 'customers', id: known.customer, attributes: { name: 'Ada King' } }] }),
			[{ name: 'Ada King' }],
		],
		[
			'customer.archived',
			() => demo.seed({ removals: [{ type: 'customers', id: known.customer }] }),
			[{ name: 'Ada', archived: true }],
		],
		[
			'note.created',
			() => ['one', 'two'].forEach((body) => demo.seed({ notes: [note(known.customer, body)] })),
			[{ body: 'one' }, { body: 'two' }],
		],
		[
			'property.changed',
			() =>
				demo.seed({
					changes: [
						{
							type: 'customers',
							id: known.customer,
							attributes: { properties_attributes: [{ identifier: 'phone', value: '2' }] },
						},
					],
				}),
			[{ identifier: 'phone', value: '2' }],
		],
		['order.created', () => order(), [{ status: 'draft', number: 2 }]],
		['order.updated', () => transition(known.order, 'draft', 'canceled'), [{ status: 'canceled' }]],
		['order.statusChanged', () => transition(known.order, 'draft', 'canceled'), [{ status: 'canceled' }]],
		[
			'payment.succeeded',
			() =>
				demo.seed({
					payment_charges: [
						{ order_id: known.order, mode: 'manual', provider: 'none', amount_in_cents: 100, deposit_in_cents: 0 },
					],
				}),
			[{ status: 'succeeded', amount_in_cents: 100 }],
		],
		[
			'email.sent',
			() => demo.seed({ emails: [{ recipients: 'ada@example.com', subject: 'Hi', body: 'Hi' }] }),
			[{ subject: 'Hi', sent: true }],
		],
		['note.deleted', () => demo.seed({ removals: [{ type: 'notes', id: known.note }] }), [{ owner_type: 'customers' }]],
	])('%s is given once', async (event, happen, expected) => {
		known = prepare();
		expect(await polled([event])).toEqual([]);
		happen();
		const found = await polled([event]);
		expect(records(found)).toEqual(expected.map((record) => expect.objectContaining(record)));
		expect(found.every((one) => one.event === event)).toBe(true);
		expect(await polled([event])).toEqual([]);
	});

	let known: { customer: string; order: string; note: string };
	function prepare() {
		const { id } = demo.seed({
			customers: [{ name: 'Ada', properties_attributes: [{ identifier: 'phone', value: '1' }] }],
		}).customers[0];
		return { customer: id, order: order().id, note: demo.seed({ notes: [note(id, 'known')] }).notes[0].id };
	}

	it('customer.updated is neither a new customer nor an archived one', async () => {
		const { id } = customer();
		await polled(['customer.updated']);
		customer('Grace');
		demo.seed({ removals: [{ type: 'customers', id }] });
		expect(await polled(['customer.updated'])).toEqual([]);
	});

	it('payment.failed is returned once', async () => {
		const { id } = order();
		await polled(['payment.failed']);
		demo.seed({
			payment_charges: [
				{
					order_id: id,
					mode: 'manual',
					provider: 'none',
					amount_in_cents: 100,
					deposit_in_cents: 0,
					failed_at: new Date().toISOString(),
				},
			],
		});
		expect(records(await polled(['payment.failed']))).toEqual([expect.objectContaining({ order_id: id })]);
		expect(await polled(['payment.failed'])).toEqual([]);
	});

	it('an invoice is returned when it is finalized, and not when it is changed later', async () => {
		const product = demo.stored('products')[0].id;
		const { orders } = demo.seed({
			orders: [{ status: 'reserved', starts_at: '2030-01-01T09:00:00Z', stops_at: '2030-01-02T09:00:00Z' }],
		});
		demo.seed({
			order_fulfillments: [
				{
					order_id: orders[0].id,
					actions: [{ action: 'book_product', mode: 'create_new', product_id: product, quantity: 1 }],
				},
			],
		});
		const invoice = demo.stored('documents')[0];
		expect(await polled(['document.finalized'])).toEqual([]);
		demo.seed({ invoice_finalizations: [{ document_id: invoice.id }] });
		expect(records(await polled(['document.finalized']))).toEqual([
			expect.objectContaining({ id: invoice.id, finalized: true }),
		]);
		demo.seed({ changes: [{ type: 'documents', id: invoice.id, attributes: { sent: true } }] });
		expect(await polled(['document.finalized'])).toEqual([]);
	});
});

it('returns a quote or contract once it is signed, and an invoice never', async () => {
	const { orders } = demo.seed({ orders: [{ status: 'draft', customer_id: customer().id }] });
	const made = ['quote', 'contract'].map(
		(type) => demo.seed({ documents: [{ order_id: orders[0].id, document_type: type }] }).documents[0],
	);
	expect(await polled(['document.signed'])).toEqual([]);
	demo.sandbox.advance(1_000);
	demo.seed({ signatures: [{ document_id: made[1].id, signature_base64: 'aGFuZA==' }] });
	expect(await polled(['document.signed'])).toEqual([
		expect.objectContaining({
			event: 'document.signed',
			resourceType: 'documents',
			record: expect.objectContaining({ id: made[1].id, document_type: 'contract', signed: true }),
		}),
	]);
	expect(await polled(['document.signed'])).toEqual([]);
});

describe('polling', () => {
	it('polls only once in an interval', async () => {
		await poll(setup(['note.created']), staticData);
		demo.calls();
		expect(await poll(setup(['note.created']), staticData)).toEqual([]);
		expect(demo.calls()).toEqual([]);
	});

	it('costs one call for each event', async () => {
		await polled(['note.created', 'customer.updated', 'order.statusChanged', 'note.deleted']);
		demo.calls();
		await polled(['note.created', 'customer.updated', 'order.statusChanged', 'note.deleted']);
		expect(demo.calls()).toEqual(['GET /notes.json', 'GET /customers.json', 'GET /orders.json', 'GET /notes.json']);
	});

	it('returns nothing and moves no cursor when one of its reads fails', async () => {
		const { id } = customer();
		await polled(['note.created', 'customer.created']);
		demo.seed({ notes: [note(id, 'one')] });
		const before = JSON.stringify(staticData);
		demo.sandbox.faults({ kind: 'status', status: 403, path: '/*/api/4/customers.json', times: 1 });
		await expect(polled(['note.created', 'customer.created'])).rejects.toThrow('may not do this');
		expect(JSON.stringify({ ...(staticData['node:Node'] as IDataObject), polledAt: 0 })).toBe(
			JSON.stringify({ ...(JSON.parse(before) as Record<string, IDataObject>)['node:Node'], polledAt: 0 }),
		);
		expect(records(await polled(['note.created', 'customer.created']))).toEqual([
			expect.objectContaining({ body: 'one' }),
		]);
	});

	it('starts an event that is chosen later at that moment', async () => {
		await polled(['customer.created']);
		const { id } = customer();
		demo.seed({ notes: [note(id, 'before')] });
		expect(await polled(['customer.created', 'note.created'])).toHaveLength(1);
		demo.seed({ notes: [note(id, 'after')] });
		expect(records(await polled(['customer.created', 'note.created']))).toEqual([
			expect.objectContaining({ body: 'after' }),
		]);
	});

	it('reads further pages when many came at once', async () => {
		await polled(['customer.created']);
		demo.seed({ customers: Array.from({ length: 250 }, (_, index) => ({ name: `Customer ${index}` })) });
		expect(await polled(['customer.created'])).toHaveLength(250);
	});

	it('finds what lists show late', async () => {
		await polled(['customer.created']);
		demo.sandbox.seed('booqable', { customers: [{ name: 'Late' }] });
		expect(await polled(['customer.created'])).toEqual([]);
		demo.sandbox.advance(10_000);
		expect(records(await polled(['customer.created']))).toEqual([expect.objectContaining({ name: 'Late' })]);
	});

	it('leaves own writes out where the option says so', async () => {
		const { id } = customer();
		const options = { leaveOutOwn: true };
		await polled(['note.created'], options);
		demo.seed({ by: 'owner', notes: [note(id, 'own')] });
		demo.seed({ notes: [note(id, "a colleague's")] });
		expect(records(await polled(['note.created'], options))).toEqual([
			expect.objectContaining({ body: "a colleague's" }),
		]);
	});

	it('looks at notes of the chosen records only', async () => {
		const { id } = customer();
		const { orders } = demo.seed({ orders: [{ status: 'draft' }] });
		await polled(['note.created']);
		demo.seed({
			notes: [note(id, 'on a customer'), { body: 'on an order', owner_id: orders[0].id, owner_type: 'orders' }],
		});
		expect(records(await polled(['note.created']))).toEqual([expect.objectContaining({ body: 'on a customer' })]);
	});

	it('pauses from the chosen share of the monthly calls on, says so once, and catches up after', async () => {
		const { id } = customer();
		const paused = { pauseAtPercent: 90 };
		demo.sandbox.seed('booqable', { apiUsage: 9_500 });
		await polled(['note.created'], paused); // the events begin here all the same
		demo.seed({ notes: [note(id, 'one')] });
		demo.calls();
		expect(await polled(['note.created'], paused)).toEqual([]);
		expect(said.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				/^Paused: 9\d percent of the calls that Booqable allows in a month are spent\. From 90 percent on, what is not urgent waits, until 1 \w+ \d{4}, 00:00 UTC; what is urgent goes on$/,
			),
		]);
		expect(demo.calls()).toEqual(['GET /companies/current.json']);
		expect(await polled(['note.created'], paused)).toEqual([]);
		expect(demo.calls()).toEqual([]);
		expect(said).toHaveLength(1);
		expect(await polled(['note.created'])).toHaveLength(1);
	});

	it('shows the latest records as a sample in the editor, and remembers nothing', async () => {
		const { id } = customer();
		demo.seed({ notes: ['one', 'two', 'three', 'four'].map((body) => note(id, body)) });
		const sample = await poll(setup(['note.created', 'note.deleted']), staticData, 'manual');
		expect(sample).toHaveLength(3);
		expect(staticData['node:Node'] ?? {}).toEqual({});
	});
});

describe('statuses of orders', () => {
	const change = (id: string, from: string, to: string) =>
		demo.seed({ order_status_transitions: [{ order_id: id, transition_from: from, transition_to: to }] });

	it('come with the one before, and other changes of an order do not count', async () => {
		const [{ id }] = demo.seed({ orders: [{ status: 'draft' }] }).orders;
		await polled(['order.statusChanged']);
		demo.seed({ changes: [{ type: 'orders', id, attributes: { tag_list: ['vip'] } }] });
		expect(await polled(['order.statusChanged'])).toEqual([]);
		change(id, 'draft', 'reserved');
		expect(await polled(['order.statusChanged'])).toEqual([
			expect.objectContaining({ previousStatus: 'draft', record: expect.objectContaining({ id, status: 'reserved' }) }),
		]);
	});

	it('of a new order count once it is more than a draft', async () => {
		await polled(['order.statusChanged']);
		demo.seed({ orders: [{ status: 'draft' }, { status: 'reserved' }] });
		expect(await polled(['order.statusChanged'])).toEqual([
			expect.objectContaining({ previousStatus: null, record: expect.objectContaining({ status: 'reserved' }) }),
		]);
	});
});

describe('deleted notes', () => {
	it('are those that the list lacks and Booqable does not know: a gap in the list alone is not one', async () => {
		const { id } = customer();
		const [first, second] = demo.seed({ notes: [note(id, 'one'), note(id, 'two')] }).notes;
		await polled(['note.deleted']);
		demo.sandbox.faults({ kind: 'status', status: 200, body: { data: [] }, path: '/*/api/4/notes.json', times: 1 });
		expect(await polled(['note.deleted'])).toEqual([]);
		demo.seed({ removals: [{ type: 'notes', id: first.id }] });
		expect(records(await polled(['note.deleted']))).toEqual([
			{ id: first.id, owner_type: 'customers', owner_id: id, created_at: expect.any(String) },
		]);
		demo.seed({ removals: [{ type: 'notes', id: second.id }] });
		expect(records(await polled(['note.deleted']))).toEqual([expect.objectContaining({ id: second.id })]);
	});

	it('are not those that only grew too old to be watched', async () => {
		const { id } = customer();
		demo.seed({ notes: ['one', 'two', 'three'].map((body) => note(id, body)) });
		await polled(['note.deleted'], { watchedNotes: 2 });
		demo.seed({ notes: [note(id, 'four'), note(id, 'five')] });
		demo.calls();
		expect(await polled(['note.deleted'], { watchedNotes: 2 })).toEqual([]);
		expect(demo.calls()).toEqual(['GET /notes.json']);
	});
});
