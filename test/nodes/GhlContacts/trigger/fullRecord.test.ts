import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import {
	APP_ID,
	BUSINESS,
	CALENDAR,
	LOCATION_NL,
	LOCATION_US,
	PIPELINE,
	PIT_NL,
	PIT_US,
	STAGES,
	USER_ANNA,
} from '../../../../sandbox/ghl/world';
import { GhlAccount, type Access } from '../../../support/ghl';
import { WebhookServer, trigger, workflowTrigger } from '../../../support/ghlWebhookServer';

// Never reset: the same seed would give the same tokens again, and the node rightly keeps those it has.
let ghl: GhlAccount;
const server = new WebhookServer();
beforeAll(async () => {
	ghl = await GhlAccount.start();
	await server.open();
	ghl.sandbox.seed('ghl', { webhookUrl: server.url });
});
afterAll(async () => {
	await server.close();
	await ghl.sandbox.close();
});
beforeEach(async () => {
	ghl.sandbox.clearFaults();
	await settled();
	server.taken();
	ghl.sandbox.clearRequests();
});

const EVENTS = [
	'all appointment',
	'all contact',
	'all note',
	'all opportunity',
	'all record',
	'all task',
	'all user',
	'all message',
	'all relation',
];

/** Reads fresh, with the sandbox's own signatures. */
function listen(access: Access = ghl.token(), parameters: IDataObject = {}): void {
	const { webhookPublicKey } = ghl.sandbox.state('ghl') as { webhookPublicKey: string };
	const uses = { [access.authentication === 'oAuth2' ? 'goHighLevelOAuth2Api' : 'goHighLevelApi']: 'stored' };
	server.setup = trigger(
		{ appId: APP_ID, events: EVENTS, recordFrom: 'fresh', authentication: access.authentication, ...parameters },
		{ publicKeys: webhookPublicKey },
		{ credentials: access.credentials, uses },
	);
}

async function api(method: string, path: string, data: object, token = PIT_US): Promise<IDataObject> {
	const version = path.startsWith('/calendars') || path.startsWith('/conversations') ? '2021-04-15' : '2021-07-28';
	return (
		await axios.request<IDataObject>({
			method,
			url: `${ghl.baseUrl}${path}`,
			data,
			headers: { authorization: `Bearer ${token}`, version },
		})
	).data;
}
let people = 0;
async function contact(fields: IDataObject = {}, locationId = LOCATION_US, token = PIT_US): Promise<string> {
	const { contact: made } = await api(
		'POST',
		'/contacts/',
		{ locationId, email: `person.${++people}@example.com`, ...fields },
		token,
	);
	return (made as { id: string }).id;
}
const settled = async (): Promise<void> => await ghl.sandbox.webhooks.idle();

/** What came of the events that these calls caused. */
async function came(calls: () => Promise<unknown>, access?: Access, parameters?: IDataObject): Promise<IDataObject[]> {
	listen(access, parameters);
	await calls();
	await settled();
	return server.taken();
}

it('returns the whole contact, with custom fields by name, along with what was sent', async () => {
	const [item] = await came(async () => await contact({ firstName: 'Ada', timezone: 'Europe/London' }));
	expect(item).toMatchObject({
		event: 'ContactCreate',
		recordFrom: 'ghl',
		record: { firstName: 'Ada', timezone: 'Europe/London', dateUpdated: expect.any(String) },
		deduplicated: true,
	});
	expect(item.payload).not.toHaveProperty('dateUpdated');
});

it('finds the contact of a new task, which GHL does not name, by a search', async () => {
	const contactId = await contact();
	await settled();
	server.taken();
	for (const title of ['Call', 'Call back'])
		await api('POST', `/contacts/${contactId}/tasks`, {
			title,
			body: 'Please',
			dueDate: '2026-12-01T09:00:00Z',
			completed: false,
		});
	await settled();
	server.taken();
	const [item] = await came(
		async () =>
			await api('POST', `/contacts/${contactId}/tasks`, {
				title: 'Call',
				body: 'Again',
				dueDate: '2026-12-02T09:00:00Z',
				completed: false,
			}),
	);
	expect(item).toMatchObject({
		event: 'TaskCreate',
		recordFrom: 'ghl',
		contactId,
		record: { title: 'Call', body: 'Again', contactId },
		payload: { title: 'Call' },
	});
	expect(item.payload).not.toHaveProperty('contactId');
});

it('reads notes, completed tasks, appointments and opportunities', async () => {
	const contactId = await contact();
	await settled();
	server.taken();
	const items = await came(async () => {
		await api('POST', `/contacts/${contactId}/notes`, { body: 'Likes red', userId: USER_ANNA });
		const { task } = await api('POST', `/contacts/${contactId}/tasks`, {
			title: 'Call',
			dueDate: '2026-12-01T09:00:00Z',
			completed: false,
		});
		await api('PUT', `/contacts/${contactId}/tasks/${(task as { id: string }).id}/completed`, { completed: true });
		await api('POST', '/calendars/events/appointments', {
			calendarId: CALENDAR,
			assignedUserId: USER_ANNA,
			locationId: LOCATION_US,
			contactId,
			startTime: '2026-12-02T10:00:00-05:00',
			ignoreFreeSlotValidation: true,
		});
		await api('POST', '/opportunities/', {
			locationId: LOCATION_US,
			pipelineId: PIPELINE,
			pipelineStageId: STAGES.lead,
			contactId,
			name: 'Party',
			status: 'open',
		});
	});
	const read = Object.fromEntries(items.map((item) => [item.event, item]));
	expect(read).toMatchObject({
		NoteCreate: { recordFrom: 'ghl', record: { body: 'Likes red', userId: USER_ANNA } },
		TaskComplete: { recordFrom: 'ghl', contactId, record: { completed: true } },
		AppointmentCreate: { recordFrom: 'ghl', contactId, record: { calendarId: CALENDAR } },
		OpportunityCreate: { recordFrom: 'ghl', record: { name: 'Party', lastStageChangeAt: expect.any(String) } },
	});
});

