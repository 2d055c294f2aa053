import type { IDataObject } from 'n8n-workflow';
import { failure, json } from '../../../../support/engine';
import { automatic, Demo, fields } from '../../../../support/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

let test = 0;
/** An address for each test: what was made a moment ago is remembered by it. */
const email = () => `ada${++test}@example.com`;
const upsert = (mapped: IDataObject, options: IDataObject = {}) =>
	demo.setup({ resource: 'customer', operation: 'upsert', fields: mapped, options, simplify: false });
const run = async (mapped: IDataObject, options?: IDataObject, input?: IDataObject[]) =>
	await json(upsert(mapped, options), input);

it('creates a customer that nobody has, then updates the same one, also while lists do not show it yet', async () => {
	const mapped = { email: email(), name: 'Ada' };
	const [made] = await run(fields(mapped, ['email']));
	const [changed] = await run(fields({ ...mapped, name: 'Ada King' }, ['email']));
	expect([made.created, changed.created, changed.id]).toEqual([true, false, made.id]);
	expect(demo.stored('customers')).toEqual([expect.objectContaining({ name: 'Ada King' })]);
});

it('creates one customer for several items with the same email, whatever its case', async () => {
	const address = email();
	await run({ ...automatic, matchingColumns: ['email'] }, {}, [
		{ name: 'Ada', email: address },
		{ name: 'Ada', email: address.toUpperCase() },
		{ name: 'Ada', email: ` ${address}` },
	]);
	expect(demo.stored('customers')).toHaveLength(1);
});

it('matches by a property, which Booqable can only search for', async () => {
	const value = `ghl-${email()}`;
	demo.seed({
		customers: [
			{ name: `Mentions ${value}` },
			{ name: 'Ada', properties_attributes: [{ identifier: 'ghl_contact_id', value }] },
		],
	});
	const [changed] = await run(
		fields({ name: 'Ada King', property_ghl_contact_id: value }, ['property_ghl_contact_id']),
	);
	expect(changed).toMatchObject({ name: 'Ada King', created: false });
	expect(demo.stored('customers')).toHaveLength(2);
});

it('matches a property with a comma in it', async () => {
	const value = `Film, ${email()}`;
	demo.seed({ customers: [{ name: 'Ada', properties_attributes: [{ identifier: 'industry', value }] }] });
	expect((await run(fields({ name: 'Ada King', property_industry: value }, ['property_industry'])))[0]).toMatchObject({
		created: false,
	});
});

it('matches by ID, and an ID that Booqable does not have is an error', async () => {
	const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
	const [changed] = await run(fields({ id: customers[0].id, name: 'Ada King' }, ['id']));
	expect(changed).toMatchObject({ id: customers[0].id, name: 'Ada King', created: false });
	expect(demo.lastBody().data.attributes).toEqual({ name: 'Ada King' });
	const missing = await failure(upsert(fields({ id: '00000000-0000-4000-8000-000000000000', name: 'Ada' }, ['id'])));
	expect(missing.message).toMatch(/has no customer with the ID/);
});

it('refuses to write to an archived customer that is matched by ID', async () => {
	const [{ id }] = demo.seed({ customers: [{ name: 'Ada' }] }).customers;
	demo.seed({ removals: [{ type: 'customers', id }] });
	const archived = await failure(upsert(fields({ id, name: 'Ada King' }, ['id'])));
	expect(archived.message).toBe(`The customer with the ID ${id} is archived`);
	expect(demo.record('customers', id)).toMatchObject({ name: 'Ada' });
});

it('searches again for one that it created a moment ago and that was archived since', async () => {
	const mapped = { email: email(), name: 'Ada' };
	const [made] = await run(fields(mapped, ['email']));
	demo.seed({ removals: [{ type: 'customers', id: made.id }] });
	const [kept] = demo.seed({ customers: [{ name: 'Ada K.', email: mapped.email }] }).customers;
	expect(await run(fields({ ...mapped, name: 'Ada King' }, ['email']))).toEqual([
		expect.objectContaining({ id: kept.id, created: false }),
	]);
	expect(demo.record('customers', made.id)).toMatchObject({ name: 'Ada' });
});

