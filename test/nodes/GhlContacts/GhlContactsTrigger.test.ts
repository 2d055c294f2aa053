import { generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import type { ICredentialTestFunctions, IDataObject } from 'n8n-workflow';
import { hook } from '../../support/engine';
import { webhookSecret } from '../../../nodes/GhlContacts/trigger/webhookSecret';
import {
	APP,
	WebhookServer,
	event,
	LOCATION,
	pem,
	PUBLIC_KEY,
	signature,
	trigger,
	workflowTrigger,
} from '../../support/ghlWebhookServer';

// The one long wait, before a mark lapses, lasts as long as a test may.
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<{ sleep: (milliseconds: number) => Promise<void> }>('n8n-workflow');
	return {
		...actual,
		sleep: async (milliseconds: number) => await actual.sleep(milliseconds > 10_000 ? 300 : milliseconds),
	};
});

const server = new WebhookServer();
beforeAll(async () => await server.open());
afterAll(async () => await server.close());
beforeEach(() => {
	server.setup = trigger();
	server.mode = 'webhook';
	server.store = async () => undefined;
	server.taken();
});

const IGNORED = { status: 200, text: expect.stringContaining('Ignored') };

describe('a signed event', () => {
	it('starts the workflow with what was sent, taken out of its envelope', async () => {
		const sent = event({ tags: ['vip'] });
		expect(await server.send(sent)).toEqual({ status: 200, text: '' });
		expect(server.taken()).toEqual([
			{
				event: 'ContactCreate',
				deliveryId: sent.webhookId,
				occurredAt: sent.timestamp,
				locationId: LOCATION,
				recordType: 'contact',
				recordId: sent.id,
				contactId: sent.id,
				record: { id: sent.id, locationId: LOCATION, email: 'ada@example.com', tags: ['vip'] },
				account: LOCATION,
				recordFrom: 'payload',
				deduplicated: true,
			},
		]);
	});

	it('may come inside of "data", as in the sample code of GHL', async () => {
		const { type, appId, webhookId, timestamp, ...fields } = event();
		await server.send({ type, appId, webhookId, timestamp, data: fields });
		await server.send({ data: event() });
		const [outer, inner] = server.taken();
		expect(outer).toMatchObject({
			event: 'ContactCreate',
			deliveryId: webhookId,
			recordId: fields.id,
			record: { email: 'ada@example.com' },
		});
		expect(outer.record).not.toHaveProperty('data');
		expect(inner).toMatchObject({ event: 'ContactCreate', record: { email: 'ada@example.com' } });
	});

	it.each([
		[
			'AppointmentUpdate',
			{ id: undefined, appointment: { id: 'a1', contactId: 'c1', startTime: '2026-11-25T09:00:00Z' } },
			{
				recordType: 'appointment',
				recordId: 'a1',
				contactId: 'c1',
				record: { id: 'a1', contactId: 'c1', startTime: '2026-11-25T09:00:00Z' },
			},
		],
		['NoteCreate', { id: 'n1', contactId: 'c1' }, { recordType: 'note', recordId: 'n1', contactId: 'c1' }],
		['TaskCreate', { id: 't1', title: 'Call' }, { recordType: 'task', recordId: 't1', contactId: null }],
		['UNINSTALL', { id: undefined }, { recordType: 'app', recordId: null, contactId: null }],
		['SupportTicketCreate', { id: 'i1' }, { recordType: null, recordId: 'i1' }],
	])('of the kind %s names its record and contact', async (type, fields, expected) => {
		server.setup = trigger({ events: ['all app', 'all appointment', 'all note', 'all task', 'other'] });
		await server.send(event({ type, ...fields }));
		expect(server.taken()).toEqual([expect.objectContaining({ event: type, ...expected })]);
	});
});

