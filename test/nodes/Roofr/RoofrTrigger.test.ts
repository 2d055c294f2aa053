import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { RoofrTrigger } from '../../../nodes/Roofr/RoofrTrigger.node';
import { LABELS, NAMINGS, SAMPLES, SHAPES } from '../../../sandbox/roofr';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { hook, WEBHOOKS, type Setup } from '../../support/engine';
import { startReceiver, type Receiver } from '../../support/roofrWebhookServer';
import { SECRET, setups } from '../../support/roofr';

let sandbox: Sandbox;
let receiver: Receiver;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	receiver = await startReceiver();
});
beforeEach(() => {
	sandbox.reset();
	receiver.given.length = 0;
	receiver.use(trigger());
});
afterAll(async () => {
	await sandbox.close();
	await receiver.close();
});

const { setup } = setups(() => sandbox);
const ALL = Object.keys(LABELS);
const trigger = (parameters: IDataObject = {}, changes: IDataObject = {}): Setup =>
	setup('bridge', changes, { events: ALL, proof: 'secret', customEvents: '', ...parameters }, new RoofrTrigger());

/** Lets the stand-in's relay send one event; gives what came out of the trigger and what it answered. */
async function sent(
	event: string,
	to: IDataObject = {},
	payload?: IDataObject,
): Promise<{ json: IDataObject | undefined; status: number }> {
	sandbox.seed('roofr', {
		send: { event, to: { url: receiver.url, secret: SECRET, ...to }, ...(payload && { payload }) },
	});
	await sandbox.webhooks.idle();
	return { json: receiver.given.at(-1), status: sandbox.webhooks.attempts.at(-1)?.status ?? 0 };
}

/** Posts bytes as they are. */
const post = async (body: string | Buffer, headers: Record<string, string> = {}, query = '') =>
	await fetch(`${receiver.url}${query}`, {
		method: 'POST',
		body: new Uint8Array(Buffer.from(body)),
		headers: { 'content-type': 'application/json', 'x-webhook-secret': SECRET, ...headers },
	});

describe.each(Object.keys(SHAPES))('a relay that sends bodies as "%s"', (shape) => {
	test.each(Object.keys(NAMINGS))('is understood with names as "%s"', async (naming) => {
		const { json } = await sent('job.stage_changed', { shape, naming });
		expect(json).toMatchObject({
			event: 'job.stage_changed',
			eventLabel: 'Job Workflow Stage Changed',
			job: {
				id: '51234',
				name: 'Maria Example – 12 Elm St',
				stage: 'Won',
				previousStage: 'Estimating',
				valueCents: 1234567,
				owner: 'Sam Example',
			},
			customer: { firstName: 'Maria', lastName: 'Example', email: 'maria@example.com', phone: '+12125550142' },
		});
		// The address of the form has "&" and "=" in it, which a form must not be cut at.
		expect((await sent('lead.created', { shape, naming })).json).toMatchObject({
			lead: { utm: { source: 'ads', campaign: 'spring' } },
		});
	});
});

const IN_LATIN = Buffer.from(
	'{"event":"job.created","Job ID":"7","Job Name":"Zoë’s roof"}'.replace('’', '\x92'),
	'latin1',
);
test.each<[string, Buffer, string]>([
	['named', IN_LATIN, 'text/plain; charset=windows-1252'],
	['named in quotes', IN_LATIN, 'text/plain; charset="windows-1252"'],
	['not named', IN_LATIN, 'text/plain'],
	['named wrongly', IN_LATIN, 'text/plain; charset=utf-8'],
	['named as nobody knows it', IN_LATIN, 'text/plain; charset=x-none'],
	[
		'UTF-16',
		Buffer.from('\uFEFF{"event":"job.created","Job ID":"7","Job Name":"Zoë’s roof"}', 'utf16le'),
		'text/plain; charset=utf-16le',
	],
])('a body in another encoding, %s, loses no letter', async (_, body, type) => {
	expect((await post(body, { 'content-type': type })).status).toBe(200);
	expect(receiver.given).toMatchObject([{ event: 'job.created', job: { id: '7', name: 'Zoë’s roof' } }]);
});

