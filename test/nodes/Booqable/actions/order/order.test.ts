import type { IDataObject } from 'n8n-workflow';
import { failure, items, json } from '../../../../support/engine';
import { Demo, fields, locator } from '../../../../support/booqable';

const PERIOD = { starts_at: '2030-01-07T15:00:00Z', stops_at: '2030-01-09T15:00:00Z' };

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

const order = (operation: string, parameters: IDataObject = {}) =>
	demo.setup({ resource: 'order', operation, simplify: false, options: {}, ...parameters });
const one = async (operation: string, parameters: IDataObject): Promise<IDataObject> =>
	(await json(order(operation, parameters)))[0];
const seeded = (attributes: IDataObject = {}): string =>
	demo.seed({ orders: [{ status: 'draft', ...PERIOD, ...attributes }] }).orders[0].id;
const productOf = (sku: string): string => String(demo.stored('products').find((product) => product.sku === sku)?.id);
const book = (orderId: string, sku: string, quantity: number, options: IDataObject = {}) =>
	one('bookProducts', {
		orderId: locator(orderId),
		products: { product: [{ productId: locator(productOf(sku)), quantity }] },
		options,
	});

describe('creating an order', () => {
	it('creates a draft that colleagues see, with customer, period, properties and tags', async () => {
		const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
		const made = await one('create', {
			status: 'draft',
			fields: fields({
				customer_id: customers[0].id,
				starts_at: '2030-01-07T09:07:00',
				stops_at: '2030-01-09T15:00:00Z',
				property_purchase_order: 'PO-1',
				property_delivery_address__city: 'Austin',
			}),
			options: { tags: 'vip' },
		});
		expect(demo.lastBody().data.attributes).toEqual({
			status: 'draft',
			customer_id: customers[0].id,
			starts_at: '2030-01-07T09:07:00Z',
			stops_at: '2030-01-09T15:00:00Z',
			tag_list: ['vip'],
			properties_attributes: [
				{ identifier: 'purchase_order', value: 'PO-1' },
				{ identifier: 'delivery_address', property_type: 'address', city: 'Austin' },
			],
		});
		expect(made).toMatchObject({ status: 'draft', number: 1, starts_at: expect.stringContaining('T09:00:00') });
	});
});

describe('times of an account that writes its own clock', () => {
	const local = { orderTimes: 'account' };

	it('are read as moments with the offset of its zone', async () => {
		const id = seeded();
		expect(await one('get', { orderId: locator(id), options: local })).toMatchObject({
			starts_at: '2030-01-07T15:00:00-06:00',
			created_at: expect.stringContaining('+00:00'),
		});
		const [listed] = await json(order('getMany', { returnAll: true, filters: {}, options: local }));
		expect(listed.starts_at).toBe('2030-01-07T15:00:00-06:00');
	});

	it('are written as the account shows them', async () => {
		const id = seeded();
		await one('update', {
			orderId: locator(id),
			fields: fields({ starts_at: '2030-01-07T09:00:00-06:00' }),
			options: local,
		});
		expect(demo.lastBody().data.attributes.starts_at).toBe('2030-01-07T09:00:00Z');
		await one('update', { orderId: locator(id), fields: fields({ starts_at: '2030-01-07T09:00:00-06:00' }) });
		expect(demo.lastBody().data.attributes.starts_at).toBe('2030-01-07T15:00:00Z');
	});
});

describe('reading orders', () => {
	it('includes customer, lines and properties', async () => {
		const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
		const id = seeded({ customer_id: customers[0].id });
		await book(id, 'CHAIR', 4);
		demo.calls();
		const read = await one('get', { orderId: locator(id) });
		expect(read).toMatchObject({
			customer: { name: 'Ada' },
			lines: [expect.objectContaining({ quantity: 4, title: 'Folding chair' })],
		});
		expect(demo.calls()).toHaveLength(1);
	});

	it('lists no order that nobody has saved', async () => {
		demo.seed({ orders: [{}, { status: 'draft' }, { status: 'reserved' }] });
		expect((await json(order('getMany', { returnAll: true, filters: {} }))).map(({ status }) => status)).toEqual([
			'reserved',
			'draft',
		]);
		expect(
			await json(order('getMany', { returnAll: true, filters: { status: ['reserved', 'started'] } })),
		).toHaveLength(1);
	});
});

