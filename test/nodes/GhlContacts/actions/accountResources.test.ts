import type { IDataObject, ResourceMapperFields } from 'n8n-workflow';
import {
	BUSINESS,
	CALENDAR,
	CALENDAR_GROUP,
	CAMPAIGN,
	CAMPAIGN_SECOND,
	FIELDS,
	FORM,
	LOCATION_US,
	USER_ANNA,
	USER_BEN,
	WORKFLOW,
	WORKFLOW_DRAFT,
} from '../../../../sandbox/ghl/world';
import { byId, GhlAccount } from '../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

const ids = (records: IDataObject[]): unknown[] => records.map(({ id }) => id);

describe('business', () => {
	test('create and update unwrap an envelope that GHL spells "buiseness"', async () => {
		const created = await ghl.one('business.create', {
			name: 'Tents Ltd',
			additionalFields: { email: ' Office@Example.com', city: 'Boston' },
		});
		expect(ghl.last).toMatchObject({
			method: 'POST',
			path: '/businesses/',
			body: { name: 'Tents Ltd', email: 'office@example.com', city: 'Boston', locationId: LOCATION_US },
		});
		expect(created).toMatchObject({ id: expect.any(String), name: 'Tents Ltd' });
		expect(
			await ghl.one('business.update', { businessId: byId(created.id), updateFields: { name: 'Tents Inc' } }),
		).toMatchObject({ id: created.id, name: 'Tents Inc', city: 'Boston' });
		expect(ghl.last.body).toEqual({ name: 'Tents Inc' });
	});

	test('get, get many and delete', async () => {
		expect(await ghl.one('business.get', { businessId: byId(BUSINESS) })).toMatchObject({
			id: BUSINESS,
			name: 'Acme Events',
		});
		expect(ids(await ghl.run('business.getMany'))).toEqual([BUSINESS]);
		expect(await ghl.one('business.delete', { businessId: byId(BUSINESS) })).toEqual({ id: BUSINESS, deleted: true });
		expect(ghl.state().businesses).toHaveLength(0);
	});
});

describe('tag', () => {
	test('create, get, rename and delete change contacts that have it', async () => {
		const tag = await ghl.one('tag.create', { name: 'Press' });
		expect(tag).toMatchObject({ name: 'press', locationId: LOCATION_US });
		const [contact] = ghl.contacts({ email: 'a@example.com', tags: ['press'] });
		expect(await ghl.one('tag.get', { tagId: byId(tag.id) })).toMatchObject({ id: tag.id });
		expect(await ghl.one('tag.update', { tagId: byId(tag.id), name: 'media' })).toMatchObject({
			id: tag.id,
			name: 'media',
		});
		expect(ghl.stored(contact).tags).toEqual(['media']);
		expect(await ghl.one('tag.delete', { tagId: byId(tag.id) })).toEqual({ id: tag.id, deleted: true });
		expect((await ghl.run('tag.getMany')).map(({ name }) => name)).toEqual(['customer', 'newsletter']);
	});
});

describe('custom field', () => {
	test('create sends choices as a list', async () => {
		const field = await ghl.one('customField.create', {
			name: 'Color',
			dataType: 'SINGLE_OPTIONS',
			model: 'contact',
			additionalFields: { options: 'Red, Blue', placeholder: 'Choose' },
		});
		expect(ghl.last.body).toEqual({
			name: 'Color',
			dataType: 'SINGLE_OPTIONS',
			model: 'contact',
			options: ['Red', 'Blue'],
			placeholder: 'Choose',
		});
		expect(field).toMatchObject({ fieldKey: 'contact.color', picklistOptions: ['Red', 'Blue'] });
	});

	test('text boxes are sent with their labels', async () => {
		await ghl.run('customField.create', {
			name: 'Rooms',
			dataType: 'TEXTBOX_LIST',
			additionalFields: { textBoxes: 'First, Second' },
		});
		expect(ghl.last.body).toMatchObject({
			textBoxListOptions: [
				{ label: 'First', prefillValue: '' },
				{ label: 'Second', prefillValue: '' },
			],
		});
	});

	test('get by ID or key, update and delete', async () => {
		expect(await ghl.one('customField.get', { customFieldId: byId('contact.industry') })).toMatchObject({
			id: FIELDS.industry,
			dataType: 'TEXT',
		});
		expect(
			await ghl.one('customField.update', {
				customFieldId: byId(FIELDS.industry),
				name: 'Trade',
				updateFields: { position: 5 },
			}),
		).toMatchObject({ name: 'Trade', position: 5 });
		expect(ghl.last.body).toEqual({ name: 'Trade', position: 5 });
		expect(await ghl.one('customField.delete', { customFieldId: byId(FIELDS.industry) })).toEqual({
			id: FIELDS.industry,
			deleted: true,
		});
	});

	test('get many returns those of contacts, opportunities or all', async () => {
		const count = async (model: string) => (await ghl.run('customField.getMany', { model, returnAll: true })).length;
		expect(await count('opportunity')).toBe(1);
		expect(await count('all')).toBe((await count('contact')) + 1);
	});
});

