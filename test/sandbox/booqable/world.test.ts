import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { sampleCustomers } from '../../../sandbox/booqable';
import { customerWithoutRealPhone } from '../../../sandbox/booqable/sampleCustomers';
import type { Sandbox } from '../../../sandbox';
import { Client, startBooqable } from '../../support/sandbox/booqable';

describe('the world at the start', () => {
	let sandbox: Sandbox;
	let client: Client;
	beforeAll(async () => {
		sandbox = await startBooqable();
		client = new Client(sandbox);
	});
	afterEach(() => sandbox.reset());
	afterAll(() => sandbox.close());

	it('has the default properties, places, people and products that examples use', async () => {
		const defaults = (await client.get('default_properties.json?filter[owner_type]=customers&sort=position')).data.data;
		expect(
			defaults.map(({ identifier, property_type: type }: Record<string, string>) => `${identifier} ${type}`),
		).toEqual([
			'phone phone',
			'main_address address',
			'industry text_field',
			'company_size select',
			'annual_revenue text_field',
			'website text_field',
			'ghl_contact_id text_field',
			'birthday date_field',
		]);
		expect(defaults[3].select_options).toContain('11-50');
		expect((await client.get('locations')).data.data).toHaveLength(2);
		expect((await client.get('employees?filter[owner]=true')).data.data).toHaveLength(1);
		expect((await client.get('settings/current')).data.data.attributes.dates.format).toBe('DD-MM-YYYY');
		sandbox.advance(5_000);
		expect((await client.get('product_groups')).data.data).toHaveLength(5);
	});

	it('is the same after a reset, down to the identifiers', async () => {
		const people = async (): Promise<string[]> =>
			(await client.get('employees')).data.data.map(({ id }: { id: string }) => id);
		const before = await people();
		const first = await client.made('customers', { name: 'Ada' });
		expect(sandbox.state('booqable')).toMatchObject({
			'demo-rentals': { plan: 'essential', customers: [{ id: first, name: 'Ada' }] },
		});
		sandbox.reset();
		expect(await people()).toEqual(before);
		expect(sandbox.state('booqable')).not.toHaveProperty('demo-rentals.customers.0');
		expect(await client.made('customers', { name: 'Ada' })).toBe(first);
	});

	it('seeds records with read-only attributes of choice, and says what it cannot seed', async () => {
		const seeded = sandbox.seed('booqable', {
			customers: [{ name: 'Ada', number: 77, updated_at: '2020-01-01T00:00:00.000000+00:00' }],
		});
		expect(seeded).toMatchObject({
			customers: [{ name: 'Ada', number: 77, updated_at: '2020-01-01T00:00:00.000000+00:00' }],
		});
		expect(() => sandbox.seed('booqable', { customers: [{ nme: 'Ada' }] })).toThrow('customers have no attribute nme');
		expect(() => sandbox.seed('booqable', { customer: [{ name: 'Ada' }] })).toThrow('no resource "customer"');
		expect(() => sandbox.seed('booqable', { slug: 'nobody' })).toThrow('no account "nobody"');
		expect(() => sandbox.seed('booqable', { customers: [{ name: '' }] })).toThrow("can't be blank");
	});

	it('archives and deletes as someone in Booqable would', async () => {
		const id = await client.made('customers', { name: 'Ada' });
		const note = await client.made('notes', { body: 'x', owner_id: id, owner_type: 'customers' });
		sandbox.seed('booqable', {
			removals: [
				{ type: 'notes', id: note },
				{ type: 'customers', id },
			],
		});
		expect((await client.get(`notes/${note}`)).status).toBe(404);
		expect((await client.read('customers', id)).archived).toBe(true);
	});

	describe('the sample customers', () => {
		const phoneOf = (customer: (typeof sampleCustomers)[number]): string | undefined => {
			const raw = customer.properties_attributes.find(({ identifier }) => identifier === 'phone')?.value;
			return raw === undefined ? undefined : String(raw);
		};
		const emailOf = (customer: (typeof sampleCustomers)[number]): string => String(customer.email ?? '').toLowerCase();

		it('are 25 records of 24 people and companies', () => {
			expect(sampleCustomers).toHaveLength(25);
			const emails = sampleCustomers.map(emailOf).filter(Boolean);
			expect([emails.length, new Set(emails).size]).toEqual([24, 23]);
			expect(emails.every((email) => /@(.+\.)?example\.com$/.test(email))).toBe(true);
			expect(sampleCustomers.filter((customer) => phoneOf(customer) === undefined)).toHaveLength(1);
			expect(sampleCustomers.filter(({ legal_type: type }) => type === 'commercial')).toHaveLength(8);
		});

		it('have telephone numbers of many forms, all real ones, shared by the one pair only', () => {
			const numbers = sampleCustomers
				.flatMap((customer) => phoneOf(customer) ?? [])
				.map((raw) => parsePhoneNumberFromString(raw, 'US'));
			expect(numbers.every((number) => number?.isValid())).toBe(true);
			expect([numbers.length, new Set(numbers.map((number) => number?.number)).size]).toEqual([24, 23]);
			expect(parsePhoneNumberFromString(String(phoneOf(customerWithoutRealPhone)), 'US')).toBeUndefined();
		});

		it('are accepted by the API, with business data where it belongs', async () => {
			for (const customer of [...sampleCustomers, customerWithoutRealPhone]) await client.made('customers', customer);
			sandbox.advance(5_000);
			const { data } = await client.get('customers.json?page[size]=100&sort=number');
			expect(data.data).toHaveLength(26);
			expect(data.data[0]).toMatchObject({
				name: 'Amara Castillo',
				properties: { birthday: '14-03-1988', main_address: '410 Cedar Row\nAustin Texas 73301\nUnited States' },
			});
			expect(
				data.data.filter(
					({ properties }: { properties: Record<string, string> }) =>
						properties.industry && properties.company_size && properties.annual_revenue && properties.website,
				),
			).toHaveLength(8);
			expect((await client.get('customers?filter[email]=amara.castillo@example.com')).data.data).toHaveLength(2);
		});
	});
});
