import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { booqable, ghlPrivate } from '../../../support/nodeSetups';
import { failure, json, method } from '../../../support/engine';
import { byId, freshLedger, SyncedApps, ledger, type Contact, type Customer } from '../../../support/syncedApps';

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

const ADA = {
	name: 'Ada Lovelace',
	email: 'Ada@example.com',
	tag_list: ['VIP'],
	properties_attributes: [
		{ identifier: 'phone', value: '(212) 555-0142' },
		{ identifier: 'industry', value: 'Film' },
	],
};

/** A customer and the contact that its Sync made. */
async function linked(): Promise<{ customer: Customer; contact: Contact }> {
	const customer = await apps.saveCustomer(ADA);
	const { id } = await apps.toContact(customer);
	const both = { customer: await apps.customer(customer.id), contact: await apps.contact(String(id)) };
	sandbox.clearRequests();
	return both;
}

/** Changes to GHL's clock: two changes of one record within a millisecond would have one version. */
const later = () => sandbox.advance(10 * 60_000);

describe('Sync of a contact', () => {
	it('creates a contact for a customer that matches none, with the ID of the customer', async () => {
		const customer = await apps.saveCustomer(ADA);
		const before = apps.contacts().length;
		const item = await apps.toContact(customer);
		expect(item).toMatchObject({
			outcome: 'created',
			source: { app: 'booqable', account: DEMO_SLUG, id: customer.id },
			target: { app: 'ghl', account: LOCATION_US, id: item.id },
			changed: ['name', 'email', 'phone', 'custom_industry', 'tags'],
		});
		const contact = await apps.contact(String(item.id));
		expect(contact).toMatchObject({
			firstName: 'Ada',
			lastName: 'Lovelace',
			email: 'ada@example.com',
			phone: '+12125550142',
			tags: ['vip'],
		});
		expect(contact.customFields).toContainEqual({ id: apps.fieldId('booqable_id'), value: customer.id });
		expect(apps.contacts()).toHaveLength(before + 1);
	});

	it('creates no contact for a customer without any mapped value, and leaves a linked one as it is', async () => {
		const nothing = { name: '', email: null, phone: ' ', custom_industry: '', tags: [] };
		const before = apps.contacts().length;
		const refused = await apps.toContact(await apps.saveCustomer({ name: 'Ada' }), { fields: nothing });
		expect(refused.outcome).not.toBe('created');
		expect(refused.reason).toContain('No mapped field has a value, so no contact is created');
		expect(apps.contacts()).toHaveLength(before);
		const { customer } = await linked();
		expect(await apps.toContact(customer, { fields: nothing })).toMatchObject({ outcome: 'unchanged' });
	});

	it('takes account and time from the item of a trigger or a read, where neither is typed', async () => {
		const record = await apps.saveCustomer(ADA);
		const event = { event: 'customer.updated', account: DEMO_SLUG, record };
		expect(await apps.itemToContact(event)).toMatchObject({
			outcome: 'created',
			source: { app: 'booqable', account: DEMO_SLUG, id: record.id },
		});
		const read = { ...(await apps.saveCustomer({ name: 'Ada L.' }, record.id)), account: DEMO_SLUG };
		expect(await apps.itemToContact(read)).toMatchObject({ outcome: 'updated' });
		expect(await apps.itemToContact(event)).toMatchObject({ outcome: 'stale' });
		// another node's item has a time of nobody knows what
		const { account: _, ...unnamed } = event;
		expect(await apps.itemToContact(unnamed, { sourceAccount: byId(DEMO_SLUG) })).toMatchObject({
			outcome: 'updated',
		});
	});

	it('creates nothing for a record whose account the pair does not know, until somebody names it', async () => {
		const { customer } = await linked();
		const before = apps.contacts().length;
		const stranger = { ...customer, id: 'elsewhere', name: 'Eve', account: 'other-rentals' };
		const refused = await apps.itemToContact(stranger);
		expect(refused).toMatchObject({ outcome: 'failed', calls: 0, source: { account: 'other-rentals' } });
		expect(refused.reason).toBe(
			`the record is of the account "other-rentals", which has no contact in the GHL account "${LOCATION_US}" yet, while another account has: nothing was done. To sync this account too, choose it under Source Account once`,
		);
		expect([refused.dueAt, apps.contacts().length]).toEqual([undefined, before]);
		expect(apps.calls('ghl')).toEqual({ reads: 0, writes: 0 });
		const chosen = await apps.itemToContact(stranger, { sourceAccount: byId('other-rentals') });
		expect(chosen.outcome).toBe('created');
		expect(await apps.itemToContact(stranger)).toMatchObject({ outcome: 'unchanged' });
	});

	it('requires the account where neither the node nor the item names it', async () => {
		const setup = ghlPrivate(sandbox, {
			resource: 'contact',
			operation: 'sync',
			sourceApp: 'booqable',
			sourceId: 'c1',
			fields: { mappingMode: 'defineBelow', value: { name: 'Ada' } },
		});
		const { message, description } = await failure(setup, [{ id: 'c1' }]);
		expect(message).toBe('Source Account is empty, and the item does not name an account');
		expect(description).toMatch(/trigger or a read of this package/);
	});

	it('makes no call for a customer that is as it was', async () => {
		const { customer } = await linked();
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(apps.calls('ghl')).toEqual({ reads: 0, writes: 0 });
	});

	it('writes the changed field alone', async () => {
		const { customer } = await linked();
		const changed = await apps.saveCustomer({ name: 'Augusta Lovelace' }, customer.id);
		expect(await apps.toContact(changed)).toMatchObject({ outcome: 'updated', changed: ['name'] });
		const [write] = sandbox.requests({ service: 'ghl', method: 'PUT' });
		expect(write.body).toEqual({
			name: 'Augusta Lovelace',
			customFields: [{ id: apps.fieldId('booqable_id'), field_value: customer.id }],
		});
	});

	it('links a contact that has the email, and fills what is empty', async () => {
		const contact = await apps.saveContact({ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' });
		const customer = await apps.saveCustomer(ADA);
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'linked', id: contact.id });
		expect(await apps.contact(contact.id)).toMatchObject({ phone: '+12125550142' });
	});

	it('opens a review where two matching records hold different values', async () => {
		const contact = await apps.saveContact({
			firstName: 'Ada',
			lastName: 'Lovelace',
			email: 'ada@example.com',
			phone: '+12125550199',
		});
		const customer = await apps.saveCustomer({
			...ADA,
			properties_attributes: [{ identifier: 'phone', value: '+12125550142' }],
		});
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'review', review: ['phone'], id: contact.id });
		expect(await apps.contact(contact.id)).toMatchObject({ phone: '+12125550199' });
	});

	it('recognizes an event that is older than what it has processed', async () => {
		const { customer } = await linked();
		later();
		const changed = await apps.saveCustomer({ name: 'Augusta Lovelace' }, customer.id);
		await apps.toContact(changed);
		sandbox.clearRequests();
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'stale', calls: 0 });
		expect(apps.calls('ghl')).toEqual({ reads: 0, writes: 0 });
	});

	it('lets the newer of two changes win, and opens a review where they are too close', async () => {
		const { customer, contact } = await linked();
		await apps.saveContact({ firstName: 'Grace', lastName: 'Hopper' }, contact.id);
		const close = await apps.saveCustomer({ name: 'Augusta Lovelace' }, customer.id);
		expect(await apps.toContact(close)).toMatchObject({ outcome: 'review', review: ['name'] });
		later();
		const newer = await apps.saveCustomer({ name: 'Augusta King' }, customer.id);
		expect(await apps.toContact(newer)).toMatchObject({ outcome: 'updated', changed: ['name'], decided: ['name'] });
		expect(await apps.contact(contact.id)).toMatchObject({ firstName: 'Augusta', lastName: 'King' });
	});

	it('keeps edits to different fields on both sides', async () => {
		const { customer, contact } = await linked();
		await apps.saveContact({ phone: '+12125550155' }, contact.id);
		const changed = await apps.saveCustomer({ name: 'Augusta Lovelace' }, customer.id);
		expect(await apps.toContact(changed)).toMatchObject({ outcome: 'updated', changed: ['name'] });
		expect(await apps.contact(contact.id)).toMatchObject({ name: 'Augusta Lovelace', phone: '+12125550155' });
	});

	it.each([
		['keeps an emptied field as it is', {}, 'Film'],
		['empties it when clearing is switched on', { clear: true }, undefined],
	])('%s', async (_, options, left) => {
		const { customer, contact } = await linked();
		const emptied = await apps.saveCustomer(
			{ properties_attributes: [{ identifier: 'industry', _destroy: true }] },
			customer.id,
		);
		await apps.toContact(emptied, { fields: { custom_industry: '' }, options });
		const { customFields } = await apps.contact(contact.id);
		expect(customFields.find(({ id }) => id === apps.fieldId('industry'))?.value).toBe(left);
	});

	it('leaves fields alone that are not in the item', async () => {
		const { customer, contact } = await linked();
		const fields = { custom_industry: '={{ $json.missing }}' };
		await apps.toContact(await apps.saveCustomer({ name: 'Augusta Lovelace' }, customer.id), {
			fields,
			options: { clear: false },
		});
		expect((await apps.contact(contact.id)).customFields).toContainEqual({
			id: apps.fieldId('industry'),
			value: 'Film',
		});
	});

	it('adds and removes tags without touching others', async () => {
		const { customer, contact } = await linked();
		await apps.saveContact({ tags: ['vip', 'newsletter'] }, contact.id);
		sandbox.clearRequests();
		const changed = await apps.saveCustomer({ tag_list: ['film'] }, customer.id);
		expect(await apps.toContact(changed)).toMatchObject({ outcome: 'updated', changed: ['tags'] });
		expect((await apps.contact(contact.id)).tags.sort()).toEqual(['film', 'newsletter']);
		expect(sandbox.requests({ service: 'ghl' }).filter(({ method: verb }) => verb === 'PUT')).toEqual([]);
	});

	it('writes nothing in a dry run, and afterwards does what it announced', async () => {
		const customer = await apps.saveCustomer(ADA);
		sandbox.clearRequests();
		const planned = await apps.toContact(customer, { dryRun: true });
		expect(planned).toMatchObject({ outcome: 'planned', plan: [{ call: 'create' }] });
		expect(apps.calls('ghl').writes).toBe(0);
		const done = await apps.toContact(customer);
		expect(done).toMatchObject({
			outcome: 'created',
			changed: (planned.plan as Array<{ fields: string[] }>)[0].fields,
		});
	});

	it.each([
		['a value that cannot be used', { email: 'not-an-email' }],
		['no value at all', { name: '', email: '', phone: '', custom_industry: '', tags: '' }],
	])('announces in a dry run that %s is refused, as it then is', async (_, fields) => {
		const customer = await apps.saveCustomer(ADA);
		sandbox.clearRequests();
		const planned = await apps.toContact(customer, { dryRun: true, fields });
		expect(planned).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/Email|No mapped field/) });
		expect(planned).not.toHaveProperty('plan');
		expect(await apps.toContact(customer, { fields })).toMatchObject({ outcome: 'failed', reason: planned.reason });
		expect(apps.calls('ghl').writes).toBe(0);
	});

	it('creates the contact again when it is gone and the customer was edited', async () => {
		const { customer, contact } = await linked();
		await apps.deleteContact(contact.id);
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'unchanged' });
		const changed = await apps.saveCustomer({ name: 'Augusta Lovelace' }, customer.id);
		const item = await apps.toContact(changed);
		expect(item).toMatchObject({ outcome: 'created' });
		expect(item.id).not.toBe(contact.id);
	});

	it.each([
		['unlink', 'unlinked', true],
		['delete', 'deleted', false],
		['ignore', 'unchanged', true],
		['archive', 'review', true],
	])('follows a customer that is gone: %s', async (deletes, outcome, stays) => {
		const { customer, contact } = await linked();
		expect(
			await apps.toContact(customer, { options: { sourceDeleted: true, whenSourceDeleted: deletes } }),
		).toMatchObject({ outcome });
		expect(apps.contacts().some(({ id }) => id === contact.id)).toBe(stays);
	});

	it('returns one outcome for each item, paired with it', async () => {
		const customers = [
			await apps.saveCustomer(ADA),
			await apps.saveCustomer({ name: 'Grace Hopper', email: 'grace@example.com' }),
		];
		const parameters = {
			resource: 'contact',
			operation: 'sync',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: '={{ $json.id }}',
			fields: { mappingMode: 'autoMapInputData', value: null },
		};
		const given = await json(
			ghlPrivate(sandbox, parameters),
			customers.map(({ id, name, email }) => ({ id, name, email, unknown: 1 })),
		);
		expect(given.map(({ outcome, source }) => [outcome, (source as { id: string }).id])).toEqual(
			customers.map(({ id }) => ['created', id]),
		);
	});
});

