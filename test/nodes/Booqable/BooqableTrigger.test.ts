import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { BooqableTrigger } from '../../../nodes/Booqable/BooqableTrigger.node';
import { WEBHOOK_EVENTS } from '../../../sandbox/booqable/events';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { deliver, hook, WEBHOOKS } from '../../support/engine';
import { Demo } from '../../support/booqable';

const OURS = `${WEBHOOKS}/hook-id/webhook`;
const EVENTS = ['customer.created', 'customer.updated'];

let demo: Demo;
let staticData: IDataObject;
/** Each test has a node of its own: the sandbox gives its deliveries the same IDs after a reset. */
let trials = 0;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => {
	demo.sandbox.reset();
	trials++;
	staticData = {};
});
afterAll(() => demo.sandbox.close());

const trigger = (parameters: IDataObject = {}, credential?: IDataObject) => ({
	...demo.setup(
		{ events: EVENTS, recordFrom: 'fresh', options: {}, ...parameters },
		{ node: new BooqableTrigger(), credential },
	),
	nodeId: `node${trials}`,
});
const publish = async (setup = trigger(), state = staticData) =>
	(await hook(setup, 'checkExists', state)) || (await hook(setup, 'create', state));
const endpoints = () => demo.stored('webhook_endpoints');
const secretOf = (url: unknown) => new URL(String(url)).searchParams.get('secret') ?? '';