test.each(ALL)('%s is recognized by the label that Roofr gives it', async (event) => {
	expect((await sent(event)).json).toMatchObject({ event });
});

test('a lead comes with its estimate as text and as a range, and with the campaign of its form', async () => {
	const { json } = await sent('lead.created');
	expect(json).toMatchObject({
		lead: {
			id: '0f8b2d3c-6a1e-4c57-9d2e-1b7f5a9c3e21',
			estimate: 'Asphalt: $12,000 - $15,500',
			estimateMinCents: 1200000,
			estimateMaxCents: 1550000,
			material: 'Asphalt',
			squareFootage: '2,150',
			utm: { source: 'ads', campaign: 'spring' },
		},
		customer: { name: 'Maria Example', email: 'maria@example.com' },
		job: { id: null, addressParts: { street: '12 Elm St', city: 'Springfield', state: 'IL', postalCode: '62701' } },
		proposal: null,
	});
});

test.each([
	['"12,345.67"', '12,345.67', 1234567],
	['$12,345.67', '$12,345.67', 1234567],
	['a number', 13000.5, 1300050],
	['an integer as text', '12345', 1234500],
	['no amount', 'to be agreed', null],
	['a third of a cent', '0.333', null],
])('a total given as %s loses nothing', async (_, total, cents) => {
	const { json } = await sent('proposal.signed', {}, { ...SAMPLES['proposal.signed'], 'Proposal Total': total });
	expect(json).toMatchObject({
		proposal: {
			status: 'signed',
			total: String(total),
			totalCents: cents,
			fileUrl: 'https://files.example.com/77.pdf',
		},
	});
});

test('the acknowledgement of a bridge names the record that the job was created from', async () => {
	const { json } = await sent('job.created');
	expect(json).toMatchObject({
		job: { id: '51234' },
		origin: { externalId: 'ghl:loc1:abc', system: 'ghl', recordId: 'abc', occasionId: '' },
	});
});

test('a later event finds the record by the marker in the name of the job; "External Id" is Roofr\'s own', async () => {
	const { json } = await sent(
		'job.stage_changed',
		{},
		{ 'External Id': 51234, 'Job Name': 'Maria Example [ghl abc opp1]', 'New Stage': 'Won' },
	);
	expect(json).toMatchObject({
		job: { id: '51234' },
		origin: { externalId: null, system: 'ghl', recordId: 'abc', occasionId: 'opp1' },
	});
});

test.each([
	['in a header', 'secret', { proof: 'header' }],
	['in the address', 'secret', { proof: 'query' }],
	['as a field of the body', 'secret', { proof: 'body' }],
	['as a bearer token', 'bearer', { proof: 'bearer' }],
	['as a signature', 'hmac', { proof: 'hmac' }],
])('a secret %s is accepted, a wrong or missing one refused, and it is in no output', async (_, proof, to) => {
	receiver.use(trigger({ proof }));
	expect((await sent('proposal.sent', to)).status).toBe(200);
	expect(JSON.stringify(receiver.given)).not.toContain(SECRET);
	expect((await sent('proposal.sent', { ...to, secret: 'another secret' })).status).toBe(401);
	expect((await sent('proposal.sent', { ...to, proof: 'none' })).status).toBe(401);
	expect(receiver.given).toHaveLength(1);
});

test('a proof of another kind than the chosen one does not count', async () => {
	receiver.use(trigger({ proof: 'hmac' }));
	expect((await sent('proposal.sent', { proof: 'header' })).status).toBe(401);
});

test('the signature is over the bytes as they came: another spelling of the same JSON is refused', async () => {
	receiver.use(trigger({ proof: 'hmac', options: { signatureHeader: 'X-Relay-Signature' } }));
	const body = '{"event" : "proposal.sent",   "id": 7}';
	const signature = createHmac('sha256', SECRET).update(body).digest('base64');
	expect((await post(body, { 'x-relay-signature': signature })).status).toBe(200);
	expect((await post(JSON.stringify(JSON.parse(body)), { 'x-relay-signature': signature })).status).toBe(401);
});

