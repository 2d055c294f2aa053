import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { TEMPLATE_FIELDS } from '../../nodes/GhlContacts/mapping/templateFields';
import { booqable, ghlPrivate } from '../support/nodeSetups';
import { json } from '../support/engine';
import { freshLedger, SyncedApps } from '../support/syncedApps';
import { ROOT } from '../support/root';
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
const INDUSTRY_VALUE = { identifier: 'industry', value: 'Events' };
const INDUSTRY =
	'The sub-account has no custom field "industry". Make it with the operation Set Up Fields of Custom Field, or remove it from the mapping.';

/** The custom columns that any template maps to GHL. */
function mappedCustomColumns(): string[] {
	const files = globSync('workflows/*.json', { cwd: ROOT });
	const nodes = files.flatMap(
		(file) => (JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as { nodes: INode[] }).nodes, // our own
	);
	const mapped = nodes.flatMap(({ parameters }) =>
		Object.keys((parameters.fields as { value?: IDataObject } | undefined)?.value ?? {}),
	);
	return [...new Set(mapped.filter((column) => column.startsWith('custom_')))].sort();
}

describe('an account without the custom fields that a template maps', () => {
	it('gets its contacts all the same, and the outcome names what was left out', async () => {
		const record = await apps.saveCustomer(COMPANY);
		const event = { event: 'customer.updated', recordId: record.id, record };
		const ran = await runTemplate(sandbox, 'contacts-and-customers', 'Customer changed', [event]);
		expect(ran('Sync contact')).toEqual([
			expect.objectContaining({
				outcome: 'created',
				ignoredFields: ['industry'],
				hint: INDUSTRY,
			}),
		]);
		expect(contacts()).toEqual([expect.objectContaining({ email: 'info@example.com' })]);
	});

	it('gets a contact and an onboarding task for a new customer, once', async () => {
		const record = await apps.saveCustomer(COMPANY);
		for (const event of ['customer.created', 'customer.updated']) {
			const ran = await runTemplate(sandbox, 'booqable-customer-to-ghl-contact', 'Customer created or updated', [
				{ event, record },
			]);
			const left = ran('Create or update contact')[0].ignoredFields;
			expect(left).toEqual(expect.arrayContaining(['custom_booqable_number', 'custom_booqable_id']));
		}
		expect(contacts()).toEqual([
			expect.objectContaining({ email: 'info@example.com', tags: expect.arrayContaining(['booqable', 'company']) }),
		]);
		expect((sandbox.state('ghl') as { tasks: IDataObject[] }).tasks).toHaveLength(1);
	});

	it('gets its businesses', async () => {
		const customer = await apps.saveCustomer(COMPANY);
		await apps.toContact(customer);
		const event = { event: 'customer.updated', recordId: customer.id, record: customer };
		const ran = await runTemplate(sandbox, 'business-data', 'Customer changed', [event]);
		expect(ran('Sync business')).toEqual([expect.objectContaining({ outcome: 'created' })]);
		expect(ran('Sync contact')).toEqual([
			expect.objectContaining({ ignoredFields: ['industry', 'company_size', 'annual_revenue'] }),
		]);
	});

	it('gets them all by one operation, and then the templates write them', async () => {
		await json(booqable(sandbox, { resource: 'defaultProperty', operation: 'setUpBusiness' }));
		const record = await apps.saveCustomer({ ...COMPANY, properties_attributes: [INDUSTRY_VALUE] });
		const made = await json(ghlPrivate(sandbox, { resource: 'customField', operation: 'setUpFields' }));
		expect(made.map(({ fieldKey, created }) => [fieldKey, created])).toEqual(
			TEMPLATE_FIELDS.map(({ key }) => [`contact.${key}`, true]),
		);
		const event = { event: 'customer.updated', recordId: record.id, record };
		const ran = await runTemplate(sandbox, 'contacts-and-customers', 'Customer changed', [event]);
		expect(ran('Sync contact')).toEqual([expect.not.objectContaining({ ignoredFields: expect.anything() })]);
		expect(contacts()).toEqual([
			expect.objectContaining({ customFields: expect.objectContaining({ [String(made[0].id)]: 'Events' }) }),
		]);
	});
});

test('Set Up Fields creates the fields that the templates map for contacts, and nothing else', () => {
	expect(TEMPLATE_FIELDS.map(({ key }) => `custom_${key}`).sort()).toEqual(mappedCustomColumns());
});