describe('Sync of a customer', () => {
	const GRACE = {
		firstName: 'Grace',
		lastName: 'Hopper',
		email: 'grace@example.com',
		phone: '+12125550177',
		tags: ['navy'],
	};

	it('creates a customer for a contact that matches none, with the ID of the contact', async () => {
		const contact = await apps.saveContact(GRACE);
		const item = await apps.toCustomer(contact);
		expect(item).toMatchObject({ outcome: 'created', target: { app: 'booqable', account: DEMO_SLUG } });
		expect(await apps.customer(String(item.id))).toMatchObject({
			name: 'Grace Hopper',
			email: 'grace@example.com',
			tag_list: ['navy'],
			properties: { phone: '+12125550177', ghl_contact_id: contact.id },
		});
	});

	it('links the customer that has the email', async () => {
		const customer = await apps.saveCustomer({ name: 'Grace Hopper', email: 'GRACE@example.com' });
		sandbox.advance(60_000); // the search of Booqable lags behind
		expect(await apps.toCustomer(await apps.saveContact(GRACE))).toMatchObject({ outcome: 'linked', id: customer.id });
	});

	it('takes what was written to the contact for no change: no call', async () => {
		const { contact } = await linked();
		expect(await apps.toCustomer(contact)).toMatchObject({ outcome: 'unchanged' });
		expect(apps.calls('booqable')).toEqual({ reads: 0, writes: 0 });
	});

	it('carries a change of the contact over, whose echo then makes no write', async () => {
		const { customer, contact } = await linked();
		later();
		const changed = await apps.saveContact({ phone: '+12125550166', tags: ['vip', 'film'] }, contact.id);
		expect(await apps.toCustomer(changed)).toMatchObject({ outcome: 'updated', changed: ['property_phone', 'tags'] });
		expect(await apps.customer(customer.id)).toMatchObject({
			tag_list: ['VIP', 'film'],
			properties: { phone: '+12125550166' },
		});
		sandbox.clearRequests();
		expect(await apps.toContact(await apps.customer(customer.id))).toMatchObject({ outcome: 'unchanged' });
		const { reads, writes } = apps.calls('ghl');
		expect(writes).toBe(0);
		expect(reads).toBeLessThanOrEqual(1);
	});

	it('takes a phone that Booqable keeps as it was typed for the number that it agreed on: no conflict', async () => {
		const { contact } = await linked();
		expect(await apps.toCustomer(await apps.saveContact({ phone: '+12125550166' }, contact.id))).toMatchObject({
			outcome: 'updated',
			changed: ['property_phone'],
			decided: [],
			review: [],
		});
	});

	it('archives the customer when the contact is gone and the node says so', async () => {
		const { customer, contact } = await linked();
		expect(
			await apps.toCustomer(contact, { options: { sourceDeleted: true, whenSourceDeleted: 'archive' } }),
		).toMatchObject({ outcome: 'archived' });
		expect(await apps.customer(customer.id)).toMatchObject({ archived: true });
	});

	it('lets the rule of a single field decide', async () => {
		const { customer, contact } = await linked();
		await apps.saveCustomer(
			{ name: 'Augusta Lovelace', properties_attributes: [{ identifier: 'industry', value: 'Ships' }] },
			customer.id,
		);
		const changed = await apps.saveContact(
			{ firstName: 'Grace', customFields: [{ id: apps.fieldId('industry'), field_value: 'Navy' }] },
			contact.id,
		);
		const fieldRules = {
			field: [
				{ name: 'name', conflictResolution: 'source', onlyWhenEmpty: false, sourceField: '' },
				{ name: 'property_industry', conflictResolution: 'target', onlyWhenEmpty: false, sourceField: '' },
			],
		};
		expect(await apps.toCustomer(changed, { options: { fieldRules } })).toMatchObject({
			outcome: 'updated',
			changed: ['name'],
			decided: ['name', 'property_industry'],
		});
		expect(await apps.customer(customer.id)).toMatchObject({
			name: 'Grace Lovelace',
			properties: { industry: 'Ships' },
		});
	});
});