test('a multipart form cannot be signed, since n8n keeps no bytes of it', async () => {
	receiver.use(trigger({ proof: 'hmac' }));
	const form = new FormData();
	form.set('event', 'proposal.sent');
	const signature = createHmac('sha256', SECRET).update('').digest('hex');
	const response = await fetch(receiver.url, { method: 'POST', body: form, headers: { 'x-signature': signature } });
	expect([response.status, await response.text()]).toEqual([
		401,
		'The body cannot be verified as a multipart form: send JSON',
	]);
	expect(receiver.given).toEqual([]);
});

describe('a delivery that is sent again', () => {
	const twice = async (body: string, headers: Record<string, string> = {}) => [
		await (await post(body, headers)).text(),
		await (await post(body, headers)).text(),
	];
	const KNOWN = ['', 'Ignored: known already'];

	test('starts the workflow once: by the ID that the relay puts in its header, whatever the body', async () => {
		receiver.use(trigger({ options: { deliveryIdHeader: 'X-Delivery-Id' } }));
		expect(await twice('{"event":"proposal.sent"}', { 'x-delivery-id': 'd1' })).toEqual(KNOWN);
		expect(await twice('{"event":"proposal.sent"}', { 'x-delivery-id': 'd2' })).toEqual(KNOWN);
		expect(receiver.given).toMatchObject([{ deduplicated: true }, { deduplicated: true }]);
	});

	test.each([
		['the ID of the event', { event: 'proposal.sent', event_id: 'e1' }],
		['record and time', { event: 'proposal.sent', id: 7, occurred_at: '2026-11-28T09:00:00Z' }],
	])('starts the workflow once: by %s in the body', async (_, body) => {
		expect(await twice(JSON.stringify(body))).toEqual(KNOWN);
		expect(receiver.given).toHaveLength(1);
	});

	test('starts the workflow again where its content is all there is: it may be another event', async () => {
		expect(await twice('{"event":"job.stage_changed","job_id":7,"stage":"Won"}')).toEqual(['', '']);
		expect(receiver.given).toMatchObject([{ deduplicated: false }, { deduplicated: false }]);
	});

	test('is refused though its signature is recent', async () => {
		receiver.use(trigger({ proof: 'hmac', options: { timestampHeader: 'X-Timestamp' } }));
		const [body, timestamp] = ['{"event":"proposal.sent"}', String(Date.now())];
		const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
		expect(await twice(body, { 'x-signature': signature, 'x-timestamp': timestamp })).toEqual(KNOWN);
		expect(receiver.given).toHaveLength(1);
	});

	test('is taken where the first attempt did not start the workflow', async () => {
		const body = '{"event":"proposal.sent","event_id":"e2"}';
		receiver.fail();
		expect((await post(body)).status).toBe(500);
		expect(await twice(body)).toEqual(KNOWN);
	});
});

describe('with a timestamp in the signature', () => {
	const options = { timestampHeader: 'X-Timestamp', maximumAge: 5 };
	const signed = async (timestamp: string, minutes = 0) => {
		const body = `{"event":"proposal.sent","id":${minutes}}`;
		const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
		return await post(body, { 'x-signature': `sha256=${signature}`, 'x-timestamp': timestamp });
	};
	const seconds = (minutes: number): string => String(Math.floor(Date.now() / 1000) + minutes * 60);
	beforeEach(() => receiver.use(trigger({ proof: 'hmac', options })));

	test.each([
		['now', () => seconds(0), 200],
		['in milliseconds', () => String(Date.now()), 200],
		['in words', () => new Date().toISOString(), 200],
		['four minutes ago', () => seconds(-4), 200],
		['six minutes ago', () => seconds(-6), 401],
		['in six minutes', () => seconds(6), 401],
		['at no time', () => 'soon', 401],
	])('a delivery signed %s is answered as its age asks', async (_, timestamp, status) => {
		expect((await signed(timestamp())).status).toBe(status);
	});

	test('a signature of the body alone is refused, and so is one with another time', async () => {
		const body = '{"event":"proposal.sent"}';
		const alone = createHmac('sha256', SECRET).update(body).digest('hex');
		expect((await post(body, { 'x-signature': alone, 'x-timestamp': seconds(0) })).status).toBe(401);
		expect((await post(body, { 'x-signature': alone })).status).toBe(401);
	});
});