it('does not choose among several, and lists them', async () => {
	const address = email();
	const { customers } = demo.seed({
		customers: [
			{ name: 'Ada', email: address },
			{ name: 'Ada L.', email: address },
		],
	});
	const error = await failure(upsert(fields({ email: address, name: 'Ada' }, ['email'])));
	expect(error.message).toBe(
		`2 customers match: Ada (number 1, ${customers[0].id}); Ada L. (number 2, ${customers[1].id})`,
	);
	const [one] = await run(fields({ id: customers[1].id, email: address, name: 'Ada' }, ['id', 'email']));
	expect(one.id).toBe(customers[1].id);
});

it('skips archived customers', async () => {
	const address = email();
	const { customers } = demo.seed({ customers: [{ name: 'Ada', email: address }] });
	demo.seed({ removals: [{ type: 'customers', id: customers[0].id }] });
	expect((await run(fields({ email: address, name: 'Ada' }, ['email'])))[0]).toMatchObject({ created: true });
});

it('writes nothing when the column to match on is empty or not chosen', async () => {
	expect((await failure(upsert(fields({ email: '', name: 'Ada' }, ['email'])))).message).toBe(
		'The column "email" to match on is empty',
	);
	expect((await failure(upsert(fields({ name: 'Ada' })))).message).toBe('No column to match on is chosen');
	expect(demo.stored('customers')).toEqual([]);
});

it('adds tags to those that the customer has', async () => {
	const address = email();
	demo.seed({ customers: [{ name: 'Ada', email: address, tag_list: ['vip'] }] });
	await run(fields({ email: address, name: 'Ada' }, ['email']), { tags: 'film' });
	expect(demo.stored('customers')[0].tag_list).toEqual(['vip', 'film']);
});

describe('merging', () => {
	const merge = (sourceId: string, customerId: string) =>
		demo.setup({
			resource: 'customer',
			operation: 'merge',
			sourceId: { __rl: true, mode: 'id', value: sourceId },
			customerId: { __rl: true, mode: 'id', value: customerId },
			simplify: false,
			options: {},
		});

	it('returns the customer that remains', async () => {
		const [gone, kept] = demo.seed({ customers: [{ name: 'Ada' }, { name: 'Ada L.' }] }).customers;
		expect(await json(merge(gone.id, kept.id))).toEqual([expect.objectContaining({ id: kept.id, name: 'Ada L.' })]);
		expect(demo.record('customers', gone.id).archived).toBe(true);
	});

	it('of the customer that Create or Update is matched to is said, and nothing is written into the one that went', async () => {
		const [gone, kept] = demo.seed({ customers: [{ name: 'Ada' }, { name: 'Ada L.' }] }).customers;
		await json(merge(gone.id, kept.id));
		const error = await failure(upsert(fields({ id: gone.id, name: 'Ada King' }, ['id'])));
		expect(error.message).toBe(`The customer with the ID ${gone.id} is archived`);
		expect(error.description).toContain('It may have been merged into another. Match on the email instead');
		expect([demo.record('customers', gone.id).name, demo.record('customers', kept.id).name]).toEqual(['Ada', 'Ada L.']);
	});

	it('of a customer that was created a moment ago leads to the one that remains', async () => {
		const mapped = { email: email(), name: 'Ada' };
		const [made] = await run(fields(mapped, ['email']));
		const [kept] = demo.seed({ customers: [{ name: 'Ada L.', email: mapped.email }] }).customers;
		await json(merge(String(made.id), kept.id));
		demo.sandbox.advance(10_000);
		expect(await run(fields({ ...mapped, name: 'Ada King' }, ['email']))).toMatchObject([
			{ id: kept.id, name: 'Ada King', created: false },
		]);
		expect(demo.record('customers', made.id)).toMatchObject({ name: 'Ada', archived: true });
	});

	it('refuses one customer twice without a call', async () => {
		expect((await failure(merge('a', 'a'))).message).toBe('The two customers are the same');
		expect(demo.calls()).toEqual([]);
	});
});

