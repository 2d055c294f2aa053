import type { IDataObject, ResourceMapperFields } from 'n8n-workflow';
import { failure, json, method } from '../../../support/engine';
import { Demo, fields, locator } from '../../../support/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

/** The node for a customer that exists, by any of the three writes. */
function setup(operation: string, value: IDataObject) {
	const [{ id }] = demo.seed({ customers: [{ name: 'Ada Lovelace', email: 'ada@example.com' }] }).customers;
	const mapper = {
		...fields({ name: 'Ada Lovelace', email: 'ada@example.com', ...value }),
		matchingColumns: ['email'],
	};
	demo.sandbox.clearRequests();
	return demo.setup({ resource: 'customer', operation, customerId: locator(id), fields: mapper, options: {} });
}

describe.each(['create', 'update', 'upsert'])('%s', (operation) => {
	it.each([
		['property_company_size', '11-50', '11-50'],
		['property_company_size', ['1000+'], '1000+'],
		['property_industry', ['Film'], 'Film'],
	])('%s: %j arrives as %j', async (column, value, expected) => {
		await json(setup(operation, { [column]: value }));
		expect(demo.lastBody()).toMatchObject({ data: { attributes: { properties_attributes: [{ value: expected }] } } });
	});

	it.each([
		['legal_type', 'Company', 'commercial'],
		['legal_type', 'PERSON', 'person'],
		['email_marketing_consented', 'yes', true],
		['email_marketing_consented', 1, true],
		['email_marketing_consented', 'Off', false],
		['stripe_id', ['cus_1'], 'cus_1'],
	])('%s: %j arrives as %j', async (column, value, expected) => {
		await json(setup(operation, { [column]: value }));
		expect(demo.lastBody()).toMatchObject({ data: { attributes: { [column]: expected } } });
	});

	it.each([
		[
			'property_company_size',
			'huge',
			'Invalid value for Company size: "huge". Choose one of: 1-10, 11-50, 51-200, 201-1000, 1000+.',
		],
		['property_industry', ['Film', 'Music'], 'Invalid value for Industry: a list of 2 values. Map one text.'],
		[
			'property_main_address__city',
			{ name: 'Austin' },
			'Invalid value for Main address: City: an object. Map one text.',
		],
		['legal_type', 'robot', 'Invalid value for Person or Company: "robot". Choose one of: Company, Person.'],
		[
			'email_marketing_consented',
			'perhaps',
			'Invalid value for Email Marketing Consented: "perhaps". Use true or false.',
		],
		['stripe_id', {}, 'Invalid value for Stripe ID: an object. Map one text.'],
	])('%s: %j is refused before any write', async (column, value, message) => {
		expect((await failure(setup(operation, { [column]: value }))).message).toBe(message);
		expect(demo.calls().filter((call) => !call.startsWith('GET'))).toEqual([]);
	});

	it('without a property costs no read of the definitions', async () => {
		await json(setup(operation, { stripe_id: 'cus_1' }));
		expect(demo.calls().filter((call) => call.includes('default_properties'))).toEqual([]);
	});
});

describe('columns', () => {
	const columns = async (name: string) =>
		(
			await method<ResourceMapperFields>(
				demo.setup({ resource: 'customer', operation: 'create' }),
				'resourceMapping',
				name,
			)
		).fields;

	it.each([
		['getCustomerColumnsForCreate', ['name', 'email']],
		['getCustomerColumnsForUpdate', ['name', 'email']],
		['getCustomerColumnsForUpsert', ['name', 'email']],
		['getCustomerColumnsForSync', ['name', 'email']],
		['getOrderColumns', ['customer_id', 'starts_at', 'stops_at']],
		['getOrderColumnsForSync', ['starts_at', 'stops_at']],
		['getNoteColumnsForSync', ['body']],
	])('%s: a new node shows %j', async (name, first) => {
		expect((await columns(name)).filter(({ removed }) => !removed).map(({ id }) => id)).toEqual(first);
	});

	it('are available without a credential, except the properties', async () => {
		const { fields: known } = await method<ResourceMapperFields>(
			{ ...demo.setup({}), uses: {} },
			'resourceMapping',
			'getCustomerColumnsForCreate',
		);
		expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(['name', 'email']));
		expect(known.at(-1)?.displayName).toBe('Properties: choose the credential, then ⋮ → Refresh field list');
		expect(demo.calls()).toEqual([]);
		expect((await columns('getCustomerColumnsForCreate')).map(({ id }) => id)).not.toContain('refreshFieldList');
	});

	it('include a property as soon as it was created', async () => {
		await columns('getCustomerColumnsForCreate');
		await json(
			demo.setup({
				resource: 'defaultProperty',
				operation: 'create',
				ownerType: 'customers',
				name: 'Shoe size',
				propertyType: 'text_field',
				options: {},
			}),
		);
		expect((await columns('getCustomerColumnsForCreate')).map(({ id }) => id)).toContain('property_shoe_size');
	});
});