describe('the registration', () => {
	it('is created once with version 4 and a secret, and found again after a restart', async () => {
		await publish();
		expect(endpoints()).toEqual([
			expect.objectContaining({
				version: 4,
				events: EVENTS,
				url: expect.stringMatching(new RegExp(`^${OURS}\\?secret=[0-9a-f]{48}$`)),
			}),
		]);
		await publish();
		expect(endpoints()).toHaveLength(1);
	});

	it('is recognized when n8n lost its state', async () => {
		await publish();
		const [{ id, url }] = endpoints();
		demo.calls();
		staticData = {};
		expect(await hook(trigger(), 'checkExists', staticData)).toBe(true);
		expect(demo.calls()).toEqual(['GET /webhook_endpoints']);
		expect(endpoints()).toEqual([expect.objectContaining({ id, url })]);
		const { json } = await deliver(
			trigger({ recordFrom: 'payload' }),
			{ body: sent('customer.created', { id: 'x' }), query: { secret: secretOf(url) } },
			staticData,
		);
		expect(json).toHaveLength(1);
	});

	it('is changed, not duplicated, when other events are chosen', async () => {
		await publish();
		const [{ id, url }] = endpoints();
		demo.calls();
		await publish(trigger({ events: ['order.reserved'] }));
		expect(endpoints()).toEqual([expect.objectContaining({ id, url, events: ['order.reserved'] })]);
		expect(demo.calls().filter((call) => !call.startsWith('GET'))).toEqual([`PUT /webhook_endpoints/${id}`]);
	});

	it('replaces duplicates and an endpoint of version 1, all with our own address', async () => {
		demo.seed({
			webhook_endpoints: [
				{ url: OURS, events: EVENTS, version: 1 },
				{ url: `${OURS}?secret=abc`, events: EVENTS, version: 4 },
				{ url: `${OURS}?secret=def`, events: EVENTS, version: 4 },
			],
		});
		await publish();
		expect(endpoints()).toEqual([expect.objectContaining({ url: `${OURS}?secret=abc`, version: 4 })]);
	});

	it('never touches endpoints of others', async () => {
		const others = [
			'https://hooks.example.com/1',
			`${OURS}/more`,
			`${OURS}2?secret=abc`,
			`${WEBHOOKS}/other-id/webhook?secret=abc`,
		];
		demo.seed({ webhook_endpoints: others.map((url) => ({ url, events: EVENTS, version: 4 })) });
		await publish();
		await hook(trigger(), 'delete', staticData);
		expect(endpoints().map(({ url }) => url)).toEqual(others);
	});

	it('is created again after it was deleted in Booqable, and unpublishing what is gone is not an error', async () => {
		await publish();
		demo.seed({ removals: [{ type: 'webhook_endpoints', id: endpoints()[0].id }] });
		await publish();
		expect(endpoints()).toHaveLength(1);
		demo.seed({ removals: [{ type: 'webhook_endpoints', id: endpoints()[0].id }] });
		expect(await hook(trigger(), 'delete', staticData)).toBe(true);
	});

	it('is removed when the workflow is unpublished', async () => {
		await publish();
		await hook(trigger(), 'delete', staticData);
		expect(endpoints()).toEqual([]);
		const { answered } = await deliver(
			trigger(),
			{ body: sent('customer.created', { id: 'x' }), query: { secret: '' } },
			staticData,
		);
		expect(answered.status).toBe(401);
	});

	it('is refused for an n8n on localhost when Booqable is the real one', async () => {
		const real = trigger({}, { baseUrl: 'https://{slug}.booqable.com' });
		await expect(hook(real, 'create', staticData)).rejects.toThrow(
			'Booqable cannot reach this n8n: its webhook address is on localhost',
		);
		expect(demo.calls()).toEqual([]);
	});

	it('of a test in the editor stands beside that of the published workflow, each with a secret of its own', async () => {
		await publish();
		await hook(trigger(), 'create', staticData, true);
		const [published, test] = endpoints().map(({ url }) => String(url));
		expect(test).toContain('/webhook-test/');
		const given = async (url: string, mode: 'webhook' | 'manual') =>
			(
				await deliver(
					trigger({ recordFrom: 'payload' }),
					{ body: sent('customer.created', { id: 'x' }), query: { secret: secretOf(url) } },
					staticData,
					mode,
				)
			).json;
		expect([await given(test, 'manual'), await given(published, 'webhook')]).toEqual([
			[expect.anything()],
			[expect.anything()],
		]);
		expect([await given(published, 'manual'), await given(test, 'webhook')]).toEqual([undefined, undefined]);
		await hook(trigger(), 'delete', staticData, true);
		expect(endpoints().map(({ url }) => url)).toEqual([published]);
	});

	describe('with an address that n8n has no longer', () => {
		const moved = () => ({ ...trigger(), webhooks: 'http://127.0.0.1:6789/webhook' });
		const addresses = () => endpoints().map(({ url }) => String(url).split('?')[0]);

		it('is removed when the workflow is published under the new one', async () => {
			await publish();
			await publish(moved());
			expect(addresses()).toEqual(['http://127.0.0.1:6789/webhook/hook-id/webhook']);
		});

		it('is removed when the workflow is unpublished, which n8n does under the new one', async () => {
			await publish();
			await hook(moved(), 'delete', staticData);
			expect(addresses()).toEqual([]);
		});

		it('is removed where the new one is registered already', async () => {
			await publish(moved(), {});
			await publish();
			await publish(moved());
			expect(addresses()).toEqual(['http://127.0.0.1:6789/webhook/hook-id/webhook']);
		});

		it('is no secret any more', async () => {
			await publish();
			const [{ url }] = endpoints();
			await publish(moved());
			const { answered } = await deliver(
				{ ...moved(), parameters: trigger({ recordFrom: 'payload' }).parameters },
				{ body: sent('customer.created', { id: 'x' }), query: { secret: secretOf(url) } },
				staticData,
			);
			expect(answered.status).toBe(401);
		});

		it('leaves a test in the editor alone', async () => {
			await publish();
			await hook(trigger(), 'create', staticData, true);
			await publish(moved());
			expect(addresses().filter((address) => address.includes('/webhook-test/'))).toHaveLength(1);
		});
	});

	it('offers every event that Booqable documents', () => {
		const { options } = new BooqableTrigger().description.properties.find(({ name }) => name === 'events')!;
		expect(options!.map((option) => ('value' in option ? option.value : '')).sort()).toEqual(
			[...WEBHOOK_EVENTS].sort(),
		);
		expect(options).toHaveLength(45);
	});
});

let numbered = 0;
const sent = (event: string, record: IDataObject, more: IDataObject = {}): IDataObject => ({
	id: `delivery-${++numbered}`,
	created_at: '2026-01-02T03:04:05.000000+00:00',
	event,
	resource_type: 'customers',
	data: record,
	...more,
});

const apart = ({ id, ...attributes }: IDataObject): IDataObject => ({ id, attributes });

