import type { IDataObject } from 'n8n-workflow';
import {
	BUSINESS,
	CAMPAIGN,
	CAMPAIGN_SECOND,
	LOCATION_US,
	USER_ANNA,
	USER_BEN,
	WORKFLOW,
	WORKFLOW_DRAFT,
} from '../../../../../sandbox/ghl/world';
import { failure, items } from '../../../../support/engine';
import { byId, chosen, GhlAccount, mapping } from '../../../../support/ghl';

let ghl: GhlAccount;
let id: string;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => {
	ghl.sandbox.reset();
	[id] = ghl.contacts({ firstName: 'Ada', email: 'ada@example.com', tags: ['old'] });
});
afterAll(async () => await ghl.sandbox.close());

const contact = (more: IDataObject = {}): IDataObject => ({ contactId: byId(id), ...more });

describe('upsert with two matches', () => {
	test('names the field that GHL ignored', async () => {
		ghl.contacts({ firstName: 'Ben', phone: '+12125550142' });
		const given = await ghl.one('contact.upsert', {
			fields: mapping({ email: 'ada@example.com', phone: '+12125550142', city: 'London' }),
			simplify: false,
		});
		expect(given).toMatchObject({ id, city: 'London', created: false, ignoredFields: ['phone'] });
	});

	test('names nothing when everything was written', async () => {
		const given = await ghl.one('contact.upsert', {
			fields: mapping({ email: 'ADA@example.com', phone: '+12125550142' }),
		});
		expect(given).not.toHaveProperty('ignoredFields');
	});

	test('creates a new contact where requested and allowed', async () => {
		ghl.sandbox.seed('ghl', { allowDuplicateContact: true });
		const given = await ghl.one('contact.upsert', {
			fields: mapping({ email: 'ada@example.com' }),
			options: { createNew: true },
		});
		expect(given.created).toBe(true);
		expect(ghl.state().contacts).toHaveLength(2);
	});
});

describe('a phone', () => {
	test('that holds two numbers is left out by option, and named', async () => {
		const given = await ghl.one('contact.create', {
			fields: mapping({ firstName: 'Eve', phone: '303-555-0142 / 720-555-0199' }),
			options: { invalidPhone: 'omit' },
		});
		expect(given).toMatchObject({ firstName: 'Eve', ignoredFields: ['phone'] });
	});

	test('is looked for as the number that GHL keeps, without its extension', async () => {
		ghl.contacts({ firstName: 'Ben', phone: '+12125550142' });
		for (const phone of ['+1 (212) 555-0142', '+1 212 555 0142 ext. 12'])
			expect(await ghl.run('contact.getMany', { filters: { phone } })).toMatchObject([{ firstName: 'Ben' }]);
	});

	test('whose country is none is refused rather than read as one of the sub-account', async () => {
		const error = await ghl.failure('contact.create', {
			fields: mapping({ firstName: 'Eve', phone: '030 901820' }),
			options: { phoneCountry: 'Germanland' },
		});
		expect(error.message).toContain('Invalid value for Default Phone Country: "Germanland".');
	});
});

describe('business', () => {
	test('is set and removed', async () => {
		expect(await ghl.one('contact.setBusiness', contact({ businessId: byId(BUSINESS) }))).toEqual({
			id,
			businessId: BUSINESS,
		});
		expect(ghl.last).toMatchObject({
			path: '/contacts/bulk/business',
			body: { locationId: LOCATION_US, ids: [id], businessId: BUSINESS },
		});
		expect(await ghl.one('contact.setBusiness', contact({ link: 'none' }))).toEqual({ id, businessId: null });
		expect(ghl.stored(id).businessId).toBeUndefined();
	});

	test('of many contacts is sent fifty at a time', async () => {
		const many = ghl.contacts(...Array.from({ length: 120 }, (_, index) => ({ email: `c${index}@example.com` })));
		const given = await ghl.run(
			'contact.bulkSetBusiness',
			{ contactIds: '={{ $json.ids }}', businessId: byId(BUSINESS) },
			[{ ids: many }],
		);
		expect(given.map((one) => one.id)).toEqual(many);
		expect(
			ghl.calls({ path: '/contacts/bulk/business' }).map(({ body }) => (body as { ids: string[] }).ids.length),
		).toEqual([50, 50, 20]);
		expect(ghl.stored(many[119]).businessId).toBe(BUSINESS);
	});
});

