import type { IDataObject } from 'n8n-workflow';
import { resources } from '../../../../nodes/Booqable/actions';
import { record } from '../../../../nodes/Booqable/responses';
import { effectOf, type Operation } from '../../../../nodes/shared/operation';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { booqable } from '../../../support/nodeSetups';
import { json } from '../../../support/engine';
import { booqable as exampled } from '../../../support/examples/booqable';
import { Demo, fields, locator } from '../../../support/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
afterAll(() => demo.sandbox.close());

/** Operations that give no record of their resource. */
const OTHERS = new Set([
	'customer.setUpSyncFields',
	'defaultProperty.setUpBusiness',
	...['customer', 'note', 'order'].map((name) => `${name}.sync`),
	...['defaultProperty', 'note', 'property'].map((name) => `${name}.delete`),
]);

const written: Array<[string, Operation]> = resources
	.filter(({ operations }) => operations.some(({ name }) => name === 'get'))
	.flatMap(({ operations }) => operations)
	.filter((operation) => effectOf(operation) !== 'read')
	.map((operation): [string, Operation] => [`${operation.resource}.${operation.name}`, operation])
	.filter(([name]) => !OTHERS.has(name));

test.each(written)(
	'%s gives what Get gives, and then what it tells itself',
	async (_, { resource, name, markers = [] }) => {
		const [given] = (await exampled.run(demo.sandbox, resource, name)) ?? [];
		const [{ account, ...read }] = await json(
			booqable(demo.sandbox, { resource, operation: 'get', [`${resource}Id`]: locator(given.id) }),
		);
		expect(account).toBe(DEMO_SLUG); // what is read names its account, for Sync
		const own = Object.keys(given).filter((field) => markers.includes(field));
		expect(own).toEqual(markers.filter((marker) => !/^(ignoredFields|hint)$/.test(marker))); // nothing was left out
		expect(Object.entries(given)).toEqual([...Object.entries(read), ...own.map((field) => [field, given[field]])]);
	},
);

test('an order that is written comes with its customer and lines in the same call', async () => {
	demo.sandbox.reset();
	const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
	demo.calls();
	const [made] = await json(
		demo.setup({ resource: 'order', operation: 'create', fields: fields({ customer_id: customers[0].id }) }),
	);
	expect(made).toMatchObject({ status: 'draft', customer: { id: customers[0].id, name: 'Ada' }, lines: [] });
	expect(demo.calls()).toEqual(['POST /orders']);
});

describe('a record in JSON:API', () => {
	const customer = {
		id: 'c',
		type: 'customers',
		attributes: { name: 'Ada' },
		relationships: { orders: { data: [{ type: 'orders', id: 'o' }] } },
	};
	const line = {
		id: 'l',
		type: 'lines',
		attributes: { title: 'Chair' },
		relationships: { item: { data: { type: 'products', id: 'p' } } },
	};
	const order = (relationships: IDataObject): IDataObject => ({
		data: { id: 'o', type: 'orders', attributes: { number: 1, properties: {} }, relationships },
		included: [customer, line, { id: 'p', type: 'products', attributes: { name: 'A chair' } }],
	});

	test.each([
		['one', { customer: { data: { type: 'customers', id: 'c' } } }, { customer: { id: 'c', name: 'Ada', orders: [] } }],
		[
			'several, with those within them',
			{ lines: { data: [{ type: 'lines', id: 'l' }] } },
			{ lines: [{ id: 'l', title: 'Chair', item: { id: 'p', name: 'A chair' } }] },
		],
		['none where there is none', { customer: { data: null } }, { customer: null }],
		['none that was not asked for', { customer: { links: {} } }, {}],
		['none that did not come along', { coupon: { data: { type: 'coupons', id: 'x' } } }, {}],
		['those of the name of an attribute in its place', { properties: { data: [] } }, { properties: [] }],
	])('has the included records nested: %s', (_, relationships, nested) => {
		expect(record(order(relationships))).toEqual({ id: 'o', number: 1, properties: {}, ...nested });
	});
});
