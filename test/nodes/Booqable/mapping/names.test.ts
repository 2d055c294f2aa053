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

describe('what people know by name is taken by name or ID', () => {
	test('the locations of an order, in the mapper', async () => {
		const { id, name } = first('locations');
		const [made] = await json(
			create({ ...PERIOD, start_location_id: String(name).toUpperCase(), stop_location_id: id }),
		);
		expect(made).toMatchObject({ start_location_id: id, stop_location_id: id });
	});

	test('the same in automatic mapping, by the label of the column', async () => {
		const { id, name } = first('locations');
		const automatic = { mappingMode: 'autoMapInputData', value: null };
		const setup = { ...create({}), parameters: { ...create({}).parameters, fields: automatic } };
		expect(await json(setup, [{ ...PERIOD, 'Pickup Location': name }])).toMatchObject([{ start_location_id: id }]);
	});

	test('a product, by name or SKU', async () => {
		const product: IDataObject = demo.stored('products').find(({ sku }) => sku === 'CHAIR') ?? {};
		for (const value of [product.name, 'chair', product.id])
			expect(
				await json(demo.setup({ resource: 'product', operation: 'get', productId: locator(String(value)) })),
			).toMatchObject([{ id: product.id }]);
	});

	test('what is neither is refused with the choices there are', async () => {
		expect((await failure(create({ ...PERIOD, start_location_id: 'The moon' }))).message).toMatch(
			/^Invalid value for Pickup Location: "The moon"\. Choose one of: /,
		);
		const email = demo.setup({ resource: 'productGroup', operation: 'get', productGroupId: locator('A rocket') });
		expect((await failure(email)).message).toMatch(
			/^Invalid value for Product Group: "A rocket"\. Choose one of: .*Folding chair/,
		);
	});
});
