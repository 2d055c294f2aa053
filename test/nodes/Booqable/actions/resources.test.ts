import type { IDataObject, INodeListSearchResult, ResourceMapperFields } from 'n8n-workflow';
import { usageOf } from '../../../../nodes/Booqable/actions/company/getUsage';
import { Booqable } from '../../../../nodes/Booqable/Booqable.node';
import { failure, json, method } from '../../../support/engine';
import { Demo, locator } from '../../../support/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

const setup = (resource: string, operation: string, parameters: IDataObject = {}) =>
	demo.setup({ resource, operation, simplify: true, options: {}, ...parameters });
const run = (resource: string, operation: string, parameters: IDataObject = {}) =>
	json(setup(resource, operation, parameters));
const list = (resource: string, parameters: IDataObject = {}) =>
	run(resource, 'getMany', { returnAll: true, filters: {}, ...parameters });

describe('notes', () => {
	const seeded = () => {
		const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
		return {
			owner: customers[0].id,
			note: demo.seed({ notes: [{ body: 'old', owner_id: customers[0].id, owner_type: 'customers' }] }).notes[0].id,
		};
	};

	it('are written on any record, read, listed by record and deleted', async () => {
		const { owner, note } = seeded();
		const { orders } = demo.seed({ orders: [{ status: 'draft' }] });
		const [made] = await run('note', 'create', {
			ownerType: 'orders',
			ownerId: locator(orders[0].id),
			body: ' on the order ',
		});
		expect(demo.lastBody()).toEqual({
			data: { type: 'notes', attributes: { body: 'on the order', owner_id: orders[0].id, owner_type: 'orders' } },
		});
		expect(await run('note', 'get', { noteId: locator(made.id) })).toEqual([
			expect.objectContaining({ body: 'on the order' }),
		]);
		expect(await list('note', { ownerType: 'customers', ownerId: locator(owner) })).toEqual([
			expect.objectContaining({ id: note }),
		]);
		expect(await run('note', 'delete', { noteId: locator(note) })).toEqual([{ id: note, deleted: true }]);
		expect(demo.stored('notes')).toHaveLength(1);
	});

	it('are replaced by a new one on the same record', async () => {
		const { owner, note } = seeded();
		expect(await run('note', 'replace', { noteId: locator(note), body: 'new' })).toEqual([
			expect.objectContaining({ body: 'new', owner_id: owner, replacedId: note }),
		]);
		expect(demo.stored('notes').map(({ body }) => body)).toEqual(['new']);
	});

	it('are never lost by a replacement that fails half-way', async () => {
		const { note } = seeded();
		demo.sandbox.faults({ kind: 'status', status: 403, method: 'DELETE', times: 1 });
		await failure(setup('note', 'replace', { noteId: locator(note), body: 'new' }));
		expect(demo.stored('notes').map(({ body }) => body)).toEqual(['old', 'new']);
	});
});

describe('properties', () => {
	it('are added, changed, addresses in parts, and deleted', async () => {
		const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
		const owner = { ownerType: 'customers', ownerId: locator(customers[0].id) };
		const [made] = await run('property', 'create', {
			...owner,
			name: 'Second home',
			propertyType: 'address',
			value: '',
			options: { address1: '1 Engine Way', city: 'Austin' },
		});
		expect(demo.lastBody().data.attributes).toEqual({
			owner_id: customers[0].id,
			owner_type: 'customers',
			name: 'Second home',
			property_type: 'address',
			address1: '1 Engine Way',
			city: 'Austin',
		});
		await run('property', 'update', { propertyId: locator(made.id), value: '', options: { city: 'Dallas' } });
		expect(await run('property', 'get', { propertyId: locator(made.id) })).toEqual([
			expect.objectContaining({ address1: '1 Engine Way', city: 'Dallas' }),
		]);
		expect(await list('property', owner)).toHaveLength(1);
		expect((await failure(setup('property', 'update', { propertyId: locator(made.id), value: '' }))).message).toBe(
			'There is nothing to update',
		);
		expect(await run('property', 'delete', { propertyId: locator(made.id) })).toEqual([{ id: made.id, deleted: true }]);
		expect(demo.stored('properties')).toEqual([]);
	});
});

