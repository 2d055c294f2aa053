import type {
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { resources } from '../../../../nodes/GhlContacts/actions';
import {
	BUSINESS,
	CALENDAR,
	CALENDAR_GROUP,
	CAMPAIGN,
	FIELDS,
	FORM,
	LOST_REASON,
	PIPELINE,
	PIT_READONLY,
	STAGES,
	USER_ANNA,
	USER_BEN,
	WORKFLOW,
} from '../../../../sandbox/ghl/world';
import { method } from '../../../support/engine';
import { byId, GhlAccount, mapping, node } from '../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

const list = async (name: string, filter?: string, parameters = {}): Promise<INodeListSearchResult['results']> =>
	(await ghl.editor<INodeListSearchResult>('listSearch', name, parameters, undefined, filter)).results;

describe('columns of the mapper', () => {
	const columns = async (name: string): Promise<Map<string, ResourceMapperField>> =>
		new Map((await ghl.editor<ResourceMapperFields>('resourceMapping', name)).fields.map((field) => [field.id, field]));

	test('have the type of the custom field, and its choices', async () => {
		const all = await columns('getContactColumnsForCreate');
		const shown = (id: string) => [
			all.get(id)?.displayName,
			all.get(id)?.type,
			all.get(id)?.options?.map(({ value }) => value),
		];
		expect(shown('custom_industry')).toEqual(['Industry', 'string', undefined]);
		expect(shown('custom_annual_revenue')).toEqual(['Annual Revenue', 'number', undefined]);
		expect(shown('custom_interests')).toEqual(['Interests (Tools, Party, Camera, Audio)', 'string', undefined]);
		expect(shown('custom_renewal')).toEqual(['Renewal', 'dateTime', undefined]);
		expect(shown('custom_tier')).toEqual(['Tier', 'options', ['Bronze', 'Silver', 'Gold']]);
		expect(shown('custom_emergency_contacts')).toEqual(['Emergency Contacts (JSON)', 'string', undefined]);
	});

	test('that hold users, countries and yes or no are lists', async () => {
		const all = await columns('getContactColumnsForCreate');
		const options = (id: string) => all.get(id)?.options?.map(({ name, value }) => [name, value]);
		expect(options('assignedTo')).toEqual([
			['Anna Miller', USER_ANNA],
			['Ben Ortiz', USER_BEN],
		]);
		expect(options('country')).toHaveLength(250);
		expect(options('country')).toContainEqual(['United States', 'US']);
		expect(options('gender')).toEqual([
			['Female', 'female'],
			['Male', 'male'],
		]);
		expect(options('dnd')).toEqual([
			['Yes', true],
			['No', false],
		]);
	});

	test('of users are text where the token may not read them', async () => {
		ghl.sandbox.seed('ghl', {
			tokens: [
				{ token: 'pit-no-users', kind: 'pit', scopes: ['locations.readonly', 'locations/customFields.readonly'] },
			],
		});
		const { fields } = await ghl.editor<ResourceMapperFields>(
			'resourceMapping',
			'getContactColumnsForCreate',
			{},
			ghl.token('pit-no-users'),
		);
		expect(fields.find(({ id }) => id === 'assignedTo')).toMatchObject({ displayName: 'Assigned To', type: 'string' });
	});

	test.each([
		['getContactColumnsForCreate', ['firstName', 'lastName', 'email', 'phone']],
		['getContactColumnsForUpdate', ['firstName', 'lastName', 'email', 'phone']],
		['getContactColumnsForUpsert', ['firstName', 'lastName', 'email', 'phone']],
		['getContactColumnsForSync', ['firstName', 'lastName', 'email', 'phone']],
		['getOpportunityColumns', ['name', 'status', 'monetaryValue']],
		['getOpportunityColumnsForUpsert', ['name', 'status', 'monetaryValue']],
		['getOpportunityColumnsForSync', ['pipelineId', 'pipelineStageId', 'name', 'status', 'monetaryValue']],
		['getTaskColumnsForSync', ['title', 'dueDate']],
		['getNoteColumnsForSync', ['body']],
		['getAppointmentColumnsForSync', ['calendarId', 'title', 'startTime', 'endTime']],
		['getBusinessColumnsForSync', ['name', 'email', 'phone']],
	])('%s: a new node shows %j', async (name, first) => {
		expect([...(await columns(name)).values()].filter(({ removed }) => !removed).map(({ id }) => id)).toEqual(first);
	});

	test('hold pipelines, stages and calendars by name', async () => {
		const ofOpportunity = await columns('getOpportunityColumnsForSync');
		expect(ofOpportunity.get('pipelineId')?.options).toEqual([{ name: 'Rentals', value: PIPELINE }]);
		expect(ofOpportunity.get('pipelineStageId')?.options?.map(({ name }) => name)).toEqual([
			'Rentals · Lead',
			'Rentals · Quoted',
			'Rentals · Booked',
		]);
		expect((await columns('getAppointmentColumnsForSync')).get('calendarId')?.options).toEqual([
			{ name: expect.any(String), value: CALENDAR },
		]);
	});

	test('include a field as soon as it was created', async () => {
		await columns('getContactColumnsForCreate');
		await ghl.run('customField.create', { name: 'Shoe Size', dataType: 'TEXT' });
		expect((await columns('getContactColumnsForCreate')).has('custom_shoe_size')).toBe(true);
	});

	test('are available without a credential, except those of the account', async () => {
		const { fields } = await method<ResourceMapperFields>(
			{ ...ghl.setup({}), uses: {} },
			'resourceMapping',
			'getContactColumnsForCreate',
		);
		expect(fields.map(({ id }) => id)).toEqual(expect.arrayContaining(['email', 'assignedTo', 'country']));
		expect(fields.filter(({ id }) => id.startsWith('custom_'))).toEqual([]);
		expect(fields.at(-1)).toMatchObject({
			displayName: 'Custom fields: choose the credential, then ⋮ → Refresh field list',
			removed: true,
		});
		expect((await columns('getContactColumnsForCreate')).has('refreshFieldList')).toBe(false);
	});

	test('of files are read-only and not shown', async () => {
		expect((await columns('getContactColumnsForCreate')).get('custom_contract')).toMatchObject({
			readOnly: true,
			display: false,
		});
	});

	test('leave out what GHL refuses on an update', async () => {
		const [create, update] = [await columns('getContactColumnsForCreate'), await columns('getContactColumnsForUpdate')];
		expect([...create.keys()].filter((id) => !update.has(id))).toEqual(['companyName', 'gender']);
	});

	test('offer email and phone for matching to an upsert only', async () => {
		const matching = async (name: string) =>
			[...(await columns(name)).values()].filter(({ canBeUsedToMatch }) => canBeUsedToMatch).map(({ id }) => id);
		expect(await matching('getContactColumnsForUpsert')).toEqual(['email', 'phone']);
		expect(await matching('getContactColumnsForCreate')).toEqual([]);
	});

	test('of opportunities have custom fields, except for the upsert, which accepts none', async () => {
		expect((await columns('getOpportunityColumns')).get('custom_project_code')).toMatchObject({
			displayName: 'Project Code',
		});
		expect([...(await columns('getOpportunityColumnsForUpsert')).keys()]).toEqual([
			'name',
			'status',
			'monetaryValue',
			'assignedTo',
		]);
	});
});

describe('lists', () => {
	test('of contacts search in GHL and distinguish people of the same name', async () => {
		const [first, second] = ghl.contacts(
			{ firstName: 'Ada', email: 'ada@example.com', dateAdded: '2026-01-02T00:00:00Z' },
			{ firstName: 'Ada', phone: '+12125550142', dateAdded: '2026-01-01T00:00:00Z' },
		);
		ghl.contacts({ firstName: 'Ben', email: 'ben@example.com' });
		expect(await list('searchContacts', 'ada')).toEqual([
			{ name: 'Ada · ada@example.com', value: first },
			{ name: 'Ada · +12125550142', value: second },
		]);
		expect(ghl.last.body).toMatchObject({ query: 'ada', pageLimit: 50 });
	});

	test('of tasks and notes are those of the contact chosen beside', async () => {
		const [contactId] = ghl.contacts({ email: 'ada@example.com' });
		const contact = { contactId: byId(contactId) };
		const task = await ghl.one('task.create', { ...contact, title: 'Call', dueDate: '2026-11-24T09:00:00Z' });
		const note = await ghl.one('note.create', { ...contact, body: 'Likes tents' });
		expect(await list('searchTasks', 'ca', { resource: 'task', operation: 'get', ...contact })).toEqual([
			{ name: 'Call', value: task.id },
		]);
		expect(await list('searchNotes', '', { resource: 'note', operation: 'get', ...contact })).toEqual([
			{ name: 'Likes tents', value: note.id },
		]);
	});

	test('of appointments and their notes', async () => {
		ghl.sandbox.time({ now: new Date().toISOString() });
		const [contactId] = ghl.contacts({ email: 'ada@example.com' });
		const soon = new Date(Date.now() + 86_400_000).toISOString();
		const appointment = await ghl.one('appointment.create', {
			contactId: byId(contactId),
			calendarId: CALENDAR,
			startTime: soon,
			additionalFields: { title: 'Pickup', ignoreFreeSlotValidation: true },
		});
		const [found] = await list('searchAppointments', 'pick');
		expect(found).toEqual({
			name: expect.stringMatching(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2} · Pickup$/),
			value: appointment.id,
		});
		const on = { appointmentId: byId(appointment.id) };
		const note = await ghl.one('appointmentNote.create', { ...on, body: 'Bring the key' });
		expect(
			await list('searchAppointmentNotes', 'key', { resource: 'appointmentNote', operation: 'delete', ...on }),
		).toEqual([{ name: 'Bring the key', value: note.id }]);
	});

	test('of opportunities', async () => {
		const [contactId] = ghl.contacts({ email: 'ada@example.com' });
		const made = await ghl.one('opportunity.create', {
			contactId: byId(contactId),
			pipelineId: PIPELINE,
			fields: mapping({ name: 'Tent' }),
		});
		ghl.sandbox.advance(60_000);
		expect(await list('searchOpportunities', 'ten')).toEqual([{ name: 'Tent · open', value: made.id }]);
	});

	test.each([
		['searchBusinesses', 'acme', [{ name: 'Acme Events', value: BUSINESS }]],
		['searchUsers', 'ann', [{ name: 'Anna Miller', value: USER_ANNA }]],
		['searchCampaigns', 'SPRING', [{ name: 'Spring', value: CAMPAIGN }]],
		['searchWorkflows', 'wel', [{ name: 'Welcome', value: WORKFLOW }]],
		['searchTags', 'news', [{ name: 'newsletter', value: expect.any(String) }]],
		['searchCustomFields', 'project', [{ name: 'Project Code · opportunity', value: FIELDS.projectCode }]],
	])('%s finds "%s"', async (name, filter, expected) => {
		expect(await list(name, filter)).toEqual(expected);
		expect(await list(name, 'no such thing')).toEqual([]);
	});

	test('say in one sentence what is wrong', async () => {
		ghl.sandbox.seed('ghl', { tokens: [{ token: 'pit-no-campaigns', kind: 'pit', scopes: ['contacts.readonly'] }] });
		await expect(ghl.editor('listSearch', 'searchCampaigns', {}, ghl.token('pit-no-campaigns'))).rejects.toThrow(
			'The GHL token lacks a scope. This operation needs campaigns.readonly.',
		);
	});
});