test('without a secret in the credential nothing is accepted, and the trigger does not start', async () => {
	receiver.use(trigger({}, { webhookSecret: '' }));
	expect((await sent('proposal.sent', { secret: '' })).status).toBe(401);
	await expect(hook(trigger({}, { webhookSecret: ' ' }), 'create', {})).rejects.toThrow(
		'The Roofr credential has no webhook secret',
	);
});

test('the address answers 200 to a GET, and starts nothing', async () => {
	expect((await fetch(receiver.url)).status).toBe(200);
	expect(receiver.given).toEqual([]);
});

test.each([
	['not JSON at all', 'text/plain'],
	['[]', 'application/json'],
	['[{"a":1},{"b":2}]', 'application/json'],
	['{}', 'application/json'],
])('%s is answered 400', async (body, type) => {
	expect((await post(body, { 'content-type': type })).status).toBe(400);
	expect(receiver.given).toEqual([]);
});

test('the name of the event in the address counts before one in the body', async () => {
	await post('{"type": "residential", "Job Name": "x"}', {}, '?event=lead.created');
	await post('{"event": "proposal.sent"}', {}, '?event=Proposal%20Viewed');
	expect(receiver.given.map(({ event }) => event)).toEqual(['lead.created', 'proposal.viewed']);
});

test('events that were not chosen are answered 200 and start nothing', async () => {
	receiver.use(trigger({ events: ['proposal.signed'] }));
	expect(await sent('proposal.viewed')).toEqual({ json: undefined, status: 200 });
});

test.each([
	['ignore', 200, 0],
	['refuse', 400, 0],
	['emit', 200, 1],
])('an unknown event: %s', async (unknownEvents, status, count) => {
	receiver.use(trigger({ options: { unknownEvents } }));
	expect((await post('{"event": "invoice.paid", "id": 7}')).status).toBe(status);
	expect(receiver.given).toHaveLength(count);
	if (count > 0)
		expect(receiver.given[0]).toMatchObject({ event: 'unknown', eventLabel: 'invoice.paid', raw: { id: 7 } });
});

test("events of the user's own come as custom, with their name", async () => {
	receiver.use(trigger({ events: ['custom'], customEvents: 'Invoice Paid' }));
	await post('{"type": "invoice.paid"}');
	expect(receiver.given).toMatchObject([{ event: 'custom', eventLabel: 'invoice.paid' }]);
});

test('the stage filter lets only the named stages through, and other events untouched', async () => {
	receiver.use(trigger({ options: { stages: 'won, In Production', previousStages: 'estimating' } }));
	const change = async (stage: string, before: string) =>
		await sent('job.stage_changed', {}, { 'External Id': 1, 'New Stage': stage, 'Previous Stage': before });
	await change('Won', 'Estimating');
	await change('Lost', 'Estimating');
	await change('Won', 'New Lead');
	await sent('proposal.sent');
	expect(receiver.given.map(({ event, job }) => [event, (job as IDataObject).stage])).toEqual([
		['job.stage_changed', 'Won'],
		['proposal.sent', null],
	]);
});

const key = async (payload: IDataObject, event = 'job.stage_changed') =>
	(await sent(event, {}, payload)).json?.dedupeKey;

test('a delivery that is repeated has the same key, whatever the order and the shape of its fields', async () => {
	const [one, again] = [
		await key({ 'External Id': 1, 'New Stage': 'Won' }),
		await key({ 'New Stage': 'Won', 'External Id': 1 }),
	];
	expect(again).toBe(one);
});

