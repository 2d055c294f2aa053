import {
	BUSINESS,
	CALENDAR,
	CALENDAR_GROUP,
	CAMPAIGN,
	COMPANY_ID,
	FIELDS,
	FORM,
	LOCATION_US,
	LOST_REASON,
	PIPELINE,
	STAGES,
	USER_ANNA,
	USER_BEN,
	WORKFLOW,
} from '../../../sandbox/ghl/world';
import { ghlAccount } from '../../support/sandbox/ghl';

const account = ghlAccount();
const { api } = account;

describe('businesses', () => {
	it('are created, read, listed, changed and deleted, under the key that the API spells wrong', async () => {
		const created = await api('POST', '/businesses/', {
			locationId: LOCATION_US,
			name: 'New Inc',
			email: 'new@example.com',
		});
		expect([created.status, created.data.success, created.data.buiseness.name]).toEqual([201, true, 'New Inc']);
		const path = `/businesses/${created.data.buiseness.id}`;
		expect((await api('PUT', path, { city: 'Boston' })).data.buiseness).toMatchObject({
			name: 'New Inc',
			city: 'Boston',
		});
		expect((await api('GET', path)).data.business).toMatchObject({ city: 'Boston', createdAt: expect.any(String) });
		expect((await api('GET', `/businesses/?locationId=${LOCATION_US}&limit=1&skip=1`)).data.businesses).toMatchObject([
			{ name: 'New Inc' },
		]);
		expect((await api('DELETE', path)).data.success).toBe(true);
		expect((await api('GET', path)).status).toBe(404);
		expect((await api('PUT', `/businesses/${BUSINESS}`, { locationId: LOCATION_US })).data.message).toEqual([
			'property locationId should not exist',
		]);
	});
});

describe('custom fields', () => {
	const path = `/locations/${LOCATION_US}/customFields`;

	it('are listed by model, each type once', async () => {
		const { customFields } = (await api('GET', `${path}?model=contact`)).data;
		expect(new Set(customFields.map((field: { dataType: string }) => field.dataType)).size).toBe(12);
		expect(customFields).toContainEqual(
			expect.objectContaining({
				id: FIELDS.companySize,
				fieldKey: 'contact.company_size',
				dataType: 'SINGLE_OPTIONS',
				picklistOptions: ['1-10', '11-50', '51-200', '201+'],
			}),
		);
		expect((await api('GET', `${path}?model=opportunity`)).data.customFields).toMatchObject([
			{ id: FIELDS.projectCode },
		]);
		expect((await api('GET', `${path}?model=task`)).status).toBe(422);
	});

	it('are found by id and by key', async () => {
		for (const id of [FIELDS.industry, 'contact.industry'])
			expect((await api('GET', `${path}/${id}`)).data.customField.name).toBe('Industry');
	});

	it('are created, renamed and deleted together with their values', async () => {
		const created = await api('POST', path, { name: 'Shoe Size', dataType: 'NUMERICAL' });
		expect([created.status, created.data.customField.fieldKey]).toEqual([201, 'contact.shoe_size']);
		expect((await api('POST', path, { name: 'Shoe size', dataType: 'TEXT' })).status).toBe(400);
		const { id } = created.data.customField;
		expect((await api('PUT', `${path}/${id}`, { name: 'Boot Size' })).data.customField).toMatchObject({
			name: 'Boot Size',
			fieldKey: 'contact.shoe_size',
		});
		const contact = await account.contact({ email: 'a@example.com', customFields: [{ id, field_value: 42 }] });
		expect((await api('DELETE', `${path}/${id}`)).data.succeded).toBe(true);
		expect((await api('GET', `/contacts/${contact}`)).data.contact.customFields).toEqual([]);
	});
});

describe('tags of a location', () => {
	it('are created, renamed and deleted on their contacts, too', async () => {
		const path = `/locations/${LOCATION_US}/tags`;
		const contact = await account.contact({ email: 'a@example.com', tags: ['first'] });
		const created = await api('POST', path, { name: 'Second' });
		expect([created.status, created.data.tag.name]).toEqual([200, 'second']);
		expect((await api('POST', path, { name: 'SECOND' })).status).toBe(400);
		const first = (await api('GET', path)).data.tags.find((tag: { name: string }) => tag.name === 'first');
		expect((await api('PUT', `${path}/${first.id}`, { name: 'Third' })).data.tag.name).toBe('third');
		expect((await api('GET', `/contacts/${contact}`)).data.contact.tags).toEqual(['third']);
		await api('DELETE', `${path}/${first.id}`);
		expect((await api('GET', `/contacts/${contact}`)).data.contact.tags).toEqual([]);
		expect((await api('GET', `${path}/${first.id}`)).status).toBe(404);
	});
});