describe('tags of many', () => {
	test.each([
		['bulkAddTags', ['old', 'new'], ['add']],
		['bulkRemoveTags', [], ['remove']],
		['bulkReplaceTags', ['new', 'old'], ['remove', 'add']],
	])('%s gives one entry for each contact, and fails for one that is unknown', async (operation, expected, types) => {
		const parameters = {
			...chosen(`contact.${operation}`),
			contactIds: `${id}, nobody`,
			tags: operation === 'bulkAddTags' ? 'New' : 'New, Old',
		};
		const given = await items(ghl.setup(parameters, undefined, { onError: 'continueRegularOutput' }));
		expect(given.map(({ json: { contactId, type, error } }) => [contactId, type, error])).toEqual([
			[id, 'success', undefined],
			[undefined, undefined, 'GHL: Contact not found (nobody)'],
		]);
		expect(ghl.stored(id).tags).toEqual(expected);
		expect(ghl.calls().map(({ path }) => path)).toEqual(types.map((type) => `/contacts/bulk/tags/update/${type}`));
		expect(ghl.last.body).toMatchObject({ locationId: LOCATION_US, contacts: [id, 'nobody'] });
	});

	const unknown = (ids: string) => ({ ...chosen('contact.bulkAddTags'), contactIds: ids, tags: 'new' });

	test.each([
		[() => `${id}, nobody`, 'GHL: Contact not found (nobody)', 'The other one was changed. Check the ID'],
		[() => 'nobody', 'GHL: Contact not found (nobody)', /^Check the ID/],
		[
			() => `${id}, nobody, none`,
			'2 of 3 failed: GHL: Contact not found (nobody); GHL: Contact not found (none)',
			'The other one was changed. Check the ID',
		],
	])(
		'stops the workflow where a contact is unknown, and says what was done (case %#)',
		async (ids, message, description) => {
			const error = await failure(ghl.setup(unknown(ids())));
			expect(error.message).toBe(message);
			expect(error.description).toEqual(
				typeof description === 'string' ? expect.stringContaining(description) : expect.stringMatching(description),
			);
		},
	);

	test('go to the error output where a contact is unknown, and otherwise to the main output', async () => {
		const setup = ghl.setup(unknown(`${id}, nobody`), undefined, { onError: 'continueErrorOutput' });
		expect((await items(setup)).map(({ json }) => json.contactId)).toEqual([id]);
		expect((await items(setup, undefined, 1)).map(({ json }) => json)).toEqual([
			{ error: 'GHL: Contact not found (nobody)', details: expect.stringContaining('Check the ID') },
		]);
	});

	test('replacing removes all tags first', async () => {
		const [other] = ghl.contacts({ email: 'b@example.com', tags: ['a', 'b'] });
		await ghl.run('contact.bulkReplaceTags', { contactIds: other, tags: 'c' });
		expect(ghl.stored(other).tags).toEqual(['c']);
		expect(ghl.calls()[0].body).toMatchObject({ removeAllTags: true });
	});
});

test('followers are added and removed by ID, in the body of a DELETE', async () => {
	expect(await ghl.one('contact.addFollowers', contact({ followers: [USER_ANNA, USER_BEN] }))).toEqual({
		id,
		followers: [USER_ANNA, USER_BEN],
		followersAdded: [USER_ANNA, USER_BEN],
	});
	expect(await ghl.one('contact.removeFollowers', contact({ followers: [USER_ANNA] }))).toEqual({
		id,
		followers: [USER_BEN],
		followersRemoved: [USER_ANNA],
	});
	expect(ghl.last).toMatchObject({
		method: 'DELETE',
		path: `/contacts/${id}/followers`,
		body: { followers: [USER_ANNA] },
	});
});

