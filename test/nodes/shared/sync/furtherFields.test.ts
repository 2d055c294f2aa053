import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { freshLedger, SyncedApps } from '../../../support/syncedApps';

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

const further = (furtherFields: unknown) => ({ options: { furtherFields } as IDataObject });
const industryOf = async (id: unknown) =>
	(await apps.contact(String(id))).customFields.find((field) => field.id === apps.fieldId('industry'))?.value;
const ada = async () => await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });

it('are written as if they were mapped', async () => {
	const outcome = await apps.toContact(await ada(), further([{ field: 'custom_industry', value: 'Film' }]));
	expect(outcome).toMatchObject({ outcome: 'created', changed: expect.arrayContaining(['name', 'custom_industry']) });
	expect(await industryOf(outcome.id)).toBe('Film');
});

it('win over a field that is mapped, and have the name that the source app has for them', async () => {
	const { id } = await apps.toContact(await ada(), {
		fields: { custom_industry: 'Food' },
		...further(JSON.stringify([{ field: 'custom_industry', sourceField: 'property_trade', value: 'Film' }])),
	});
	expect(await industryOf(id)).toBe('Film');
	const contact = await apps.contact(String(id));
	const back = { fields: { property_industry: undefined }, options: { whenNoMatch: 'skip' } };
	const again = await apps.toCustomer(contact, {
		...back,
		options: {
			furtherFields: [{ field: 'property_trade', sourceField: 'custom_industry', value: 'Film' }],
			...back.options,
		},
	});
	expect(again).toMatchObject({ outcome: 'unchanged' }); // what one direction carried over is no change for the other
});

it('are no others where the list is empty, and a value that is none clears nothing', async () => {
	const customer = await ada();
	const { id } = await apps.toContact(customer, further([{ field: 'custom_industry', value: 'Film' }]));
	expect(await apps.toContact(customer, further([]))).toMatchObject({ outcome: 'unchanged' });
	expect(await apps.toContact(customer, further([{ field: 'custom_industry' }]))).toMatchObject({
		outcome: 'unchanged',
	});
	expect(await industryOf(id)).toBe('Film');
});

it('that the account does not have are left out and named, and an entry without a field is refused', async () => {
	expect(await apps.toContact(await ada(), further([{ field: 'custom_nothing', value: 'x' }]))).toMatchObject({
		outcome: 'created',
		ignoredFields: ['nothing'],
	});
	const item = await apps.toContact(await ada(), further([{ value: 'x' }])).catch((error: Error) => error.message);
	expect(JSON.stringify(item)).toContain('names no field');
});