describe('an event that is not wanted is answered 200, so that GHL does not repeat it:', () => {
	it.each<[string, IDataObject, IDataObject]>([
		['of another app', { appId: 'another' }, {}],
		['that names no app', { appId: undefined }, {}],
		['of another location', { locationId: 'another' }, { locationIds: LOCATION }],
		['that was not chosen', { type: 'ContactDelete' }, { events: ['ContactCreate'] }],
		['that is not listed', { type: 'SupportTicketCreate' }, {}],
		['without a type', { type: undefined }, {}],
	])('%s', async (_, fields, parameters) => {
		server.setup = trigger(parameters);
		expect(await server.send(event(fields))).toEqual(IGNORED);
		expect(server.taken()).toEqual([]);
	});

	it('everything, when no app is set', async () => {
		server.setup = trigger({ appId: '' });
		expect(await server.send(event({ appId: '' }))).toEqual(IGNORED);
		expect(server.taken()).toEqual([]);
	});

	it('too old or from the future, when there is a freshness window', async () => {
		server.setup = trigger({}, { freshness: 5 });
		for (const minutes of [-6, 6])
			expect(await server.send(event({ timestamp: new Date(Date.now() + minutes * 60_000).toISOString() }))).toEqual(
				IGNORED,
			);
		expect(await server.send(event({ timestamp: undefined }))).toEqual(IGNORED);
		expect(server.taken()).toEqual([]);
		await server.send(event({ timestamp: new Date(Date.now() - 4 * 60_000).toISOString() }));
		expect(server.taken()).toHaveLength(1);
	});
});

it('takes events of any age by default, since repeated attempts keep their time', async () => {
	await server.send(event({ timestamp: '2026-01-01T00:00:00Z' }));
	expect(server.taken()).toHaveLength(1);
});

it('takes events of chosen locations, of users who belong to one, and of agencies, which name none', async () => {
	server.setup = trigger({
		locationIds: `other, ${LOCATION}`,
		events: ['all app', 'all contact', 'all user', 'all location'],
	});
	await server.send(event());
	await server.send(event({ type: 'UserCreate', locationId: undefined, locations: ['x', LOCATION] }));
	await server.send(event({ type: 'INSTALL', locationId: undefined }));
	await server.send(event({ type: 'LocationUpdate', locationId: undefined, id: LOCATION }));
	await server.send(event({ type: 'LocationUpdate', locationId: undefined, id: 'third' }));
	expect(server.taken().map((item) => item.event)).toEqual([
		'ContactCreate',
		'UserCreate',
		'INSTALL',
		'LocationUpdate',
	]);
});

it('knows its app by a client ID too', async () => {
	server.setup = trigger({ appId: ` ${APP}-m1abcd ` });
	await server.send(event());
	expect(server.taken()).toHaveLength(1);
});

describe('the signature', () => {
	const body = JSON.stringify(event());

	it.each<[string, Record<string, string>]>([
		['is missing', {}],
		['is "N/A"', { 'x-ghl-signature': 'N/A' }],
		['is empty', { 'x-ghl-signature': '' }],
		['is only the old one', { 'x-wh-signature': signature(body) }],
		['is of another key', { 'x-ghl-signature': signature(body, generateKeyPairSync('ed25519').privateKey) }],
		['is of another body', { 'x-ghl-signature': signature(`${body} `) }],
		['comes twice', { 'x-ghl-signature': `${signature(body)}, ${signature(body)}` }],
	])('that %s gets 401 and starts nothing', async (_, headers) => {
		expect(await server.post(body, headers)).toMatchObject({ status: 401 });
		expect(server.taken()).toEqual([]);
	});

	it('is checked with the key that GHL published unless another is set', async () => {
		server.setup = trigger({}, { publicKeys: '' });
		expect(await server.send(event())).toMatchObject({ status: 401 });
	});

	it('may be of either of two keys, also when the lines of the text were joined', async () => {
		const next = generateKeyPairSync('ed25519');
		const both = `${PUBLIC_KEY}\n${pem(next.publicKey)}`;
		for (const publicKeys of [both, both.replaceAll('\n', ' ')]) {
			server.setup = trigger({}, { publicKeys });
			await server.send(event());
			await server.send(event(), next.privateKey);
			expect(server.taken()).toHaveLength(2);
		}
	});

	it.each([
		'nonsense',
		pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey),
		`${PUBLIC_KEY}${PUBLIC_KEY.replace('MCow', 'AAAA')}`,
	])('is never right when the key is no Ed25519 key', async (publicKeys) => {
		server.setup = trigger({}, { publicKeys });
		expect(await server.send(event())).toMatchObject({ status: 401 });
	});
});