describe('default properties', () => {
	it('are created, changed, read and deleted', async () => {
		const [made] = await run('defaultProperty', 'create', {
			ownerType: 'customers',
			name: 'Shoe size',
			propertyType: 'select',
			options: { selectOptions: '38, 39', showOn: ['invoice'], validationRequired: true },
		});
		expect(made).toMatchObject({
			identifier: 'shoe_size',
			select_options: ['38', '39'],
			show_on: ['invoice'],
			validation_required: true,
		});
		await run('defaultProperty', 'update', {
			defaultPropertyId: locator(made.id),
			options: { name: 'Shoes', selectOptions: ['40'] },
		});
		expect(await run('defaultProperty', 'get', { defaultPropertyId: locator(made.id) })).toEqual([
			expect.objectContaining({ name: 'Shoes', identifier: 'shoe_size', select_options: ['40'] }),
		]);
		await run('defaultProperty', 'delete', { defaultPropertyId: locator(made.id) });
		expect(demo.stored('default_properties').some(({ id }) => id === made.id)).toBe(false);
	});
});

describe('emails', () => {
	it('are sent from own text or a template, with context and documents', async () => {
		const { customers } = demo.seed({ customers: [{ name: 'Ada' }] });
		const [sent] = await run('email', 'send', {
			recipients: 'Ada@example.com, grace@example.com',
			content: 'text',
			subject: 'Hi {{customer.name}}',
			body: 'Hello',
			options: { customerId: customers[0].id },
		});
		expect(demo.lastBody().data.attributes).toEqual({
			recipients: 'ada@example.com,grace@example.com',
			subject: 'Hi {{customer.name}}',
			body: 'Hello',
			customer_id: customers[0].id,
		});
		expect(sent.subject).toBe('Hi Ada');
		const [template] = await list('emailTemplate');
		await run('email', 'send', {
			recipients: ['ada@example.com'],
			content: 'template',
			emailTemplateId: locator(template.id),
		});
		expect(demo.lastBody().data.attributes).toEqual({ recipients: 'ada@example.com', email_template_id: template.id });
		expect(await list('email')).toHaveLength(2);
	});

	it('are not sent to an invalid address, or to too many', async () => {
		const send = (recipients: string) =>
			setup('email', 'send', { recipients, content: 'text', subject: 'Hi', body: 'Hello' });
		expect((await failure(send('ada@example.com, nope'))).message).toBe(
			'Invalid value for Recipients: "nope". Map addresses such as name@example.com.',
		);
		expect(
			(await failure(send(Array.from({ length: 11 }, (_, index) => `a${index}@example.com`).join()))).message,
		).toBe('Booqable sends to 10 addresses at most');
		expect(demo.calls()).toEqual([]);
	});

	it('are never sent twice because an answer was lost', async () => {
		demo.sandbox.faults({ kind: 'answerLost', method: 'POST', times: 1 });
		await failure(
			setup('email', 'send', { recipients: 'ada@example.com', content: 'text', subject: 'Hi', body: 'Hello' }),
		);
		expect(demo.stored('emails')).toHaveLength(1);
	});
});

describe('the company', () => {
	it('is the account itself', async () => {
		expect(await run('company', 'get')).toEqual([
			expect.objectContaining({ slug: 'demo-rentals', default_timezone: 'America/Chicago' }),
		]);
	});

	it('reports how many calls of the month are used', async () => {
		demo.sandbox.seed('booqable', { apiUsage: 2_500 });
		const [usage] = await run('company', 'getUsage');
		expect(usage).toMatchObject({
			plan: 'essential',
			callsUsed: 2_501,
			callsAllowed: 10_000,
			callsLeft: 7_499,
			percentUsed: 25,
			callsPerPeriod: 50,
			periodInSeconds: 60,
			hasApi: true,
		});
	});

	it('projects the month from the current pace', () => {
		const company = { subscription: { api_usage_count: 1_000, restrictions: { api_monthly_calls: 10_000 } } };
		expect(usageOf(company, new Date('2026-06-11T00:00:00Z'))).toMatchObject({
			expectedAtMonthEnd: 3_000,
			percentUsed: 10,
		});
		expect(usageOf({}, new Date('2026-06-11T00:00:00Z'))).toMatchObject({
			callsUsed: 0,
			callsAllowed: null,
			callsLeft: null,
			percentUsed: null,
		});
	});
});

