import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox';
import { json } from '../support/engine';
import { ghlPrivate } from '../support/nodeSetups';
import { freshLedger, SyncedApps, type Customer } from '../support/syncedApps';
import { runTemplate } from '../support/template';

const FILE = 'booqable-customer-to-ghl-contact';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	freshLedger();
	apps = new SyncedApps(sandbox);
	await json(
		ghlPrivate(sandbox, { resource: 'customField', operation: 'setUpFields', fieldSet: 'templates', options: {} }),
	);
});

const state = () => sandbox.state('ghl') as Record<'contacts' | 'tasks', IDataObject[]>;
const contactOf = (email: string) => state().contacts.filter((one) => one.email === email);
const tasksOf = (email: string) =>
	state().tasks.filter(({ contactId }) => contactOf(email).some(({ id }) => id === contactId));
const webhook = async (record: Customer) =>
	await runTemplate(sandbox, FILE, 'Customer created or updated', [{ event: 'customer.created', record }]);
const missed = async (...records: readonly Customer[]) =>
	await runTemplate(
		sandbox,
		FILE,
		'Customers missed',
		records.map((record) => ({ event: 'customer.created', record })),
	);

it('makes contact, tags and task of each customer whose webhook did not arrive, once', async () => {
	const people = [
		await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' }),
		await apps.saveCustomer({ name: 'Grace Hopper', email: 'grace@example.com' }),
	];
	for (let look = 0; look < 2; look++) {
		await missed(...people);
		for (const { name, email } of people) {
			expect(contactOf(String(email))).toEqual([expect.objectContaining({ tags: ['booqable', 'person'] })]);
			expect(tasksOf(String(email))).toEqual([
				expect.objectContaining({ body: expect.stringContaining(`Welcome ${name},`) }),
			]);
		}
	}
});

it('finishes what a restart has cut off, and leaves what somebody has changed in GHL since', async () => {
	const ada = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /tasks$/, status: 400 });
	await expect(webhook(ada)).rejects.toMatchObject({ message: 'Create onboarding task: GHL: Bad Request' });
	sandbox.clearFaults();
	const [{ id }] = contactOf('ada@example.com');
	await apps.saveContact({ firstName: 'Augusta', city: 'London' }, String(id));
	expect(tasksOf('ada@example.com')).toEqual([]);
	await missed(ada);
	expect(contactOf('ada@example.com')).toEqual([expect.objectContaining({ id, firstName: 'Augusta', city: 'London' })]);
	expect(tasksOf('ada@example.com')).toHaveLength(1);
});

it('goes on with the others where one fails, and tells which', async () => {
	const people = [
		await apps.saveCustomer({ name: 'Nobody' }),
		await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' }),
	];
	await expect(missed(...people)).rejects.toMatchObject({
		message: 'Create or update contact: The contact has neither an email nor a phone',
	});
	expect(tasksOf('ada@example.com')).toHaveLength(1);
});

it('gives no onboarding task to a customer of long ago who changes', async () => {
	const ada = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	await apps.saveContact({ firstName: 'Ada', email: 'ada@example.com' });
	await webhook({ ...ada, created_at: '2020-01-01T00:00:00Z' });
	expect(contactOf('ada@example.com')).toEqual([expect.objectContaining({ lastName: 'Lovelace' })]);
	expect(tasksOf('ada@example.com')).toEqual([]);
	await webhook(ada);
	expect(tasksOf('ada@example.com')).toHaveLength(1);
});

it('knows the contact that has another email by now', async () => {
	const ada = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	await webhook(ada);
	const [{ id }] = contactOf('ada@example.com');
	await apps.saveContact({ email: 'ada@moved.example.com' }, String(id));
	sandbox.advance(60_000);
	await missed(ada);
	expect(contactOf('ada@example.com')).toEqual([]);
	expect(tasksOf('ada@moved.example.com')).toHaveLength(1);
});
