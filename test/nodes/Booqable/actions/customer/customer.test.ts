import type { IDataObject } from 'n8n-workflow';
import { failure, json } from '../../../../support/engine';
import { automatic, Demo, fields, locator } from '../../../../support/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

const customer = (operation: string, parameters: IDataObject = {}) =>
	demo.setup({ resource: 'customer', operation, options: {}, ...parameters });
const one = async (operation: string, parameters: IDataObject, input?: IDataObject[]): Promise<IDataObject> =>
	(await json(customer(operation, parameters), input))[0];
const seeded = (attributes: IDataObject): string =>
	demo.seed({ customers: [{ name: 'Ada Lovelace', ...attributes }] }).customers[0].id;

describe('creating a customer', () => {
	it('sends attributes in the envelope, and phone and address as properties', async () => {
		const made = await one('create', {
			fields: fields({
				name: 'Ada Lovelace',
				email: ' Ada@Example.COM ',
				legal_type: 'person',
				email_marketing_consented: true,
				discount_percentage: '12.5',
				property_phone: '+1 555 010 0199',
				property_main_address__address1: '1 Engine Way',
				property_main_address__city: 'Austin',
				property_company_size: '11-50',
			}),
			options: { tags: 'vip, film crew' },
		});
		expect(demo.lastBody()).toEqual({
			data: {
				type: 'customers',
				attributes: {
					name: 'Ada Lovelace',
					email: 'ada@example.com',
					legal_type: 'person',
					email_marketing_consented: true,
					discount_percentage: 12.5,
					tag_list: ['vip', 'film crew'],
					properties_attributes: [
						{ identifier: 'phone', value: '+1 555 010 0199' },
						{ identifier: 'main_address', property_type: 'address', address1: '1 Engine Way', city: 'Austin' },
						{ identifier: 'company_size', value: '11-50' },
					],
				},
			},
		});
		expect(made).toMatchObject({
			name: 'Ada Lovelace',
			properties: { phone: '+1 555 010 0199', main_address: '1 Engine Way\nAustin', company_size: '11-50' },
		});
		expect(demo.stored('customers')).toHaveLength(1);
	});

	it('makes no call without a name, or with an invalid email', async () => {
		expect((await failure(customer('create', { fields: fields({ email: 'ada@example.com' }) }))).message).toBe(
			'The customer has no name',
		);
		expect((await failure(customer('create', { fields: fields({ name: 'Ada', email: 'nope' }) }))).message).toBe(
			'Invalid value for Email: "nope". Map one address such as name@example.com.',
		);
		expect(
			(await failure(customer('create', { fields: fields({ name: 'Ada', discount_percentage: 'much' }) }))).message,
		).toBe('Invalid value for Discount Percentage: "much". Map a number.');
		expect(demo.calls()).toEqual([]);
	});

	it('is not retried when the answer is lost, since that would create a second customer', async () => {
		demo.sandbox.faults({ kind: 'answerLost', method: 'POST', times: 1 });
		const error = await failure(customer('create', { fields: fields({ name: 'Ada' }) }));
		expect(error.description).toContain('It is not known whether it was done: look in ');
		expect(demo.stored('customers')).toHaveLength(1);
	});

	it('maps items by column, and properties by identifier or name, and leaves the rest out', async () => {
		const [made] = await json(customer('create', { fields: automatic }), [
			{
				name: 'Ada',
				phone: '+15550100199',
				'Company Size': '1-10',
				property_website: 'https://ada.example.com',
				main_address: { address1: '1 Engine Way' },
				id: 'foreign',
				order_count: 7,
			},
		]);
		expect(made.properties).toEqual({
			phone: '+15550100199',
			company_size: '1-10',
			website: 'https://ada.example.com',
			main_address: '1 Engine Way',
		});
		expect(Object.keys(demo.lastBody().data.attributes)).toEqual(['name', 'properties_attributes']);
	});

	it('refuses an address of which a part would be lost', async () => {
		const address = { address1: '1 Engine Way', zip: '78701' };
		const { message, description } = await failure(customer('create', { fields: automatic }), [
			{ name: 'Ada', main_address: address },
		]);
		expect(message).toBe('The address "main_address" has parts that Booqable does not know: zip');
		expect(description).toContain('zipcode');
	});
});

