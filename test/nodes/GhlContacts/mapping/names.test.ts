import type { IDataObject } from 'n8n-workflow';
import {
	BUSINESS,
	CALENDAR,
	CALENDAR_GROUP,
	FORM,
	LOST_REASON,
	PIPELINE,
	STAGES,
	USER_ANNA,
	USER_BEN,
	WORKFLOW,
} from '../../../../sandbox/ghl/world';
import { byId, GhlAccount, mapping } from '../../../support/ghl';

let ghl: GhlAccount;
let contactId: string;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
afterAll(async () => await ghl.sandbox.close());
beforeEach(() => {
	ghl.sandbox.reset();
	ghl.sandbox.time({ now: '2026-11-02T12:00:00Z' });
	[contactId] = ghl.contacts({ firstName: 'Ada', email: 'ada@example.com', assignedTo: USER_ANNA });
});

const WINDOW = { from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' };
const created = async (more: IDataObject = {}): Promise<IDataObject> =>
	await ghl.one('opportunity.create', {
		contactId: byId(contactId),
		pipelineId: PIPELINE,
		fields: mapping({ name: 'Tent' }),
		...more,
	});

describe('what people know by name is accepted by name or ID', () => {
	test('pipeline and stage of a new opportunity, and of one that moves', async () => {
		const { id } = await created({ pipelineId: 'rentals', stageId: ' QUOTED ' });
		expect(ghl.last.body).toMatchObject({ pipelineId: PIPELINE, pipelineStageId: STAGES.quoted });
		await ghl.run('opportunity.update', { opportunityId: byId(id), stageId: 'Rentals · Booked', fields: mapping({}) });
		expect(ghl.last.body).toEqual({ pipelineStageId: STAGES.booked });
		await ghl.run('opportunity.search', {
			filters: { pipelineId: 'Rentals', stageId: 'Booked', assignedTo: 'Anna Miller' },
		});
		expect(ghl.last.query).toMatchObject({ pipeline_id: PIPELINE, pipeline_stage_id: STAGES.booked });
	});

	test.each<[string, IDataObject, () => unknown, unknown]>([
		[
			'appointment.getMany',
			{ of: 'calendarId', calendarId: 'Pickup', ...WINDOW },
			() => (ghl.last.query as IDataObject).calendarId,
			CALENDAR,
		],
		[
			'appointment.getMany',
			{ of: 'groupId', groupId: 'showroom', ...WINDOW },
			() => (ghl.last.query as IDataObject).groupId,
			CALENDAR_GROUP,
		],
		[
			'appointment.getFreeSlots',
			{ calendarId: 'Pickup', ...WINDOW, options: { userId: 'Ben Ortiz' } },
			() => [ghl.last.path, (ghl.last.query as IDataObject).userId],
			[`/calendars/${CALENDAR}/free-slots`, USER_BEN],
		],
		['form.getSubmissions', { filters: { formId: 'Contact us' } }, () => (ghl.last.query as IDataObject).formId, FORM],
		[
			'calendar.getMany',
			{ options: { groupId: 'Showroom' } },
			() => (ghl.last.query as IDataObject).groupId,
			CALENDAR_GROUP,
		],
		['business.get', { businessId: byId('acme events') }, () => ghl.last.path, `/businesses/${BUSINESS}`],
		[
			'contact.getByBusiness',
			{ businessId: byId('Acme Events') },
			() => ghl.last.path,
			`/contacts/business/${BUSINESS}`,
		],
		['user.get', { userId: byId('anna miller') }, () => ghl.last.path, `/users/${USER_ANNA}`],
		[
			'customField.get',
			{ customFieldId: byId('contact.industry') },
			() => ghl.last.path,
			expect.stringContaining('/customFields/SandboxFieldIndustry'),
		],
	])('%s %j', async (operation, parameters, sent, expected) => {
		await ghl.run(operation, parameters);
		expect(sent()).toEqual(expected);
	});

	test('workflow, followers and lost reason', async () => {
		const workflow = { contactId: byId(contactId), workflowId: byId('welcome') };
		await ghl.run('contact.addToWorkflow', workflow);
		expect(ghl.last.path).toBe(`/contacts/${contactId}/workflow/${WORKFLOW}`);
		await ghl.run('contact.addFollowers', { contactId: byId(contactId), followers: ['anna miller', USER_BEN] });
		expect(ghl.last.body).toEqual({ followers: [USER_ANNA, USER_BEN] });
		const { id } = await created();
		await ghl.run('opportunity.updateStatus', {
			opportunityId: byId(id),
			status: 'lost',
			lostReasonId: 'too expensive',
		});
		expect(ghl.last.body).toMatchObject({ lostReasonId: LOST_REASON });
	});

	test('users and custom fields in the conditions of a search', async () => {
		const condition = [
			{ field: 'Assigned To', operator: 'eq', value: 'anna miller' },
			{ field: 'industry', operator: 'eq', value: 'Events' },
		];
		await ghl.run('contact.search', { groups: { group: [{ match: 'AND', conditions: { condition } }] } });
		expect((ghl.last.body as IDataObject).filters).toEqual([
			{
				group: 'AND',
				filters: [
					{ field: 'assignedTo', operator: 'eq', value: USER_ANNA },
					{ field: 'customFields.SandboxFieldIndustry', operator: 'eq', value: 'Events' },
				],
			},
		]);
	});
});

test('an ID costs no call, and a list is read once for all items', async () => {
	const access = ghl.token('pit-names-once-0001');
	ghl.sandbox.seed('ghl', { tokens: [{ token: 'pit-names-once-0001', kind: 'pit' }] });
	const parameters = { of: 'userId', ...WINDOW };
	await ghl.run('appointment.getMany', { ...parameters, userId: USER_ANNA }, [{}], access);
	expect(ghl.calls()).toHaveLength(1);
	ghl.sandbox.clearRequests();
	await ghl.run('appointment.getMany', { ...parameters, userId: 'anna miller' }, [{}, {}, {}], access);
	expect(ghl.calls({ path: '/users' })).toHaveLength(1);
	expect(ghl.calls()).toHaveLength(4);
});

test('anything else is refused with the available choices, and an ambiguous name with the IDs', async () => {
	const parameters = { ...WINDOW, of: 'calendarId', calendarId: 'Delivery' };
	expect((await ghl.failure('appointment.getMany', parameters)).message).toBe(
		'Invalid value for Calendar: "Delivery". Choose one of: Pickup.',
	);
	ghl.sandbox.seed('ghl', { tokens: [{ token: 'pit-names-twins-001', kind: 'pit' }] });
	ghl.sandbox.seed('ghl', { calendars: [{ id: 'SandboxCalendarTwin1', name: 'pickup' }] });
	const twins = { ...parameters, calendarId: 'PICKUP' };
	expect((await ghl.failure('appointment.getMany', twins, ghl.token('pit-names-twins-001'))).message).toBe(
		`Invalid value for Calendar: "PICKUP". 2 entries have this name: use the ID of one of them, ${CALENDAR} or SandboxCalendarTwin1.`,
	);
});