describe('a delivery', () => {
	let secret: string;
	let receive: (body: unknown, parameters?: IDataObject, query?: IDataObject) => ReturnType<typeof deliver>;
	beforeEach(async () => {
		await publish();
		secret = secretOf(endpoints()[0].url);
		receive = (body, parameters = {}, query = { secret }) => deliver(trigger(parameters), { body, query }, staticData);
		demo.calls();
	});

	it('becomes the record as it is now, whatever was sent', async () => {
		const { customers } = demo.seed({ customers: [{ name: 'Ada Lovelace' }] });
		const { json } = await receive(sent('customer.updated', { id: customers[0].id, name: 'Ada' }));
		expect(json).toEqual([
			{
				event: 'customer.updated',
				deliveryId: `delivery-${numbered}`,
				occurredAt: '2026-01-02T03:04:05.000000+00:00',
				resourceType: 'customers',
				account: DEMO_SLUG,
				record: expect.objectContaining({ name: 'Ada Lovelace' }),
			},
		]);
		expect(demo.calls()).toEqual([`GET /customers/${customers[0].id}.json`]);
	});

	it('that comes again with the same ID starts the workflow once', async () => {
		const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
		const body = sent('customer.updated', { id: customers[0].id });
		const answers = [await receive(body), await receive(body)];
		expect(answers.map(({ json, answered }) => [json?.length ?? 0, answered.status ?? 200])).toEqual([
			[1, 200],
			[0, 200],
		]);
		expect(demo.calls()).toHaveLength(1);
	});

	it('that comes again after it could not be read starts the workflow', async () => {
		const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
		const body = sent('customer.updated', { id: customers[0].id });
		demo.sandbox.faults({ kind: 'status', status: 503, service: 'booqable' });
		expect((await receive(body)).answered.status).toBe(503);
		demo.sandbox.clearFaults();
		expect((await receive(body)).json).toHaveLength(1);
	});

	it('that was overtaken by a later one gives the record as it is now, as the later one does', async () => {
		const { customers } = demo.seed({ customers: [{ name: 'New' }] });
		const [earlier, later] = ['Old', 'New'].map((name) => sent('customer.updated', { id: customers[0].id, name }));
		const given = [await receive(later), await receive(earlier)];
		expect(given.map(({ json }) => (json?.[0].record as IDataObject).name)).toEqual(['New', 'New']);
	});

	it.each<[string, (body: IDataObject) => unknown]>([
		[
			'a record in JSON:API',
			({ data, ...body }) => ({ ...body, data: { type: 'customers', ...apart(data as IDataObject) } }),
		],
		['nothing beside the record', ({ id, event, data }) => ({ id, event, data })],
		['null for what may be left out', (body) => ({ ...body, created_at: null, resource_type: null })],
		['a number for its ID', (body) => ({ ...body, id: ++numbered })],
		['JSON as text', (body) => JSON.stringify(body)],
		['fields that nobody knows', (body) => ({ ...body, attempt: 3, meta: {} })],
	])('with %s is taken', async (_, form) => {
		const { json } = await receive(form(sent('customer.updated', { id: 'c1', name: 'Ada' })), {
			recordFrom: 'payload',
		});
		expect(json).toMatchObject([{ record: { id: 'c1', name: 'Ada' } }]);
	});

	it('is returned as it was sent with the option for it, without a call', async () => {
		const { json } = await receive(sent('customer.updated', { id: 'c1', name: 'Ada' }), { recordFrom: 'payload' });
		expect(json?.[0]).toMatchObject({ account: DEMO_SLUG, record: { id: 'c1', name: 'Ada' } });
		expect(demo.calls()).toEqual([]);
	});

	it.each([[{ secret: 'wrong' }], [{}], [{ secret: ['a', 'b'] }]])('is refused with the query %p', async (query) => {
		const { answered, response } = await receive(
			sent('customer.updated', { id: 'c1' }),
			{ recordFrom: 'payload' },
			query,
		);
		expect([answered.status, response.workflowData]).toEqual([401, undefined]);
	});

	it.each(['fresh', 'payload'])(
		'read %s gives the times of an order as moments of the account on request',
		async (recordFrom) => {
			const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
			const times = { starts_at: '2030-07-01T09:00:00.000000+00:00', stops_at: '2030-07-02T09:00:00.000000+00:00' };
			const { orders } = demo.seed({ orders: [{ status: 'draft', customer_id: customers[0].id, ...times }] });
			const { json } = await receive(sent('order.updated', { id: orders[0].id, number: 1, ...times }), {
				events: ['order.updated'],
				recordFrom,
				options: { orderTimes: 'account' },
			});
			expect(json?.[0].record).toMatchObject({ starts_at: '2030-07-01T09:00:00-05:00' });
		},
	);

	it('starts nothing with a forged ID', async () => {
		const { json, answered } = await receive(
			sent('customer.updated', { id: '00000000-0000-4000-8000-000000000000', name: 'Mallory' }),
		);
		expect([json, answered.status]).toEqual([undefined, undefined]);
	});

	it.each([
		[{ event: 'customer.updated' }],
		['event=customer.updated'],
		[{ id: '1', event: 'customer.updated', data: {} }],
		[{ id: '1', event: 'customer.updated', data: [] }],
		[{ id: '1', event: 'customer.updated', data: null }],
		[{ id: '', event: 'customer.updated', data: { id: 'c1' } }],
		[{ id: '1', event: ['customer.updated'], data: { id: 'c1' } }],
		[[{ id: '1', event: 'customer.updated', data: { id: 'c1' } }]],
		[{}],
		[''],
		[null],
	])('that is none is answered 400: %p', async (body) => {
		expect((await receive(body)).answered.status).toBe(400);
	});

	it('of a record that was archived, and deleted since, reports that it is gone', async () => {
		await publish(trigger({ events: ['customer.archived'] }));
		const [{ url }] = endpoints();
		const { json } = await deliver(
			trigger({ events: ['customer.archived'] }),
			{ body: sent('customer.archived', { id: 'gone-1', name: 'As sent' }), query: { secret: secretOf(url) } },
			staticData,
		);
		expect(json).toEqual([
			expect.objectContaining({
				event: 'customer.archived',
				record: { id: 'gone-1', archived: true, gone: true },
			}),
		]);
	});

	it('of an event that was not chosen is dropped without a call', async () => {
		expect((await receive(sent('customer.archived', { id: 'c1' }))).json).toBeUndefined();
		expect(demo.calls()).toEqual([]);
	});

	it('of an order that nobody has saved is dropped, unless the option includes it', async () => {
		const ghost = sent('order.updated', { id: 'o1', status: 'new', number: null });
		const parameters = { events: ['order.updated'], recordFrom: 'payload' };
		expect((await receive(ghost, parameters)).json).toBeUndefined();
		expect((await receive(ghost, { ...parameters, options: { unsavedOrders: true } })).json).toHaveLength(1);
		expect(
			(await receive(sent('order.updated', { id: 'o1', status: 'draft', number: 5 }), parameters)).json,
		).toHaveLength(1);
	});

	it('under the old name of an event counts as the new one', async () => {
		const { json } = await receive(sent('order.saved_as_concept', { id: 'o1', status: 'draft', number: 5 }), {
			events: ['order.saved_as_draft'],
			recordFrom: 'payload',
		});
		expect(json?.[0].event).toBe('order.saved_as_draft');
	});

	it('is answered 503 while the record cannot be read, so that Booqable sends it again', async () => {
		demo.sandbox.faults({ kind: 'status', status: 402, path: '/*/api/4/customers/*' });
		const { answered, json } = await receive(sent('customer.updated', { id: 'c1' }));
		expect([answered.status, json]).toEqual([503, undefined]);
		expect(answered.headers).toEqual({ 'retry-after': 60 });
	});

	it('includes related records as chosen for its kind', async () => {
		const { customers } = demo.seed({
			customers: [{ name: 'Ada', properties_attributes: [{ identifier: 'phone', value: '1' }] }],
		});
		const options = { include_customers: ['properties', 'tax_region'], include_orders: ['lines'] };
		const { json } = await receive(sent('customer.updated', { id: customers[0].id }), { options });
		expect(demo.lastQuery()).toEqual({ include: 'properties,tax_region' });
		expect((json?.[0].record as IDataObject).properties).toEqual([
			expect.objectContaining({ identifier: 'phone', value: '1' }),
		]);
	});

	it('offers only related records that Booqable includes in a read by ID', async () => {
		const { orders, customers } = demo.seed({ customers: [{ name: 'Ada' }], orders: [{ status: 'draft' }] });
		const offered = (name: string) => {
			const options = new BooqableTrigger().description.properties.find(
				(property) => property.name === 'options',
			)!.options!;
			// the multiOptions of that name
			const found = options.find((option) => option.name === name) as { options: Array<{ value: string }> };
			return found.options.map(({ value }) => value);
		};
		for (const [event, option, id] of [
			['customer.updated', 'include_customers', customers[0].id],
			['order.updated', 'include_orders', orders[0].id],
		]) {
			const { answered } = await receive(sent(event, { id, status: 'draft', number: 1 }), {
				events: [event],
				options: { [option]: offered(option) },
			});
			expect(answered.status).toBeUndefined();
		}
	});

	describe('that is verified', () => {
		const logged = (): IDataObject => {
			demo.seed({ silent: false, customers: [{ name: 'Ada' }] });
			const webhook: IDataObject = demo.stored('webhooks').at(-1)!;
			return { ...sent(String(webhook.event), webhook.data as IDataObject), id: webhook.id };
		};
		const verified = { recordFrom: 'verified' };

		it('returns what the log of Booqable says was sent', async () => {
			const body = logged();
			const { json } = await receive({ ...body, data: { ...(body.data as IDataObject), name: 'Mallory' } }, verified);
			expect(json?.[0].record).toMatchObject({ name: 'Ada' });
			expect(demo.calls()).toEqual([`GET /webhooks/${body.id}.json`]);
		});

		it('starts nothing when the log says something else', async () => {
			const body = logged();
			expect((await receive({ ...body, event: 'customer.updated' }, verified)).json).toBeUndefined();
			expect((await receive({ ...body, data: { id: 'another' } }, verified)).json).toBeUndefined();
		});

		it('reads the record when the log has expired', async () => {
			const body = logged();
			demo.sandbox.advance(48 * 3_600_000);
			const { json } = await receive(body, verified);
			expect(json?.[0].record).toMatchObject({ name: 'Ada' });
			expect(demo.calls()).toHaveLength(2);
		});

		it('starts nothing when the log has expired and the record cannot be read by ID', async () => {
			expect(
				(
					await receive(sent('cart.completed_checkout', { id: 'cart' }), {
						...verified,
						events: ['cart.completed_checkout'],
					})
				).json,
			).toBeUndefined();
		});
	});
});