it('reads a changed record when it is a business', async () => {
	const [item] = await came(async () => await api('PUT', `/businesses/${BUSINESS}`, { city: 'Utrecht' }));
	expect(item).toMatchObject({
		event: 'RecordUpdate',
		recordType: 'record',
		recordFrom: 'ghl',
		record: { id: BUSINESS, city: 'Utrecht' },
	});
});

it('adds the contact of a message', async () => {
	const contactId = await contact({ phone: '+12125550142' });
	await settled();
	server.taken();
	const [item] = await came(
		async () => await api('POST', '/conversations/messages', { type: 'SMS', contactId, message: 'Hello' }),
	);
	expect(item).toMatchObject({
		event: 'OutboundMessage',
		recordFrom: 'payload',
		record: { body: 'Hello' },
		contact: { id: contactId, phone: '+12125550142' },
	});
});

it('passes on deleted and missing records as they were sent, the deleted ones without a call', async () => {
	const [kept, gone] = [await contact(), await contact()];
	await settled();
	server.taken();
	ghl.sandbox.clearRequests();
	const [deletion] = await came(
		async () =>
			await axios.delete(`${ghl.baseUrl}/contacts/${gone}`, {
				headers: { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' },
			}),
	);
	expect(deletion).toMatchObject({ event: 'ContactDelete', recordFrom: 'payload', recordId: gone });
	expect(ghl.calls({ method: 'GET' })).toEqual([]);
	ghl.sandbox.faults({
		kind: 'status',
		service: 'ghl',
		method: 'GET',
		path: `/contacts/${kept}`,
		status: 404,
		times: 1,
	});
	const [update] = await came(async () => await api('PUT', `/contacts/${kept}`, { city: 'Utrecht' }));
	expect(update).toMatchObject({ event: 'ContactUpdate', recordFrom: 'payload', record: { city: 'Utrecht' } });
	expect(update).not.toHaveProperty('problem');
});

it('makes GHL retry when the record cannot be read right now, and returns it then', async () => {
	const id = await contact();
	await settled();
	server.taken();
	ghl.sandbox.faults({
		kind: 'status',
		service: 'ghl',
		method: 'GET',
		path: `/contacts/${id}`,
		status: 429,
		retryAfter: 100,
	});
	const put = async (): Promise<unknown> => await api('PUT', `/contacts/${id}`, { city: 'Utrecht' });
	expect(await came(put)).toEqual([]);
	expect(ghl.sandbox.webhooks.attempts.at(-1)).toMatchObject({ event: 'ContactUpdate', status: 429, attempt: 1 });
	ghl.sandbox.clearFaults();
	ghl.sandbox.advance(3_600_000);
	await settled();
	expect(server.taken()).toEqual([
		expect.objectContaining({ event: 'ContactUpdate', recordFrom: 'ghl', deduplicated: true }),
	]);
}, 60_000);

it('returns what was sent, and why, when the record can never be read', async () => {
	ghl.sandbox.seed('ghl', { tokens: [{ token: 'pit-no-contacts', kind: 'pit', scopes: ['locations.readonly'] }] });
	const [item] = await came(async () => await contact(), ghl.token('pit-no-contacts'));
	expect(item).toMatchObject({
		event: 'ContactCreate',
		recordFrom: 'payload',
		problem: expect.stringContaining('scope'),
		record: { email: expect.any(String) },
	});
});

it('makes no call for another location than that of the credential, and says so', async () => {
	const [item] = await came(async () => await contact({}, LOCATION_NL, PIT_NL));
	expect(item).toMatchObject({
		locationId: LOCATION_NL,
		recordFrom: 'payload',
		problem: `The GHL credential belongs to the location ${LOCATION_US}`,
	});
});

it('reads in the location of each event with the credential of an agency', async () => {
	const items = await came(
		async () => {
			await contact({}, LOCATION_NL, PIT_NL);
			await contact({}, LOCATION_US);
		},
		await ghl.oAuth('company'),
	);
	expect(items.map(({ locationId, recordFrom, problem }) => [locationId, recordFrom, problem])).toEqual([
		[LOCATION_NL, 'ghl', undefined],
		[LOCATION_US, 'ghl', undefined],
	]);
});

it('reads the contact that a workflow posted', async () => {
	const id = await contact({ firstName: 'Grace' });
	await settled();
	server.taken();
	server.setup = workflowTrigger({ secret: 's' }, { recordFrom: 'fresh' }, ghl.token().credentials.store.stored);
	await server.post(JSON.stringify({ id }), { 'x-webhook-secret': 's' });
	expect(server.taken()).toEqual([
		expect.objectContaining({
			event: 'WorkflowWebhook',
			recordFrom: 'ghl',
			record: expect.objectContaining({ firstName: 'Grace' }),
		}),
	]);
});