describe('reading customers', () => {
	it('gets one with few fields, or all', async () => {
		const id = seeded({ email: 'ada@example.com' });
		expect(await one('get', { customerId: locator(id), simplify: true })).toMatchObject({
			id,
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			archived: false,
		});
		expect(await one('get', { customerId: locator(id), simplify: true })).not.toHaveProperty('revenue_in_cents');
		expect(await one('get', { customerId: locator(id), simplify: false })).toHaveProperty('revenue_in_cents', 0);
	});

	it('finds the ID in the address of its page', async () => {
		const id = seeded({});
		const page = { __rl: true, mode: 'url', value: `https://demo-rentals.booqable.com/customers/${id}?tab=notes` };
		expect(await one('get', { customerId: page })).toMatchObject({ id });
	});

	it('reads page after page until the last, a hundred at a time', async () => {
		demo.seed({ customers: Array.from({ length: 230 }, (_, index) => ({ name: `Customer ${index + 1}` })) });
		const all = await json(customer('getMany', { returnAll: true }));
		expect(all.map(({ number }) => number)).toEqual(Array.from({ length: 230 }, (_, index) => index + 1));
		expect(demo.calls()).toHaveLength(3);
		expect(await json(customer('getMany', { returnAll: false, limit: 120 }))).toHaveLength(120);
		expect(await json(customer('getMany', { returnAll: false, limit: 7 }))).toHaveLength(7);
		expect(demo.lastQuery()).toMatchObject({ 'page[size]': '7', 'page[number]': '1' });
	});

	it.each<[string, IDataObject, string[]]>([
		['archived ones are left out by default', {}, ['Ada', 'Bolt Ltd']],
		['only archived', { archived: 'archived' }, ['Cleo']],
		['both', { archived: 'both' }, ['Ada', 'Bolt Ltd', 'Cleo']],
		['email, whatever its case', { email: 'ADA@example.com' }, ['Ada']],
		['companies', { legalType: 'commercial' }, ['Bolt Ltd']],
		['tag', { tag: 'VIP' }, ['Ada']],
		['text', { query: 'bolt' }, ['Bolt Ltd']],
		['a moment that is past', { createdAfter: '2030-01-01T00:00:00' }, []],
		['a moment to come', { updatedBefore: '2030-01-01T00:00:00' }, ['Ada', 'Bolt Ltd']],
	])('filters: %s', async (_, filters, names) => {
		const made = demo.seed({
			customers: [
				{ name: 'Ada', email: 'ada@example.com', tag_list: ['vip'] },
				{ name: 'Bolt Ltd', legal_type: 'commercial' },
				{ name: 'Cleo' },
			],
		});
		demo.seed({ removals: [{ type: 'customers', id: made.customers[2].id }] });
		expect((await json(customer('getMany', { returnAll: true, filters }))).map(({ name }) => name)).toEqual(names);
	});

	it('sorts as configured', async () => {
		demo.seed({ customers: [{ name: 'Zoe' }, { name: 'Ada' }] });
		expect(
			(await json(customer('getMany', { returnAll: true, options: { sort: 'name' } }))).map(({ name }) => name),
		).toEqual(['Ada', 'Zoe']);
	});
});