describe('a delivery that comes again', () => {
	it('is answered 200 and dropped when the first has its execution', async () => {
		const sent = event();
		await server.send(sent);
		await soon();
		expect(await server.send(sent)).toEqual(IGNORED);
		expect(server.taken()).toHaveLength(1);
	});

	it('is postponed with 429 while the execution of the first is being stored, and dropped afterwards', async () => {
		const sent = event();
		let stored = (): void => undefined;
		server.store = async () => await new Promise((resolve) => (stored = resolve));
		const first = server.send(sent);
		await soon();
		expect(await server.send(sent)).toMatchObject({ status: 429 });
		stored();
		expect(await first).toMatchObject({ status: 200 });
		await soon();
		expect(await server.send(sent)).toEqual(IGNORED);
		expect(server.taken()).toHaveLength(1);
	});

	it('is taken when n8n could not store the execution of the first', async () => {
		const sent = event();
		server.store = async () => await Promise.reject(new Error('no disk'));
		expect(await server.send(sent)).toMatchObject({ status: 500 });
		server.store = async () => undefined;
		await soon();
		expect(await server.send(sent)).toMatchObject({ status: 200 });
		expect(server.taken()).toHaveLength(1);
	});

	it('is known by its bytes where GHL gave it no ID', async () => {
		const sent = event({ webhookId: undefined, id: 'without' });
		await server.send(sent);
		await soon();
		expect(await server.send(sent)).toEqual(IGNORED);
		await server.send({ ...sent, email: 'other@example.com' });
		expect(server.taken()).toHaveLength(2);
	});

	it('is taken each time in a test of the editor', async () => {
		server.mode = 'manual';
		const sent = event();
		await server.send(sent);
		await server.send(sent);
		expect(server.taken()).toEqual([expect.objectContaining({ deduplicated: false }), expect.anything()]);
	});

	it('is taken although the sender hung up, and then not again', async () => {
		const sent = event();
		let stored = (): void => undefined;
		server.store = async () => await new Promise((resolve) => (stored = resolve));
		await hangUp(JSON.stringify(sent));
		expect(await server.send(sent)).toMatchObject({ status: 429 });
		stored();
		await soon(400);
		expect(server.taken()).toHaveLength(1);
		expect(await server.send(sent)).toEqual(IGNORED);
	});
});

describe('under load', () => {
	it('at most 200 deliveries are taken at once, and the others get 429', async () => {
		let go = (): void => undefined;
		const gate = new Promise<void>((resolve) => (go = resolve));
		server.store = async () => await gate;
		const events = Array.from({ length: 230 }, () => event());
		let refusals = 0;
		const answers = events.map(async (one) => {
			const given = await server.send(one);
			refusals += given.status === 429 ? 1 : 0;
			return given;
		});
		while (refusals < 30) await soon();
		go();
		const statuses = (await Promise.all(answers)).map(({ status }) => status);
		expect(statuses.filter((status) => status === 429)).toHaveLength(30);
		expect(statuses.filter((status) => status === 200)).toHaveLength(200);
		await soon();
		const refused = events.filter((_, index) => statuses[index] === 429);
		for (const one of refused) expect(await server.send(one)).toMatchObject({ status: 200, text: '' });
		expect(server.taken()).toHaveLength(230);
	});
});