describe('custom values', () => {
	it('are created with a key and listed', async () => {
		const path = `/locations/${LOCATION_US}/customValues`;
		const { customValue } = (await api('POST', path, { name: 'Opening Hours', value: '9-17' })).data;
		expect(customValue.fieldKey).toBe('{{ custom_values.opening_hours }}');
		expect((await api('GET', path)).data.customValues).toMatchObject([{ id: customValue.id, value: '9-17' }]);
	});
});

describe('users', () => {
	it('are searched with the company and read by id', async () => {
		const search = async (query: string): Promise<{ count: number; users: Array<{ id: string }> }> =>
			(await api('GET', `/users/search?companyId=${COMPANY_ID}&locationId=${LOCATION_US}&${query}`)).data;
		expect((await search('')).count).toBe(2);
		expect(await search('query=anna')).toMatchObject({
			count: 1,
			users: [{ id: USER_ANNA, name: 'Anna Miller', roles: { role: 'admin', locationIds: [LOCATION_US] } }],
		});
		expect((await search('skip=1&limit=1')).users).toMatchObject([{ id: USER_BEN }]);
		expect((await api('GET', `/users/search?locationId=${LOCATION_US}`)).status).toBe(422);
		expect((await api('GET', `/users/${USER_ANNA}`)).data).toMatchObject({
			id: USER_ANNA,
			email: 'anna@harbor.example.com',
		});
	});
});

describe('lists', () => {
	it.each<[string, string, object]>([
		['/workflows/', 'workflows', { id: WORKFLOW, status: 'published' }],
		['/campaigns/', 'campaigns', { id: CAMPAIGN, status: 'published' }],
		['/forms/', 'forms', { id: FORM }],
		['/calendars/', 'calendars', { id: CALENDAR, groupId: CALENDAR_GROUP }],
		['/calendars/groups', 'groups', { id: CALENDAR_GROUP }],
		[
			'/opportunities/pipelines',
			'pipelines',
			{ id: PIPELINE, stages: [{ id: STAGES.lead }, { id: STAGES.quoted }, { id: STAGES.booked }] },
		],
		['/opportunities/lost-reason', 'lostReasons', { id: LOST_REASON }],
	])('%s', async (path, key, first) => {
		expect((await api('GET', `${path}?locationId=${LOCATION_US}`)).data[key][0]).toMatchObject(first);
		expect((await api('GET', path)).status).toBe(403);
	});

	it('of form submissions are read by day and page', async () => {
		const at = (createdAt: string, name: string): object => ({
			formId: FORM,
			contactId: 'c',
			name,
			email: `${name}@example.com`,
			createdAt,
		});
		account.sandbox.time({ now: '2026-11-23T12:00:00Z' });
		account.sandbox.seed('ghl', {
			submissions: [
				at('2026-01-01T10:00:00Z', 'old'),
				at('2026-11-20T10:00:00Z', 'ann'),
				at('2026-11-21T23:59:00Z', 'bob'),
			],
		});
		const list = async (query: string): Promise<{ submissions: Array<{ name: string }>; meta: object }> =>
			(await api('GET', `/forms/submissions?locationId=${LOCATION_US}&${query}`)).data;
		expect((await list('')).submissions.map(({ name }) => name)).toEqual(['bob', 'ann']);
		expect((await list('startAt=2026-11-21&endAt=2026-11-21')).submissions).toMatchObject([{ name: 'bob' }]);
		expect(await list('limit=1&page=2')).toMatchObject({
			submissions: [{ name: 'ann' }],
			meta: { total: 2, currentPage: 2, nextPage: null, prevPage: 1 },
		});
		expect((await api('GET', `/forms/submissions?locationId=${LOCATION_US}&startAt=21-11-2026`)).status).toBe(422);
	});
});

