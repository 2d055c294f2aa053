import { HighLevel } from '@gohighlevel/api-client';
import {
	APP_ID,
	BUSINESS,
	CALENDAR,
	CAMPAIGN,
	CLIENT_ID,
	CLIENT_SECRET,
	COMPANY_ID,
	LOCATION_US,
	PIPELINE,
	PIT_US,
	USER_ANNA,
	WORKFLOW,
} from '../../../sandbox/ghl/world';
import { ghlAccount } from '../../support/sandbox/ghl';

/*
 * GHL's own client, written by others, is taken at its word here: every call it makes must be one that the stand-in
 * answers.
 */
const account = ghlAccount();

/** The client has no setting for its address. */
const client = (config: ConstructorParameters<typeof HighLevel>[0]): HighLevel => {
	Object.assign(HighLevel, { BASE_URL: `${account.sandbox.url}/ghl` });
	return new HighLevel({ logLevel: 'error', ...config });
};

describe('the official client', () => {
	let ghl: HighLevel;
	let contactId: string;
	beforeEach(async () => {
		ghl = client({ privateIntegrationToken: PIT_US });
		contactId =
			(
				await ghl.contacts.createContact({
					locationId: LOCATION_US,
					firstName: 'Ann',
					email: 'a@example.com',
					phone: '+16175550123',
				})
			).contact?.id ?? '';
	});

	it('creates, reads, updates, upserts, finds and deletes contacts', async () => {
		expect((await ghl.contacts.getContact({ contactId })).contact).toMatchObject({ id: contactId, name: 'Ann' });
		expect(await ghl.contacts.updateContact({ contactId }, { city: 'Boston' })).toMatchObject({
			succeded: true,
			contact: { city: 'Boston' },
		});
		expect(await ghl.contacts.upsertContact({ locationId: LOCATION_US, email: 'a@example.com' })).toMatchObject({
			new: false,
		});
		expect(await ghl.contacts.getDuplicateContact({ locationId: LOCATION_US, number: '+16175550123' })).toMatchObject({
			contact: { id: contactId },
		});
		account.sandbox.advance(3_000);
		expect(await ghl.contacts.searchContactsAdvanced({ locationId: LOCATION_US, pageLimit: 10 })).toMatchObject({
			total: 1,
		});
		expect(await ghl.contacts.getContacts({ locationId: LOCATION_US, limit: 10 })).toMatchObject({
			contacts: [{ id: contactId }],
		});
		await ghl.contacts.addRemoveContactFromBusiness({
			locationId: LOCATION_US,
			ids: [contactId],
			businessId: BUSINESS,
		});
		expect(await ghl.contacts.getContactsByBusinessId({ businessId: BUSINESS, locationId: LOCATION_US })).toMatchObject(
			{ count: 1 },
		);
		expect(await ghl.contacts.deleteContact({ contactId })).toMatchObject({ succeded: true });
	});

	it('handles tasks and notes', async () => {
		const taskId =
			(
				await ghl.contacts.createTask(
					{ contactId },
					{ title: 'Call', dueDate: '2026-12-01T09:00:00Z', completed: false },
				)
			).task?.id ?? '';
		await ghl.contacts.updateTask({ contactId, taskId }, { title: 'Visit' });
		await ghl.contacts.updateTaskCompleted({ contactId, taskId }, { completed: true });
		expect(await ghl.contacts.getAllTasks({ contactId })).toMatchObject({
			tasks: [{ id: taskId, title: 'Visit', completed: true }],
		});
		expect(await ghl.locations.taskSearch({ locationId: LOCATION_US }, { contactId: [contactId] })).toMatchObject({
			tasks: [{ id: taskId }],
		});
		await ghl.contacts.deleteTask({ contactId, taskId });
		const id = (await ghl.contacts.createNote({ contactId }, { body: 'x' })).note?.id ?? '';
		await ghl.contacts.updateNote({ contactId, id }, { body: 'y' });
		expect(await ghl.contacts.getNote({ contactId, id })).toMatchObject({ note: { body: 'y' } });
		await ghl.contacts.deleteNote({ contactId, id });
		expect(await ghl.contacts.getAllNotes({ contactId })).toMatchObject({ notes: [] });
	});

	it('handles tags, followers, campaigns and workflows, with bodies in DELETE', async () => {
		await ghl.contacts.addTags({ contactId }, { tags: ['one', 'two'] });
		expect(await ghl.contacts.removeTags({ contactId }, { tags: ['one'] })).toMatchObject({ tags: ['two'] });
		await ghl.contacts.addFollowersContact({ contactId }, { followers: [USER_ANNA] });
		expect(await ghl.contacts.removeFollowersContact({ contactId }, { followers: [USER_ANNA] })).toMatchObject({
			followers: [],
		});
		await ghl.contacts.addContactToCampaign({ contactId, campaignId: CAMPAIGN }, {});
		await ghl.contacts.removeContactFromCampaign({ contactId, campaignId: CAMPAIGN });
		await ghl.contacts.removeContactFromEveryCampaign({ contactId });
		await ghl.contacts.addContactToWorkflow(
			{ contactId, workflowId: WORKFLOW },
			{ eventStartTime: '2026-12-01T09:00:00+01:00' },
		);
		expect(await ghl.contacts.deleteContactFromWorkflow({ contactId, workflowId: WORKFLOW }, {})).toMatchObject({
			succeded: true,
		});
	});

	it('handles appointments, opportunities, businesses and custom fields', async () => {
		account.sandbox.time({ now: '2026-11-23T12:00:00Z' });
		const appointment = await ghl.calendars.createAppointment({
			calendarId: CALENDAR,
			assignedUserId: USER_ANNA,
			locationId: LOCATION_US,
			contactId,
			startTime: '2026-12-01T10:00:00-05:00',
		});
		await ghl.calendars.editAppointment({ eventId: appointment.id }, { title: 'Pickup' });
		expect(await ghl.contacts.getAppointmentsForContact({ contactId })).toMatchObject({
			events: [{ title: 'Pickup', startTime: '2026-12-01 10:00:00' }],
		});
		await ghl.calendars.deleteEvent({ eventId: appointment.id }, {});
		const { opportunity } = await ghl.opportunities.createOpportunity({
			locationId: LOCATION_US,
			pipelineId: PIPELINE,
			contactId,
			name: 'Tent',
			status: 'open',
		});
		await ghl.opportunities.updateOpportunityStatus({ id: opportunity?.id ?? '' }, { status: 'won' });
		account.sandbox.advance(3_000);
		expect(await ghl.opportunities.searchOpportunity({ locationId: LOCATION_US, status: 'won' })).toMatchObject({
			opportunities: [{ name: 'Tent' }],
		});
		expect(await ghl.businesses.getBusinessesByLocation({ locationId: LOCATION_US })).toMatchObject({
			businesses: [{ id: BUSINESS }],
		});
		expect(
			(await ghl.locations.getCustomFields({ locationId: LOCATION_US, model: 'contact' })).customFields?.length,
		).toBeGreaterThan(10);
	});

	it("exchanges codes, refresh tokens and the agency's token", async () => {
		const app = client({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });
		const consent = await account.http.get(
			`/v2/oauth/chooselocation?response_type=code&client_id=${CLIENT_ID}&redirect_uri=http://127.0.0.1:9/&choose=company`,
		);
		const code = new URL(consent.headers.location).searchParams.get('code') ?? '';
		const first = await app.oauth.getAccessToken({
			client_id: CLIENT_ID,
			client_secret: CLIENT_SECRET,
			grant_type: 'authorization_code',
			code,
			user_type: 'Company',
		});
		expect(first.userType).toBe('Company');
		const second = await app.oauth.refreshToken(
			first.refresh_token ?? '',
			CLIENT_ID,
			CLIENT_SECRET,
			'refresh_token',
			'Company',
		);
		const agency = client({ agencyAccessToken: second.access_token, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });
		expect(await agency.oauth.getInstalledLocation({ companyId: COMPANY_ID, appId: APP_ID })).toMatchObject({
			count: 2,
		});
		expect(await agency.oauth.getLocationAccessToken({ companyId: COMPANY_ID, locationId: LOCATION_US })).toMatchObject(
			{
				userType: 'Location',
				locationId: LOCATION_US,
			},
		);
	});
});