describe('business data', () => {
	const setUp = (options: IDataObject = {}) =>
		json(demo.setup({ resource: 'defaultProperty', operation: 'setUpBusiness', options }));

	it('has its properties created once', async () => {
		for (const property of demo
			.stored('default_properties')
			.filter(({ identifier }) => ['website', 'company_size'].includes(String(identifier)))) {
			demo.seed({ removals: [{ type: 'default_properties', id: property.id }] });
		}
		expect(
			(await setUp({ companySizes: 'few, many' })).map(({ identifier, created }) => [identifier, created]),
		).toEqual([
			['industry', false],
			['company_size', true],
			['annual_revenue', false],
			['website', true],
		]);
		expect(demo.stored('default_properties').find(({ identifier }) => identifier === 'company_size')).toMatchObject({
			property_type: 'select',
			select_options: ['few', 'many'],
		});
		expect((await setUp()).map(({ created }) => created)).toEqual([false, false, false, false]);
	});

	it('comes as one flat object', async () => {
		const [bolt] = demo.seed({
			customers: [
				{
					name: 'Bolt Ltd',
					legal_type: 'commercial',
					email: 'bolt@example.com',
					properties_attributes: [
						{ identifier: 'industry', value: 'Film' },
						{ identifier: 'company_size', value: '11-50' },
						{ identifier: 'phone', value: '+15550100' },
					],
				},
			],
		}).customers;
		const get = demo.setup({
			resource: 'customer',
			operation: 'getBusinessData',
			customerId: { __rl: true, mode: 'id', value: bolt.id },
			options: {},
		});
		expect(await json(get)).toEqual([
			expect.objectContaining({
				customerId: bolt.id,
				companyName: 'Bolt Ltd',
				isCompany: true,
				industry: 'Film',
				companySize: '11-50',
				annualRevenue: null,
				website: null,
				phone: '+15550100',
				email: 'bolt@example.com',
			}),
		]);
		expect(demo.calls()).toHaveLength(1);
	});
});

describe('values that Booqable keeps in a form of its own', () => {
	it('a phone is compared as a number: the stored one may be written in another way', async () => {
		demo.seed({
			customers: [{ name: 'Ada', properties_attributes: [{ identifier: 'phone', value: '(303) 555-0142' }] }],
		});
		const [changed] = await run(fields({ name: 'Ada King', property_phone: '+13035550142' }, ['property_phone']));
		expect(changed).toMatchObject({ name: 'Ada King', created: false });
		expect(demo.stored('customers')).toHaveLength(1);
	});

	it('a day is written as the account writes it, and 13-05-1980 is one', async () => {
		for (const [given, written] of [
			['1980-03-05', '05-03-1980'],
			['05-03-1980', '05-03-1980'],
			['13-05-1980', '13-05-1980'],
			['March 5, 1980', '05-03-1980'],
		]) {
			await run(fields({ name: 'Ada', email: email(), property_birthday: given }, ['email']));
			expect(demo.lastBody().data.attributes.properties_attributes).toEqual([
				{ identifier: 'birthday', value: written },
			]);
		}
	});

	it('a day is matched in whatever form it was mapped', async () => {
		demo.seed({
			customers: [{ name: 'Ada', properties_attributes: [{ identifier: 'birthday', value: '05-03-1980' }] }],
		});
		const [changed] = await run(fields({ name: 'Ada King', property_birthday: '1980-03-05' }, ['property_birthday']));
		expect(changed).toMatchObject({ name: 'Ada King', created: false });
		expect(demo.stored('customers')).toHaveLength(1);
	});

	it('an invalid value is left out where the option says so, and named', async () => {
		const values = { name: 'Ada', email: email(), legal_type: 'robot', property_company_size: 'huge' };
		const [made] = await run(fields(values, ['email']), { invalidValues: 'omit' });
		expect(made).toMatchObject({ created: true, ignoredFields: ['legal_type', 'property_company_size'] });
		expect(demo.stored('customers')).toMatchObject([{ name: 'Ada' }]);
	});
});