describe('opportunities', () => {
	let contactId: string;
	beforeEach(async () => {
		contactId = await account.contact({ name: 'Ann Lee', email: 'a@example.com' });
		account.sandbox.seed('ghl', { indexLag: 0 });
	});
	const create = async (fields: object = {}): ReturnType<typeof api> =>
		api('POST', '/opportunities/', {
			locationId: LOCATION_US,
			pipelineId: PIPELINE,
			contactId,
			name: 'Tent',
			status: 'open',
			...fields,
		});

	it('are created, read, changed and deleted', async () => {
		const created = await create({
			monetaryValue: 250,
			customFields: [{ id: FIELDS.projectCode, field_value: 'P-1' }],
		});
		expect(created.status).toBe(201);
		expect(created.data.opportunity).toMatchObject({
			pipelineStageId: STAGES.lead,
			monetaryValue: 250,
			contact: { id: contactId, name: 'Ann Lee' },
			customFields: [{ id: FIELDS.projectCode, fieldValue: 'P-1' }],
		});
		const path = `/opportunities/${created.data.opportunity.id}`;
		expect((await api('PUT', path, { pipelineStageId: STAGES.booked })).data.opportunity).toMatchObject({
			pipelineStageId: STAGES.booked,
			name: 'Tent',
		});
		expect((await api('PUT', `${path}/status`, { status: 'lost', lostReasonId: LOST_REASON })).data.succeded).toBe(
			true,
		);
		expect((await api('GET', path)).data.opportunity).toMatchObject({ status: 'lost', lostReasonId: LOST_REASON });
		expect((await api('DELETE', path)).data.succeded).toBe(true);
		expect((await api('GET', path)).status).toBe(404);
	});

	it.each<[object, number, unknown]>([
		[{ companyName: 'x', tags: [] }, 422, ['property companyName should not exist', 'property tags should not exist']],
		[{ contactId: undefined }, 422, ['contactId should not be empty', 'contactId must be a string']],
		[{ status: 'closed' }, 422, ['status must be one of the following values: open, won, lost, abandoned']],
		[{ pipelineStageId: 'x' }, 400, 'The pipeline stage id is invalid.'],
	])('refuse %j', async (fields, status, message) => {
		const response = await create(fields);
		expect([response.status, response.data.message]).toEqual([status, message]);
	});

	it('are one per contact and pipeline, unless the location allows more', async () => {
		await create();
		expect((await create()).data.message).toBe('Can not create duplicate opportunity for the contact.');
		account.sandbox.seed('ghl', { allowDuplicateOpportunity: true });
		expect((await create()).status).toBe(201);
	});

	it('are upserted by contact or id, followers included', async () => {
		const upsert = async (
			fields: object,
		): Promise<{ new: boolean; opportunity: { id: string; followers: string[]; name: string } }> =>
			(
				await api('POST', '/opportunities/upsert', {
					locationId: LOCATION_US,
					pipelineId: PIPELINE,
					followers: [],
					isRemoveAllFollowers: false,
					followersActionType: 'add',
					...fields,
				})
			).data;
		const first = await upsert({ contactId, name: 'Tent', followers: [USER_ANNA] });
		expect(first).toMatchObject({ new: true, opportunity: { followers: [USER_ANNA] } });
		expect(await upsert({ contactId, name: 'Big tent', followers: [USER_BEN] })).toMatchObject({
			new: false,
			opportunity: { id: first.opportunity.id, name: 'Big tent', followers: [USER_ANNA, USER_BEN] },
		});
		expect(
			(await upsert({ id: first.opportunity.id, followers: [USER_ANNA], followersActionType: 'remove' })).opportunity
				.followers,
		).toEqual([USER_BEN]);
		const path = `/opportunities/${first.opportunity.id}/followers`;
		expect((await api('POST', path, { followers: [USER_ANNA] })).data).toMatchObject({ followersAdded: [USER_ANNA] });
		expect((await api('DELETE', path, { followers: [USER_BEN] })).data).toMatchObject({
			followers: [USER_ANNA],
			followersRemoved: [USER_BEN],
		});
	});

	it('are searched by snake_case filters, with typed custom values and a cursor', async () => {
		account.sandbox.seed('ghl', { allowDuplicateOpportunity: true });
		for (const [name, monetaryValue] of [
			['One', 10],
			['Two', 20],
			['Three', 30],
		] as const)
			await create({ name, monetaryValue, customFields: [{ key: 'project_code', field_value: name }] });
		const search = async (
			body: object,
		): Promise<{ total: number; opportunities: Array<{ name: string; sort: unknown[]; customFields: unknown[] }> }> =>
			(await api('POST', '/opportunities/search', { locationId: LOCATION_US, limit: 2, ...body })).data;
		const sort = [{ field: 'monetary_value', direction: 'desc' }];
		const first = await search({ sort, filters: [{ field: 'monetary_value', operator: 'range', value: { gt: 5 } }] });
		expect([first.total, first.opportunities.map(({ name }) => name)]).toEqual([3, ['Three', 'Two']]);
		expect(first.opportunities[0]?.customFields).toEqual([
			{ id: FIELDS.projectCode, type: 'string', fieldValueString: 'Three' },
		]);
		expect((await search({ sort, searchAfter: first.opportunities[1]?.sort })).opportunities).toMatchObject([
			{ name: 'One' },
		]);
		expect(
			(await search({ filters: [{ field: `custom_fields.${FIELDS.projectCode}`, operator: 'eq', value: 'Two' }] }))
				.opportunities,
		).toMatchObject([{ name: 'Two' }]);
		expect((await search({ query: 'ann lee' })).total).toBe(3);
		expect(
			(
				await api('POST', '/opportunities/search', {
					locationId: LOCATION_US,
					limit: 2,
					filters: [{ field: 'pipelineId', operator: 'eq', value: 'x' }],
				})
			).status,
		).toBe(422);
	});

	it('are listed with snake_case in dated versions and camelCase in v3', async () => {
		await create();
		const list = async (query: string, version?: string): ReturnType<typeof api> =>
			api('GET', `/opportunities/search?${query}`, undefined, version);
		expect((await list(`location_id=${LOCATION_US}&pipeline_id=${PIPELINE}&status=open`)).data.meta).toMatchObject({
			total: 1,
			nextPage: null,
		});
		expect((await list(`location_id=${LOCATION_US}&status=won`)).data.opportunities).toEqual([]);
		expect((await list(`locationId=${LOCATION_US}`)).status).toBe(422);
		expect((await list(`locationId=${LOCATION_US}&contactId=${contactId}`, 'v3')).data.opportunities).toMatchObject([
			{ name: 'Tent' },
		]);
		expect((await list(`location_id=${LOCATION_US}&date=2026-01-01`)).data.message).toEqual([
			'date must be in mm-dd-yyyy format',
		]);
		expect((await list(`location_id=${LOCATION_US}&date=01-01-2026&endDate=01-02-2026`)).data.opportunities).toEqual(
			[],
		);
	});
});

