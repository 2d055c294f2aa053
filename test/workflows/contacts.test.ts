import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { json } from '../support/engine';
import { ghlPrivate } from '../support/nodeSetups';
import { runFromLedger, runTemplate, type Ran } from '../support/template';
import { byId, freshLedger, ledger, SyncedApps, type Contact, type Customer } from '../support/syncedApps';

const FILE = 'contacts-and-customers';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const customerEvent = async (record: Customer, trigger = 'Customer changed'): Promise<Ran> =>
	await runTemplate(sandbox, FILE, trigger, [{ event: 'customer.updated', record }]);
const contactEvent = async (contact: Contact): Promise<Ran> =>
	await runTemplate(sandbox, FILE, 'Contact changed', [
		{
			event: 'ContactUpdate',
			recordType: 'contact',
			recordId: contact.id,
			contactId: contact.id,
			record: { ...contact, customFields: {} },
		},
	]);
const fromDue = async (): Promise<Ran> => await runFromLedger(sandbox, FILE, 'Due');
const tasks = (): IDataObject[] => (sandbox.state('ghl') as { tasks: IDataObject[] }).tasks;
const outcomes = (ran: Ran, name: string) => ran(name).map(({ outcome }) => outcome);
const writes = () =>
	sandbox
		.requests()
		.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'))
		.map(({ service, method, path }) => `${service} ${method} ${path}`);
const dueNow = async (source: IDataObject, target: IDataObject): Promise<void> =>
	void (await json(
		ledger({ resource: 'due', operation: 'resolve', pair: 'contacts', ...source, ...target, resolution: 'retry' }),
	));
const IN_BOOQABLE = (id: string) => ({ sourceApp: 'booqable', sourceAccount: byId(DEMO_SLUG), sourceId: id });
const TO_GHL = { targetApp: 'ghl', targetAccount: byId(LOCATION_US) };
const IN_GHL = (id: string) => ({ sourceApp: 'ghl', sourceAccount: byId(LOCATION_US), sourceId: id });
const TO_BOOQABLE = { targetApp: 'booqable', targetAccount: byId(DEMO_SLUG) };
const ADA = { name: 'Ada Lovelace', email: 'ada@example.com' };
const GRACE = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com' };

describe('a customer', () => {
	it('has one contact, whichever trigger reports it, and nothing is written twice', async () => {
		const customer = await apps.saveCustomer(ADA);
		const before = apps.contacts().length;
		expect(outcomes(await customerEvent(customer), 'Sync contact')).toEqual(['created']);
		sandbox.clearRequests();
		expect(outcomes(await customerEvent(customer, 'Customers missed'), 'Sync contact')).toEqual(['unchanged']);
		expect(writes()).toEqual([]);
		expect(apps.contacts()).toHaveLength(before + 1);
	});

	it('gets one onboarding task with its contact, and none where the contact was there', async () => {
		const known = await apps.saveContact(GRACE);
		const grace = await apps.saveCustomer({ name: 'Grace Hopper', email: 'grace@example.com' });
		expect((await customerEvent(grace))('Create onboarding task')).toEqual([]);
		const customer = await apps.saveCustomer(ADA);
		const ran = await customerEvent(customer);
		const [{ id }] = ran('Sync contact');
		expect(ran('Create onboarding task')).toMatchObject([{ title: 'Onboard new rental customer', contactId: id }]);
		await customerEvent(customer);
		expect(tasks().filter(({ contactId }) => contactId === id || contactId === known.id)).toHaveLength(1);
	});

	it('gets its onboarding task later, when an execution has ended before it', async () => {
		const customer = await apps.saveCustomer(ADA);
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /tasks$/, status: 400 });
		await expect(customerEvent(customer)).rejects.toMatchObject({ message: 'GHL: Bad Request' });
		sandbox.clearFaults();
		expect(tasks()).toEqual([]);
		for (const trigger of ['Customers missed', 'Customer changed']) {
			expect(outcomes(await customerEvent(customer, trigger), 'Sync contact')).toEqual(['unchanged']);
			expect(tasks()).toEqual([expect.objectContaining({ title: 'Onboard new rental customer' })]);
		}
	});

	it('gets no onboarding task once it is older than a day', async () => {
		const customer = await apps.saveCustomer(ADA);
		const [{ id }] = (await customerEvent(customer))('Sync contact');
		const [{ id: taskId }] = tasks();
		await json(
			ghlPrivate(sandbox, { resource: 'task', operation: 'delete', contactId: byId(String(id)), taskId, options: {} }),
		);
		const old = { ...customer, created_at: '2020-01-01T00:00:00Z' };
		expect((await customerEvent(old))('Sync contact')).toEqual([expect.objectContaining({ id, outcome: 'unchanged' })]);
		expect(tasks()).toEqual([]);
	});

	it('whose contact could not be created is due, read again, and created from there', async () => {
		const customer = await apps.saveCustomer(ADA);
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
		expect(outcomes(await customerEvent(customer), 'Sync contact')).toEqual(['failed']);
		await dueNow(IN_BOOQABLE(customer.id), TO_GHL);
		expect(outcomes(await fromDue(), 'Sync contact')).toEqual(['created']);
		expect((await fromDue())('Sync contact')).toEqual([]);
	});

	it('that is gone by the time it is due creates nothing, and is no longer due', async () => {
		const customer = await apps.saveCustomer(ADA);
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
		await customerEvent(customer);
		await dueNow(IN_BOOQABLE(customer.id), TO_GHL);
		sandbox.seed('booqable', { removals: [{ type: 'customers', id: customer.id }] });
		const before = apps.contacts().length;
		await fromDue();
		expect(apps.contacts()).toHaveLength(before);
		expect((await fromDue())('Read customer again')).toEqual([]);
	});

	it('that cannot be read right now fails by itself, and stays due', async () => {
		const customer = await apps.saveCustomer(ADA);
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
		await customerEvent(customer);
		await dueNow(IN_BOOQABLE(customer.id), TO_GHL);
		sandbox.faults({ kind: 'status', service: 'booqable', path: /customers/, status: 400, times: 1 });
		const ran = await fromDue();
		expect(ran('Sync contact')).toEqual([]);
		expect(ran('Notify the team')).toMatchObject([
			{ title: expect.stringContaining('Sync failed'), text: expect.stringContaining('Booqable') },
		]);
		expect(outcomes(await fromDue(), 'Sync contact')).toEqual(['created']);
	});
});