describe('set up fields', () => {
	const setUp = async (...field: IDataObject[]) =>
		await ghl.run('customField.setUpFields', { fieldSet: 'list', customFields: { field } });
	const makes = (): unknown[] => ghl.calls({ method: 'POST', path: '/customFields' }).map(({ body }) => body);

	test('creates what is missing once, and leaves the others as they are', async () => {
		const fields = [
			{ name: ' Tent Size ', dataType: 'RADIO', choices: 'S, M' },
			{ name: 'INDUSTRY', dataType: 'TEXT' },
			{ name: 'tent size', dataType: 'TEXT' },
		];
		expect((await setUp(...fields)).map(({ fieldKey, created }) => [fieldKey, created])).toEqual([
			['contact.tent_size', true],
			['contact.industry', false],
		]);
		expect(makes()).toEqual([{ name: 'Tent Size', dataType: 'RADIO', model: 'contact', options: ['S', 'M'] }]);
		expect((await setUp(...fields)).map(({ created }) => created)).toEqual([false, false]);
		expect(makes()).toHaveLength(1);
	});

	test('is known to the columns of Sync at once', async () => {
		const columns = async () => {
			const { fields } = await ghl.editor<ResourceMapperFields>('resourceMapping', 'getContactColumnsForSync');
			return fields.map(({ id }) => id);
		};
		expect(await columns()).not.toContain('custom_tent_size');
		await setUp({ name: 'Tent Size', dataType: 'TEXT' });
		expect(await columns()).toContain('custom_tent_size');
	});

	test('reports where GHL has another type', async () => {
		const [typed, keyed] = await setUp(
			{ name: 'Industry', dataType: 'NUMERICAL' },
			{ name: 'Größe', key: 'size', dataType: 'TEXT' },
		);
		expect(typed.hint).toBe('The field has the type TEXT and not NUMERICAL. Its type cannot be changed.');
		expect(keyed).toMatchObject({
			created: true,
			hint: 'GHL gave the field the key "größe" and not "size": map it under that key.',
		});
	});

	test.each([
		['a name under another key', [{ name: 'Industry', key: 'branch' }], /"Industry" with another key: "industry"/],
		['a field without a name', [{ name: 'Tent' }, { name: ' ' }], /Name is empty/],
		['an empty list', [], /no custom field to set up/],
	])('refuses %s before it makes any', async (_, field, message) => {
		const customFields = { field: [{ name: 'First', dataType: 'TEXT' }, ...field] };
		const list = field.length > 0 ? customFields : {};
		const { message: said } = await ghl.failure('customField.setUpFields', { fieldSet: 'list', customFields: list });
		expect(said).toMatch(message);
		expect(makes()).toEqual([]);
	});

	test('names the permission that the token lacks', async () => {
		const readOnly = await ghl.oAuth(LOCATION_US, 'contacts.readonly locations/customFields.readonly');
		const { message, description } = await ghl.failure(
			'customField.setUpFields',
			{ fieldSet: 'list', customFields: { field: [{ name: 'Tent', dataType: 'TEXT' }] } },
			readOnly,
		);
		expect(`${message} ${description}`).toMatch(/locations\/customFields\.write/);
	});
});

