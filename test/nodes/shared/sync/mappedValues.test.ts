import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { CALENDAR, FIELDS, PIPELINE, STAGES, USER_ANNA } from '../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { ghlPrivate, mapped } from '../../../support/nodeSetups';
import { json } from '../../../support/engine';
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

const writes = () =>
	sandbox
		.requests()
		.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'))
		.map(({ method, path }) => `${method} ${path}`);

describe('a contact', () => {
	it.each([
		['custom_tier', FIELDS.tier, 'gold', 'Gold'],
		['custom_newsletter', FIELDS.newsletter, '["monthly","weekly"]', ['Monthly', 'Weekly']],
		['custom_newsletter', FIELDS.newsletter, 'Weekly, Monthly', ['Monthly', 'Weekly']],
		['custom_industry', FIELDS.industry, ['Music'], 'Music'],
	])('has %s as its field has it, and is then unchanged', async (column, id, value, expected) => {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const made = await apps.toContact(customer, { fields: { [column]: value } });
		expect(made).toMatchObject({ outcome: 'created' });
		expect((await apps.contact(String(made.id))).customFields).toContainEqual(
			expect.objectContaining({ id, value: expected }),
		);
		expect(await apps.toContact(await apps.customer(customer.id), { fields: { [column]: value } })).toMatchObject({
			outcome: 'unchanged',
		});
	});

	it('has country, user, yes or no and tags in whatever words they were mapped', async () => {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const fields = { country: 'United States', assignedTo: 'anna miller', dnd: 'ON', tags: [{ name: 'VIP' }, 'film'] };
		const { id } = await apps.toContact(customer, { fields });
		expect(await apps.contact(String(id))).toMatchObject({
			country: 'US',
			assignedTo: USER_ANNA,
			dnd: true,
			tags: ['vip', 'film'],
		});
		expect(
			await apps.toContact(await apps.customer(customer.id), { fields: { ...fields, tags: '["vip","film"]' } }),
		).toMatchObject({ outcome: 'unchanged' });
	});

	it.each([
		[{ custom_tier: 'Platinum' }, 'Invalid value for Tier. Choose one of: Bronze, Silver, Gold.'],
		[{ custom_newsletter: 'Daily' }, 'Invalid value for Newsletter. Choose one or more of: Weekly, Monthly.'],
		[{ assignedTo: 'Carl Nobody' }, 'Invalid value for Assigned To. Choose one of: Anna Miller, Ben Ortiz.'],
		[{ dnd: 'perhaps' }, 'Invalid value for Do Not Disturb. Use true or false.'],
		[{ website: ['a.example.com', 'b.example.com'] }, 'Invalid value for Website. Map one text.'],
		[{ tags: [{ id: 7 }] }, 'Invalid value for Tags. Map one text.'],
	])('with %j fails with what there is, and nothing is written', async (fields, reason) => {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const before = apps.contacts().length;
		sandbox.clearRequests();
		expect(await apps.toContact(customer, { fields })).toMatchObject({ outcome: 'failed', reason });
		expect(writes()).toEqual([]);
		expect(apps.contacts()).toHaveLength(before);
	});

	it('that is linked already is not written with such a value, nor its tags', async () => {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const { id } = await apps.toContact(customer);
		sandbox.advance(600_000);
		sandbox.clearRequests();
		const changed = await apps.customer(customer.id);
		expect(
			await apps.toContact(changed, { fields: { custom_tier: 'Platinum', website: 'ada.example.com', tags: ['vip'] } }),
		).toMatchObject({ outcome: 'failed', reason: 'Invalid value for Tier. Choose one of: Bronze, Silver, Gold.' });
		expect(writes()).toEqual([]);
		expect((await apps.contact(String(id))).tags).toEqual([]);
	});
});

