import type { IDataObject } from 'n8n-workflow';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { freshLedger, SyncedApps } from '../support/syncedApps';
import { runTemplate } from '../support/template';

// Accounts in which nothing is set up: no custom fields in GHL, only Booqable's own properties.
let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	makePlain(sandbox);
	freshLedger();
});

const contacts = (): IDataObject[] =>
	(sandbox.state('ghl') as { contacts: IDataObject[] }).contacts.filter(({ locationId }) => locationId === LOCATION_US);
const COMPANY = { name: 'Zelte Müller', email: 'info@example.com', legal_type: 'commercial' };
const INDUSTRY =
	'The sub-account has no custom field "industry". Make it with the operation Create of Custom Field, or remove it from the mapping.';

describe('an account without the custom fields that a template maps', () => {
	it('gets its contacts all the same, and the outcome names what was left out', async () => {
		const record = await apps.saveCustomer(COMPANY);
		const event = { event: 'customer.updated', recordId: record.id, record };
		const ran = await runTemplate(sandbox, 'booqable-customers-to-ghl-contacts', 'Customer changed', [event]);
		expect(ran('Sync contact')).toEqual([
			expect.objectContaining({
				outcome: 'created',
				ignoredFields: ['industry'],
				hint: INDUSTRY,
			}),
		]);
		expect(contacts()).toEqual([expect.objectContaining({ email: 'info@example.com' })]);
	});

	it('gets its businesses', async () => {
		const customer = await apps.saveCustomer(COMPANY);
		await apps.toContact(customer);
		const event = { event: 'customer.updated', recordId: customer.id, record: customer };
		const ran = await runTemplate(sandbox, 'booqable-business-data-to-ghl', 'Customer changed', [event]);
		expect(ran('Sync business')).toEqual([expect.objectContaining({ outcome: 'created' })]);
		expect(ran('Sync contact')).toEqual([
			expect.objectContaining({ ignoredFields: ['industry', 'company_size', 'annual_revenue'] }),
		]);
	});
});