describe('changing a customer', () => {
	it('changes what is mapped and leaves the rest', async () => {
		const id = seeded({
			email: 'ada@example.com',
			tag_list: ['vip'],
			properties_attributes: [
				{ identifier: 'phone', value: '1' },
				{ identifier: 'website', value: 'x.example.com' },
			],
		});
		const changed = await one('update', {
			customerId: locator(id),
			fields: fields({ name: 'Ada King', property_phone: '2', email: '' }),
			simplify: false,
		});
		expect(demo.lastBody().data).toEqual({
			type: 'customers',
			id,
			attributes: { name: 'Ada King', properties_attributes: [{ identifier: 'phone', value: '2' }] },
		});
		expect(changed).toMatchObject({
			name: 'Ada King',
			email: 'ada@example.com',
			tag_list: ['vip'],
			properties: { phone: '2', website: 'x.example.com' },
		});
	});

	it('clears emptied fields only where the option says so', async () => {
		const id = seeded({
			email: 'ada@example.com',
			properties_attributes: [
				{ identifier: 'phone', value: '1' },
				{ identifier: 'main_address', property_type: 'address', address1: '1 Engine Way', city: 'Austin' },
			],
		});
		const mapped = fields({ email: '', property_phone: '', property_main_address__city: '' });
		expect((await failure(customer('update', { customerId: locator(id), fields: mapped }))).message).toMatch(
			/nothing to update/,
		);
		const cleared = await one('update', { customerId: locator(id), fields: mapped, options: { emptyValues: 'clear' } });
		expect(cleared).toMatchObject({ email: null });
		expect(demo.record('customers', id).properties).toEqual({ main_address: '1 Engine Way' });
		const parts = ['first_name', 'last_name', 'address1', 'address2', 'city', 'zipcode', 'region', 'country'].map(
			(part) => [`property_main_address__${part}`, ''],
		);
		await one('update', {
			customerId: locator(id),
			fields: fields(Object.fromEntries(parts)),
			options: { emptyValues: 'clear' },
		});
		expect(demo.record('customers', id).properties).toEqual({});
		expect(
			(
				await failure(
					customer('update', {
						customerId: locator(id),
						fields: fields({ name: '' }),
						options: { emptyValues: 'clear' },
					}),
				)
			).message,
		).toBe('Booqable cannot clear the field Name');
	});

	it.each([
		['add', ['VIP', 'bikes', 'film crew']],
		['remove', ['bikes']],
		['replace', ['VIP', 'film crew']],
	])('tags: %s', async (tagMode, expected) => {
		const id = seeded({ tag_list: ['VIP', 'bikes'] });
		await one('update', { customerId: locator(id), fields: fields({}), options: { tags: 'vip, film crew', tagMode } });
		expect((demo.record('customers', id).tag_list as string[]).sort()).toEqual([...expected].sort());
		expect(demo.calls()).toHaveLength(tagMode === 'replace' ? 1 : 2);
	});

	it('warns that a change of an archived customer may be in the wrong record', async () => {
		const hint = 'This customer is archived, maybe since it was merged into another';
		const update = { fields: fields({ name: 'Ada' }), simplify: true };
		expect(await one('update', { customerId: locator(seeded({ archived: true })), ...update })).toMatchObject({
			hint: expect.stringContaining(hint),
		});
		expect(await one('update', { customerId: locator(seeded({})), ...update })).not.toHaveProperty('hint');
	});

	it('archives, and reports it', async () => {
		const id = seeded({});
		expect(await one('archive', { customerId: locator(id), simplify: true })).toMatchObject({
			id,
			archived: true,
			name: 'Ada Lovelace',
		});
		expect(demo.record('customers', id).archived).toBe(true);
	});
});

describe('default properties', () => {
	it('are listed by what they belong to', async () => {
		const list = (ownerType: string) =>
			json(demo.setup({ resource: 'defaultProperty', operation: 'getMany', ownerType, returnAll: true, options: {} }));
		expect((await list('customers')).map(({ identifier }) => identifier)).toContain('company_size');
		expect((await list('orders')).map(({ identifier }) => identifier)).toEqual([
			'delivery_address',
			'billing_address',
			'purchase_order',
		]);
	});
});
