import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { json } from '../support/engine';
import { runFromLedger, runTemplate, type Ran } from '../support/template';
import { byId, freshLedger, ledger, SyncedApps, type Customer } from '../support/syncedApps';

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

interface Business extends IDataObject {
	id: string;
}

const property = (identifier: string, value: string) => ({ identifier, value });
const COMPANY = {
	name: 'Zelte Müller',
	email: 'info@example.com',
	legal_type: 'commercial',
	properties_attributes: [
		property('industry', 'Events'),
		property('company_size', '201-1000'),
		property('annual_revenue', '1000000'),
		property('website', 'https://zelte.example.com'),
	],
};
const businesses = (): Business[] =>
	(sandbox.state('ghl') as { businesses: Business[] }).businesses.filter(
		({ name, locationId }) => locationId === LOCATION_US && name !== 'Acme Events',
	);
const contact = (id: string): IDataObject =>
	(sandbox.state('ghl') as { contacts: Business[] }).contacts.find((one) => one.id === id) ?? {};
const told = async (record: Customer): Promise<Ran> =>
	await runTemplate(sandbox, 'business-data', 'Customer changed', [
		{ event: 'customer.updated', recordId: record.id, record },
	]);
const writes = () =>
	sandbox
		.requests()
		.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'))
		.map(({ service, method, path }) => `${service} ${method} ${path}`);

it('a commercial customer enriches its contact and creates one business, to which the contact is added', async () => {
	const customer = await apps.saveCustomer(COMPANY);
	const id = String((await apps.toContact(customer)).id);
	await told(customer);
	const [{ id: businessId }, ...others] = businesses();
	expect(others).toEqual([]);
	expect(businesses()).toMatchObject([
		{ name: 'Zelte Müller', email: 'info@example.com', website: 'https://zelte.example.com' },
	]);
	expect(contact(id)).toMatchObject({ website: 'https://zelte.example.com', businessId });
	const values = (await apps.contact(id)).customFields.map(({ value }) => value);
	expect(values).toEqual(expect.arrayContaining(['Events', '201+']));
	sandbox.clearRequests();
	await told(customer);
	expect(writes()).toEqual([]);
});

it('a change of the customer changes both, and its name the business', async () => {
	const customer = await apps.saveCustomer(COMPANY);
	const id = String((await apps.toContact(customer)).id);
	await told(customer);
	sandbox.advance(10 * 60_000);
	await told(
		await apps.saveCustomer(
			{ name: 'Zelte Maier', properties_attributes: [property('industry', 'Weddings')] },
			customer.id,
		),
	);
	expect(businesses()).toMatchObject([{ name: 'Zelte Maier' }]);
	expect((await apps.contact(id)).customFields.map(({ value }) => value)).toContain('Weddings');
});

it('a customer without a contact has its business all the same, and its next change puts the contact into it', async () => {
	const customer = await apps.saveCustomer(COMPANY);
	expect((await told(customer))('Sync contact')).toMatchObject([{ outcome: 'unchanged' }]);
	expect(businesses()).toHaveLength(1);
	const id = String((await apps.toContact(customer)).id);
	await told(customer);
	expect(businesses()).toHaveLength(1);
	expect(contact(id)).toMatchObject({ businessId: businesses()[0].id });
});

it('a business that could not be created is due, and is created from there', async () => {
	const customer = await apps.saveCustomer(COMPANY);
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/businesses', status: 400, times: 1 });
	expect((await told(customer))('Sync business')).toMatchObject([{ outcome: 'failed' }]);
	await json(
		ledger({
			resource: 'due',
			operation: 'resolve',
			pair: 'companies',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: customer.id,
			targetApp: 'ghl',
			targetAccount: byId(LOCATION_US),
			resolution: 'retry',
		}),
	);
	expect((await runFromLedger(sandbox, 'business-data', 'Due'))('Sync business')).toMatchObject([
		{ outcome: 'created' },
	]);
	expect(businesses()).toHaveLength(1);
});

it('a person is no company', async () => {
	const customer = await apps.saveCustomer({ ...COMPANY, legal_type: 'person' });
	await apps.toContact(customer);
	await told(customer);
	expect(businesses()).toEqual([]);
});

it('tells the team which company failed', async () => {
	const customer = await apps.saveCustomer(COMPANY);
	await apps.toContact(customer);
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /businesses/, status: 400 });
	const ran = await told(customer);
	sandbox.clearFaults();
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({ text: expect.stringContaining(`Record: Zelte Müller, Booqable ID ${customer.id}`) }),
	]);
});