describe('tasks of the location', () => {
	test('are searched over pages in the body, with the filters on each', async () => {
		const contacts = ghl.contacts(...Array.from({ length: 130 }, (_, index) => ({ email: `c${index}@example.com` })));
		await ghl.run(
			'task.create',
			{
				contactId: byId('={{ $json.id }}'),
				title: 'Call',
				dueDate: '2026-11-24T09:00:00Z',
				additionalFields: { assignedTo: USER_ANNA },
			},
			contacts.map((id) => ({ id })),
		);
		ghl.sandbox.clearRequests();
		const found = await ghl.run('task.search', {
			returnAll: true,
			filters: { status: 'open', assignedTo: USER_ANNA, query: 'call' },
		});
		expect([found.length, new Set(ids(found)).size]).toEqual([130, 130]);
		expect(ghl.calls().map(({ path, body }) => [path, body])).toEqual(
			[0, 100].map((skip) => [
				`/locations/${LOCATION_US}/tasks/search`,
				{ completed: false, assignedTo: [USER_ANNA], query: 'call', limit: 100, skip },
			]),
		);
		expect(await ghl.run('task.search', { filters: { contactIds: contacts[3] } })).toMatchObject([
			{ contactId: contacts[3] },
		]);
	});
});

describe('user', () => {
	test('search sends the company of the sub-account, get returns one', async () => {
		expect(ids(await ghl.run('user.search', { options: { query: 'anna' } }))).toEqual([USER_ANNA]);
		expect(ghl.last.query).toMatchObject({ companyId: 'SandboxCompany000001', locationId: LOCATION_US, query: 'anna' });
		expect(await ghl.one('user.get', { userId: byId(USER_BEN), simplify: false })).toMatchObject({
			id: USER_BEN,
			name: 'Ben Ortiz',
			permissions: {},
		});
	});
});

describe('location', () => {
	test('get returns its time zone and settings', async () => {
		expect(await ghl.one('location.get')).toMatchObject({
			id: LOCATION_US,
			timezone: 'America/New_York',
			settings: { allowDuplicateContact: false },
		});
	});

	test('API usage comes as numbers', async () => {
		const usage = await ghl.one('location.getUsage');
		expect(usage).toEqual({
			account: LOCATION_US,
			locationId: LOCATION_US,
			dailyLimit: expect.any(Number),
			dailyRemaining: expect.any(Number),
			dailyResetSeconds: expect.any(Number),
			percentUsed: expect.any(Number),
			burstLimit: expect.any(Number),
			burstRemaining: expect.any(Number),
			burstIntervalSeconds: 10,
		});
		expect(usage.dailyRemaining as number).toBeLessThan(usage.dailyLimit as number);
	});
});

describe('lists', () => {
	test.each([
		['calendar.getMany', {}, [CALENDAR], '/calendars/', { locationId: LOCATION_US }],
		[
			'calendar.getMany',
			{ options: { groupId: CALENDAR_GROUP, showDrafted: false } },
			[CALENDAR],
			'/calendars/',
			{ locationId: LOCATION_US, groupId: CALENDAR_GROUP, showDrafted: 'false' },
		],
		['calendar.getGroups', {}, [CALENDAR_GROUP], '/calendars/groups', { locationId: LOCATION_US }],
		['campaign.getMany', {}, [CAMPAIGN, CAMPAIGN_SECOND], '/campaigns/', { locationId: LOCATION_US }],
		[
			'campaign.getMany',
			{ options: { status: 'draft' } },
			[CAMPAIGN_SECOND],
			'/campaigns/',
			{ locationId: LOCATION_US, status: 'draft' },
		],
		['workflow.getMany', {}, [WORKFLOW, WORKFLOW_DRAFT], '/workflows/', { locationId: LOCATION_US }],
		['form.getMany', {}, [FORM], '/forms/', { locationId: LOCATION_US, limit: '50', skip: '0' }],
	])('%s with %j', async (operation, parameters, expected, path, query) => {
		expect(ids(await ghl.run(operation, parameters))).toEqual(expected);
		expect(ghl.last).toMatchObject({ method: 'GET', path });
		expect(ghl.last.query).toEqual(query);
	});

	test('form submissions are read page by page, by whole days', async () => {
		ghl.sandbox.seed('ghl', {
			submissions: Array.from({ length: 130 }, (_, index) => ({
				formId: FORM,
				contactId: `c${index}`,
				name: `N${index}`,
				email: `c${index}@example.com`,
				createdAt: '2026-01-15T10:00:00Z',
			})),
		});
		const found = await ghl.run('form.getSubmissions', {
			returnAll: true,
			filters: { formId: FORM, startAt: '2026-01-15T00:00:00', endAt: '2026-01-15T23:00:00+02:00' },
		});
		expect(new Set(ids(found)).size).toBe(130);
		expect(ghl.calls({ path: '/forms/submissions' }).map(({ query }) => query)).toEqual(
			['1', '2'].map((page) => ({
				locationId: LOCATION_US,
				formId: FORM,
				startAt: '2026-01-15',
				endAt: '2026-01-15',
				limit: '100',
				page,
			})),
		);
	});
});

