import { SMALL_PLAN_SLUG, RESTRICTED_TOKEN } from '../../../sandbox/booqable/world';
import { failure, items, json } from '../../support/engine';
import { Demo, fields, locator } from '../../support/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

const list = { resource: 'customer', operation: 'getMany', returnAll: true, options: {} };
const create = (value: object) => ({
	resource: 'customer',
	operation: 'create',
	fields: fields({ name: 'Ada', ...value }),
	options: {},
});

it.each([
	['a slug that no account has', { slug: 'nobody-rents-here' }, /no account with this company slug/],
	['a plan without API', { slug: SMALL_PLAN_SLUG }, /plan of this Booqable account does not include/],
	['a token that nobody has', { accessToken: 'token-of-nobody' }, /refused the token/],
	['a slug that is none', { slug: 'evil.example.com/#' }, /invalid company slug/],
	['an address in plain http elsewhere', { baseUrl: 'http://{slug}.example.com' }, /must start with https/],
])('explains %s', async (_, credential, message) => {
	const error = await failure(demo.setup(list, { credential }));
	expect(error.message).toMatch(message);
	expect(`${error.message} ${error.description}`).not.toContain('token-of-nobody');
});

it('accepts a pasted address as the slug', async () => {
	demo.seed({ customers: [{ name: 'Ada' }] });
	expect(
		await json(demo.setup(list, { credential: { slug: ' https://Demo-Rentals.booqable.com/employees/current ' } })),
	).toHaveLength(1);
});

it('remembers a refused token for a minute instead of calling again for each item', async () => {
	const setup = demo.setup(
		{ ...list, options: { itemsAtOnce: 1 } },
		{ credential: { accessToken: 'a-token-of-nobody' }, onError: 'continueRegularOutput' },
	);
	expect(await items(setup, [{}, {}, {}])).toHaveLength(3);
	expect(demo.calls()).toHaveLength(1);
});

it('explains an unknown attribute by the name of the field', async () => {
	demo.sandbox.faults({
		kind: 'status',
		status: 400,
		method: 'POST',
		times: 1,
		body: {
			errors: [
				{
					code: 'bad_request',
					status: '400',
					title: 'Request Error',
					detail: 'data.attributes.stripe_id is an unknown attribute',
					source: { pointer: 'data/attributes/stripe_id' },
					meta: { attribute: 'stripe_id', message: 'is an unknown attribute', code: 'unknown_attribute' },
				},
			],
		},
	});
	const error = await failure(demo.setup(create({ stripe_id: 'cus_1' })));
	expect(error.message).toBe('Booqable does not take the field Stripe ID');
	expect(error.description).toContain('nothing was written');
});

it.each([
	['data.attributes.tax_region_id', 'Tax Region'],
	['data/attributes/some_new_field', 'Some New Field'],
	['data.attributes.properties_attributes.0.value', 'Value'],
])('names a field by its label where Booqable names it as %s', async (attribute, label) => {
	demo.sandbox.faults({
		kind: 'status',
		status: 400,
		method: 'POST',
		times: 1,
		body: {
			errors: [
				{
					code: 'bad_request',
					status: '400',
					title: 'Request Error',
					detail: `${attribute} should be type string`,
					meta: { attribute, message: 'should be type string', code: 'type_error' },
				},
			],
		},
	});
	const { message, description } = await failure(demo.setup(create({ discount_percentage: 5 })));
	expect(`${message} ${String(description)}`).toContain(label);
	expect(`${message} ${String(description)}`).not.toMatch(/data[./]attributes/);
});

it('names the field of a value that Booqable refuses', async () => {
	const error = await failure(demo.setup(create({ discount_percentage: 500 })));
	expect(error.message).toContain('Discount percentage');
	expect(error.description).not.toContain('discount_percentage');
});

it('explains an ID that does not exist', async () => {
	const get = {
		resource: 'customer',
		operation: 'get',
		customerId: locator('00000000-0000-4000-8000-000000000000'),
		simplify: false,
		options: {},
	};
	expect((await failure(demo.setup(get))).message).toBe('Booqable has no such customer');
	expect((await failure(demo.setup({ ...get, customerId: locator('={{ "" }}') }))).message).toBe('Customer is empty');
	expect((await failure(demo.setup({ ...get, customerId: locator('../companies/current') }))).message).toMatch(
		/is not an ID/,
	);
	expect(demo.calls()).toHaveLength(1);
});

it('names the field that holds the ID of a missing record', async () => {
	const order = { resource: 'order', operation: 'create', fields: fields({ customer_id: 'no-such' }), options: {} };
	const error = await failure(demo.setup(order));
	expect(error.message).toBe('Booqable has no such customer');
	expect(error.description).toContain('Check Customer ID: the ID is wrong, or of a record that was deleted.');
});

it('waits when it called too often, and when Booqable is down, and continues', async () => {
	demo.seed({ customers: [{ name: 'Ada' }] });
	demo.sandbox.faults([
		{ kind: 'status', status: 429, retryAfter: 0, times: 1 },
		{ kind: 'status', status: 503, times: 1 },
	]);
	expect(await json(demo.setup(list))).toHaveLength(1);
	expect(demo.calls()).toHaveLength(3);
});

it('names the missing permission as far as Booqable does', async () => {
	demo.sandbox.faults({
		kind: 'status',
		status: 403,
		times: 1,
		body: { errors: [{ code: 'forbidden', detail: 'You need the permission exports.' }] },
	});
	const error = await failure(demo.setup(list, { credential: { accessToken: RESTRICTED_TOKEN } }));
	expect(error.message).toMatch(/may not do this: You need the permission exports/);
});
