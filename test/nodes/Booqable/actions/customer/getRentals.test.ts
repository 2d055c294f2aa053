import type { IDataObject } from 'n8n-workflow';
import { json } from '../../../../support/engine';
import { rental } from '../../../../support/rentals';
import { Demo } from '../../../../support/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

const rentals = async (options: IDataObject = {}, more: IDataObject = {}): Promise<IDataObject[]> =>
	await json(demo.setup({ resource: 'customer', operation: 'getRentals', filters: {}, options, ...more }));
const ADA = { name: 'Ada Lovelace', email: 'ada@example.com' };
const customer = (attributes: IDataObject = ADA): string => demo.seed({ customers: [attributes] }).customers[0].id;
const order = async (customerId: string, status: Parameters<typeof rental>[2], startsAt: string): Promise<number> => {
	await rental(demo.sandbox, customerId, status, startsAt);
	return Number(demo.stored('orders').at(-1)?.grand_total_in_cents);
};

it('tells revenue, number of orders, and the last and the next rental', async () => {
	const id = customer();
	const totals = [
		await order(id, 'archived', '2020-03-01T09:00:00Z'),
		await order(id, 'stopped', '2021-03-01T09:00:00Z'),
		await order(id, 'reserved', '2099-05-01T09:00:00Z'),
		await order(id, 'reserved', '2099-04-01T09:00:00Z'),
	];
	expect(Math.min(...totals)).toBeGreaterThan(0);
	const [{ last_rental_at: last, next_rental_at: next, ...figures }] = await rentals();
	expect(figures).toMatchObject({
		id,
		order_count: 4,
		revenue_in_cents: totals.reduce((sum, total) => sum + total),
		is_renting: false,
	});
	expect([Date.parse(String(last)), Date.parse(String(next))]).toEqual([
		Date.parse('2021-03-01T09:00:00Z'),
		Date.parse('2099-04-01T09:00:00Z'),
	]);
});

it('counts neither drafts nor canceled orders, nor a reservation that was never picked up, as a rental', async () => {
	const id = customer();
	await order(id, 'draft', '2099-01-01T09:00:00Z');
	await order(id, 'canceled', '2020-01-01T09:00:00Z');
	await order(id, 'reserved', '2020-01-01T09:00:00Z');
	expect(await rentals()).toEqual([
		expect.objectContaining({ last_rental_at: null, next_rental_at: null, is_renting: false }),
	]);
});

it('says who has something out now', async () => {
	await order(customer(), 'started', '2026-01-01T09:00:00Z');
	expect(await rentals()).toEqual([expect.objectContaining({ is_renting: true })]);
});

it('a customer without orders has figures too', async () => {
	customer();
	expect(await rentals()).toEqual([
		expect.objectContaining({ order_count: 0, revenue_in_cents: 0, last_rental_at: null, is_renting: false }),
	]);
});

it('adds up customers with one email under the newest, and leaves those without one alone', async () => {
	const first = customer();
	const one = await order(first, 'stopped', '2021-03-01T09:00:00Z');
	const newest = customer({ ...ADA, email: 'ADA@example.com' });
	const other = await order(newest, 'stopped', '2020-03-01T09:00:00Z');
	customer({ name: 'Nobody', email: null });
	customer({ name: 'Nobody else', email: null });
	expect(await rentals()).toHaveLength(4);
	const added = await rentals({ sameEmail: 'addUp' });
	expect(added).toHaveLength(3);
	expect(added.find(({ id }) => id === newest)).toMatchObject({
		order_count: 2,
		revenue_in_cents: one + other,
		last_rental_at: expect.stringContaining('2021-03-01'),
	});
});

it('takes two calls for as many customers as one page holds', async () => {
	for (const name of ['Ada', 'Bea', 'Cem']) await order(customer({ name }), 'stopped', '2021-03-01T09:00:00Z');
	demo.sandbox.clearRequests();
	await rentals();
	expect(demo.sandbox.requests().map(({ path }) => path)).toEqual(
		expect.arrayContaining([expect.stringContaining('/customers'), expect.stringContaining('/orders')]),
	);
	expect(demo.sandbox.requests().length).toBeLessThanOrEqual(4);
});

it('lists only the customers that the filters name', async () => {
	demo.seed({
		customers: [
			{ ...ADA, tag_list: ['vip'] },
			{ name: 'Bea', email: 'bea@example.com' },
		],
	});
	expect(await rentals({}, { filters: { tag: 'vip' } })).toEqual([expect.objectContaining({ name: 'Ada Lovelace' })]);
});
