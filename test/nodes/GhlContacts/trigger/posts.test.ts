import type { IDataObject } from 'n8n-workflow';
import { WebhookServer, LOCATION, workflowTrigger } from '../../../support/ghlWebhookServer';

const SECRET = 'a long secret';

const server = new WebhookServer();
beforeAll(async () => await server.open());
afterAll(async () => await server.close());

/** What a post gives out. */
async function given(body: unknown, contentType = 'application/json', locationIds = ''): Promise<IDataObject[]> {
	server.setup = workflowTrigger({ secret: SECRET }, { locationIds });
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const { status } = await server.post(text, { 'content-type': contentType, 'x-webhook-secret': SECRET });
	expect(status).toBe(200);
	return server.taken();
}

const MULTIPART = '--b\r\nContent-Disposition: form-data; name="contact_id"\r\n\r\nC9\r\n--b--\r\n';
const CONTACT = { recordType: 'contact', recordId: 'C9', contactId: 'C9' };
const OF_C9 = { contactId: 'C9' };

describe('the contact, the record and the location of a post', () => {
	it.each<[string, unknown, IDataObject]>([
		['fields of the author', { contactId: 'C9', locationId: 'L9' }, { ...CONTACT, locationId: 'L9' }],
		['"Custom Data"', { customData: { contactId: 'C9', locationId: 'L9' } }, { ...CONTACT, locationId: 'L9' }],
		['"Custom Data" rather than the fields beside it', { contact_id: 'C1', customData: { contact_id: 'C9' } }, CONTACT],
		['objects', { contact: { id: 'C9' }, location: { id: 'L9' } }, { ...CONTACT, locationId: 'L9' }],
		['names that are paths', { 'contact[id]': 'C9', 'location.id': 'L9' }, { ...CONTACT, locationId: 'L9' }],
		['the minimal body', { id: 'C9', name: 'Ada', email: 'ada@example.com' }, CONTACT],
		['a number for an ID', { contact_id: 9 }, { recordId: '9', contactId: '9' }],
		['a list of one', [{ contact_id: 'C9' }], CONTACT],
		[
			'names in any case and with any signs',
			{ 'Contact ID': 'C9', LocationID: 'L9' },
			{ ...CONTACT, locationId: 'L9' },
		],
		['"Custom Data" as text', { contact_id: 'C1', customData: '{"contactId":"C9"}' }, CONTACT],
		['"Custom Data" within itself', { customData: { customData: { contactId: 'C9' } } }, CONTACT],
		['"Custom Data" as names and values', { customData: [{ key: 'contactId', value: 'C9' }] }, CONTACT],
		['"Custom Data" as a list of one', { customData: [{ contact: { id: 'C9' } }] }, CONTACT],
		['objects as text', { contact: '{"id":"C9"}', location: '{"id":"L9"}' }, { ...CONTACT, locationId: 'L9' }],
		['an object in a list', { contact: [{ id: 'C9' }] }, CONTACT],
		['a wrapper', { body: { contactId: 'C9', locationId: 'L9' } }, { ...CONTACT, locationId: 'L9' }],
		['a wrapper as text', { payload: '{"contactId":"C9"}' }, CONTACT],
		[
			'what stands for no value, and another name',
			{ contact_id: 'undefined', id: 'null', contact: { id: 'C9' } },
			CONTACT,
		],
		['an ID in quotes, with blanks', { contact_id: ' "C9" ' }, CONTACT],
		['the same ID twice', { contact_id: ['C9', 'C9'] }, CONTACT],
		['two IDs', { contact_id: ['C8', 'C9'] }, { recordId: null, contactId: null }],
		['a calendar without appointment', { contact_id: 'C9', calendar: { id: 'CAL1', calendarName: 'Visits' } }, CONTACT],
		[
			'an opportunity by its pipeline',
			{ id: 'OPP1', pipeline_id: 'P1', contact_id: 'C9' },
			{ ...OF_C9, recordType: 'opportunity', recordId: 'OPP1' },
		],
		[
			'an opportunity without its contact',
			{ id: 'OPP1', pipeline_id: 'P1' },
			{ recordType: 'opportunity', recordId: 'OPP1', contactId: null },
		],
		[
			'an opportunity by its own field',
			{ contactId: 'C9', opportunityId: 'OPP1' },
			{ ...OF_C9, recordType: 'opportunity', recordId: 'OPP1' },
		],
		[
			'an opportunity whose ID was not mapped, where the ID is that of the contact',
			{ id: 'C9', contact_id: 'C9', opportunity_name: 'Tent' },
			{ ...OF_C9, recordType: 'opportunity', recordId: null },
		],
		[
			'an appointment in "calendar"',
			{ contact_id: 'C9', calendar: { appointmentId: 'A1', startTime: '2026-11-28T09:00:00' } },
			{ ...OF_C9, recordType: 'appointment', recordId: 'A1' },
		],
		['nothing known', { hello: 'world' }, { recordType: 'contact', recordId: null, contactId: null }],
	])('%s', async (_, body, expected) => {
		expect(await given(body)).toEqual([expect.objectContaining(expected)]);
	});

	it.each<[string, string, string]>([
		['JSON as plain text', '{"contact_id":"C9"}', 'text/plain'],
		['a form as plain text', 'contact_id=C9&name=Ada+Lane', 'text/plain'],
		['a form', 'contact_id=C9&name=Ada', 'application/x-www-form-urlencoded'],
		['a form with paths', 'contact%5Bid%5D=C9', 'application/x-www-form-urlencoded'],
		['a form with "Custom Data"', 'customData%5BcontactId%5D=C9', 'application/x-www-form-urlencoded'],
		[
			'a form with a field that is JSON',
			'payload=%7B%22contact_id%22%3A%22C9%22%7D',
			'application/x-www-form-urlencoded',
		],
		['JSON that is sent as a form', '{"contact_id":"C9","note":"a=b&c"}', 'application/x-www-form-urlencoded'],
		['a multipart form', MULTIPART, 'multipart/form-data; boundary=b'],
		['JSON within JSON', '"{\\"contact_id\\":\\"C9\\"}"', 'application/json'],
		['JSON behind a byte order mark', '\uFEFF{"contact_id":"C9"}', 'text/plain'],
		['JSON with line breaks in its texts', '{"contact_id":"C9","note":"a\nb"}', 'text/plain'],
		['JSON of a type that n8n does not know', '{"contact_id":"C9"}', 'application/octet-stream'],
	])('%s', async (_, body, contentType) => {
		expect(await given(body, contentType)).toEqual([expect.objectContaining(CONTACT)]);
	});

	it('of plain text that says nothing are unknown, and the text is kept', async () => {
		const [item] = await given('Ada called', 'text/plain');
		expect(item).toMatchObject({ contactId: null, record: { text: 'Ada called' } });
	});

	it('of each post in a list are its own', async () => {
		const sent = [
			{ contact_id: 'C8', locationId: 'L8' },
			{ contact_id: 'C9', locationId: 'L9' },
		];
		expect(await given(sent)).toMatchObject([{ contactId: 'C8' }, { contactId: 'C9' }]);
		expect(await given(sent, undefined, 'L9')).toMatchObject([{ contactId: 'C9' }]);
	});

	it.each<[string, unknown]>([
		['an empty object', {}],
		['nothing', 'null'],
		['no bytes', ''],
	])('are unknown where GHL sent %s, and that is said', async (_, body) => {
		expect(await given(body)).toMatchObject([
			{ contactId: null, problem: 'GHL sent no fields. Choose some in the action "Custom Webhook" of the workflow.' },
		]);
	});

	it('keep other locations out wherever they stand', async () => {
		expect(await given({ customData: { contactId: 'C9', locationId: 'L9' } }, undefined, LOCATION)).toEqual([]);
		expect(await given({ customData: { contactId: 'C9', locationId: LOCATION } }, undefined, LOCATION)).toHaveLength(1);
	});

	it('are nowhere where a name could change code', async () => {
		const [item] = await given(
			'{"__proto__":{"contactId":"C9"},"constructor[prototype][contactId]":"C9","a.__proto__.b":1}',
		);
		expect(item).toMatchObject({ contactId: null });
		expect({}).not.toHaveProperty('contactId');
		expect({}).not.toHaveProperty('b');
	});
});

