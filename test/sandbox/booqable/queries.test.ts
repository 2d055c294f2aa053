import type { Sandbox } from '../../../sandbox';
import { Client, startBooqable } from '../../support/sandbox/booqable';

const LAG = 5_000;

describe('asking for customers', () => {
	let sandbox: Sandbox;
	let client: Client;
	beforeAll(async () => {
		sandbox = await startBooqable();
		client = new Client(sandbox);
	});
	afterAll(() => sandbox.close());
	beforeEach(() => {
		sandbox.reset();
		sandbox.seed('booqable', {
			customers: [
				{
					name: 'Ada Lovelace',
					email: 'Ada@example.com',
					discount_percentage: 10,
					tag_list: ['VIP'],
					properties_attributes: [{ identifier: 'ghl_contact_id', value: 'ghl-777' }],
					created_at: '2026-01-01T00:00:00.000000+00:00',
				},
				{
					name: 'Bob, the builder',
					email: 'bob@example.com',
					legal_type: 'commercial',
					discount_percentage: 60,
					created_at: '2026-02-01T00:00:00.000000+00:00',
				},
				{
					name: 'Charles Babbage',
					discount_percentage: 50,
					tag_list: ['vip', 'bikes'],
					created_at: '2026-03-01T00:00:00.000000+00:00',
				},
			],
		});
		sandbox.advance(LAG);
	});

	const names = async (query: string): Promise<string[]> => {
		const { status, data } = await client.get(`customers.json?${query}`);
		expect({ status, errors: data.errors }).toEqual({ status: 200, errors: undefined });
		return data.data.map(({ name }: { name: string }) => name.split(/[ ,]/)[0]);
	};

	it.each([
		['filter[email]=ADA@EXAMPLE.COM', ['Ada']],
		['filter[email][eql]=ADA@EXAMPLE.COM', []],
		['filter[email][eql]=Ada@example.com', ['Ada']],
		['filter[name][match]=a', ['Ada', 'Charles']],
		['filter[name][prefix]=b', ['Bob']],
		['filter[name][not_prefix]=b', ['Ada', 'Charles']],
		['filter[name][suffix]=CE', ['Ada']],
		['filter[name]={{Bob, the builder}}', ['Bob']],
		['filter[number]=1,3', ['Ada', 'Charles']],
		['filter[number][]=1&filter[number][]=3', ['Ada', 'Charles']],
		['filter[number][not_eq]=1,3', ['Bob']],
		['filter[discount_percentage][gte]=50&filter[discount_percentage][lt]=60', ['Charles']],
		['filter[created_at][gt]=2026-01-15T00:00:00Z&filter[created_at][lte]=2026-02-01T00:00:00Z', ['Bob']],
		['filter[tag_list]=vip', ['Ada', 'Charles']],
		['filter[legal_type]=commercial', ['Bob']],
		['filter[email]=null', ['Charles']],
		['filter[q]=lovelace ada', ['Ada']],
		['filter[q]=ghl-777', ['Ada']],
		[
			'filter[conditions][operator]=or&filter[conditions][attributes][][name][match]=babb&filter[conditions][attributes][][name][prefix]=ada',
			['Ada', 'Charles'],
		],
		['sort=email', ['Ada', 'Bob', 'Charles']],
		['sort=-email', ['Charles', 'Bob', 'Ada']],
		['sort=-discount_percentage,name', ['Bob', 'Charles', 'Ada']],
	])('understands %s', async (query, expected) => {
		expect(await names(query)).toEqual(expected);
	});

	it.each([
		['filter[phone]=1', /invalid filter/i],
		['filter[number][match]=1', /invalid filter/i],
		['filter[archived][not_eq]=true', /invalid filter/i],
		['filter[created_at][gte]=yesterday', /failed typecasting/i],
		['filter=x', /filter should be an object/i],
		['fields=name', /fields should be an object/i],
		['page=2', /page should be an object/i],
		['include=notes', /"notes" is not supported/],
		['include=orders', /"orders" is not supported/],
		['sort=shoe_size', /shoe_size/],
	])('refuses %s', async (query, sentence) => {
		const { status, data } = await client.get(`customers?${query}`);
		expect(status).toBe(400);
		expect(data.errors[0].detail).toMatch(sentence);
	});

	it('searches with groups of conditions, and returns bare ids when only ids are requested', async () => {
		const conditions = {
			operator: 'and',
			attributes: [
				{ operator: 'or', attributes: [{ name: { match: 'ada' } }, { name: { match: 'bob' } }] },
				{ discount_percentage: { gte: 50 } },
			],
		};
		const whole = await client.send('POST', 'customers/search', {
			filter: { conditions },
			fields: { customers: 'id,name' },
		});
		expect(whole.data.data).toEqual([
			expect.objectContaining({ type: 'customers', attributes: { name: 'Bob, the builder' } }),
		]);
		const bare = await client.send('POST', 'customers/search', { filter: { conditions }, fields: { customers: 'id' } });
		expect(bare.data.data).toEqual([{ id: whole.data.data[0].id }]);
		expect(
			(await client.send('POST', 'customers/search', { filter: { conditions: { operator: 'xor', attributes: [] } } }))
				.status,
		).toBe(400);
	});

	it('pages by 25 by default, sorts, counts over all pages, and goes on after an id', async () => {
		sandbox.seed('booqable', { customers: Array.from({ length: 30 }, (_none, index) => ({ name: `Guest ${index}` })) });
		sandbox.advance(LAG);
		expect((await client.get('customers')).data.data).toHaveLength(25);
		const second = await client.get('customers?page[number]=2&page[size]=20&sort=-number&stats[total]=count');
		expect(second.data.data).toHaveLength(13);
		expect(second.data.data[12].attributes.number).toBe(1);
		expect(second.data.meta.stats.total.count).toBe(33);
		expect((await client.get('customers?stats[shoe_size]=count')).status).toBe(400);
		const ids = (await client.get('customers?sort=id&page[size]=200')).data.data.map(({ id }: { id: string }) => id);
		const after = (await client.get(`customers?sort=id&filter[id][gt]=${ids[9]}&page[size]=200`)).data.data.map(
			({ id }: { id: string }) => id,
		);
		expect(after).toEqual(ids.slice(10));
		sandbox.seed('booqable', {
			customers: Array.from({ length: 180 }, (_none, index) => ({ name: `Crowd ${index}` })),
		});
		sandbox.advance(LAG);
		expect((await client.get('customers?page[size]=500')).data.data).toHaveLength(200);
		expect((await client.get(`notes?filter[id][gt]=${ids[9]}`)).status).toBe(400);
	});

	it('includes relations once each in JSON:API, nested in plain JSON, and only the requested fields', async () => {
		const region = (await client.get('tax_regions?filter[default]=true')).data.data[0];
		sandbox.seed('booqable', {
			customers: [
				{ name: 'Taxed 1', tax_region_id: region.id },
				{ name: 'Taxed 2', tax_region_id: region.id },
			],
		});
		sandbox.advance(LAG);
		const { data } = await client.get(
			'customers?filter[name][prefix]=Taxed&include=tax_region,barcode&fields[customers]=name&fields[tax_regions]=name',
		);
		expect(data.data[0]).toMatchObject({
			attributes: { name: 'Taxed 1' },
			relationships: { tax_region: { data: { type: 'tax_regions', id: region.id } }, barcode: { data: null } },
		});
		expect(Object.keys(data.data[0].attributes)).toEqual(['name']);
		expect(data.included).toEqual([
			{ id: region.id, type: 'tax_regions', attributes: { name: region.attributes.name }, relationships: {} },
		]);
		const plain = (await client.get('customers.json?filter[name]=Taxed 2&include=tax_region')).data.data[0];
		expect(plain.tax_region.name).toBe(region.attributes.name);
	});

	it('hides a write from lists until the index has it, but not from a read by id', async () => {
		const id = await client.made('customers', { name: 'Late', email: 'late@example.com' });
		const found = async (): Promise<unknown[]> =>
			(await client.get('customers?filter[email]=late@example.com')).data.data;
		expect(await found()).toEqual([]);
		expect((await client.read('customers', id)).name).toBe('Late');
		sandbox.advance(LAG);
		expect(await found()).toHaveLength(1);
		await client.update('customers', id, { email: 'new@example.com' });
		// Found by the old address, shown with the new one.
		expect(await found()).toEqual([
			expect.objectContaining({ attributes: expect.objectContaining({ email: 'new@example.com' }) }),
		]);
		sandbox.advance(LAG);
		expect(await found()).toEqual([]);
	});

	it('finds a customer by a property that was written by itself', async () => {
		const id = await client.made('customers', { name: 'Dora' });
		await client.made('properties', {
			owner_id: id,
			owner_type: 'customers',
			identifier: 'ghl_contact_id',
			value: 'ghl-888',
		});
		sandbox.advance(LAG);
		expect((await client.get('customers?filter[q]=ghl-888')).data.data).toMatchObject([{ id }]);
	});

	it('lags as long as the fault says', async () => {
		sandbox.faults({ kind: 'indexLag', ms: 60_000, service: 'booqable' });
		await client.made('customers', { name: 'Late', email: 'late@example.com' });
		sandbox.advance(59_000);
		expect((await client.get('customers?filter[email]=late@example.com')).data.data).toEqual([]);
		sandbox.advance(2_000);
		expect((await client.get('customers?filter[email]=late@example.com')).data.data).toHaveLength(1);
		sandbox.clearFaults();
		sandbox.faults({ kind: 'indexLag', ms: 0, service: 'booqable' });
		await client.made('customers', { name: 'Soon', email: 'soon@example.com' });
		expect((await client.get('customers?filter[email]=soon@example.com')).data.data).toHaveLength(1);
	});

	it('keeps notes and properties out of the index: they are listed at once', async () => {
		const id = await client.made('customers', {
			name: 'Ada',
			properties_attributes: [{ identifier: 'phone', value: '1' }],
		});
		await client.made('notes', { body: 'x', owner_id: id, owner_type: 'customers' });
		expect((await client.get(`notes?filter[owner_id]=${id}`)).data.data).toHaveLength(1);
		expect((await client.get(`properties?filter[owner_id]=${id}`)).data.data).toHaveLength(1);
	});
});