test.each([
	['another stage', { 'External Id': 1, 'New Stage': 'Won' }, { 'External Id': 1, 'New Stage': 'Lost' }],
	[
		'another time',
		{ 'External Id': 1, 'New Stage': 'Won', 'Changed At': '2026-11-21T10:00:00Z' },
		{ 'External Id': 1, 'New Stage': 'Won', 'Changed At': '2026-11-21T11:00:00Z' },
	],
	[
		'the same day without time',
		{ 'External Id': 1, 'New Stage': 'Won', 'Changed At': '2026-11-21' },
		{ 'External Id': 1, 'New Stage': 'Lost', 'Changed At': '2026-11-21' },
	],
	[
		'the same creation of the record',
		{ 'External Id': 1, 'New Stage': 'Won', created_at: '2026-11-01T10:00:00Z' },
		{ 'External Id': 1, 'New Stage': 'Lost', created_at: '2026-11-01T10:00:00Z' },
	],
])('two events of one job have two keys: %s', async (_, first, second) => {
	expect(await key(first)).not.toBe(await key(second));
});

test('an ID of the event is its key; times in seconds, milliseconds or words are read, absurd ones are dropped', async () => {
	expect((await sent('proposal.sent', {}, { 'Event ID': 'e1', id: 7 })).json).toMatchObject({
		dedupeKey: 'proposal.sent|e1',
		dedupeBy: 'event',
	});
	const times = ['1795255200', 1795255200000, '2026-11-21T10:00:00Z', '0001-01-01', 'soon'];
	const read: unknown[] = [];
	for (const timestamp of times) read.push((await sent('proposal.sent', {}, { id: 7, timestamp })).json?.occurredAt);
	expect(read.map((time) => (typeof time === 'string' ? Date.parse(time) : time))).toEqual([
		1795255200000,
		1795255200000,
		Date.parse('2026-11-21T10:00:00Z'),
		null,
		null,
	]);
});

const subscriptions = {
	'webhook.create': { path: '/webhooks' },
	'webhook.delete': { path: '/webhooks/{webhookId}' },
	'webhook.getMany': { path: '/webhooks' },
};
const direct = (overrides: IDataObject, parameters: IDataObject = {}) =>
	setup(
		'apiKey',
		{ endpoints: JSON.stringify(overrides) },
		{ events: ['proposal.sent'], proof: 'secret', ...parameters },
		new RoofrTrigger(),
	);
const stored = () => (sandbox.state('roofr') as { webhooks: IDataObject[] }).webhooks;

test.each([
	['nested', { address: { street: '12 Elm St', city: 'Denver', state: 'CO', zip: '80202' } }],
	['split', { address_line1: '12 Elm St', city: 'Denver', state_text: 'CO', zip: 80202 }],
	['in columns', { 'Job Address': '12 Elm St', City: 'Denver', State: 'CO', 'Postal Code': '80202' }],
	['of the job', { job: { address: { line1: '12 Elm St', city: 'Denver', state: 'CO', postal_code: '80202' } } }],
	['in one text', { 'Job Address': '12 Elm St, Denver CO 80202' }],
	['in a list', { Address: ['12 Elm St, Denver, Colorado 80202'] }],
])('an address that comes %s has its parts', async (_, address) => {
	const { json } = await sent('job.stage_changed', {}, { 'External Id': 1, 'New Stage': 'Won', ...address });
	expect(json?.job).toMatchObject({
		addressParts: { street: '12 Elm St', city: 'Denver', state: 'CO', postalCode: '80202', country: '' },
	});
});

test.each([
	['Lane, Ada', '303-555-0142 ext. 7', 'Ada', 'Lane', '+13035550142', '7'],
	['Dr. Ada Lane Jr.', ['\u202A(303) 555-0142\u202C'], 'Ada', 'Lane Jr.', '+13035550142', null],
])('%j and %j are read as people write them', async (name, phone, firstName, lastName, number, phoneExtension) => {
	const { json } = await sent('proposal.sent', {}, { id: 1, 'Customer Name': name, 'Customer Phone': phone });
	expect(json?.customer).toMatchObject({ name, firstName, lastName, phone: number, phoneExtension });
	expect(json?.problems).toEqual([]);
});

