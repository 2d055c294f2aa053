import type { Sandbox } from '../../../sandbox';
import { Client, Receiver, startBooqable } from '../../support/sandbox/booqable';

describe('webhooks', () => {
	let sandbox: Sandbox;
	let client: Client;
	let receiver: Receiver;
	let url: string;
	beforeEach(async () => {
		sandbox = await startBooqable();
		client = new Client(sandbox);
		receiver = new Receiver();
		url = await receiver.start();
	});
	afterEach(async () => {
		await sandbox.close();
		await receiver.stop();
	});

	const subscribe = (events: string[], version = 4): Promise<string> =>
		client.made('webhook_endpoints', { url, events, version });

	it('lists endpoints flat, while writes answer in JSON:API', async () => {
		const created = await client.create('webhook_endpoints', { url, events: ['customer.created'] });
		expect(created.data.data).toMatchObject({
			type: 'webhook_endpoints',
			attributes: { url, events: ['customer.created'], version: 1 },
		});
		const { data } = await client.get(`webhook_endpoints?filter[url][eq]=${encodeURIComponent(url)}`);
		expect(data.data).toEqual([
			{
				id: created.data.data.id,
				url,
				events: ['customer.created'],
				version: 1,
				created_at: expect.any(String),
				updated_at: expect.any(String),
			},
		]);
		const changed = await client.update('webhook_endpoints', created.data.data.id, {
			events: ['order.updated'],
			version: 4,
		});
		expect(changed.data.data.attributes).toMatchObject({ events: ['order.updated'], version: 4 });
		const removed = await client.remove('webhook_endpoints', created.data.data.id);
		expect([removed.status, removed.data.data.attributes.events]).toEqual([200, []]);
		expect((await client.get('webhook_endpoints')).data.data).toEqual([]);
	});

	it('refuses events, versions and addresses that do not exist', async () => {
		for (const wrong of [
			{ events: ['customer.merged'] },
			{ events: [] },
			{ version: 2 },
			{ url: 'ftp://example.com' },
		]) {
			expect((await client.create('webhook_endpoints', { url, events: ['customer.created'], ...wrong })).status).toBe(
				422,
			);
		}
	});

	it('posts version 4 as unsigned JSON with the flat record and its relations, also for own writes', async () => {
		await subscribe(['customer.created', 'customer.updated', 'customer.archived']);
		const id = await client.made('customers', {
			name: 'Ada',
			properties_attributes: [{ identifier: 'phone', value: '1' }],
		});
		await client.update('customers', id, { name: 'Ada L.' });
		await client.update('customers', id, { name: 'Ada L.' });
		await client.remove('customers', id);
		await client.remove('customers', id);
		await sandbox.webhooks.idle();
		expect(receiver.events()).toEqual(['customer.created', 'customer.updated', 'customer.archived']);
		const [first] = receiver.deliveries;
		expect(first?.headers['content-type']).toBe('application/json');
		expect(Object.keys(first?.headers ?? {}).filter((name) => /sign|hmac/i.test(name))).toEqual([]);
		const payload = JSON.parse(first?.body ?? '');
		expect(Object.keys(payload)).toEqual(['id', 'created_at', 'event', 'resource_type', 'data']);
		expect(payload).toMatchObject({
			resource_type: 'customers',
			data: { id, name: 'Ada', properties: { phone: '1' }, barcode: null, tax_region: null },
		});
		expect(payload.data).not.toHaveProperty('notes');
	});

	it('sends version 1, the default, as a form in which a draft is a concept', async () => {
		await subscribe(['customer.updated', 'order.saved_as_concept'], 1);
		const id = await client.made('customers', { name: 'Ada' });
		await client.made('notes', { body: 'hello', owner_id: id, owner_type: 'customers' });
		await client.update('customers', id, { tag_list: ['vip'] });
		await client.made('orders', { status: 'draft', customer_id: id });
		await sandbox.webhooks.idle();
		const [customer, order] = receiver.deliveries.map(({ body }) => new URLSearchParams(body));
		expect(receiver.deliveries[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
		expect([
			customer?.get('event'),
			customer?.get('object'),
			customer?.get('data[name]'),
			customer?.get('data[tags][]'),
			customer?.get('data[notes][][body]'),
		]).toEqual(['customer.updated', 'Customer', 'Ada', 'vip', 'hello']);
		expect([
			order?.get('event'),
			order?.get('data[status]'),
			order?.get('data[payment_status]'),
			order?.get('data[customer][name]'),
		]).toEqual(['order.saved_as_concept', 'concept', 'Paid', 'Ada']);
	});

	it('tries again when the receiver fails, and gives up after a few times', async () => {
		await subscribe(['customer.created']);
		receiver.answers = [500, 404, 301, 503, 503];
		await client.made('customers', { name: 'Ada' });
		await sandbox.webhooks.idle();
		expect(receiver.deliveries).toHaveLength(1);
		for (let hour = 0; hour < 6; hour += 1) {
			sandbox.advance(3_600_000);
			await sandbox.webhooks.idle();
		}
		expect(receiver.deliveries).toHaveLength(4);
		expect(new Set(receiver.deliveries.map(({ body }) => body)).size).toBe(1);
	});

	it('can be read back by id for a limited time, with the time of the last attempt', async () => {
		await subscribe(['customer.created']);
		receiver.answers = [500];
		await client.made('customers', { name: 'Ada' });
		await sandbox.webhooks.idle();
		sandbox.advance(10_000);
		await sandbox.webhooks.idle();
		const payload = JSON.parse(receiver.deliveries[0]?.body ?? '');
		const webhook = await client.read('webhooks', payload.id);
		expect(webhook).toMatchObject({
			event: 'customer.created',
			version: 4,
			resource_type: 'customers',
			created_at: payload.created_at,
			data: payload.data,
		});
		expect(Date.parse(String(webhook.updated_at)) - Date.parse(payload.created_at)).toBeGreaterThanOrEqual(10_000);
		expect((await client.get('webhooks')).status).toBe(404);
		sandbox.advance(25 * 3_600_000);
		expect((await client.get(`webhooks/${payload.id}`)).status).toBe(404);
	});

	it('reports ghost orders, which have no number', async () => {
		await subscribe(['order.updated', 'order.saved_as_draft']);
		const ghost = (await client.get('orders/new.json')).data.data;
		expect((await client.get('orders/new.json')).data.data.id).toBe(ghost.id);
		await sandbox.webhooks.idle();
		expect(receiver.events()).toEqual(['order.updated']);
		expect(JSON.parse(receiver.deliveries[0]?.body ?? '').data).toMatchObject({
			status: 'new',
			number: null,
			notes: [],
			lines: [],
			plannings: [],
			customer: null,
		});
	});

	it('reports one transition more than once', async () => {
		await subscribe(['order.saved_as_draft', 'order.reserved', 'order.updated', 'order.reverted', 'order.canceled']);
		const order = await client.made('orders', { status: 'draft' });
		for (const [from, to, revert] of [
			['draft', 'reserved', false],
			['reserved', 'draft', true],
			['draft', 'canceled', false],
		] as const) {
			await client.create('order_status_transitions', {
				order_id: order,
				transition_from: from,
				transition_to: to,
				revert,
			});
		}
		await sandbox.webhooks.idle();
		expect(receiver.events()).toEqual([
			'order.saved_as_draft',
			'order.reserved',
			'order.updated',
			'order.reverted',
			'order.updated',
			'order.canceled',
			'order.updated',
		]);
	});

	it('reports everything that one checkout does', async () => {
		await subscribe([
			'cart.completed_checkout',
			'customer.created',
			'order.reserved',
			'order.updated',
			'invoice.created',
		]);
		sandbox.advance(5_000);
		const [product] = (await client.get('products.json?filter[sku]=BIKE-CITY')).data.data;
		const checkout = {
			customer: { name: 'Ada' },
			order: { starts_at: '2030-05-01T09:00:00Z', stops_at: '2030-05-03T09:00:00Z' },
			product_id: product.id,
		};
		sandbox.seed('booqable', { silent: false, checkouts: [checkout, checkout] });
		await sandbox.webhooks.idle();
		const events = receiver.events();
		expect(new Set(events)).toEqual(
			new Set(['cart.completed_checkout', 'customer.created', 'order.reserved', 'order.updated', 'invoice.created']),
		);
		// Every order of the online store makes a customer of its own.
		expect(events.filter((event) => event === 'customer.created')).toHaveLength(2);
		const cart = receiver.deliveries
			.map(({ body }) => JSON.parse(body))
			.find(({ event }) => event === 'cart.completed_checkout');
		expect(cart.data).toMatchObject({
			customer: { name: 'Ada' },
			order: { status: 'reserved' },
			lines: [{ quantity: 1 }],
		});
	});

	it('stays silent about notes, about properties written by themselves, and about seeds', async () => {
		await subscribe(['customer.created', 'customer.updated']);
		sandbox.seed('booqable', { customers: [{ name: 'Seeded' }] });
		sandbox.advance(5_000);
		const [{ id }] = (await client.get('customers?filter[name]=Seeded')).data.data;
		await client.made('notes', { body: 'x', owner_id: id, owner_type: 'customers' });
		await client.made('properties', { owner_id: id, owner_type: 'customers', identifier: 'phone', value: '1' });
		sandbox.seed('booqable', { silent: false, changes: [{ type: 'customers', id, attributes: { name: 'Changed' } }] });
		await sandbox.webhooks.idle();
		expect(receiver.events()).toEqual(['customer.updated']);
	});
});
