import type { Sandbox } from '../../../sandbox';
import { Client, startBooqable } from '../../support/sandbox/booqable';

describe('customers and what belongs to them', () => {
	let sandbox: Sandbox;
	let client: Client;
	beforeAll(async () => {
		sandbox = await startBooqable();
		client = new Client(sandbox);
	});
	beforeEach(() => sandbox.reset());
	afterAll(() => sandbox.close());

	describe('customers', () => {
		it('gives a new one its defaults, and numbers without gaps', async () => {
			const { status, data } = await client.create('customers', { name: 'John Doe', email: 'john@example.com' });
			expect(status).toBe(201);
			expect(data.data).toMatchObject({ type: 'customers', relationships: {} });
			expect(data.data.attributes).toMatchObject({
				name: 'John Doe',
				email: 'john@example.com',
				number: 1,
				deposit_type: 'default',
				deposit_value: 0,
				discount_percentage: 0,
				legal_type: 'person',
				email_marketing_consented: false,
				email_marketing_consent_updated_at: null,
				order_count: 0,
				revenue_in_cents: 0,
				balance_due_in_cents: 0,
				latest_order_at: null,
				average_order_value_in_cents: 0,
				properties: {},
				tag_list: [],
				stripe_id: null,
				merge_suggestion_customer_id: null,
				tax_region_id: null,
				archived: false,
				archived_at: null,
			});
			expect(data.data.attributes.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
			expect((await client.create('customers', { name: '' })).status).toBe(422);
			expect((await client.create('customers', { name: 'Jane' })).data.data.attributes.number).toBe(2);
		});

		it('refuses an unknown and a read-only attribute as a whole, naming each', async () => {
			const { status, data } = await client.create('customers', {
				name: 'X',
				invalid_field: 1,
				properties: { phone: '1' },
			});
			expect(status).toBe(400);
			expect(data.errors).toEqual([
				{
					code: 'bad_request',
					status: '400',
					title: 'Request Error',
					detail: 'data.attributes.invalid_field is an unknown attribute',
					source: { pointer: 'data/attributes/invalid_field' },
					meta: { attribute: 'invalid_field', message: 'is an unknown attribute', code: 'unknown_attribute' },
				},
				expect.objectContaining({
					meta: expect.objectContaining({ attribute: 'properties', code: 'unwrittable_attribute' }),
				}),
			]);
			sandbox.advance(10_000);
			expect((await client.get('customers')).data.data).toEqual([]);
		});

		it('takes no body but the JSON:API envelope, and no relationships in it', async () => {
			expect((await client.send('POST', 'customers', { name: 'Flat' })).status).toBe(400);
			expect((await client.send('POST', 'customers', { data: { attributes: { name: 'No type' } } })).status).toBe(400);
			const related = await client.send('POST', 'customers', {
				data: { type: 'customers', attributes: { name: 'X' }, relationships: { tax_region: { data: null } } },
			});
			expect(related.data.errors[0].source.pointer).toBe('data/relationships/tax_region');
			expect((await client.send('POST', 'customers', '{"data":', { 'Content-Type': 'application/json' })).status).toBe(
				400,
			);
			const vendor = await client.send(
				'POST',
				'customers',
				JSON.stringify({ data: { type: 'customers', attributes: { name: 'Ann' } } }),
				{ 'Content-Type': 'application/vnd.api+json' },
			);
			expect(vendor.status).toBe(201);
		});

		it('points at the attribute whose value is wrong', async () => {
			const { status, data } = await client.create('customers', { name: ' ' });
			expect(status).toBe(422);
			expect(data.errors[0]).toMatchObject({
				source: { pointer: '/data/attributes/name' },
				meta: { attribute: 'name', code: 'blank' },
			});
			expect((await client.create('customers', { name: 'X', email: 'nope' })).data.errors[0].meta.attribute).toBe(
				'email',
			);
			expect((await client.create('customers', { name: 'X', legal_type: 'company' })).status).toBe(422);
			expect((await client.create('customers', { name: 'X', tag_list: 'vip' })).data.errors[0].detail).toBe(
				'data.attributes.tag_list should be type array',
			);
		});

		it('changes what a PUT names and leaves the rest; a PUT that changes nothing leaves updated_at alone', async () => {
			const id = await client.made('customers', { name: 'Ada', email: 'ada@example.com', tag_list: ['a'] });
			const before = await client.read('customers', id);
			sandbox.advance(1_000);
			expect((await client.update('customers', id, { name: 'Ada' })).data.data.attributes.updated_at).toBe(
				before.updated_at,
			);
			const after = (await client.update('customers', id, { email: null })).data.data.attributes;
			expect(after).toMatchObject({ name: 'Ada', email: null, tag_list: ['a'] });
			expect(after.updated_at > String(before.updated_at)).toBe(true);
			expect(
				(await client.send('PATCH', `customers/${id}`, { data: { type: 'customers', attributes: { name: 'Ada L.' } } }))
					.data.data.attributes.name,
			).toBe('Ada L.');
			expect((await client.update('customers', '00000000-0000-4000-8000-000000000000', { name: 'X' })).status).toBe(
				404,
			);
		});

		it('replaces all tags at once and keeps the first spelling of each', async () => {
			const id = await client.made('customers', { name: 'Ada', tag_list: ['VIP', 'vip', ' bikes '] });
			expect((await client.read('customers', id)).tag_list).toEqual(['VIP', 'bikes']);
			await client.update('customers', id, { tag_list: ['vip'] });
			expect((await client.read('customers', id)).tag_list).toEqual(['VIP']);
		});

		it('archives instead of deleting, again and again, and still reads by id', async () => {
			const id = await client.made('customers', { name: 'Ada' });
			const { status, data } = await client.remove('customers', id);
			expect([status, data.data.attributes.archived]).toEqual([200, true]);
			sandbox.advance(10_000);
			await client.remove('customers', id);
			expect(await client.read('customers', id)).toMatchObject({
				archived: true,
				archived_at: data.data.attributes.archived_at,
			});
			expect((await client.get('customers?filter[archived]=false')).data.data).toEqual([]);
			expect((await client.get('customers?filter[archived]=true')).data.data).toHaveLength(1);
		});

		it('notes the time of a change of the marketing consent', async () => {
			const id = await client.made('customers', { name: 'Ada' });
			const made = await client.read('customers', id);
			expect(made.email_marketing_consent_updated_at).toBeNull();
			sandbox.advance(10_000);
			const { attributes } = (await client.update('customers', id, { email_marketing_consented: true })).data.data;
			const noted = Date.parse(attributes.email_marketing_consent_updated_at);
			expect(noted).toBeGreaterThan(Date.parse(String(made.updated_at)) + 9_000);
			expect(noted).toBeLessThanOrEqual(Date.parse(attributes.updated_at));
		});

		it('merges: the source is archived, its notes and orders go to the target', async () => {
			const [source, target] = [
				await client.made('customers', { name: 'Ada' }),
				await client.made('customers', { name: 'Ada', email: 'ada@example.com' }),
			];
			const note = await client.made('notes', { body: 'prefers mornings', owner_id: source, owner_type: 'customers' });
			const order = await client.made('orders', { status: 'draft', customer_id: source });
			const merge = await client.send('POST', 'merges?include=target', {
				data: { type: 'merges', attributes: { type: 'customers', source_id: source, target_id: target } },
			});
			expect(merge.status).toBe(201);
			expect(merge.data.included[0].id).toBe(target);
			expect((await client.read('customers', source)).archived).toBe(true);
			expect((await client.read('notes', note)).owner_id).toBe(target);
			expect((await client.read('orders', order)).customer_id).toBe(target);
			expect((await client.create('merges', { type: 'customers', source_id: target, target_id: target })).status).toBe(
				422,
			);
		});
	});

	describe('properties', () => {
		const write = async (id: string, properties: unknown[]): Promise<unknown> =>
			(await client.update('customers', id, { properties_attributes: properties })).data.data?.attributes.properties;

		it('writes by identifier, by name or by default, and shows a hash of texts', async () => {
			const id = await client.made('customers', { name: 'Ada' });
			const defaults = (
				await client.get('default_properties.json?filter[owner_type]=customers&filter[identifier]=website')
			).data.data;
			expect(await write(id, [{ identifier: 'phone', value: 15125550100 }])).toEqual({ phone: '15125550100' });
			expect(
				await write(id, [
					{ name: 'INDUSTRY', value: 'Film' },
					{ default_property_id: defaults[0].id, value: 'https://a.example.com' },
				]),
			).toEqual({ phone: '15125550100', industry: 'Film', website: 'https://a.example.com' });
			expect(await write(id, [{ identifier: 'phone', value: '+1 512 555 0101' }])).toMatchObject({
				phone: '+1 512 555 0101',
				industry: 'Film',
			});
		});

		it('makes a one-off of a name without default, and refuses an identifier that is nothing', async () => {
			const id = await client.made('customers', { name: 'Ada' });
			expect(await write(id, [{ name: 'Shoe size', value: '42', property_type: 'text_field' }])).toEqual({
				shoe_size: '42',
			});
			expect(await write(id, [{ name: 'SHOE SIZE', value: '43' }])).toEqual({ shoe_size: '43' });
			expect(
				(await client.update('customers', id, { properties_attributes: [{ identifier: 'linkedin', value: 'x' }] }))
					.status,
			).toBe(422);
			expect(
				(
					await client.update('customers', id, {
						name: 'Changed',
						properties_attributes: [{ identifier: 'phone', value: '1', colour: 'red' }],
					})
				).status,
			).toBe(400);
			expect((await client.read('customers', id)).name).toBe('Ada');
		});

		it('deletes with _destroy while it updates another', async () => {
			const id = await client.made('customers', {
				name: 'Ada',
				properties_attributes: [{ identifier: 'phone', value: '1' }],
			});
			expect(
				await write(id, [
					{ identifier: 'phone', _destroy: true },
					{ identifier: 'birthday', value: '01-01-1970' },
				]),
			).toEqual({ birthday: '01-01-1970' });
		});

		it('shows an address as lines in the hash and in parts as a relation', async () => {
			const [country] = (await client.get('countries.json?filter[alpha2]=US&include=provinces')).data.data;
			const florida = country.provinces.find(({ code }: { code: string }) => code === 'FL');
			const id = await client.made('customers', {
				name: 'Ada',
				properties_attributes: [
					{
						identifier: 'main_address',
						address1: '81801 Overseas Hwy',
						address2: 'Suite 100',
						city: 'Islamorada',
						zipcode: '33036',
						country_id: country.id,
						province_id: florida.id,
					},
				],
			});
			const lines = '81801 Overseas Hwy\nSuite 100\nIslamorada Florida 33036\nUnited States';
			expect((await client.read('customers', id)).properties).toEqual({ main_address: lines });
			const { data } = await client.get(`customers/${id}?include=properties`);
			expect(data.included[0].attributes).toMatchObject({
				identifier: 'main_address',
				property_type: 'address',
				city: 'Islamorada',
				region: 'Florida',
				owner_type: 'customers',
			});
		});

		it('does not touch the owner when a property is written by itself', async () => {
			const id = await client.made('customers', { name: 'Ada' });
			const { updated_at: before } = await client.read('customers', id);
			sandbox.advance(1_000);
			const property = await client.made('properties', {
				owner_id: id,
				owner_type: 'customers',
				identifier: 'phone',
				value: '1',
			});
			await client.update('properties', property, { value: '2' });
			expect(await client.read('customers', id)).toMatchObject({ updated_at: before, properties: { phone: '2' } });
			expect((await client.get(`properties?filter[owner_id]=${id}&filter[identifier]=phone`)).data.data).toHaveLength(
				1,
			);
			await client.remove('properties', property);
			expect((await client.read('customers', id)).properties).toEqual({});
		});

		it('derives an identifier, keeps it unique per owner type, and fixes the type once values exist', async () => {
			const { data } = await client.create('default_properties', { name: 'VAT number', owner_type: 'customers' });
			expect(data.data.attributes).toMatchObject({
				identifier: 'vat_number',
				property_type: 'text_field',
				can_change_property_type: true,
			});
			expect((await client.create('default_properties', { name: 'VAT number', owner_type: 'customers' })).status).toBe(
				422,
			);
			expect((await client.create('default_properties', { name: 'VAT number', owner_type: 'orders' })).status).toBe(
				201,
			);
			await client.made('customers', {
				name: 'Ada',
				properties_attributes: [{ identifier: 'vat_number', value: 'X1' }],
			});
			expect((await client.read('default_properties', data.data.id)).can_change_property_type).toBe(false);
			expect((await client.update('default_properties', data.data.id, { property_type: 'text_area' })).status).toBe(
				422,
			);
		});
	});

	describe('notes and tags', () => {
		it('signs a note as the owner of the token, and knows no update', async () => {
			const customer = await client.made('customers', { name: 'Ada' });
			const { data: session } = await client.get('sessions/current');
			const id = await client.made('notes', { body: 'hello', owner_id: customer, owner_type: 'customers' });
			expect(await client.read('notes', id)).toMatchObject({
				body: 'hello',
				owner_id: customer,
				employee_id: session.data.attributes.employee_id,
			});
			expect((await client.update('notes', id, { body: 'changed' })).status).toBe(404);
			expect((await client.remove('notes', id)).status).toBe(200);
			expect((await client.get(`notes/${id}`)).status).toBe(404);
			expect((await client.create('notes', { body: '', owner_id: customer, owner_type: 'customers' })).status).toBe(
				422,
			);
			expect((await client.create('notes', { body: 'x', owner_id: customer, owner_type: 'Customer' })).status).toBe(
				422,
			);
		});

		it('distinguishes notes of others from its own', async () => {
			const customer = await client.made('customers', { name: 'Ada' });
			const own = await client.made('notes', { body: 'mine', owner_id: customer, owner_type: 'customers' });
			sandbox.seed('booqable', { notes: [{ body: 'theirs', owner_id: customer, owner_type: 'customers' }] });
			const { employee_id: self } = await client.read('notes', own);
			const others = (await client.get(`notes.json?filter[employee_id][not_eq]=${self}&include=owner,employee`)).data
				.data;
			expect(others).toEqual([
				expect.objectContaining({
					body: 'theirs',
					owner: expect.objectContaining({ name: 'Ada' }),
					employee: expect.objectContaining({ firstname: 'Kim' }),
				}),
			]);
		});

		it('lists tags with their counts, but only of the requested type', async () => {
			await client.made('customers', { name: 'Ada', tag_list: ['vip', 'bikes'] });
			await client.made('customers', { name: 'Bob', tag_list: ['VIP'] });
			const refused = await client.get('tags');
			expect([refused.status, refused.data.errors[0].detail]).toEqual([
				400,
				expect.stringContaining('Required filter'),
			]);
			expect((await client.get('tags.json?filter[for]=Customer')).data.data).toMatchObject([
				{ name: 'bikes', count: 1 },
				{ name: 'vip', count: 2 },
			]);
			expect((await client.get('tags?filter[for]=customers')).status).toBe(400);
		});
	});
});
