import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { json } from '../../../support/engine';
import { KINDS } from '../../../support/ghlChildKinds';
import { ghlPrivate, mapped } from '../../../support/nodeSetups';
import { byId, freshLedger } from '../../../support/syncedApps';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const OPPORTUNITY = KINDS.find(({ resource }) => resource === 'opportunity')!;
const ofRoofr = { operation: 'sync', sourceApp: 'roofr', sourceAccount: byId('roofr'), options: {} };

const toContact = async (jobId: string, fields: IDataObject): Promise<IDataObject> =>
	(await json(ghlPrivate(sandbox, { resource: 'contact', sourceId: jobId, fields: mapped(fields), ...ofRoofr })))[0];

const toOpportunity = async (jobId: string): Promise<IDataObject> =>
	(
		await json(
			ghlPrivate(sandbox, {
				resource: 'opportunity',
				sourceId: `opportunity of ${jobId}`,
				parentId: jobId,
				fields: mapped({ ...OPPORTUNITY.fields, name: `Roof ${jobId}` }),
				...ofRoofr,
			}),
		)
	)[0];

test('the second job of a customer is linked to the same contact, and its opportunity finds it', async () => {
	const ada = { firstName: 'Ada', lastName: 'Lane', email: 'ada@example.com' };
	const first = await toContact('51', ada);
	expect(first).toMatchObject({ outcome: 'created' });
	const second = await toContact('52', ada);
	expect(second).toMatchObject({ outcome: 'linked', id: first.id });
	const contacts = (sandbox.state('ghl') as { contacts: IDataObject[] }).contacts;
	expect(contacts.filter(({ email }) => email === 'ada@example.com')).toHaveLength(1);
	expect(await toOpportunity('52')).toMatchObject({ outcome: 'created' });
});

test('a job of another customer has a contact of its own', async () => {
	const first = await toContact('51', { firstName: 'Ada', email: 'ada@example.com' });
	const second = await toContact('52', { firstName: 'Ben', email: 'ben@example.com' });
	expect(second.outcome).toBe('created');
	expect(second.id).not.toBe(first.id);
});