describe('webhook endpoints', () => {
	it('are listed with those of other programs, and removed', async () => {
		const { webhook_endpoints: made } = demo.seed({
			webhook_endpoints: [{ url: 'https://hooks.example.com/1', events: ['customer.created'], version: 4 }],
		});
		expect(await list('webhookEndpoint')).toEqual([
			expect.objectContaining({ url: 'https://hooks.example.com/1', events: ['customer.created'], version: 4 }),
		]);
		expect(await run('webhookEndpoint', 'delete', { webhookEndpointId: locator(made[0].id) })).toEqual([
			{ id: made[0].id, deleted: true },
		]);
		expect(demo.stored('webhook_endpoints')).toEqual([]);
	});
});

describe.each([
	['product', 'productId', 'products'],
	['productGroup', 'productGroupId', 'product_groups'],
])('%s', (resource, parameter, type) => {
	it('is read by ID and found by part of its name', async () => {
		const chair = demo.stored(type).find(({ sku }) => sku === 'CHAIR')!;
		expect(await run(resource, 'get', { [parameter]: locator(chair.id) })).toEqual([
			expect.objectContaining({ id: chair.id, name: 'Folding chair' }),
		]);
		demo.sandbox.advance(10_000);
		expect(await list(resource, { filters: { name: 'chair' } })).toEqual([expect.objectContaining({ id: chair.id })]);
	});
});

it('a bundle is read by ID, with its items', async () => {
	const { bundles } = demo.seed({ bundles: [{ name: 'Party set' }] });
	expect(
		await run('bundle', 'get', { bundleId: locator(bundles[0].id), options: { include: ['bundle_items'] } }),
	).toEqual([expect.objectContaining({ name: 'Party set', bundle_items: [] })]);
});

it.each([
	['employee', { active: true }, 3],
	['location', {}, 2],
	['taxRegion', { name: 'Texas' }, 1],
	['emailTemplate', {}, 3],
])('lists %s', async (resource, filters, count) => {
	expect(await list(resource, { filters })).toHaveLength(count);
});

it('lists the tags of one kind of record', async () => {
	demo.seed({
		customers: [
			{ name: 'Ada', tag_list: ['vip'] },
			{ name: 'Grace', tag_list: ['VIP', 'film'] },
		],
	});
	expect((await list('tag', { taggedType: 'Customer' })).map(({ name }) => name).sort()).toEqual(['film', 'vip']);
});

describe('a custom API call', () => {
	const call = (parameters: IDataObject) =>
		setup('customApiCall', 'call', { method: 'GET', query: '{}', body: '{}', ...parameters });

	it('reads lists as items and records flat', async () => {
		const { customers } = demo.seed({ customers: [{ name: 'Ada' }, { name: 'Grace' }] });
		expect(await json(call({ path: '/api/4/customers', query: '{ "sort": "-name" }' }))).toEqual([
			expect.objectContaining({ name: 'Grace' }),
			expect.objectContaining({ name: 'Ada' }),
		]);
		expect(await json(call({ path: `api/4/customers/${customers[0].id}` }))).toEqual([
			expect.objectContaining({ name: 'Ada' }),
		]);
	});

	it('writes a body, typed or from an expression', async () => {
		await json(
			call({
				method: 'POST',
				path: '/api/4/customers',
				body: '{ "data": { "type": "customers", "attributes": { "name": "Ada" } } }',
			}),
		);
		expect(demo.stored('customers')).toHaveLength(1);
	});

	it.each([
		'https://evil.example.com/x',
		'//evil.example.com',
		'/api/4/../../x',
		'/api/4/%2e%2e/x',
		'/api/4/customers?x=1',
		'/api\\4',
		'javascript:x',
	])('refuses the path %p without a call', async (path) => {
		expect((await failure(call({ path }))).message).toBe('Path is not a plain path');
		expect(demo.calls()).toEqual([]);
	});

	it('explains a path that Booqable does not know, and a body that is not JSON', async () => {
		expect((await failure(call({ path: '/api/4/nothing' }))).message).toBe('Booqable knows no such path or record');
		expect((await failure(call({ method: 'POST', path: '/api/4/customers', body: '["x"]' }))).message).toBe(
			'Invalid value for Body: "["x"]". Map a JSON object such as { "name": "value" }.',
		);
	});
});