describe('a placeholder that GHL left as it is', () => {
	it.each(['{{contact.id}}', '{{ contact.id }}'])('%s is not an ID, and is said', async (placeholder) => {
		expect(await given({ contactId: placeholder, email: 'ada@example.com' })).toEqual([
			expect.objectContaining({
				recordId: null,
				contactId: null,
				problem: `GHL did not fill in ${placeholder}. Choose the field again in the action "Custom Webhook" of the workflow.`,
			}),
		]);
	});

	it('gives way to the same ID under another name', async () => {
		const [item] = await given({ contactId: '{{contact.id}}', contact: { id: 'C9' } });
		expect(item).toMatchObject(CONTACT);
	});

	it.each(['{contact.id}', '${contact.id}', 'undefined'])('in another form, %s, is no ID either', async (sent) => {
		expect(await given({ contact_id: sent })).toMatchObject([
			{
				contactId: null,
				problem: `"${sent}" is no ID of a contact. Choose the field again in the action "Custom Webhook" of the workflow.`,
			},
		]);
	});

	it('is no value of a field, and each one is named', async () => {
		const [item] = await given({
			contact_id: 'C9',
			first_name: ' {{contact.first_name}} ',
			phone: '{{ contact.phone }}',
			note: 'Call {{contact.first_name}}',
			customData: { tags: ['vip', '{{contact.tagz}}'], size: '{{custom_values.size}}' },
		});
		expect(item).toMatchObject({
			contactId: 'C9',
			record: {
				first_name: null,
				phone: null,
				note: 'Call {{contact.first_name}}',
				customData: { tags: ['vip'], size: null },
			},
			problem: expect.stringContaining(
				'GHL did not fill in {{contact.first_name}}, {{ contact.phone }}, {{contact.tagz}}, {{custom_values.size}}. ',
			),
		});
	});

	it('is said in whatever field it stands', async () => {
		const [item] = await given({ contact_id: 'C9', customData: { tags: ['{{contact.tagz}}'] } });
		expect(item).toMatchObject({ contactId: 'C9', problem: expect.stringContaining('{{contact.tagz}}') });
	});
});
