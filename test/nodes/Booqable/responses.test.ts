import { PAGES } from '../../../nodes/Booqable/responses';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { Demo, fields } from '../../support/booqable';
import { json } from '../../support/engine';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

/** A list as recorded answers of the official client have it. */
const LIST = {
	data: [
		{
			id: 'c1',
			type: 'customers',
			attributes: { name: 'Ada', email: 'ada@example.com', archived: false },
			relationships: { tax_region: { data: { type: 'tax_regions', id: 't1' } } },
		},
	],
	included: [{ id: 't1', type: 'tax_regions', attributes: { name: 'EU' } }],
	meta: {},
};
const answerWith = (body: object, path: string) =>
	demo.sandbox.faults({ kind: 'status', status: 200, body: body as never, path, times: 1 });

describe('a list in the form of JSON:API', () => {
	it('is read as a flat one is, with what it includes', async () => {
		answerWith(LIST, '/*/api/4/customers.json');
		const setup = demo.setup({
			resource: 'customer',
			operation: 'getMany',
			returnAll: true,
			simplify: false,
			options: {},
		});
		expect(await json(setup)).toEqual([
			{
				id: 'c1',
				name: 'Ada',
				email: 'ada@example.com',
				archived: false,
				tax_region: { id: 't1', name: 'EU' },
				account: DEMO_SLUG,
			},
		]);
	});

	it('shows Create or Update the customer that it is to find', async () => {
		const [{ id }] = demo.seed({ customers: [{ name: 'Ada', email: 'ada@example.com' }] }).customers;
		answerWith({ ...LIST, data: [{ ...LIST.data[0], id }] }, '/*/api/4/customers.json');
		const setup = demo.setup({
			resource: 'customer',
			operation: 'upsert',
			fields: fields({ name: 'Ada King', email: 'ada@example.com' }, ['email']),
			options: {},
		});
		expect(await json(setup)).toEqual([expect.objectContaining({ id, name: 'Ada King' })]);
		expect(demo.stored('customers').filter(({ email }) => email === 'ada@example.com')).toHaveLength(1);
	});
});

it('a draft is a draft, also where Booqable still calls it a concept', async () => {
	const [{ id }] = demo.seed({ draftsNamedConcept: true, orders: [{ status: 'draft' }] }).orders;
	const orderId = { __rl: true, mode: 'id', value: id };
	const read = await json(demo.setup({ resource: 'order', operation: 'get', orderId, simplify: false, options: {} }));
	expect(read).toEqual([expect.objectContaining({ status: 'draft', statuses: ['draft'] })]);
	const all = { resource: 'order', operation: 'getMany', returnAll: true, simplify: false, options: {} };
	expect(await json(demo.setup(all))).toEqual([expect.objectContaining({ id, status: 'draft' })]);
	expect(PAGES.items({ data: [{ id: 'o', status: 'reserved', statuses: ['concept', 'reserved'] }] })).toEqual([
		{ id: 'o', status: 'reserved', statuses: ['draft', 'reserved'] },
	]);
});