describe('conversation', () => {
	let contactId: string;
	beforeEach(() => {
		[contactId] = ghl.contacts({ firstName: 'Ada', email: 'ada@example.com', phone: '+12125550142' });
	});

	test('an SMS is sent once, with the API version of conversations', async () => {
		const sent = await ghl.one('conversation.sendMessage', {
			contactId: byId(contactId),
			type: 'SMS',
			message: 'Hello',
			smsFields: { scheduledTimestamp: '2026-11-24T09:00:00Z', attachments: 'https://example.com/a.pdf' },
		});
		expect(sent).toMatchObject({ conversationId: expect.any(String), messageId: expect.any(String) });
		expect(ghl.last).toMatchObject({
			method: 'POST',
			path: '/conversations/messages',
			headers: { version: '2021-04-15' },
		});
		expect(ghl.last.body).toEqual({
			type: 'SMS',
			contactId,
			message: 'Hello',
			scheduledTimestamp: Date.parse('2026-11-24T09:00:00Z') / 1000,
			attachments: ['https://example.com/a.pdf'],
		});
	});

	test('an email has subject, HTML and copies', async () => {
		await ghl.run('conversation.sendMessage', {
			contactId: byId(contactId),
			type: 'Email',
			subject: 'Hello',
			html: '<p>Hi</p>',
			emailFields: { emailCc: 'b@example.com, c@example.com', emailFrom: 'Anna <anna@example.com>' },
		});
		expect(ghl.last.body).toEqual({
			type: 'Email',
			contactId,
			subject: 'Hello',
			html: '<p>Hi</p>',
			emailCc: ['b@example.com', 'c@example.com'],
			emailFrom: 'Anna <anna@example.com>',
		});
	});

	test('a message whose answer is lost is not sent again', async () => {
		ghl.sandbox.faults({ kind: 'answerLost', path: '/conversations/messages' });
		const error = await ghl.failure('conversation.sendMessage', { contactId: byId(contactId), message: 'Hello' });
		expect(error.description).toContain('It is not known whether');
		expect(ghl.state().messages).toHaveLength(1);
	});

	test('a message to a contact without phone fails in the words of GHL', async () => {
		const [silent] = ghl.contacts({ email: 'b@example.com' });
		expect((await ghl.failure('conversation.sendMessage', { contactId: byId(silent), message: 'Hello' })).message).toBe(
			'GHL: Missing phone number',
		);
	});

	test('get many reads on by the date of the last one', async () => {
		const contacts = ghl.contacts(
			...Array.from({ length: 120 }, (_, index) => ({
				email: `c${index}@example.com`,
				phone: `+1212555${String(index).padStart(4, '0')}`,
			})),
		);
		for (const id of contacts) {
			ghl.sandbox.advance(1000);
			await ghl.run('conversation.sendMessage', { contactId: byId(id), message: 'Hello' });
		}
		const found = await ghl.run('conversation.getMany', { returnAll: true });
		expect(new Set(ids(found)).size).toBe(120);
		expect(await ghl.run('conversation.getMany', { filters: { contactId: contacts[5] } })).toMatchObject([
			{ contactId: contacts[5], lastMessageBody: 'Hello' },
		]);
	});
});