it('works from end to end: what Booqable itself sends is accepted', async () => {
	await publish();
	const [customer] = demo.seed({ silent: false, customers: [{ name: 'Ada' }] }).customers;
	await demo.sandbox.webhooks.idle();
	const attempt = demo.sandbox.webhooks.attempts.at(-1)!;
	const { json } = await deliver(
		trigger(),
		{ body: JSON.parse(attempt.body), query: { secret: secretOf(attempt.url) } },
		staticData,
	);
	expect(json).toEqual([
		expect.objectContaining({ event: 'customer.created', record: expect.objectContaining({ id: customer.id }) }),
	]);
});

it('answers each of 75 deliveries within three seconds where Booqable allows 50 calls a minute', async () => {
	const all = demo;
	demo = await Demo.start(1);
	try {
		const state = { registrations: { [OURS]: { secret: 'secret' } } };
		const { customers } = demo.seed({ customers: Array.from({ length: 75 }, (_, index) => ({ name: `C${index}` })) });
		const setup = trigger({ recordFrom: 'fresh' });
		const started = Date.now();
		// A wait of 2.5 seconds that ends late shows by how much a busy machine holds everything up.
		const late = sleep(2_500).then(() => Date.now() - started - 2_500);
		const answers = await Promise.all(
			customers.map(async ({ id }) => {
				const began = Date.now();
				const request = { body: sent('customer.created', { id }), query: { secret: 'secret' } };
				const { answered, json } = await deliver(setup, request, { 'node:Node': state });
				return { took: Date.now() - began, status: answered.status ?? 200, given: json?.length ?? 0, answered };
			}),
		);
		expect(Math.max(...answers.map(({ took }) => took)) - (await late)).toBeLessThan(3_000);
		expect(answers.filter(({ given }) => given === 1)).toHaveLength(50);
		expect(answers.filter(({ status }) => status === 503)).toHaveLength(25);
	} finally {
		await demo.sandbox.close();
		demo = all;
	}
}, 20_000);