describe('dropdowns', () => {
	const options = async (name: string, parameters = {}): Promise<unknown[]> =>
		(await ghl.editor<INodePropertyOptions[]>('loadOptions', name, parameters)).map(({ value }) => value);

	test.each([
		['getUsers', [USER_ANNA, USER_BEN]],
		['getCalendars', [CALENDAR]],
		['getCalendarGroups', [CALENDAR_GROUP]],
		['getForms', [FORM]],
		['getPipelines', [PIPELINE]],
		['getLostReasons', [LOST_REASON]],
		['getAllStages', Object.values(STAGES)],
	])('%s', async (name, expected) => {
		expect(await options(name)).toEqual(expected);
	});

	test('getTimeZones, without a call', async () => {
		expect(await options('getTimeZones')).toEqual(expect.arrayContaining(['America/Denver', 'Europe/Berlin', 'UTC']));
		expect(ghl.calls()).toEqual([]);
	});

	test('stages are those of the chosen pipeline', async () => {
		const beside = (pipelineId: string) => ({ resource: 'opportunity', operation: 'create', pipelineId });
		expect(await options('getStages', beside(PIPELINE))).toEqual(Object.values(STAGES));
		expect(await options('getStages', beside('another'))).toEqual([]);
	});

	test('fields to search by are the standard ones, then the custom ones by name', async () => {
		const fields = await options('getSearchFields');
		expect(fields).toEqual(expect.arrayContaining(['email', 'tags', 'dateAdded', 'custom_industry', 'custom_tier']));
		expect(fields).not.toContain('custom_contract');
	});

	test('work with a token that may only read', async () => {
		expect(
			(await ghl.editor<INodePropertyOptions[]>('loadOptions', 'getPipelines', {}, ghl.token(PIT_READONLY))).length,
		).toBe(1);
	});
});