describe('a customer', () => {
	it('has choices and yes or no as Booqable has them', async () => {
		const contact = await apps.saveContact({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const fields = { legal_type: 'Company', email_marketing_consented: 'yes', property_company_size: ['11-50'] };
		const { id } = await apps.toCustomer(contact, { fields });
		expect(await apps.customer(String(id))).toMatchObject({
			legal_type: 'commercial',
			email_marketing_consented: true,
			properties: { company_size: '11-50' },
		});
		expect(await apps.toCustomer(contact, { fields })).toMatchObject({ outcome: 'unchanged' });
	});

	it.each([
		[
			{ property_company_size: 'huge' },
			'Invalid value for Company size. Choose one of: 1-10, 11-50, 51-200, 201-1000, 1000+.',
		],
		[{ legal_type: 'robot' }, 'Invalid value for Person or Company. Choose one of: Company, Person.'],
	])('with %j fails with what there is', async (fields, reason) => {
		const contact = await apps.saveContact({ name: 'Ada Lovelace', email: 'ada@example.com' });
		expect(await apps.toCustomer(contact, { fields })).toMatchObject({ outcome: 'failed', reason });
	});
});

describe('what belongs to a contact', () => {
	async function child(
		resource: string,
		fields: IDataObject,
	): Promise<{ outcome: IDataObject; record: (table: string) => IDataObject | undefined }> {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		await apps.toContact(customer);
		const parameters = {
			resource,
			operation: 'sync',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: 'order-1',
			parentId: customer.id,
			fields: mapped(fields),
			options: {},
		};
		const [outcome] = await json(ghlPrivate(sandbox, parameters));
		return {
			outcome,
			record: (table) =>
				(sandbox.state('ghl') as Record<string, IDataObject[]>)[table].find(({ id }) => id === outcome.id),
		};
	}

	it('a task has its user by name', async () => {
		const { record } = await child('task', {
			title: 'Call',
			dueDate: '2026-12-01T09:00:00Z',
			assignedTo: 'Anna Miller',
			completed: 'yes',
		});
		expect(record('tasks')).toMatchObject({ assignedTo: USER_ANNA, completed: true });
	});

	it('an appointment has calendar and status by name', async () => {
		const { outcome, record } = await child('appointment', {
			calendarId: 'pickup',
			title: 'Pickup',
			startTime: '2026-12-01T03:00:00Z',
			endTime: '2026-12-01T03:30:00Z',
			appointmentStatus: 'Canceled',
		});
		expect(outcome).toMatchObject({ outcome: 'created' });
		expect(record('appointments')).toMatchObject({ calendarId: CALENDAR, appointmentStatus: 'cancelled' });
	});

	it('an opportunity has pipeline and stage by name', async () => {
		const { record } = await child('opportunity', {
			name: 'Tent',
			pipelineId: 'rentals',
			pipelineStageId: 'booked',
			status: 'Won',
		});
		expect(record('opportunities')).toMatchObject({
			pipelineId: PIPELINE,
			pipelineStageId: STAGES.booked,
			status: 'won',
		});
	});

	it.each([
		[
			'task',
			{ title: 'Call', dueDate: '2026-12-01T09:00:00Z', assignedTo: 'Carl Nobody' },
			'Invalid value for Assigned To. Choose one of: Anna Miller, Ben Ortiz.',
		],
		[
			'task',
			{ title: 'Call', dueDate: '2026-12-01T09:00:00Z', completed: 'perhaps' },
			'Invalid value for Completed. Use true or false.',
		],
		['opportunity', { name: 'Tent', pipelineId: 'Sales' }, 'Invalid value for Pipeline. Choose one of: Rentals.'],
		[
			'opportunity',
			{ name: 'Tent', pipelineId: 'Rentals', pipelineStageId: 'Lost' },
			'Invalid value for Stage. Choose one of: Rentals · Lead, Rentals · Quoted, Rentals · Booked.',
		],
		[
			'business',
			{ name: 'Acme', country: 'Atlantis' },
			'Invalid value for Country. Map the ISO code or the English name of a country, such as US or United States.',
		],
	])('a %s with %j fails with what there is', async (resource, fields, reason) => {
		expect((await child(resource, fields)).outcome).toMatchObject({ outcome: 'failed', reason });
	});
});