describe('products', () => {
	it('are booked with their prices, all or none', async () => {
		const id = seeded();
		expect(await book(id, 'CHAIR', 10)).toMatchObject({
			id,
			item_count: 10,
			lines: [expect.objectContaining({ price_each_in_cents: 300 })],
		});
		expect((await failure(order('bookProducts', { orderId: locator(id), products: {} }))).message).toBe(
			'No product is named',
		);
	});

	it('are found in the address of their page, and by an ID without a picker', async () => {
		const id = seeded();
		const tent = productOf('TENT-63');
		const url = { __rl: true, mode: 'url', value: `https://demo.booqable.com/products/${tent}?tab=stock` };
		for (const productId of [url, tent])
			await one('bookProducts', {
				orderId: locator(id),
				products: { product: [{ productId, quantity: 1 }] },
				options: { mode: 'infer_planning' },
			});
		expect(await one('get', { orderId: locator(id), options: {} })).toMatchObject({ item_count: 2 });
		const wrong = { __rl: true, mode: 'url', value: '={{ "https://demo.booqable.com/orders" }}' };
		const products = { product: [{ productId: wrong, quantity: 1 }] };
		expect((await failure(order('bookProducts', { orderId: locator(id), products }))).message).toContain(
			'Copy the address of its page',
		);
	});

	it('that are short are named, with what can be done', async () => {
		const [first, second] = [seeded({ status: 'reserved' }), seeded({ status: 'reserved' })];
		await book(first, 'TENT-63', 2);
		const tent = productOf('TENT-63');
		const error = await failure(
			order('bookProducts', {
				orderId: locator(second),
				products: { product: [{ productId: locator(tent), quantity: 1 }] },
			}),
		);
		expect(error.description).toContain(`Short, but "Confirm Shortage" in the options accepts it: ${tent} (1 short)`);
		expect(await book(second, 'TENT-63', 1, { confirmShortage: true })).toMatchObject({ item_count: 1 });
		const blocked = await failure(
			order('bookProducts', {
				orderId: locator(second),
				products: { product: [{ productId: locator(tent), quantity: 5 }] },
				options: { confirmShortage: true },
			}),
		);
		expect(blocked.description).toContain('Not available, and cannot be confirmed');
	});
});

describe('the status', () => {
	const change = (id: string, transitionTo: string, options: IDataObject = {}) =>
		one('changeStatus', { orderId: locator(id), transitionTo, options });

	it('advances from whatever it is', async () => {
		const id = seeded();
		expect(await change(id, 'reserved')).toMatchObject({ status: 'reserved' });
		expect(await change(id, 'canceled')).toMatchObject({ status: 'canceled' });
	});

	it('that the order has already is neither an error nor a change', async () => {
		const id = seeded({ status: 'reserved' });
		demo.calls();
		expect(await change(id, 'reserved')).toMatchObject({ status: 'reserved' });
		expect(demo.calls()).toEqual([`GET /orders/${id}.json`]);
	});

	it('goes back only with the option for it', async () => {
		const id = seeded({ status: 'reserved' });
		expect((await failure(order('changeStatus', { orderId: locator(id), transitionTo: 'draft' }))).message).toBe(
			'From reserved to draft is a step back',
		);
		expect(await change(id, 'draft', { revert: true })).toMatchObject({ status: 'draft' });
	});

	it('follows the items that go out and come back', async () => {
		const id = seeded();
		await book(id, 'CHAIR', 4);
		await book(id, 'DELIVERY', 1);
		await change(id, 'reserved');
		expect(await one('start', { orderId: locator(id) })).toMatchObject({ status: 'started' });
		expect((await failure(order('start', { orderId: locator(id) }))).message).toBe(
			'The order has no items to hand out',
		);
		await one('stop', { orderId: locator(id) });
		const chairs = demo.stored('plannings').find(({ item_id }) => item_id === productOf('CHAIR'));
		expect(chairs).toMatchObject({ started: 4, stopped: 4 });
	});
});

