import { DatabaseSync } from 'node:sqlite';
import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { json } from '../../support/engine';
import { booqable, ghlPrivate } from '../../support/nodeSetups';
import { byId, freshLedger, ledger, SyncedApps } from '../../support/syncedApps';

let sandbox: Sandbox;
let apps: SyncedApps;
let file: string;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	file = freshLedger();
});

/** Reconciles both accounts as a workflow does: two Get Many nodes, then the ledger. */
async function drift(more: IDataObject = {}): Promise<IDataObject[]> {
	sandbox.advance(300_000); // lists show changes after a while
	const everything = { operation: 'getMany', returnAll: true };
	const customers = await json(booqable(sandbox, { resource: 'customer', ...everything }));
	const contacts = await json(ghlPrivate(sandbox, { resource: 'contact', ...everything }));
	sandbox.clearRequests();
	const found = await json(
		ledger({
			resource: 'link',
			operation: 'reconcile',
			pair: 'contacts',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceRecords: JSON.stringify(customers),
			targetApp: 'ghl',
			targetAccount: byId(LOCATION_US),
			targetRecords: JSON.stringify(contacts),
			...more,
		}),
	);
	expect(sandbox.requests()).toEqual([]);
	return found;
}
const about = (found: readonly IDataObject[], id: unknown) => found.filter((item) => item.id === id);

async function linked(name: string): Promise<{ customer: string; contact: string }> {
	const email = `${name.toLowerCase()}@example.com`;
	const customer = await apps.saveCustomer({ name: `${name} Example`, email });
	const { id } = await apps.toContact(customer);
	return { customer: customer.id, contact: String(id) };
}

it('gives a summary, and each difference as the record that a Sync can take', async () => {
	const [ada, ben, cleo] = [await linked('Adalynn'), await linked('Benno'), await linked('Cleopatra')];
	await apps.saveCustomer({ name: 'Adalynn Changed' }, ada.customer);
	await apps.saveContact({ tags: ['new'] }, ben.contact);
	await apps.deleteContact(cleo.contact);
	const alone = await apps.saveCustomer({ name: 'Dora Alone', email: 'dora.alone@example.com' });
	const found = await drift({ comparedFields: 'name, email, phone, tags, custom_industry, custom_never_mapped' });
	const [summary] = found;
	expect(summary).toMatchObject({
		drift: 'summary',
		name: 'Booqable and GHL',
		reason: expect.stringMatching(/^\d+ equal, 0 decided, 2 differing, 0 gone, 0 unlinked, \d+ missing$/),
		differing: 2,
		recent: 1,
		notCompared: expect.arrayContaining(['custom_never_mapped']),
		differences: found.length - 1,
	});
	expect(about(found, ada.customer)).toEqual([
		{
			drift: 'differing',
			name: 'Adalynn Changed',
			reason: 'name changed in Booqable',
			pair: 'contacts',
			app: 'booqable',
			account: DEMO_SLUG,
			id: ada.customer,
			parentId: null,
			targetApp: 'ghl',
			targetAccount: LOCATION_US,
			targetId: ada.contact,
			fields: ['name'],
		},
	]);
	expect(about(found, ben.contact)).toMatchObject([
		{ drift: 'differing', app: 'ghl', targetId: ben.customer, fields: ['tags'], reason: 'tags changed in GHL' },
	]);
	// a link of a moment ago: the list may be behind
	expect(about(found, cleo.contact)).toEqual([]);
	expect(about(found, alone.id)).toMatchObject([
		{ drift: 'missing', name: 'Dora Alone', app: 'booqable', targetId: null },
	]);
});

it('names a record that is gone as the one that it is linked to, and one without a name by its email', async () => {
	const ada = await linked('Adalynn');
	const database = new DatabaseSync(file);
	database.exec("UPDATE link SET body = json_set(body, '$.since', 1)"); // of old, not of a moment ago
	database.close();
	await apps.deleteContact(ada.contact);
	await apps.saveContact({ email: 'nobody@example.com' });
	const rows = (await drift()).map(({ drift: kind, app, name }) => [kind, app, name]);
	expect(rows).toEqual(
		expect.arrayContaining([
			['gone', 'ghl', 'Adalynn Example'],
			['missing', 'ghl', 'nobody@example.com'],
		]),
	);
});

it('what a Sync has done with a difference is none any more', async () => {
	const { customer } = await linked('Adalynn');
	await apps.saveCustomer({ name: 'Adalynn Changed' }, customer);
	const [item] = about(await drift(), customer);
	await apps.toContact(await apps.customer(String(item.id)));
	expect(about(await drift(), customer)).toEqual([]);
});

it('a kind and a name of the source can be given', async () => {
	const { customer } = await linked('Adalynn');
	const industry = { name: 'custom_industry', sourceField: 'property_trade', kind: 'number' };
	const found = await drift({
		comparedFields: 'name, custom_industry',
		options: { fieldDetails: { field: [industry] } },
	});
	expect(about(found, customer)).toEqual([]);
});

it('compares what no sync has compared yet where it is asked to: the way to a preview before the first one', async () => {
	const { id: customer } = await apps.saveCustomer({ name: 'Egon Example', email: 'egon@example.com' });
	const { id: contact } = await apps.saveContact({ firstName: 'Egon', lastName: 'Other', email: 'egon@example.com' });
	await json(
		ledger({
			resource: 'link',
			operation: 'save',
			pair: 'contacts',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: customer,
			targetApp: 'ghl',
			targetAccount: byId(LOCATION_US),
			targetId: contact,
		}),
	);
	const comparedFields = 'name, email';
	expect(about(await drift({ comparedFields }), customer)).toEqual([]);
	expect(about(await drift({ comparedFields, options: { unsyncedFields: true } }), customer)).toMatchObject([
		{ drift: 'differing', fields: ['name'], targetId: contact, reason: 'name different from the start' },
	]);
});