describe('posts of the workflow action', () => {
	const post = async (body: IDataObject, secret = 'a long secret', header = 'x-webhook-secret') =>
		await server.post(JSON.stringify(body), { [header]: secret });
	beforeEach(() => (server.setup = workflowTrigger({ secret: 'a long secret' })));

	it('with the secret start the workflow, each time they come', async () => {
		const body = { id: 'c1', name: 'Ada', email: 'ada@example.com' };
		await post(body);
		await post(body);
		const [first, second] = server.taken();
		expect(first).toEqual(second);
		expect(first).toMatchObject({
			event: 'WorkflowWebhook',
			deliveryId: null,
			recordType: 'contact',
			contactId: 'c1',
			record: body,
			deduplicated: false,
		});
	});

	it.each(['', 'a long secreT', 'a long secret '.repeat(2), 'a long'])(
		'with "%s" for a secret get 401',
		async (secret) => {
			expect(await post({ id: 'c1' }, secret)).toMatchObject({ status: 401 });
			expect(server.taken()).toEqual([]);
		},
	);

	it('get 401 when the trigger has no secret', async () => {
		server.setup = workflowTrigger({ secret: '' });
		expect(await post({ id: 'c1' }, '')).toMatchObject({ status: 401 });
	});

	it('may carry the secret in a header of another name, and the usual names of contact and location', async () => {
		server.setup = workflowTrigger({ secret: 's', headerName: ' X-Mine ' }, { locationIds: LOCATION });
		await post({ contact_id: 'c2', location: { id: LOCATION } }, 's', 'x-mine');
		await post({ contact_id: 'c3', location: { id: 'another' } }, 's', 'x-mine');
		expect(server.taken()).toEqual([expect.objectContaining({ contactId: 'c2', locationId: LOCATION })]);
	});
});

describe('publishing', () => {
	it.each<[string, IDataObject, IDataObject]>([
		['App ID is empty', { appId: '  ' }, {}],
		['Public Keys contains no Ed25519 key', {}, { publicKeys: 'nonsense' }],
	])('is refused when %s', async (message, parameters, options) => {
		await expect(hook(trigger(parameters, options), 'create', {})).rejects.toThrow(message);
	});

	it.each<[string, IDataObject]>([
		['Secret is empty', { secret: '  ' }],
		[
			'Invalid header name: use letters, digits and hyphens, such as X-Webhook-Secret',
			{ secret: 's', headerName: 'X Mine' },
		],
	])('is refused when, in the credential, %s, which its test shows too', async (message, credential) => {
		await expect(hook(workflowTrigger(credential), 'create', {})).rejects.toThrow(message);
		expect(await tested(credential)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(`${message}. GHL does not sign`),
		});
		expect(await tested({ secret: 's'.repeat(16) })).toMatchObject({ status: 'OK' });
		expect((await tested({ secret: 's'.repeat(15) })).message).toContain('Secret has fewer than 16 characters');
	});

	it('is possible otherwise', async () => {
		expect(await hook(trigger(), 'checkExists', {})).toBe(false);
		expect(await hook(trigger(), 'create', {})).toBe(true);
		expect(await hook(workflowTrigger({ secret: 's' }), 'create', {})).toBe(true);
		expect(await hook(trigger(), 'delete', {})).toBe(true);
	});
});

const tested = async (credential: IDataObject) =>
	await webhookSecret.call({} as ICredentialTestFunctions, {
		id: '1',
		name: 'Webhook',
		type: 'goHighLevelWebhookApi',
		data: credential as never,
	}); // it reads nothing else

const soon = async (milliseconds = 30): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Sends a delivery and closes the connection before it is answered. */
async function hangUp(body: string): Promise<void> {
	const sending = request(server.url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-ghl-signature': signature(body) },
	});
	sending.on('error', () => undefined); // our own doing
	sending.end(body);
	await soon(100);
	sending.destroy();
	await soon();
}
