import type { IDataObject } from 'n8n-workflow';
import { failure, json } from '../../../support/engine';
import { Demo, fields, locator } from '../../../support/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
afterAll(() => demo.sandbox.close());
beforeEach(() => {
	demo.sandbox.reset();
	demo.sandbox.advance(60_000); // lists show what was written
});

const PERIOD = { starts_at: '2030-01-07T15:00:00Z', stops_at: '2030-01-09T15:00:00Z' };
const first = (table: string): IDataObject => demo.stored(table)[0];
const create = (value: IDataObject) =>
	demo.setup({ resource: 'order', operation: 'create', status: 'draft', simplify: false, fields: fields(value) });

describe('what people know by name is accepted by name or ID', () => {
	test('the locations of an order, in the mapper', async () => {
		const { id, name } = first('locations');
		const [made] = await json(
			create({ ...PERIOD, start_location_id: String(name).toUpperCase(), stop_location_id: id }),
		);
		expect(made).toMatchObject({ start_location_id: id, stop_location_id: id });
	});

	test('the tax region of a customer, in the mapper', async () => {
		const { id, name } = first('tax_regions');
		const parameters = { resource: 'customer', operation: 'create', simplify: false };
		for (const tax_region_id of [name, id])
			expect(await json(demo.setup({ ...parameters, fields: fields({ name: 'Ada', tax_region_id }) }))).toMatchObject([
				{ tax_region_id: id },
			]);
	});

	test('the coupon of an order, by its code, in the mapper and in a search', async () => {
		const [{ id }] = demo.seed({ coupons: [{ identifier: 'SUMMER', coupon_type: 'percentage', value: 10 }] }).coupons;
		for (const coupon_id of ['summer', id])
			expect(await json(create({ ...PERIOD, coupon_id }))).toMatchObject([{ coupon_id: id }]);
		const condition = [{ attribute: 'coupon_id', operator: 'eq', value: 'Summer' }];
		const groups = { group: [{ combine: 'and', conditions: { condition } }] };
		const search = { resource: 'order', operation: 'search', query: '', combineGroups: 'and', groups, limit: 5 };
		await json(demo.setup(search));
		expect(JSON.stringify(demo.lastBody())).toContain(JSON.stringify({ coupon_id: { eq: id } }));
		expect((await failure(create({ ...PERIOD, coupon_id: 'WINTER' }))).message).toBe(
			'Invalid value for Coupon: "WINTER". Choose one of: SUMMER.',
		);
	});

	test.each([
		['order', 'start_location_id', 'locations'],
		['order', 'stop_location_id', 'locations'],
		['order', 'tax_region_id', 'tax_regions'],
		['customer', 'tax_region_id', 'tax_regions'],
		['order', 'item_id', 'products'],
	])('in a search for %ss by %s', async (resource, attribute, table) => {
		const { id, name } = first(table);
		const searching = (value: IDataObject[string]) => {
			const condition = [{ attribute, operator: 'eq', value }];
			const groups = { group: [{ combine: 'and', conditions: { condition } }] };
			return demo.setup({ resource, operation: 'search', query: '', combineGroups: 'and', groups, limit: 5 });
		};
		for (const value of [String(name).toLowerCase(), id]) {
			await json(searching(value));
			const [{ body }] = demo.sandbox.requests({ method: 'POST' }).slice(-1);
			expect(JSON.stringify(body)).toContain(JSON.stringify({ [attribute]: { eq: id } }));
		}
		expect((await failure(searching('The moon'))).message).toMatch(
			/^Invalid value for .*: "The moon"\. Choose one of: /,
		);
	});

	test('the same in automatic mapping, by the label of the column', async () => {
		const { id, name } = first('locations');
		const automatic = { mappingMode: 'autoMapInputData', value: null };
		const setup = { ...create({}), parameters: { ...create({}).parameters, fields: automatic } };
		expect(await json(setup, [{ ...PERIOD, 'Pickup Location': name }])).toMatchObject([{ start_location_id: id }]);
	});

	test.each([
		['email', 'templateId', 'email_templates', 'email_template_id'],
		['note', 'employeeId', 'employees', 'employee_id'],
		['order', 'itemId', 'products', 'item_id'],
		['orderLine', 'itemId', 'products', 'item_id'],
		['planning', 'itemId', 'products', 'item_id'],
		['product', 'productGroupId', 'product_groups', 'product_group_id'],
		['property', 'defaultPropertyId', 'default_properties', 'default_property_id'],
	])('in a list of %ss by %s', async (resource, filter, table, attribute) => {
		const { id, name } = first(table);
		for (const value of [String(name).toUpperCase(), id]) {
			const filters = { [filter]: value as string };
			await json(demo.setup({ resource, operation: 'getMany', returnAll: false, limit: 5, filters, options: {} }));
			const [{ query }] = demo.sandbox.requests({ method: 'GET' }).slice(-1);
			expect(query).toMatchObject({ [`filter[${attribute}]`]: id });
		}
	});

	test('a product, by name or SKU', async () => {
		const product: IDataObject = demo.stored('products').find(({ sku }) => sku === 'CHAIR') ?? {};
		for (const value of [product.name, 'chair', product.id])
			expect(
				await json(demo.setup({ resource: 'product', operation: 'get', productId: locator(String(value)) })),
			).toMatchObject([{ id: product.id }]);
	});

	test('anything else is refused with the available choices', async () => {
		expect((await failure(create({ ...PERIOD, start_location_id: 'The moon' }))).message).toMatch(
			/^Invalid value for Pickup Location: "The moon"\. Choose one of: /,
		);
		const email = demo.setup({ resource: 'productGroup', operation: 'get', productGroupId: locator('A rocket') });
		expect((await failure(email)).message).toMatch(
			/^Invalid value for Product Group: "A rocket"\. Choose one of: .*Folding chair/,
		);
	});
});
