import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { failure, items, json } from '../../../support/engine';
import { booqable, ghlPrivate, mapped } from '../../../support/nodeSetups';
import { byId, freshLedger, SyncedApps } from '../../../support/syncedApps';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const source = { sourceApp: 'booqable', sourceAccount: byId(DEMO_SLUG), sourceId: 'b1' };
const fromGhl = { sourceApp: 'ghl', sourceAccount: byId(LOCATION_US), sourceId: 'c1' };
const contact = (fields: IDataObject, options: IDataObject = {}) =>
	ghlPrivate(sandbox, { resource: 'contact', operation: 'sync', ...source, fields, options });
const customer = (fields: IDataObject, options: IDataObject = {}) =>
	booqable(sandbox, {
		authentication: 'accessToken',
		resource: 'customer',
		operation: 'sync',
		...fromGhl,
		fields,
		options,
	});
const AUTOMATIC: IDataObject = { mappingMode: 'autoMapInputData', value: null };
const ADA = { name: 'Ada Lovelace', email: 'ada@example.com' };

describe('values that cannot be used', () => {
	const omit = { invalidValues: 'omit' };

	it('of a contact are left out where the option says so, and named', async () => {
		const values = { ...ADA, custom_tier: 'Platinum', dnd: 'perhaps', dateOfBirth: '2026-02-31', city: 'Paris' };
		const [outcome] = await json(contact(mapped(values), omit));
		expect(outcome).toMatchObject({
			outcome: 'created',
			ignoredFields: ['custom_tier', 'dnd', 'dateOfBirth'],
			changed: ['name', 'email', 'city'],
		});
		expect(await apps.contact(String(outcome.id))).toMatchObject({ city: 'Paris' });
		const [again] = await json(contact(mapped(values), omit));
		expect(again).toMatchObject({ outcome: 'unchanged', changed: [] });
	});

	it('of a customer are left out where the option says so, and named', async () => {
		const values = { ...ADA, legal_type: 'robot', property_company_size: 'huge', discount_percentage: '5' };
		const [outcome] = await json(customer(mapped(values), omit));
		expect(outcome).toMatchObject({
			outcome: 'created',
			ignoredFields: ['legal_type', 'property_company_size'],
			changed: ['name', 'email', 'discount_percentage'],
		});
	});

	it('of a task are left out, and days are in the order of the option', async () => {
		await apps.toContact(await apps.saveCustomer(ADA));
		const [{ id: parentId }] = apps.customers();
		const task = (options: IDataObject) =>
			ghlPrivate(sandbox, {
				resource: 'task',
				operation: 'sync',
				...source,
				parentId,
				fields: mapped({ title: 'Call', dueDate: '05/03/2030', assignedTo: 'Nobody Known' }),
				options,
			});
		const [refused] = await json(task(omit));
		expect(refused.outcome).not.toBe('created');
		const [made] = await json(task({ ...omit, dateOrder: 'dayFirst' }));
		expect(made).toMatchObject({ outcome: 'created', ignoredFields: ['assignedTo'] });
		const { tasks } = sandbox.state('ghl') as { tasks: IDataObject[] };
		expect(tasks.find(({ id }) => id === made.id)).toMatchObject({ dueDate: Date.parse('2030-03-05') });
	});

	it('an invalid phone is left out by default, named, and never reported as written', async () => {
		const [outcome] = await json(contact(mapped({ ...ADA, phone: 'call me' })));
		expect(outcome).toMatchObject({ outcome: 'created', ignoredFields: ['phone'], changed: ['name', 'email'] });
		const [failed] = await json(contact(mapped({ ...ADA, phone: 'call me' }), { invalidPhone: 'error' }));
		expect(failed).toMatchObject({ outcome: 'failed', changed: [] });
	});

	it('the extension of a phone is named, in both apps: numbers alone are kept and compared', async () => {
		const phone = '+1 303 555 0142, ext. 12';
		const [contactOutcome] = await json(contact(mapped({ ...ADA, phone })));
		expect(contactOutcome).toMatchObject({ outcome: 'created', ignoredFields: ['extension 12 of phone'] });
		const [customerOutcome] = await json(customer(mapped({ ...ADA, property_phone: phone })));
		expect(customerOutcome).toMatchObject({ outcome: 'created', ignoredFields: ['extension 12 of phone'] });
		expect(await apps.customer(String(customerOutcome.id))).toMatchObject({ properties: { phone: '+13035550142' } });
	});
});

