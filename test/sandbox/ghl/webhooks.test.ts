import { verify } from 'node:crypto';
import {
	APP_ID,
	CALENDAR,
	CLIENT_ID,
	CLIENT_SECRET,
	FIELDS,
	LOCATION_NL,
	LOCATION_US,
	PIPELINE,
	PIT_NL,
	STAGES,
	USER_ANNA,
} from '../../../sandbox/ghl/world';
import { ghlAccount, webhookReceiver } from '../../support/sandbox/ghl';

const account = ghlAccount();
const receiver = webhookReceiver();
const { api, contact } = account;
beforeEach(() => account.sandbox.seed('ghl', { webhookUrl: receiver.url }));

interface Event {
	type: string;
	webhookId: string;
	[field: string]: unknown;
}
async function events(): Promise<Event[]> {
	await account.sandbox.webhooks.idle();
	return receiver.received.map(({ body }) => JSON.parse(body));
}
const types = async (): Promise<string[]> => (await events()).map(({ type }) => type);
async function forget(): Promise<void> {
	await account.sandbox.webhooks.idle();
	receiver.received.length = 0;
}

describe('an event', () => {
	it('is flat, names app and location, and leaves empty fields out', async () => {
		const id = await contact({
			firstName: 'Ann',
			email: 'a@example.com',
			customFields: [{ id: FIELDS.industry, field_value: 'Film' }],
		});
		const [event] = await events();
		expect(event).toMatchObject({
			type: 'ContactCreate',
			locationId: LOCATION_US,
			appId: APP_ID,
			versionId: APP_ID,
			id,
			name: 'Ann',
			email: 'a@example.com',
			customFields: [{ id: FIELDS.industry, value: 'Film' }],
			timestamp: expect.any(String),
			webhookId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
		for (const key of ['dateUpdated', 'lastName', 'phone', 'timezone']) expect(event).not.toHaveProperty(key);
	});

	it('is signed over its raw body with the key that the state shows', async () => {
		await contact({ email: 'a@example.com' });
		await account.sandbox.webhooks.idle();
		const [{ body, headers } = { body: '', headers: {} }] = receiver.received;
		const { webhookPublicKey } = Object(account.sandbox.state('ghl'));
		const signature = Buffer.from(String(headers['x-ghl-signature']), 'base64');
		expect(verify(null, Buffer.from(body), webhookPublicKey, signature)).toBe(true);
		expect(verify(null, Buffer.from(`${body} `), webhookPublicKey, signature)).toBe(false);
		expect(headers['x-wh-signature']).toBeUndefined();
	});

	it('is sent again with the same id after any answer but 2xx, twelve times at most', async () => {
		receiver.answers.push(...Array.from({ length: 20 }, () => 404));
		await contact({ email: 'a@example.com' });
		for (let step = 0; step < 20; step += 1) {
			await account.sandbox.webhooks.idle();
			account.sandbox.advance(3_600_000);
		}
		const sent = await events();
		expect(sent).toHaveLength(13);
		expect(new Set(sent.map(({ webhookId }) => webhookId)).size).toBe(1);
	});

	it('is lost after anything but 429 where the old rule is set', async () => {
		account.sandbox.seed('ghl', { webhookRetries: 'only429' });
		receiver.answers.push(500, 429);
		await contact({ email: 'a@example.com' });
		await contact({ email: 'b@example.com' });
		await account.sandbox.webhooks.idle();
		account.sandbox.advance(3_600_000);
		expect((await events()).map(({ email }) => email)).toEqual(['a@example.com', 'b@example.com', 'b@example.com']);
	});

	it('goes only to apps of the location, and only if they chose it', async () => {
		account.sandbox.seed('ghl', {
			webhookUrl: null,
			clients: [
				{
					clientId: 'other-1',
					clientSecret: 's',
					installed: [LOCATION_NL],
					webhookUrl: receiver.url,
					webhookEvents: ['ContactCreate'],
				},
			],
		});
		await contact({ email: 'a@example.com' });
		const headers = { authorization: `Bearer ${PIT_NL}`, version: '2021-07-28' };
		const { data } = await account.http.post(
			'/contacts/',
			{ locationId: LOCATION_NL, email: 'b@example.com' },
			{ headers },
		);
		await account.http.delete(`/contacts/${data.contact.id}`, { headers });
		expect(await events()).toMatchObject([{ type: 'ContactCreate', locationId: LOCATION_NL, appId: 'other' }]);
	});

	it('notifies an app of its installation', async () => {
		const { headers } = await account.http.get(
			`/v2/oauth/chooselocation?response_type=code&client_id=${CLIENT_ID}&redirect_uri=http://127.0.0.1:9/&auto=1`,
		);
		const code = new URL(headers.location).searchParams.get('code');
		await account.http.post('/oauth/token', {
			client_id: CLIENT_ID,
			client_secret: CLIENT_SECRET,
			grant_type: 'authorization_code',
			code,
		});
		expect(await events()).toMatchObject([
			{ type: 'INSTALL', installType: 'Location', locationId: LOCATION_US, appId: APP_ID },
		]);
	});
});

describe('contact events', () => {
	let id: string;
	beforeEach(async () => {
		id = await contact({ email: 'a@example.com', tags: ['one'] });
		await forget();
	});

	it.each<[object, string[]]>([
		[{ firstName: 'Zoe' }, ['ContactUpdate']],
		[{ tags: ['two'] }, ['ContactTagUpdate']],
		[{ tags: ['one'] }, []],
		[{ timezone: 'Europe/Paris' }, []],
		[{ dndSettings: { SMS: { status: 'active' } } }, ['ContactDndUpdate']],
		[{ inboundDndSettings: { all: { status: 'active' } } }, []],
		[{ dnd: true, city: 'Rome' }, ['ContactDndUpdate', 'ContactUpdate']],
	])('after %j are %j', async (fields, expected) => {
		expect((await api('PUT', `/contacts/${id}`, fields)).status).toBe(200);
		expect(await types()).toEqual(expected);
	});

	it('cover tags of their own endpoint, deletion, and notes without a time of change', async () => {
		await api('POST', `/contacts/${id}/tags`, { tags: ['two'] });
		const { note } = (await api('POST', `/contacts/${id}/notes`, { body: 'x', title: 'T' })).data;
		await api('PUT', `/contacts/${id}/notes/${note.id}`, { body: 'y' });
		await api('DELETE', `/contacts/${id}/notes/${note.id}`);
		await api('DELETE', `/contacts/${id}`);
		expect(await types()).toEqual(['ContactTagUpdate', 'NoteCreate', 'NoteUpdate', 'NoteDelete', 'ContactDelete']);
		expect(Object.keys((await events())[2] ?? {}).sort()).toEqual([
			'appId',
			'body',
			'contactId',
			'dateAdded',
			'id',
			'locationId',
			'timestamp',
			'type',
			'versionId',
			'webhookId',
		]);
	});

	it('of tasks lack the contact at first and miss updates altogether', async () => {
		const { task } = (
			await api('POST', `/contacts/${id}/tasks`, {
				title: 'Call',
				body: 'text',
				dueDate: '2026-12-01T09:00:00Z',
				completed: false,
			})
		).data;
		const path = `/contacts/${id}/tasks/${task.id}`;
		await api('PUT', path, { title: 'Visit' });
		await api('PUT', `${path}/completed`, { completed: true });
		await api('PUT', `${path}/completed`, { completed: true });
		await api('DELETE', path);
		const sent = await events();
		expect(sent.map(({ type }) => type)).toEqual(['TaskCreate', 'TaskComplete', 'TaskDelete']);
		expect(sent[0]).not.toHaveProperty('contactId');
		expect(sent[0]).not.toHaveProperty('body');
		expect(sent[1]).toMatchObject({ contactId: id, body: 'text', title: 'Visit' });
	});
});

describe('other events', () => {
	it('of appointments are nested, and may all be named as creations', async () => {
		account.sandbox.time({ now: '2026-11-23T12:00:00Z' });
		const contactId = await contact({ email: 'a@example.com' });
		await forget();
		const { data } = await api('POST', '/calendars/events/appointments', {
			calendarId: CALENDAR,
			assignedUserId: USER_ANNA,
			locationId: LOCATION_US,
			contactId,
			startTime: '2026-12-01T10:00:00-05:00',
		});
		await api('PUT', `/calendars/events/appointments/${data.id}`, { appointmentStatus: 'showed' });
		account.sandbox.seed('ghl', { appointmentEventsNamedCreate: true });
		await api('DELETE', `/calendars/events/${data.id}`, {});
		const sent = await events();
		expect(sent).toMatchObject([
			{ type: 'AppointmentCreate' },
			{ type: 'AppointmentUpdate', appointment: { id: data.id, contactId, appointmentStatus: 'showed' } },
			{ type: 'AppointmentCreate' },
		]);
	});

	it('of opportunities come with an update beside them', async () => {
		const contactId = await contact({ email: 'a@example.com' });
		await forget();
		const { opportunity } = (
			await api('POST', '/opportunities/', {
				locationId: LOCATION_US,
				pipelineId: PIPELINE,
				contactId,
				name: 'Tent',
				status: 'open',
			})
		).data;
		await api('PUT', `/opportunities/${opportunity.id}`, { pipelineStageId: STAGES.booked, monetaryValue: 10 });
		await api('PUT', `/opportunities/${opportunity.id}/status`, { status: 'won' });
		await api('DELETE', `/opportunities/${opportunity.id}`);
		expect(await types()).toEqual([
			'OpportunityCreate',
			'OpportunityUpdate',
			'OpportunityStageUpdate',
			'OpportunityMonetaryValueUpdate',
			'OpportunityUpdate',
			'OpportunityStatusUpdate',
			'OpportunityUpdate',
			'OpportunityDelete',
			'OpportunityUpdate',
		]);
	});

	it('of businesses are those of records, and a link to a contact makes only its company name change', async () => {
		const id = await contact({ email: 'a@example.com' });
		await forget();
		const { buiseness } = (await api('POST', '/businesses/', { locationId: LOCATION_US, name: 'New Inc' })).data;
		await api('POST', '/contacts/bulk/business', { locationId: LOCATION_US, ids: [id], businessId: buiseness.id });
		await api('DELETE', `/businesses/${buiseness.id}`);
		const sent = await events();
		expect(sent.map(({ type }) => type)).toEqual(['RecordCreate', 'ContactUpdate', 'RecordDelete']);
		expect(sent[0]).not.toHaveProperty('objectKey');
	});

	it('are duplicated and lost by faults', async () => {
		account.sandbox.faults([
			{ kind: 'webhookDuplicate', event: 'ContactCreate', times: 1 },
			{ kind: 'webhookDrop', event: 'NoteCreate' },
		]);
		const id = await contact({ email: 'a@example.com' });
		await api('POST', `/contacts/${id}/notes`, { body: 'x' });
		const sent = await events();
		expect(sent.map(({ type }) => type)).toEqual(['ContactCreate', 'ContactCreate']);
		expect(sent[0]?.webhookId).toBe(sent[1]?.webhookId);
	});
});