describe('do not disturb', () => {
	test('is set for each channel, and the others stay', async () => {
		const channels = {
			channel: [
				{ name: 'SMS', status: 'active', message: 'Asked by phone' },
				{ name: 'Email', status: 'inactive' },
			],
		};
		const given = await ghl.one('contact.setDnd', contact({ channels }));
		expect(ghl.last).toMatchObject({ method: 'PUT', path: `/contacts/${id}` });
		expect(ghl.last.body).toEqual({
			dndSettings: { SMS: { status: 'active', message: 'Asked by phone' }, Email: { status: 'inactive' } },
		});
		expect(given).toMatchObject({ id, dnd: false, dndSettings: { SMS: { status: 'active' } } });
	});

	test('is switched for the whole contact', async () => {
		expect(await ghl.one('contact.setDnd', contact({ dnd: 'on' }))).toMatchObject({ id, dnd: true });
		expect(ghl.last.body).toEqual({ dnd: true });
	});

	test('with nothing chosen is refused', async () => {
		expect((await ghl.failure('contact.setDnd', contact())).message).toBe(
			'No setting is chosen, so there is nothing to update',
		);
	});
});

describe('campaigns and workflows', () => {
	test('a contact joins a campaign, leaves it, and leaves all', async () => {
		expect(await ghl.one('contact.addToCampaign', contact({ campaignId: byId(CAMPAIGN) }))).toEqual({
			id,
			campaignId: CAMPAIGN,
			success: true,
		});
		expect(ghl.last).toMatchObject({ method: 'POST', path: `/contacts/${id}/campaigns/${CAMPAIGN}`, body: {} });
		await ghl.run('contact.addToCampaign', contact({ campaignId: byId(CAMPAIGN_SECOND) }));
		await ghl.run('contact.removeFromCampaign', contact({ campaignId: byId(CAMPAIGN) }));
		expect(ghl.stored(id).campaigns).toEqual([CAMPAIGN_SECOND]);
		expect(await ghl.one('contact.removeFromAllCampaigns', contact())).toEqual({ id, success: true });
		expect(ghl.last).toMatchObject({ method: 'DELETE', path: `/contacts/${id}/campaigns/removeAll` });
		expect(ghl.stored(id).campaigns).toEqual([]);
	});

	test('a contact enters a workflow with the time of its event, and leaves it', async () => {
		expect(
			await ghl.one(
				'contact.addToWorkflow',
				contact({ workflowId: byId(WORKFLOW), eventStartTime: '2026-11-24T09:00:00' }),
			),
		).toEqual({ id, workflowId: WORKFLOW, success: true });
		expect(ghl.last.body).toEqual({ eventStartTime: '2026-11-24T09:00:00+00:00' });
		await ghl.run('contact.removeFromWorkflow', contact({ workflowId: byId(WORKFLOW) }));
		expect(ghl.last).toMatchObject({ method: 'DELETE', path: `/contacts/${id}/workflow/${WORKFLOW}`, body: {} });
		expect(ghl.stored(id).workflows).toEqual([]);
	});

	test('a workflow is started once, also when its answer is lost', async () => {
		ghl.sandbox.faults({ kind: 'answerLost', method: 'POST', path: '/contacts/*/workflow/*' });
		const error = await ghl.failure('contact.addToWorkflow', contact({ workflowId: byId(WORKFLOW) }));
		expect(error.message).toMatch(/^GHL did not answer/);
		expect(ghl.calls({ path: '/workflow/' })).toHaveLength(1);
	});

	test('a contact cannot enter a draft of a workflow', async () => {
		expect((await ghl.failure('contact.addToWorkflow', contact({ workflowId: byId(WORKFLOW_DRAFT) }))).message).toBe(
			'GHL: The workflow is not published.',
		);
	});
});

test('a contact without a value in any mapped field is refused before any create call', async () => {
	ghl.sandbox.clearRequests();
	await expect(ghl.one('contact.create', { fields: mapping({ firstName: '', email: null }) })).rejects.toMatchObject({
		message: expect.stringContaining('No mapped field has a value, so no contact is created'),
	});
	expect(ghl.sandbox.requests().filter(({ method }) => method === 'POST')).toEqual([]);
});