describe('changing an order', () => {
	it('changes what is mapped, and adds tags', async () => {
		const id = seeded({ tag_list: ['vip'] });
		await one('update', {
			orderId: locator(id),
			fields: fields({ discount_value: 10, property_purchase_order: 'PO-2' }),
			options: { tags: 'film' },
		});
		expect(demo.lastBody().data).toEqual({
			type: 'orders',
			id,
			attributes: {
				discount_value: 10,
				tag_list: ['vip', 'film'],
				properties_attributes: [{ identifier: 'purchase_order', value: 'PO-2' }],
			},
		});
	});

	it('duplicates it as a draft, with what was chosen', async () => {
		const id = seeded({ status: 'reserved', tag_list: ['vip'] });
		const copy = await one('duplicate', { orderId: locator(id), copied: ['dates'], deposit: 'default' });
		expect(copy).toMatchObject({ status: 'draft', tag_list: [], starts_at: expect.stringContaining('2030-01-07') });
		expect(copy.id).not.toBe(id);
	});
});

describe('what is on orders', () => {
	it('comes as lines, plannings and availability', async () => {
		const id = seeded({ status: 'reserved' });
		await book(id, 'CHAIR', 4);
		const list = (resource: string) =>
			json(
				demo.setup({
					resource,
					operation: 'getMany',
					returnAll: true,
					simplify: true,
					filters: { orderId: id },
					options: {},
				}),
			);
		expect(await list('orderLine')).toEqual([
			expect.objectContaining({ quantity: 4, order_id: id, price_in_cents: 1200 }),
		]);
		expect(await list('planning')).toEqual([
			expect.objectContaining({ quantity: 4, order_id: id, item_id: productOf('CHAIR') }),
		]);
		const availability = {
			resource: 'itemAvailability',
			operation: 'get',
			productId: locator(productOf('CHAIR')),
			from: PERIOD.starts_at,
			till: PERIOD.stops_at,
			returnAll: true,
			options: {},
		};
		const levels = await json(demo.setup(availability));
		expect(levels.reduce((sum, { location_available }) => sum + Number(location_available), 0)).toBe(36);
		expect((await failure(demo.setup({ ...availability, till: PERIOD.starts_at }))).message).toBe(
			'The period has no length',
		);
	});
});

describe('documents and payments', () => {
	const quote = (id: string) => demo.seed({ documents: [{ order_id: id, document_type: 'quote' }] }).documents[0];
	const download = (documentId: string) =>
		demo.setup({ resource: 'document', operation: 'downloadPdf', documentId: locator(documentId), options: {} });

	it('are read by ID and listed', async () => {
		const id = seeded();
		const document = quote(id);
		const [payment] = demo.seed({
			payment_charges: [{ order_id: id, mode: 'manual', provider: 'none', amount_in_cents: 100, deposit_in_cents: 0 }],
		}).payment_charges;
		const get = (resource: string, parameters: IDataObject) =>
			json(demo.setup({ resource, operation: 'get', simplify: true, options: {}, ...parameters }));
		const list = (resource: string, filters: IDataObject) =>
			json(demo.setup({ resource, operation: 'getMany', returnAll: true, simplify: true, options: {}, filters }));
		expect(await get('document', { documentId: locator(document.id) })).toEqual([
			expect.objectContaining({ id: document.id, document_type: 'quote', order_id: id }),
		]);
		expect(await get('payment', { paymentId: locator(payment.id) })).toEqual([
			expect.objectContaining({ id: payment.id, status: 'succeeded', total_in_cents: 100 }),
		]);
		expect(await list('document', { type: 'quote', signed: false })).toHaveLength(1);
		expect(await list('document', { signed: true })).toEqual([]);
		expect(await list('payment', { orderId: id, succeededAfter: '2020-01-01' })).toHaveLength(1);
	});

	it('come as PDF once they are signed, fetched without the token', async () => {
		const document = quote(seeded());
		demo.seed({ signatures: [{ document_id: document.id, signature_base64: 'aGVsbG8=' }] });
		demo.calls();
		const [{ binary }] = await items(download(document.id));
		expect(binary?.data).toMatchObject({
			mimeType: 'application/pdf',
			fileName: `quote-${String(document.prefix_with_number)}.pdf`,
		});
		expect(Buffer.from(binary!.data.data, 'base64').toString('latin1')).toMatch(/^%PDF/);
		expect(demo.sandbox.requests().at(-1)?.headers.authorization).toBeUndefined();
	});

	it('are reported when Booqable has no PDF for them', async () => {
		const document = quote(seeded());
		expect((await failure(download(document.id))).message).toBe('Booqable has no PDF of this document to download');
	});
});