describe('the description of the node', () => {
	const methods = node.methods as unknown as Record<string, Record<string, unknown>>;
	const described = JSON.stringify(node.description.properties);

	test('names no method that does not exist, and has none that nothing names', () => {
		const named = (pattern: RegExp): string[] =>
			[...new Set([...described.matchAll(pattern)].map(([, name]) => name))].sort();
		expect(named(/"searchListMethod":"(\w+)"/g)).toEqual(Object.keys(methods.listSearch).sort());
		expect(named(/"loadOptionsMethod":"(\w+)"/g)).toEqual(Object.keys(methods.loadOptions).sort());
		expect(named(/"resourceMapperMethod":"(\w+)"/g)).toEqual(Object.keys(methods.resourceMapping).sort());
	});

	test('shows no two parameters of one name at the same time', () => {
		const twice = resources.flatMap(({ operations }) =>
			operations.flatMap(({ resource, name, parameters }) => {
				const always = parameters.filter(({ displayOptions }) => !displayOptions).map((parameter) => parameter.name);
				return always
					.filter((parameter, index) => always.indexOf(parameter) !== index)
					.map((parameter) => `${resource}.${name}: ${parameter}`);
			}),
		);
		expect(twice).toEqual([]);
	});

	test('has each operation under its resource once', () => {
		for (const resource of resources) {
			const names = resource.operations.map(({ name }) => name);
			expect([resource.name, new Set(names).size]).toEqual([resource.name, names.length]);
			expect(resource.operations.every((operation) => operation.resource === resource.name)).toBe(true);
		}
	});
});
