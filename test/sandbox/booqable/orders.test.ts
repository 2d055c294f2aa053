import axios from 'axios';
import type { Sandbox } from '../../../sandbox';
import { RESTRICTED_TOKEN } from '../../../sandbox/booqable/world';
import { Client, Receiver, startBooqable, type Answer, type Attributes } from '../../support/sandbox/booqable';

const PERIOD = { starts_at: '2030-05-01T09:00:00Z', stops_at: '2030-05-04T09:00:00Z' };

describe('orders and what follows from them', () => {
	let sandbox: Sandbox;
	let client: Client;
	beforeAll(async () => {
		sandbox = await startBooqable();
		client = new Client(sandbox);
	});
	beforeEach(() => {
		sandbox.reset();
		sandbox.faults({ kind: 'indexLag', ms: 0 });
	});
	afterAll(() => sandbox.close());

	const productOf = async (group: string): Promise<string> =>
		(await client.get(`product_groups.json?filter[name]=${encodeURIComponent(group)}&include=products`)).data.data[0]
			.products[0].id;
	const fulfill = (order: string, action: Attributes, confirm = false): Promise<Answer> =>
		client.send('POST', 'order_fulfillments?include=changed_lines,changed_plannings,order', {
			data: {
				type: 'order_fulfillments',
				attributes: { order_id: order, confirm_shortage: confirm, actions: [action] },
			},
		});
	const book = async (order: string, group: string, quantity: number): Promise<Answer> =>
		fulfill(order, { action: 'book_product', mode: 'create_new', product_id: await productOf(group), quantity });
	const transition = (order: string, from: string, to: string, more: Attributes = {}): Promise<Answer> =>
		client.create('order_status_transitions', { order_id: order, transition_from: from, transition_to: to, ...more });
	const reserved = async (group: string, quantity: number): Promise<string> => {
		const order = await client.made('orders', { status: 'draft', ...PERIOD });
		await book(order, group, quantity);
		expect((await transition(order, 'draft', 'reserved')).status).toBe(200);
		return order;
	};

	describe('creating', () => {
		it('is invisible with status new, unless a draft is requested', async () => {
			expect((await client.create('orders', {})).data.data.attributes).toMatchObject({
				status: 'new',
				number: null,
				payment_status: 'paid',
				grand_total_with_tax_in_cents: 0,
			});
			expect((await client.create('orders', { status: 'draft' })).data.data.attributes).toMatchObject({
				status: 'draft',
				number: 1,
				statuses: ['draft'],
			});
			expect((await client.create('orders', { status: 'started' })).status).toBe(422);
		});

		it('floors times to a quarter of an hour and refuses what is not a time', async () => {
			const { attributes } = (
				await client.create('orders', {
					status: 'draft',
					starts_at: '2030-05-01T14:44:59Z',
					stops_at: '2030-05-02T16:00:00+02:00',
				})
			).data.data;
			expect([attributes.starts_at, attributes.stops_at]).toEqual([
				'2030-05-01T14:30:00.000000+00:00',
				'2030-05-02T14:00:00.000000+00:00',
			]);
			const wrong = await client.create('orders', { starts_at: 'tomorrow' });
			expect([wrong.status, wrong.data.errors[0].detail]).toEqual([422, expect.stringContaining('is not a datetime')]);
		});

		it('takes discount, deposit and tax region of the customer', async () => {
			const [exempt] = (await client.get('tax_regions?filter[default]=false')).data.data;
			const customer = await client.made('customers', {
				name: 'Ada',
				discount_percentage: 15,
				deposit_type: 'fixed',
				deposit_value: 20,
				tax_region_id: exempt.id,
			});
			const order = await client.made('orders', { status: 'draft', customer_id: customer });
			expect(await client.read('orders', order)).toMatchObject({
				discount_percentage: 15,
				deposit_type: 'fixed',
				deposit_in_cents: 2000,
				tax_region_id: exempt.id,
			});
		});

		it('shows addresses as properties, and keeps writes to what may be written', async () => {
			const { data } = await client.create('orders', {
				status: 'draft',
				properties_attributes: [{ identifier: 'purchase_order', value: 'PO-1' }],
			});
			expect(data.data.attributes.properties).toEqual({
				delivery_address: null,
				billing_address: null,
				purchase_order: 'PO-1',
			});
			expect((await client.update('orders', data.data.id, { status: 'reserved' })).data.errors[0].meta.code).toBe(
				'unwrittable_attribute',
			);
		});
	});

	describe('booking', () => {
		it('plans a product, charges for its days, and adds tax', async () => {
			const order = await client.made('orders', { status: 'draft', ...PERIOD });
			const { data, status } = await book(order, 'City bike', 2);
			expect(status).toBe(201);
			const [line] = data.included.filter(({ type }: { type: string }) => type === 'lines');
			expect(line.attributes).toMatchObject({
				title: 'City bike',
				quantity: 2,
				price_each_in_cents: 7500,
				price_in_cents: 15000,
				charge_label: '3 days',
			});
			expect(await client.read('orders', order)).toMatchObject({
				price_in_cents: 15000,
				tax_in_cents: 1238,
				grand_total_in_cents: 15000,
				grand_total_with_tax_in_cents: 16238,
				item_count: 2,
				payment_status: 'payment_due',
			});
			const plannings = (await client.get(`plannings.json?filter[order_id]=${order}&include=item,order`)).data.data;
			expect(plannings).toMatchObject([
				{ quantity: 2, planning_type: 'order', item: { name: 'City bike' }, order: { id: order } },
			]);
		});

		it('reprices a booked order whose period changes, and a line whose price is set by hand', async () => {
			const order = await client.made('orders', { status: 'draft', ...PERIOD });
			await book(order, 'City bike', 1);
			await client.update('orders', order, { stops_at: '2030-05-02T09:00:00Z' });
			expect(await client.read('orders', order)).toMatchObject({ price_in_cents: 2500 });
			const [line] = (await client.get(`lines.json?filter[order_id]=${order}`)).data.data;
			await client.update('lines', line.id, { price_each_in_cents: 1000 });
			expect(await client.read('orders', order)).toMatchObject({ price_in_cents: 1000 });
			await client.made('lines', {
				owner_type: 'orders',
				owner_id: order,
				title: 'Cleaning',
				price_each_in_cents: 500,
				quantity: 2,
			});
			expect(await client.read('orders', order)).toMatchObject({ price_in_cents: 2000, item_count: 1 });
		});

		it('blocks a reservation beyond the stock, and lets a warning be confirmed', async () => {
			await reserved('Cargo bike', 2);
			// A limit alone allows nothing.
			const [group] = (await client.get('product_groups?filter[name]=Cargo bike')).data.data;
			await client.update('product_groups', group.id, { shortage_limit: 5 });
			const second = await client.made('orders', { status: 'draft', ...PERIOD });
			await book(second, 'Cargo bike', 2);
			const blocked = await transition(second, 'draft', 'reserved', { confirm_shortage: true });
			expect(blocked.status).toBe(422);
			expect(blocked.data.errors[0]).toMatchObject({
				code: 'items_not_available',
				title: 'Items not available',
				meta: { warning: [], blocking: [{ reason: 'shortage', stock_count: 3, reserved: 2, needed: 2, shortage: 1 }] },
			});
			const tents = await client.made('orders', { status: 'draft', ...PERIOD });
			await book(tents, 'Party tent 6 x 3 m', 3);
			expect((await transition(tents, 'draft', 'reserved')).data.errors[0].meta.warning).toHaveLength(1);
			expect((await transition(tents, 'draft', 'reserved', { confirm_shortage: true })).status).toBe(200);
		});

		it('does all actions of a request or none', async () => {
			const order = await client.made('orders', { status: 'draft', ...PERIOD });
			const refused = await client.create('order_fulfillments', {
				order_id: order,
				actions: [
					{ action: 'book_product', product_id: await productOf('City bike'), quantity: 1 },
					{ action: 'book_product', product_id: 'nothing', quantity: 1 },
				],
			});
			expect(refused.status).toBe(422);
			expect(await client.read('orders', order)).toMatchObject({ item_count: 0, price_in_cents: 0 });
			expect((await client.get(`plannings?filter[order_id]=${order}`)).data.data).toEqual([]);
		});

		it('reports how many of a product are left in a period', async () => {
			await reserved('Cargo bike', 2);
			const product = await productOf('Cargo bike');
			const [main] = (await client.get('locations.json?filter[code]=MAIN')).data.data;
			expect((await client.get('inventory_levels?filter[item_id]=x')).status).toBe(400);
			const levels = (
				await client.get(
					`inventory_levels.json?filter[item_id]=${product}&filter[location_id]=${main.id}&filter[from]=${PERIOD.starts_at}&filter[till]=${PERIOD.stops_at}`,
				)
			).data.data;
			expect(levels).toMatchObject([{ location_stock_count: 3, location_planned: 2, location_available: 1 }]);
		});
	});

	describe('statuses', () => {
		it('refuses a transition from a status the order is not in, and steps that do not exist', async () => {
			const order = await reserved('City bike', 1);
			const stale = await transition(order, 'draft', 'reserved');
			expect([stale.status, stale.data.errors[0].code]).toEqual([422, 'wrong_status']);
			expect((await transition(order, 'reserved', 'archived')).data.errors[0].detail).toBe(
				"Can't transition order from 'reserved' to 'archived'",
			);
			expect((await transition(order, 'reserved', 'started')).status).toBe(422);
		});

		it('starts and stops through fulfilments, then archives', async () => {
			const order = await reserved('City bike', 2);
			const [planning] = (await client.get(`plannings.json?filter[order_id]=${order}`)).data.data;
			const action = { product_id: planning.item_id, planning_id: planning.id };
			await fulfill(order, { action: 'start_product', ...action, quantity: 1 });
			expect(await client.read('orders', order)).toMatchObject({
				status: 'started',
				statuses: ['reserved', 'started'],
				status_counts: { reserved: 1, started: 1, stopped: 0 },
			});
			expect((await client.get('orders?filter[statuses]=reserved')).data.data).toHaveLength(1);
			expect((await client.get('orders?filter[statuses][not_eq]=reserved')).data.data).toEqual([]);
			expect((await fulfill(order, { action: 'start_product', ...action, quantity: 2 })).status).toBe(422);
			await fulfill(order, { action: 'start_product', ...action, quantity: 1 });
			await client.made('payment_charges', {
				mode: 'manual',
				order_id: order,
				amount_in_cents: 0,
				deposit_in_cents: 5_000,
			});
			await fulfill(order, { action: 'stop_product', ...action, quantity: 2 });
			expect(await client.read('orders', order)).toMatchObject({
				status: 'stopped',
				entirely_stopped: true,
				payment_status: 'process_deposit',
			});
			expect((await transition(order, 'stopped', 'archived')).status).toBe(200);
		});

		it('needs permissions to cancel and to revert, and never revives a canceled order', async () => {
			const restricted = new Client(sandbox, RESTRICTED_TOKEN);
			const order = await reserved('City bike', 1);
			const attributes = { order_id: order, transition_from: 'reserved' };
			expect(
				(await restricted.create('order_status_transitions', { ...attributes, transition_to: 'canceled' })).status,
			).toBe(403);
			expect(
				(await restricted.create('order_status_transitions', { ...attributes, transition_to: 'draft', revert: true }))
					.status,
			).toBe(403);
			expect((await transition(order, 'reserved', 'draft', { revert: true })).status).toBe(200);
			expect((await transition(order, 'draft', 'canceled')).status).toBe(200);
			expect((await transition(order, 'canceled', 'draft')).status).toBe(422);
			const { data } = await client.create('order_duplications', { original_order_id: order });
			expect(await client.read('orders', data.data.attributes.new_order_id)).toMatchObject({
				status: 'draft',
				item_count: 1,
				starts_at: '2030-05-01T09:00:00.000000+00:00',
			});
		});

		it('lists the newest first, finds by customer, payment and period, and includes only what lists may', async () => {
			const customer = await client.made('customers', { name: 'Ada' });
			const first = await client.made('orders', { status: 'draft', customer_id: customer, ...PERIOD });
			sandbox.advance(1_000);
			const second = await client.made('orders', {
				status: 'draft',
				starts_at: '2031-01-01T00:00:00Z',
				stops_at: '2031-01-02T00:00:00Z',
			});
			const ids = async (query: string): Promise<string[]> =>
				(await client.get(`orders?${query}`)).data.data.map(({ id }: { id: string }) => id);
			expect(await ids('')).toEqual([second, first]);
			expect(await ids(`filter[customer_id]=${customer}`)).toEqual([first]);
			expect(await ids('filter[start_or_stop_time][between]=2030-05-03T00:00:00Z,2030-05-05T00:00:00Z')).toEqual([
				first,
			]);
			expect(await ids('filter[q]=ada')).toEqual([first]);
			expect((await client.get('orders?include=lines')).status).toBe(400);
			const { data } = await client.get(`orders/${first}.json?include=barcode,customer.properties,lines.item,notes`);
			expect(data.data).toMatchObject({
				barcode: null,
				customer: { name: 'Ada', properties: [] },
				lines: [],
				notes: [],
			});
			expect(
				(
					await client.send('POST', 'orders/search', {
						filter: { conditions: { operator: 'and', attributes: [{ status: 'draft' }, { number: { gt: 1 } }] } },
					})
				).data.data,
			).toMatchObject([{ id: second }]);
		});
	});

	describe('money and papers', () => {
		it('counts payments by hand at once, refunds up to what was paid, and adds up for the customer', async () => {
			const customer = await client.made('customers', { name: 'Ada' });
			const order = await reserved('City bike', 2);
			await client.update('orders', order, { customer_id: customer });
			const { data } = await client.create('payment_charges', {
				mode: 'manual',
				provider: 'none',
				order_id: order,
				amount_in_cents: 10_000,
				deposit_in_cents: 5_000,
			});
			expect(data.data.attributes).toMatchObject({
				status: 'succeeded',
				provider_method: 'bank',
				total_in_cents: 15_000,
				refundable: true,
				customer_id: customer,
			});
			expect(await client.read('orders', order)).toMatchObject({
				payment_status: 'partially_paid',
				paid_in_cents: 10_000,
				deposit_held_in_cents: 5_000,
				to_be_paid_in_cents: 6_238,
			});
			expect(await client.read('customers', customer)).toMatchObject({
				order_count: 1,
				revenue_in_cents: 15_000,
				balance_due_in_cents: 6_238,
				average_order_value_in_cents: 15_000,
			});
			const tooMuch = await client.create('payment_refunds', {
				payment_charge_id: data.data.id,
				amount_in_cents: 10_001,
				deposit_in_cents: 0,
			});
			expect(tooMuch.status).toBe(422);
			await client.made('payment_refunds', {
				payment_charge_id: data.data.id,
				amount_in_cents: 4_000,
				deposit_in_cents: 5_000,
			});
			expect(await client.read('orders', order)).toMatchObject({ paid_in_cents: 6_000, deposit_held_in_cents: 0 });
			const payments = (await client.get(`payments?filter[order_id]=${order}`)).data.data;
			expect(payments.map(({ type }: { type: string }) => type)).toEqual(['payment_charges', 'payment_refunds']);
			expect((await client.get('payments?filter[type]=payment_refunds')).data.data).toHaveLength(1);
		});

		it('leaves a payment request open until it succeeds or fails', async () => {
			const id = await client.made('payment_charges', {
				mode: 'request',
				provider: 'stripe',
				amount_in_cents: 100,
				deposit_in_cents: 0,
			});
			expect(await client.read('payments', id)).toMatchObject({
				status: 'created',
				succeeded_at: null,
				type: 'payment_charges',
			});
			await client.update('payment_charges', id, { status: 'failed' });
			expect((await client.get('payments?filter[failed_at][gte]=2020-01-01T00:00:00Z')).data.data).toHaveLength(1);
			expect((await client.update('payment_charges', id, { amount_in_cents: 200 })).status).toBe(422);
			expect((await client.create('payment_charges', { mode: 'cash', amount_in_cents: 1 })).status).toBe(422);
		});

		it('keeps an invoice up to date until it is finalized', async () => {
			const order = await reserved('City bike', 1);
			const invoices = async (): Promise<Attributes[]> =>
				(await client.get(`documents.json?filter[order_id]=${order}&filter[document_type]=invoice&sort=created_at`))
					.data.data;
			expect(await invoices()).toMatchObject([
				{ finalized: false, number: null, grand_total_in_cents: 7_500, status: 'payment_due' },
			]);
			await book(order, 'City bike', 1);
			const [open] = await invoices();
			expect(open).toMatchObject({ finalized: false, grand_total_in_cents: 15_000 });
			expect((await client.create('invoice_finalizations', { document_id: open?.id })).status).toBe(201);
			await book(order, 'City bike', 1);
			const [first, second] = await invoices();
			expect(first).toMatchObject({ finalized: true, number: 1, grand_total_in_cents: 15_000 });
			expect(second).toMatchObject({ finalized: false, grand_total_in_cents: 7_500 });
			expect((await new Client(sandbox, RESTRICTED_TOKEN).remove('documents', String(second?.id))).status).toBe(403);
			expect((await client.remove('documents', String(second?.id))).data.data.attributes.archived).toBe(true);
		});

		it('makes quotes and contracts of an order, to be confirmed and signed', async () => {
			const receiver = new Receiver();
			await client.made('webhook_endpoints', {
				url: await receiver.start(),
				version: 4,
				events: ['quote.created', 'quote.confirmed', 'quote.updated', 'contract.signed', 'payment.completed'],
			});
			const order = await reserved('City bike', 1);
			const quote = await client.made('documents', { order_id: order, document_type: 'quote' });
			expect(await client.read('documents', quote)).toMatchObject({
				status: 'unconfirmed',
				finalized: true,
				number: 1,
				grand_total_in_cents: 7_500,
			});
			await client.update('documents', quote, { confirmed: true });
			const contract = await client.made('documents', { order_id: order, document_type: 'contract' });
			await client.made('signatures', { document_id: contract, signature_base64: 'aGVsbG8=' });
			expect(await client.read('orders', order)).toMatchObject({ has_signed_contract: true });
			expect((await client.get('documents?filter[document_type]=quote&filter[confirmed]=false')).data.data).toEqual([]);
			expect((await client.create('documents', { order_id: order, document_type: 'invoice' })).status).toBe(422);
			await client.made('payment_charges', {
				mode: 'manual',
				order_id: order,
				amount_in_cents: 1,
				deposit_in_cents: 0,
			});
			await sandbox.webhooks.idle();
			expect(receiver.events()).toEqual([
				'quote.created',
				'quote.confirmed',
				'quote.updated',
				'contract.signed',
				'payment.completed',
			]);
			await receiver.stop();
		});

		it('sends an email soon after it was created, with the template filled in', async () => {
			const customer = await client.made('customers', { name: 'Ada' });
			const [template] = (await client.get('email_templates?filter[contexts][any_of]=quote')).data.data;
			const email = await client.create('emails', {
				recipients: 'ada@example.com',
				email_template_id: template.id,
				customer_id: customer,
			});
			expect(email.data.data.attributes).toMatchObject({
				sent: false,
				subject: 'Your quote',
				body: 'Dear Ada, please find your quote attached.',
			});
			await client.made('emails', { recipients: 'nobody@host.invalid', subject: 'x', body: 'y' });
			sandbox.advance(3_000);
			expect((await client.get('emails?filter[sent]=true')).data.data).toMatchObject([{ id: email.data.data.id }]);
			expect((await client.get('emails?filter[has_error]=true')).data.data).toHaveLength(1);
			expect(
				(await client.create('emails', { recipients: Array(11).fill('a@example.com').join(), subject: 'x', body: 'y' }))
					.status,
			).toBe(422);
		});
	});

	it('prints a signed contract into a PDF', async () => {
		const order = await reserved('City bike', 1);
		const contract = await client.made('documents', { order_id: order, document_type: 'contract' });
		const { data } = await client.create('signatures', { document_id: contract, signature_base64: 'aGVsbG8=' });
		const file = await axios.get(data.data.attributes.document_pdf_url, { responseType: 'arraybuffer' });
		const printed = Buffer.from(file.data).toString('latin1');
		expect([file.headers['content-type'], printed.slice(0, 5)]).toEqual(['application/pdf', '%PDF-']);
		expect(printed).toContain('(Total: 81.19) Tj');
	});

	it('lists products, groups and bundles together as items', async () => {
		const bike = await productOf('City bike');
		const bundle = await client.made('bundles', {
			name: 'Picnic',
			bundle_items_attributes: [{ product_id: bike, quantity: 2 }],
		});
		const types = (await client.get('items?page[size]=100')).data.data.map(({ type }: { type: string }) => type);
		expect(new Set(types)).toEqual(new Set(['product_groups', 'products', 'bundles']));
		expect((await client.get('items?filter[q]=picnic')).data.data).toMatchObject([{ id: bundle }]);
		const order = await client.made('orders', { status: 'draft', ...PERIOD });
		await fulfill(order, { action: 'book_bundle', bundle_id: bundle, quantity: 1 });
		expect(await client.read('orders', order)).toMatchObject({ item_count: 2, price_in_cents: 15_000 });
	});
});