describe('automatic mapping', () => {
	it('takes the names that a contact shows, and names what matched nothing', async () => {
		const item = { 'First Name': 'Ada', 'Last Name': 'Lovelace', Email: 'ada@example.com', Tags: 'VIP', Shoe: 38 };
		const [{ json: outcome }] = await items(contact(AUTOMATIC), [item]);
		expect(outcome).toMatchObject({ outcome: 'created', ignoredFields: ['Shoe'] });
		expect(await apps.contact(String(outcome.id))).toMatchObject({ firstName: 'Ada', tags: ['vip'] });
	});

	it('takes the names that a customer shows, and names what matched nothing', async () => {
		const item = { Name: 'Ada', Email: 'ada@example.com', 'Company size': '11-50', Tags: 'VIP', Shoe: 38 };
		const [{ json: outcome }] = await items(customer(AUTOMATIC), [item]);
		expect(outcome).toMatchObject({ outcome: 'created', ignoredFields: ['Shoe'] });
		expect(await apps.customer(String(outcome.id))).toMatchObject({
			properties: { company_size: '11-50' },
			tag_list: ['VIP'],
		});
	});

	it('of a business does the same', async () => {
		const setup = ghlPrivate(sandbox, {
			resource: 'business',
			operation: 'sync',
			...source,
			fields: AUTOMATIC,
			options: {},
		});
		const [{ json: outcome }] = await items(setup, [{ Name: 'Acme', 'Postal Code': '80202', Shoe: 38 }]);
		expect(outcome).toMatchObject({ outcome: 'created', ignoredFields: ['Shoe'], changed: ['name', 'postalCode'] });
	});
});

describe('a field that was mapped for another resource', () => {
	it('is refused by name, not passed over', async () => {
		for (const setup of [contact(mapped({ ...ADA, dueDate: 'x' })), customer(mapped({ ...ADA, dueDate: 'x' }))])
			expect((await failure(setup)).message).toBe('This operation has no field "dueDate"');
	});

	it('is left alone while it is empty', async () => {
		expect(await json(contact(mapped({ ...ADA, dueDate: '' })))).toMatchObject([{ outcome: 'created' }]);
	});
});

describe('changed names only what was written', () => {
	it('nothing where a value is equal after it was read', async () => {
		const values = { ...ADA, phone: '+13035550142', country: 'US', custom_tier: 'Gold' };
		await json(contact(mapped(values)));
		const again = { ...ADA, phone: '(303) 555-0142', country: 'United States', custom_tier: 'gold', city: 'Paris' };
		const [outcome] = await json(contact(mapped(again)));
		expect(outcome).toMatchObject({ outcome: 'updated', changed: ['city'] });
	});

	it('not a field that the account lacks', async () => {
		const [outcome] = await json(contact(mapped({ ...ADA, custom_nowhere: 'x' })));
		expect(outcome).toMatchObject({ outcome: 'created', ignoredFields: ['nowhere'], changed: ['name', 'email'] });
	});

	it('not an address of a customer, which Sync cannot compare', async () => {
		const [outcome] = await json(customer(mapped({ ...ADA, property_main_address__city: 'Paris' })));
		expect(outcome).toMatchObject({ outcome: 'created', ignoredFields: ['property_main_address__city'] });
		expect(outcome.changed).toEqual(['name', 'email']);
	});
});
