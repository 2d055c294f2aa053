import type { IDataObject } from 'n8n-workflow';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { Demo, fields, locator } from '../../../support/booqable';
import { json } from '../../../support/engine';
import { freshLedger } from '../../../support/syncedApps';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => {
	demo.sandbox.reset();
	freshLedger();
});
afterAll(() => demo.sandbox.close());

const create = async (value: IDataObject) =>
	await json(demo.setup({ resource: 'customer', operation: 'create', fields: fields(value), options: {} }));
const sync = async (value: IDataObject) =>
	await json(
		demo.setup({
			...{ resource: 'customer', operation: 'sync', sourceApp: 'ghl', sourceAccount: locator(LOCATION_US) },
			...{ sourceId: 'c1', matchBy: 'none', fields: fields(value), options: {} },
		}),
	);
const reads = () => demo.sandbox.requests({ method: 'GET' }).filter(({ path }) => path.includes('default_properties'));
const written = () => demo.lastBody().data.attributes.properties_attributes;

test('a property that was created after the definitions were read is written by its kind, and read once', async () => {
	await create({ name: 'Ada', property_company_size: '11-50' });
	await sync({ name: 'Ada', property_company_size: '11-50' });
	const property = { identifier: 'crew_size', selectOptions: 'Small, Large' };
	await json(
		demo.setup({
			...{ resource: 'defaultProperty', operation: 'create', ownerType: 'customers', name: 'Crew Size' },
			...{ propertyType: 'select', options: property },
		}),
	);
	demo.sandbox.clearRequests();
	freshLedger();
	for (const write of [create, sync]) {
		await write({ name: 'Ben', property_crew_size: 'LARGE' });
		expect(written()).toContainEqual({ identifier: 'crew_size', value: 'Large' });
	}
	expect(reads()).toHaveLength(1);
});