describe('several customers of one person', () => {
	it('share one contact, which the newest feeds, and an empty field of it clears nothing', async () => {
		const first = await apps.saveCustomer(ADA);
		const { id } = await apps.toContact(first);
		sandbox.advance(60_000);
		const second = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		expect(await apps.toContact(second)).toMatchObject({ outcome: 'linked', id });
		expect(await apps.contact(String(id))).toMatchObject({ phone: '+12125550142' });
		const edited = await apps.saveCustomer({ name: 'Somebody Else' }, first.id);
		expect(await apps.toContact(edited)).toMatchObject({
			outcome: 'unchanged',
			reason: 'Another record of this person is the primary record',
		});
		expect(await apps.toCustomer(await apps.contact(String(id)))).toMatchObject({ target: { id: second.id } });
	});

	it('that arrive at once lead to one contact', async () => {
		const before = apps.contacts().length;
		const customers = await Promise.all([1, 2, 3].map(async () => await apps.saveCustomer(ADA)));
		const items = await Promise.all(customers.map(async (customer) => await apps.toContact(customer)));
		expect(items.map(({ outcome }) => outcome).sort()).toEqual(['created', 'linked', 'linked']);
		expect(apps.contacts()).toHaveLength(before + 1);
	});
});

describe('a customer and a contact of one person, created at once on both sides', () => {
	it('are linked, and no record is created', async () => {
		const [contact, customer] = [
			await apps.saveContact({ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' }),
			await apps.saveCustomer(ADA),
		];
		const [contacts, customers] = [apps.contacts().length, apps.customers().length];
		const items = await Promise.all([apps.toContact(customer), apps.toCustomer(contact)]);
		expect(items.map(({ outcome }) => outcome)).not.toContain('created');
		expect([apps.contacts().length, apps.customers().length]).toEqual([contacts, customers]);
	});
});

describe('what the node refuses', () => {
	const base = {
		resource: 'contact',
		operation: 'sync',
		sourceApp: 'booqable',
		sourceAccount: byId(DEMO_SLUG),
		sourceId: '1',
		fields: { mappingMode: 'defineBelow', value: { email: 'ada@example.com' } },
	};

	it.each([
		[{ sourceAccount: byId('Demo Rentals!') }, 'Source Account'],
		[{ sourceId: 'customers/1' }, 'not an ID'],
		[{ sourceUpdatedAt: 'yesterday' }, 'Source Updated At'],
		[{ sourceApp: 'other', sourceAppName: 'a b' }, 'other characters'],
	])('%j', async (change, said) => {
		sandbox.clearRequests();
		expect((await failure(ghlPrivate(sandbox, { ...base, ...change }))).message).toContain(said);
		expect(sandbox.requests()).toEqual([]);
	});

	it('takes a pasted address for the slug in it', async () => {
		const [item] = await json(
			ghlPrivate(sandbox, { ...base, sourceAccount: byId('https://Demo-Rentals.booqable.com/') }),
		);
		expect(item.source).toMatchObject({ account: DEMO_SLUG });
	});
});

describe('a record that the service refuses', () => {
	it('fails with the field that is wrong, without its value, and the others go on', async () => {
		const customers = [
			await apps.saveCustomer(ADA),
			await apps.saveCustomer({ name: 'Grace Hopper', email: 'grace@example.com' }),
		];
		const bad = await apps.toContact(customers[0], { fields: { country: 'Atlantis', name: 'Ada Lovelace' } });
		expect(bad).toMatchObject({
			outcome: 'failed',
			reason:
				'Invalid value for Country. Map the ISO code or the English name of a country, such as US or United States.',
		});
		expect(bad.reason).not.toContain('Atlantis');
		expect(bad.dueAt).toBeDefined();
		expect(await apps.toContact(customers[1])).toMatchObject({ outcome: 'created' });
	});
});

describe('set up sync fields', () => {
	it('creates the custom field of contacts once', async () => {
		const setup = ghlPrivate(sandbox, { resource: 'contact', operation: 'setUpSyncFields', sourceApp: 'roofr' });
		const [made] = await json(setup);
		expect(made).toMatchObject({ fieldKey: 'contact.roofr_id', dataType: 'TEXT', created: true });
		expect(await json(setup)).toMatchObject([{ id: made.id, created: false }]);
	});

	it('creates the default property of customers once', async () => {
		const setup = booqable(sandbox, { resource: 'customer', operation: 'setUpSyncFields', sourceApp: 'roofr' });
		const [made] = await json(setup);
		expect(made).toMatchObject({ identifier: 'roofr_id', property_type: 'text_field', created: true });
		expect(await json(setup)).toMatchObject([{ id: made.id, created: false }]);
	});

	it('finds those that the account has', async () => {
		expect(
			await json(booqable(sandbox, { resource: 'customer', operation: 'setUpSyncFields', sourceApp: 'ghl' })),
		).toMatchObject([{ identifier: 'ghl_contact_id', created: false }]);
	});
});

describe('the editor', () => {
	it('offers the columns that Sync can compare', async () => {
		const ids = async (setup: Parameters<typeof method>[0], name: string) =>
			(await method<{ fields: Array<{ id: string }> }>(setup, 'resourceMapping', name)).fields.map(({ id }) => id);
		const contact = await ids(ghlPrivate(sandbox, {}), 'getContactColumnsForSync');
		expect(contact).toEqual(expect.arrayContaining(['name', 'email', 'phone', 'custom_industry', 'tags']));
		expect(contact).not.toContain('companyName');
		const customer = await ids(booqable(sandbox, { authentication: 'accessToken' }), 'getCustomerColumnsForSync');
		expect(customer).toEqual(expect.arrayContaining(['name', 'email', 'property_phone', 'property_industry', 'tags']));
		expect(customer.some((id) => id.startsWith('property_main_address'))).toBe(false);
	});

	it('lists the accounts that the ledger has links for', async () => {
		await linked();
		expect(await method(ghlPrivate(sandbox, { sourceApp: 'booqable' }), 'listSearch', 'searchSyncAccounts')).toEqual({
			results: [{ name: DEMO_SLUG, value: DEMO_SLUG }],
		});
	});
});

// The last one: the refusal is remembered for a minute.
it('stops with the reason when the token is refused, and the record stays due', async () => {
	sandbox.faults({
		kind: 'status',
		service: 'ghl',
		path: '/contacts/**',
		status: 401,
		body: { statusCode: 401, message: 'The token is not authorized for this scope.' },
	});
	const customer = await apps.saveCustomer(ADA);
	await expect(apps.toContact(customer)).rejects.toMatchObject({ message: expect.stringContaining('lacks a scope') });
	const [{ due }] = await json(ledger({ resource: 'ledger', operation: 'getCounts' }));
	expect(due).toMatchObject({ failed: 1 });
});