describe('a contact', () => {
	it('becomes a customer only with the tag "rental"', async () => {
		const before = apps.customers().length;
		const contact = await apps.saveContact(GRACE);
		expect(outcomes(await contactEvent(contact), 'Sync customer')).toEqual(['unchanged']);
		expect(apps.customers()).toHaveLength(before);
		const tagged = await apps.saveContact({ tags: ['rental'] }, contact.id);
		expect(outcomes(await contactEvent(tagged), 'Sync customer')).toEqual(['created']);
		expect(apps.customers()).toHaveLength(before + 1);
	});

	it('that is linked is synced whatever its tags', async () => {
		const customer = await apps.saveCustomer(ADA);
		const [{ id }] = (await customerEvent(customer))('Sync contact');
		sandbox.advance(10 * 60_000);
		await apps.saveContact({ lastName: 'King' }, String(id));
		expect(outcomes(await contactEvent(await apps.contact(String(id))), 'Sync customer')).toEqual(['updated']);
		expect(await apps.customer(customer.id)).toMatchObject({ name: 'Ada King' });
	});

	it('that is due is read again, and handled like its events', async () => {
		const contact = await apps.saveContact({ ...GRACE, tags: ['rental'] });
		sandbox.faults({ kind: 'status', service: 'booqable', method: 'POST', path: /customers/, status: 400, times: 1 });
		await contactEvent(contact);
		await dueNow(IN_GHL(contact.id), TO_BOOQABLE);
		expect(outcomes(await fromDue(), 'Sync customer')).toEqual(['created']);
	});
});

describe('where 90 percent of the calls of GHL are spent', () => {
	const spend = (share: number) => sandbox.seed('ghl', { apiUsage: share * 2_000_000 });
	afterEach(async () => {
		spend(0);
		await customerEvent(await apps.saveCustomer({ name: 'Last One', email: 'last@example.com' }));
	});

	it('what a webhook reports is synced, and what is caught up waits and stays due', async () => {
		spend(95);
		const urgent = await apps.saveCustomer(ADA);
		expect(outcomes(await customerEvent(urgent), 'Sync contact')).toEqual(['created']);
		const missed = await apps.saveCustomer({ name: 'Hedy Lamarr', email: 'hedy@example.com' });
		expect((await customerEvent(missed, 'Customers missed'))('Sync contact')).toMatchObject([
			{ outcome: 'waiting', reason: expect.stringContaining('95 percent of the calls that GHL allows in a day') },
		]);
		await dueNow(IN_BOOQABLE(missed.id), TO_GHL);
		expect((await fromDue())('Sync contact')).toEqual([]);
		spend(0);
		expect(outcomes(await customerEvent(urgent), 'Sync contact')).toEqual(['unchanged']);
		const other = await apps.saveCustomer({ name: 'Edith Clarke', email: 'edith@example.com' });
		expect(outcomes(await customerEvent(other), 'Sync contact')).toEqual(['created']); // GHL says that it has calls again
		expect(outcomes(await fromDue(), 'Sync contact')).toEqual(['created']);
	});
});

describe('a message to the team names the record', () => {
	const named = (name: string, app: string, id: string) => [
		expect.objectContaining({ text: expect.stringContaining(`\nRecord: ${name}, ${app} ID ${id}`) }),
	];

	it.each(['Customer changed', 'Customers missed'])('of "%s", also when it is due', async (trigger) => {
		const customer = await apps.saveCustomer(ADA);
		const text = named('Ada Lovelace', 'Booqable', customer.id);
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 2 });
		expect((await customerEvent(customer, trigger))('Notify the team')).toEqual(text);
		await dueNow(IN_BOOQABLE(customer.id), TO_GHL);
		expect((await fromDue())('Notify the team')).toEqual(text);
	});

	it('of "Contact changed", also when it is due, and each of several its own', async () => {
		const contact = await apps.saveContact({ ...GRACE, tags: ['rental'] });
		const customer = await apps.saveCustomer(ADA);
		const text = named('Grace Hopper', 'GHL', contact.id);
		sandbox.faults({ kind: 'status', service: 'booqable', method: 'POST', path: /customers/, status: 400, times: 2 });
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 2 });
		expect((await contactEvent(contact))('Notify the team')).toEqual(text);
		await customerEvent(customer);
		await dueNow(IN_GHL(contact.id), TO_BOOQABLE);
		await dueNow(IN_BOOQABLE(customer.id), TO_GHL);
		const told = (await fromDue())('Notify the team');
		expect(told).toHaveLength(2);
		expect(told).toEqual(expect.arrayContaining([...text, ...named('Ada Lovelace', 'Booqable', customer.id)]));
	});
});