test('what cannot be read is reported, and stays as it was sent', async () => {
	const { json } = await sent(
		'proposal.signed',
		{},
		{ id: 1, 'Proposal Total': '12.500', Email: 'nobody', Phone: '3.03555E+09', 'Job Name': '{{job_name}}' },
	);
	expect(json).toMatchObject({
		job: { name: null },
		proposal: { total: '12.500', totalCents: null },
		customer: { email: 'nobody', phone: '3.03555E+09' },
		problems: [
			'The relay did not fill in Job Name',
			'Invalid amount "12.500" in Proposal Total',
			'Invalid email "nobody"',
			'Invalid phone "3.03555E+09"',
		],
	});
});

test.each(['{{event}}', 'Proposal {{name}}'])('an event that the relay did not name is refused: %s', async (event) => {
	const response = await post(JSON.stringify({ event, id: 7 }));
	expect([response.status, await response.text()]).toEqual([400, 'The relay did not fill in the name of the event']);
	const inAddress = await post('{"id": 7}', {}, `?event=${encodeURIComponent(event)}`);
	expect(inAddress.status).toBe(400);
	expect(receiver.given).toEqual([]);
});

test.each([
	['JSON in a plain text', '{"event":"proposal.sent","Proposal ID":7}'],
	['JSON with line breaks in its texts', '{"event":"proposal.sent","Proposal ID":7,"Notes":"gate\ncode \\"5\\""}'],
	['lines', 'Event: Proposal Sent\nProposal ID: 7\n'],
	['a form', 'event=proposal.sent&Proposal+ID=7'],
	['a form with a wrapper', 'data%5Bevent%5D=proposal.sent&data%5BProposal+ID%5D=7'],
])('%s is read', async (_, body) => {
	await post(body, { 'content-type': 'text/plain' });
	expect(receiver.given).toMatchObject([{ event: 'proposal.sent', proposal: { id: '7' } }]);
});

test('excessive nesting is answered 400', async () => {
	expect((await post(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)).status).toBe(400);
});

test('two events of one day without time have two keys, whatever the zone of the workflow', async () => {
	receiver.use({ ...trigger(), timezone: 'America/Denver' });
	const on = async (stage: string) => await key({ 'External Id': 1, 'New Stage': stage, 'Changed At': '2026-11-21' });
	expect(await on('Won')).not.toBe(await on('Lost'));
});

test('direct registration exists only where the credential names its endpoints', async () => {
	await expect(hook(direct({}), 'create', {})).rejects.toThrow(
		'The Roofr credential names no endpoint for subscriptions',
	);
	expect(sandbox.requests({ service: 'roofr' })).toEqual([]);
});

test('direct registration is created, found again, and removed, and leaves those of others alone', async () => {
	const state: IDataObject = {};
	sandbox.seed('roofr', { records: { webhooks: [{ url: 'https://other.example.com', events: [] }] } });
	const node = direct(subscriptions);
	expect(await hook(node, 'checkExists', state)).toBe(false);
	await hook(node, 'create', state);
	expect(stored()[1]).toMatchObject({
		url: `${WEBHOOKS}/hook-id/webhook?secret=${encodeURIComponent(SECRET)}`,
		events: ['proposal.sent'],
	});
	expect(await hook(node, 'checkExists', state)).toBe(true);
	await hook(node, 'delete', state);
	expect(stored()).toMatchObject([{ url: 'https://other.example.com' }]);
	expect(await hook(node, 'checkExists', state)).toBe(false);
});

test('a subscription that is gone at Roofr is created again, and removing it does not fail', async () => {
	const state: IDataObject = {};
	const node = direct(subscriptions);
	await hook(node, 'create', state);
	sandbox.reset();
	expect(await hook(node, 'checkExists', state)).toBe(false);
	expect(await hook(node, 'delete', state)).toBe(true);
});

test('registration by hand makes no call', async () => {
	expect(await hook(trigger(), 'checkExists', {})).toBe(false);
	expect(await hook(trigger(), 'create', {})).toBe(true);
	expect(await hook(trigger(), 'delete', {})).toBe(true);
	expect(sandbox.requests({ service: 'roofr' })).toEqual([]);
});