describe('conversations', () => {
	it('begin with a message and are found again', async () => {
		const contactId = await account.contact({ name: 'Ann Lee', email: 'a@example.com' });
		const send = async (fields: object): ReturnType<typeof api> =>
			api('POST', '/conversations/messages', { contactId, ...fields }, '2021-04-15');
		const email = await send({ type: 'Email', subject: 'Hi', html: '<p>Hello</p>' });
		expect(email.data).toMatchObject({ status: 'pending', emailMessageId: expect.any(String) });
		expect((await send({ type: 'SMS', message: 'hi' })).data.message).toBe('Missing phone number');
		expect((await send({ type: 'SMS', toNumber: '+16175550123' })).status).toBe(422);
		expect((await send({ type: 'Pigeon', message: 'coo' })).status).toBe(422);
		const found = (
			await api(
				'GET',
				`/conversations/search?locationId=${LOCATION_US}&contactId=${contactId}`,
				undefined,
				'2021-04-15',
			)
		).data;
		expect(found).toMatchObject({
			total: 1,
			conversations: [{ id: email.data.conversationId, fullName: 'Ann Lee', lastMessageBody: '<p>Hello</p>' }],
		});
		await send({ type: 'SMS', message: 'second', toNumber: '+16175550123' });
		const page = (
			await api('GET', `/conversations/${email.data.conversationId}/messages?limit=1`, undefined, '2021-04-15')
		).data;
		expect(page).toMatchObject({ nextPage: true, messages: [{ body: 'second', messageType: 'TYPE_SMS' }] });
		const next = (
			await api(
				'GET',
				`/conversations/${email.data.conversationId}/messages?limit=1&lastMessageId=${page.lastMessageId}`,
				undefined,
				'2021-04-15',
			)
		).data;
		expect(next).toMatchObject({ nextPage: false, messages: [{ subject: 'Hi' }] });
	});
});

describe('the seed', () => {
	it('refuses what it does not know, and adds locations, users, fields and tokens', async () => {
		expect(() => account.sandbox.seed('ghl', { contact: [] })).toThrow(/contact/);
		account.sandbox.seed('ghl', {
			locations: [{ id: 'loc-3', name: 'Third', country: 'GB', timezone: 'Europe/London' }],
			users: [{ id: 'user-3', firstName: 'Di', lastName: 'Fox', email: 'di@example.com', locationIds: ['loc-3'] }],
			customFields: [{ id: 'field-3', locationId: 'loc-3', name: 'Colour', dataType: 'TEXT' }],
			tokens: [{ token: 'pit-3', kind: 'pit', locationId: 'loc-3', scopes: ['contacts.write'] }],
			businesses: [{ id: 'business-3', locationId: 'loc-3', name: 'Three' }],
		});
		const headers = { authorization: 'Bearer pit-3', version: '2021-07-28' };
		const created = await account.http.post(
			'/contacts/',
			{ locationId: 'loc-3', phone: '020 7946 0958', customFields: [{ key: 'colour', field_value: 'red' }] },
			{ headers },
		);
		expect(created.data.contact).toMatchObject({
			phone: '+442079460958',
			customFields: [{ id: 'field-3', value: 'red' }],
		});
		expect((await account.http.get(`/contacts/${created.data.contact.id}`, { headers })).status).toBe(401);
		expect(JSON.stringify(account.sandbox.state('ghl'))).not.toContain('"pit-3"');
	});
});