describe('in the editor', () => {
	const editor = (parameters: IDataObject = {}) => demo.setup(parameters);

	it('every list that a picker names exists, and returns rows with name and ID', async () => {
		const { customers } = demo.seed({
			customers: [{ name: 'Ada', email: 'ada@example.com' }],
			orders: [{ status: 'draft' }],
		});
		demo.seed({
			notes: [{ body: 'A note', owner_id: customers[0].id, owner_type: 'customers' }],
			bundles: [{ name: 'Set' }],
			properties: [{ owner_id: customers[0].id, owner_type: 'customers', name: 'Phone', value: '1' }],
			documents: [{ order_id: demo.stored('orders')[0].id, document_type: 'quote' }],
			payment_charges: [
				{
					order_id: demo.stored('orders')[0].id,
					mode: 'manual',
					provider: 'none',
					amount_in_cents: 100,
					deposit_in_cents: 0,
				},
			],
			webhook_endpoints: [{ url: 'https://hooks.example.com/1?secret=abc', events: ['customer.created'], version: 4 }],
		});
		const node = new Booqable();
		const pickers = new Set(
			[...JSON.stringify(node.description.properties).matchAll(/"searchListMethod":"(\w+)"/g)].map(([, name]) => name),
		);
		expect([...pickers].sort()).toEqual(Object.keys(node.methods.listSearch).sort());
		pickers.delete('searchSyncAccounts'); // accounts of other services: from the ledger, which is empty here
		for (const name of pickers) {
			const { results } = await method<INodeListSearchResult>(editor({ ownerType: 'customers' }), 'listSearch', name);
			expect({ name, results }).toEqual({
				name,
				results: expect.arrayContaining([{ name: expect.stringMatching(/./), value: expect.stringMatching(/./) }]),
			});
			expect(JSON.stringify(results)).not.toContain('secret');
		}
	});

	it('lists are searched for what is typed, here or by Booqable', async () => {
		demo.seed({ customers: [{ name: 'Ada', email: 'ada@example.com' }, { name: 'Grace' }] });
		const rows = async (name: string, typed: string, parameters?: IDataObject) =>
			(await method<INodeListSearchResult>(editor(parameters), 'listSearch', name, typed)).results.map(
				(row) => row.name,
			);
		expect(await rows('searchCustomers', 'ada')).toEqual(['Ada · ada@example.com']);
		expect(await rows('searchDefaultProperties', 'INDUST')).toEqual(['Industry · customers']);
		expect(await rows('searchOwners', 'grace', { ownerType: 'customers' })).toEqual(['Grace']);
		expect(await rows('searchOwners', '', { ownerType: 'users' })).toEqual([]);
	});

	it('columns are the writable attributes and the properties of the account', async () => {
		const columns = async (name: string) =>
			(await method<ResourceMapperFields>(editor(), 'resourceMapping', name)).fields;
		const create = await columns('getCustomerColumnsForCreate');
		expect(create.filter(({ required }) => required).map(({ id }) => id)).toEqual(['name']);
		expect(create.find(({ id }) => id === 'property_company_size')).toMatchObject({
			displayName: 'Company size',
			type: 'options',
		});
		expect(create.map(({ id }) => id)).toContain('property_main_address__zipcode');
		expect(create.some(({ canBeUsedToMatch }) => canBeUsedToMatch)).toBe(false);
		const upsert = await columns('getCustomerColumnsForUpsert');
		expect(upsert.filter(({ canBeUsedToMatch }) => canBeUsedToMatch).map(({ id }) => id)).toEqual(
			expect.arrayContaining(['id', 'email', 'property_ghl_contact_id', 'property_phone']),
		);
		expect((await columns('getOrderColumns')).map(({ id }) => id)).toEqual(
			expect.arrayContaining(['starts_at', 'property_purchase_order']),
		);
	});

	it('a wrong slug is explained in one sentence there too', async () => {
		await expect(
			method(demo.setup({}, { credential: { slug: 'nobody-rents-here' } }), 'listSearch', 'searchCustomers'),
		).rejects.toThrow(/no account with this company slug/);
	});
});
