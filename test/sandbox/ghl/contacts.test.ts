import {
	BUSINESS,
	CAMPAIGN,
	FIELDS,
	LOCATION_NL,
	LOCATION_US,
	PIT_NL,
	PIT_US,
	USER_ANNA,
	WORKFLOW,
	WORKFLOW_DRAFT,
	CLIENT_ID,
	CLIENT_SECRET,
} from '../../../sandbox/ghl/world';
import { ghlAccount } from '../../support/sandbox/ghl';

const account = ghlAccount();
const { api, contact } = account;
const read = async (id: string, version?: string): Promise<{ [key: string]: unknown }> =>
	(await api('GET', `/contacts/${id}`, undefined, version)).data.contact;

describe('creating a contact', () => {
	it('answers 201 and normalizes name, phone, tags and date of birth', async () => {
		const response = await api('POST', '/contacts/', {
			locationId: LOCATION_US,
			name: 'Ann de Boer',
			email: 'Ann@Example.com',
			phone: '(617) 555-0123',
			tags: [' VIP ', 'vip', 'New'],
			dateOfBirth: '03/31/1990',
			customFields: [
				{ id: FIELDS.booqableNumber, field_value: '42' },
				{ key: 'industry', field_value: 'Film' },
				{ id: FIELDS.interests, fieldValue: ['Audio'] },
			],
		});
		expect(response.status).toBe(201);
		expect(response.data.contact).toMatchObject({
			firstName: 'Ann',
			lastName: 'de Boer',
			emailLowerCase: 'ann@example.com',
			phone: '+16175550123',
			tags: ['vip', 'new'],
			birthMonth: 3,
			birthDay: 31,
			deleted: false,
			dateOfBirth: '1990-03-31T00:00:00.000Z',
		});
		expect(response.data.contact.customFields).toEqual(
			expect.arrayContaining([
				{ id: FIELDS.booqableNumber, value: 42 },
				{ id: FIELDS.industry, value: 'Film' },
				{ id: FIELDS.interests, value: ['Audio'] },
			]),
		);
		expect(response.data.contact.name).toBeUndefined();
	});

	it('reads a loose phone number with the country of the location', async () => {
		const response = await account.http.post(
			'/contacts/',
			{ locationId: LOCATION_NL, phone: '06 12345678' },
			{ headers: { authorization: `Bearer ${PIT_NL}`, version: '2021-07-28' } },
		);
		expect(response.data.contact.phone).toBe('+31612345678');
	});

	it.each([
		[{ additionalEmails: ['b@example.com'] }, ['property additionalEmails should not exist']],
		[{ locationId: undefined }, ['locationId should not be empty', 'locationId must be a string']],
		[{ email: '' }, ['email must be an email']],
		[{ phone: 'hello' }, ['phone must be a valid phone number']],
		[{ dnd: 'yes', tags: 'vip' }, ['dnd must be a boolean value', 'tags must be an array']],
		[{ tags: [1] }, ['each value in tags must be a string']],
		[{ postalCode: null }, ['postalCode must be a string']],
		[
			{ customFields: [{ id: FIELDS.interests, field_value: 'Audio' }] },
			['customFields.0.field_value must be an array'],
		],
		[
			{ customFields: [{ id: FIELDS.booqableNumber, field_value: 'many' }] },
			['customFields.0.field_value must be a number conforming to the specified constraints'],
		],
		[{ customFields: [{ id: FIELDS.industry, value: 'x' }] }, ['customFields.0.property value should not exist']],
		[
			{ dndSettings: { SMS: { status: 'maybe' } } },
			['dndSettings.SMS.status must be one of the following values: active, inactive, permanent'],
		],
	])('refuses %j with a list of reasons', async (fields, message) => {
		const response = await api('POST', '/contacts/', { locationId: LOCATION_US, ...fields });
		expect([response.status, response.data.error, response.data.message]).toEqual([
			422,
			'Unprocessable Entity',
			message,
		]);
	});

	it('drops custom fields that the location does not have, and keys with their model', async () => {
		const id = await contact({
			email: 'a@example.com',
			customFields: [
				{ id: 'unknown', field_value: 'x' },
				{ key: 'contact.industry', field_value: 'x' },
			],
		});
		expect((await read(id)).customFields).toEqual([]);
	});

	it('names the contact in the way of a duplicate', async () => {
		const id = await contact({ name: 'Rubika Deo', email: 'a@example.com', phone: '+16175550123' });
		const byEmail = await api('POST', '/contacts/', { locationId: LOCATION_US, email: 'A@EXAMPLE.COM' });
		expect([byEmail.status, byEmail.data.message]).toEqual([400, 'This location does not allow duplicated contacts.']);
		expect(byEmail.data.meta).toEqual({ contactId: id, matchingField: 'email', contactName: 'rubika deo' });
		const byPhone = await api('POST', '/contacts/', {
			locationId: LOCATION_US,
			email: 'b@example.com',
			phone: '617-555-0123',
		});
		expect(byPhone.data.meta).toMatchObject({ contactId: id, matchingField: 'phone' });
	});

	it('creates a second one where the location allows it', async () => {
		account.sandbox.seed('ghl', { allowDuplicateContact: true });
		const first = await contact({ email: 'a@example.com' });
		expect(await contact({ email: 'a@example.com' })).not.toBe(first);
	});

	it('may answer 422 and have created it all the same', async () => {
		account.sandbox.faults({
			kind: 'statusAfterCommit',
			service: 'ghl',
			method: 'POST',
			path: '/contacts/',
			status: 422,
			times: 1,
		});
		const response = await api('POST', '/contacts/', { locationId: LOCATION_US, email: 'a@example.com' });
		expect(response.status).toBe(422);
		expect(
			(await api('GET', `/contacts/search/duplicate?locationId=${LOCATION_US}&email=a%40example.com`)).data.contact
				.email,
		).toBe('a@example.com');
	});
});

describe('reading a contact', () => {
	it('returns it in full, and 404 or 403 otherwise', async () => {
		const id = await contact({
			firstName: 'Ann',
			lastName: 'Lee',
			email: 'a@example.com',
			timezone: 'America/Chicago',
		});
		expect(await read(id)).toMatchObject({
			id,
			name: 'Ann Lee',
			firstNameLowerCase: 'ann',
			timezone: 'America/Chicago',
			country: 'US',
			type: 'lead',
		});
		expect((await api('GET', '/contacts/nobody')).status).toBe(404);
		expect(
			(
				await account.http.get(`/contacts/${id}`, {
					headers: { authorization: `Bearer ${PIT_NL}`, version: '2021-07-28' },
				})
			).status,
		).toBe(403);
	});

	it('names the DND channels as the version does', async () => {
		const id = await contact({ email: 'a@example.com', dndSettings: { SMS: { status: 'active' } } });
		expect((await read(id)).dndSettings).toEqual({ SMS: { status: 'active' } });
		expect((await read(id, 'v3')).dndSettings).toEqual({ sms: { status: 'active' } });
		expect((await api('PUT', `/contacts/${id}`, { dndSettings: { sms: { status: 'inactive' } } })).status).toBe(422);
		expect(
			(await api('PUT', `/contacts/${id}`, { dndSettings: { sms: { status: 'inactive' } } }, 'v3')).data,
		).toMatchObject({ succeeded: true });
	});
});

describe('updating a contact', () => {
	it('writes the given fields, overwrites the tags, and clears with null', async () => {
		const id = await contact({
			firstName: 'Ann',
			email: 'a@example.com',
			city: 'Boston',
			tags: ['one', 'two'],
			customFields: [{ key: 'industry', field_value: 'Film' }],
		});
		const response = await api('PUT', `/contacts/${id}`, {
			tags: ['Three'],
			city: null,
			customFields: [
				{ id: FIELDS.tier, field_value: 'Gold' },
				{ key: 'industry', field_value: '' },
			],
		});
		expect(response.data).toMatchObject({
			succeded: true,
			contact: { firstName: 'Ann', tags: ['three'], customFields: [{ id: FIELDS.tier, value: 'Gold' }] },
		});
		expect(response.data.contact.city).toBeUndefined();
		expect(Date.parse(response.data.contact.dateUpdated)).toBeGreaterThanOrEqual(
			Date.parse(response.data.contact.dateAdded),
		);
	});

	it.each(['locationId', 'gender', 'companyName'])('refuses %s', async (field) => {
		const id = await contact({ email: 'a@example.com' });
		const response = await api('PUT', `/contacts/${id}`, { [field]: LOCATION_US });
		expect(response.status).toBe(422);
		expect(response.data.message).toEqual([`property ${field} should not exist`]);
	});

	it('changes nothing when one field is refused', async () => {
		const id = await contact({ email: 'a@example.com' });
		expect((await api('PUT', `/contacts/${id}`, { firstName: 'Zoe', dateOfBirth: 'soon' })).status).toBe(422);
		expect((await read(id)).firstName).toBeUndefined();
	});

	it('refuses the email of another contact', async () => {
		const first = await contact({ email: 'a@example.com' });
		const second = await contact({ email: 'b@example.com' });
		expect((await api('PUT', `/contacts/${second}`, { email: 'a@example.com' })).data.meta.contactId).toBe(first);
		expect((await api('PUT', `/contacts/${first}`, { email: 'a@example.com' })).status).toBe(200);
	});
});

describe('upsert', () => {
	const upsert = async (fields: object): Promise<{ new: boolean; contact: { [key: string]: unknown } }> =>
		(await api('POST', '/contacts/upsert', { locationId: LOCATION_US, ...fields })).data;

	it('creates, then finds by email or by phone and overwrites the tags', async () => {
		const first = await upsert({ email: 'a@example.com', phone: '+16175550123', tags: ['one'] });
		expect(first.new).toBe(true);
		const second = await upsert({ email: 'A@example.com', tags: ['two'] });
		expect([second.new, second.contact.id, second.contact.tags]).toEqual([false, first.contact.id, ['two']]);
		const third = await upsert({ phone: '617 555 0123', email: 'new@example.com' });
		expect([third.contact.id, third.contact.email]).toEqual([first.contact.id, 'new@example.com']);
	});

	it('with the email of one and the phone of another updates the first and drops the phone silently', async () => {
		const byEmail = await contact({ email: 'a@example.com' });
		await contact({ email: 'b@example.com', phone: '+16175550123' });
		const answer = await upsert({ email: 'a@example.com', phone: '+16175550123', firstName: 'Zoe' });
		expect([answer.new, answer.contact.id, answer.contact.firstName, answer.contact.phone]).toEqual([
			false,
			byEmail,
			'Zoe',
			undefined,
		]);
	});

	it('by an additional email makes it the primary one', async () => {
		account.sandbox.seed('ghl', {
			contacts: [{ id: 'two-mails', email: 'a@example.com', additionalEmails: ['b@example.com'] }],
		});
		const answer = await upsert({ email: 'b@example.com' });
		expect([answer.contact.id, answer.contact.email]).toEqual(['two-mails', 'b@example.com']);
	});

	it('creates a new one on request only where duplicates are allowed', async () => {
		const id = await contact({ email: 'a@example.com' });
		expect((await upsert({ email: 'a@example.com', createNewIfDuplicateAllowed: true })).contact.id).toBe(id);
		account.sandbox.seed('ghl', { allowDuplicateContact: true });
		expect((await upsert({ email: 'a@example.com', createNewIfDuplicateAllowed: true })).new).toBe(true);
		expect((await upsert({ email: 'a@example.com' })).new).toBe(false);
	});

	it('needs an email or a phone', async () => {
		expect((await api('POST', '/contacts/upsert', { locationId: LOCATION_US, firstName: 'Ann' })).status).toBe(422);
	});
});

describe('finding a contact without a search', () => {
	it('sees a new contact at once, by email before phone', async () => {
		const byPhone = await contact({ email: 'b@example.com', phone: '+16175550123' });
		const byEmail = await contact({ email: 'a+x@example.com' });
		const duplicate = async (query: string): Promise<{ id: string } | null> =>
			(await api('GET', `/contacts/search/duplicate?locationId=${LOCATION_US}&${query}`)).data.contact;
		expect((await duplicate('email=a%2Bx@example.com&number=%2B16175550123'))?.id).toBe(byEmail);
		expect((await duplicate('number=%2B16175550123'))?.id).toBe(byPhone);
		// A plus that is not encoded is a space.
		expect(await duplicate('email=a+x@example.com')).toBeNull();
	});

	it('by lookup is for v3 and OAuth, and knows the additional ones', async () => {
		account.sandbox.seed('ghl', {
			contacts: [
				{
					id: 'two-mails',
					email: 'a@example.com',
					additionalEmails: ['b@example.com'],
					additionalPhones: ['+16175550199'],
				},
			],
		});
		const path = `/contacts/lookup?locationId=${LOCATION_US}`;
		expect((await api('GET', `${path}&email=B@example.com`, undefined, 'v3')).status).toBe(403);
		const code = new URL(
			(
				await account.http.get(
					`/v2/oauth/chooselocation?response_type=code&client_id=${CLIENT_ID}&redirect_uri=http://127.0.0.1:9/&auto=1`,
				)
			).headers.location,
		).searchParams.get('code');
		const { access_token } = (
			await account.http.post('/oauth/token', {
				client_id: CLIENT_ID,
				client_secret: CLIENT_SECRET,
				grant_type: 'authorization_code',
				code,
			})
		).data;
		const lookup = async (
			query: string,
			version = 'v3',
		): Promise<{ status: number; data: { contacts?: Array<{ id: string }>; nextCursor?: string } }> =>
			account.http.get(`${path}&${query}`, { headers: { authorization: `Bearer ${access_token}`, version } });
		expect((await lookup('email=B@example.com')).data.contacts).toMatchObject([{ id: 'two-mails' }]);
		expect((await lookup('phone=%2B16175550199&limit=1')).data.nextCursor).toBe('two-mails');
		expect((await lookup('email=nobody@example.com')).data.contacts).toEqual([]);
		expect((await lookup('email=a@example.com&phone=%2B1')).status).toBe(422);
		expect((await lookup('email=a@example.com', '2021-07-28')).status).toBe(404);
	});
});

describe('deleting a contact', () => {
	it('takes its tasks and notes along', async () => {
		const id = await contact({ email: 'a@example.com' });
		await api('POST', `/contacts/${id}/notes`, { body: 'hello' });
		expect((await api('DELETE', `/contacts/${id}`)).data).toMatchObject({ succeded: true });
		expect((await api('GET', `/contacts/${id}`)).status).toBe(404);
		expect((await api('DELETE', `/contacts/${id}`)).status).toBe(404);
		expect(account.sandbox.state('ghl')).toMatchObject({ notes: [], contacts: [] });
	});
});

describe('what hangs on a contact', () => {
	it('tags are added and removed without regard to case', async () => {
		const id = await contact({ email: 'a@example.com', tags: ['one'] });
		const added = await api('POST', `/contacts/${id}/tags`, { tags: ['Two', 'ONE'] });
		expect([added.status, added.data.tags]).toEqual([201, ['one', 'two']]);
		expect((await api('DELETE', `/contacts/${id}/tags`, { tags: ['TWO'] })).data.tags).toEqual(['one']);
		expect((await api('DELETE', `/contacts/${id}/tags`)).status).toBe(422);
		expect(
			(await api('GET', `/locations/${LOCATION_US}/tags`)).data.tags.map((tag: { name: string }) => tag.name),
		).toEqual(expect.arrayContaining(['one', 'two']));
	});

	it('tags of many contacts change at once, and errors are counted', async () => {
		const [first, second] = [
			await contact({ email: 'a@example.com', tags: ['old'] }),
			await contact({ email: 'b@example.com' }),
		];
		const added = await api('POST', '/contacts/bulk/tags/update/add', {
			locationId: LOCATION_US,
			contacts: [first, second, 'nobody'],
			tags: ['New'],
		});
		expect([added.status, added.data.succeded, added.data.errorCount]).toEqual([201, true, 1]);
		expect(added.data.responses[0]).toMatchObject({
			contactId: first,
			oldTags: ['old'],
			tagsAdded: ['new'],
			tagsRemoved: [],
		});
		await api('POST', '/contacts/bulk/tags/update/remove', {
			locationId: LOCATION_US,
			contacts: [first],
			tags: [],
			removeAllTags: true,
		});
		expect((await read(first)).tags).toEqual([]);
		expect(
			(await api('POST', '/contacts/bulk/tags/update/replace', { locationId: LOCATION_US, contacts: [], tags: [] }))
				.status,
		).toBe(400);
	});

	it('followers, campaigns and workflows come and go', async () => {
		const id = await contact({ email: 'a@example.com' });
		expect((await api('POST', `/contacts/${id}/followers`, { followers: [USER_ANNA] })).data).toMatchObject({
			followers: [USER_ANNA],
			followersAdded: [USER_ANNA],
		});
		expect((await api('DELETE', `/contacts/${id}/followers`, { followers: [USER_ANNA] })).data).toMatchObject({
			followers: [],
			followersRemoved: [USER_ANNA],
		});
		expect((await api('POST', `/contacts/${id}/campaigns/${CAMPAIGN}`, {})).status).toBe(201);
		expect((await api('DELETE', `/contacts/${id}/campaigns/removeAll`)).data.succeded).toBe(true);
		expect((await api('DELETE', `/contacts/${id}/campaigns/remove-all`)).status).toBe(404);
		expect((await api('DELETE', `/contacts/${id}/campaigns/remove-all`, undefined, 'v3')).data.succeeded).toBe(true);
		expect(
			(await api('POST', `/contacts/${id}/workflow/${WORKFLOW}`, { eventStartTime: '2026-06-23T03:30:00+01:00' }))
				.status,
		).toBe(201);
		expect((await api('POST', `/contacts/${id}/workflow/${WORKFLOW_DRAFT}`, {})).status).toBe(400);
		expect((await api('DELETE', `/contacts/${id}/workflow/${WORKFLOW}`, {})).data.succeded).toBe(true);
		expect((await api('DELETE', `/contacts/${id}/workflow/${WORKFLOW}`)).status).toBe(422);
	});

	it('a business is linked in bulk, listed by, and unlinked with null', async () => {
		const ids = [
			await contact({ firstName: 'Ann', email: 'a@example.com' }),
			await contact({ firstName: 'Bob', email: 'b@example.com' }),
		];
		expect(
			(await api('POST', '/contacts/bulk/business', { locationId: LOCATION_US, ids, businessId: BUSINESS })).data,
		).toMatchObject({
			success: true,
			ids,
		});
		const page = async (query: string): Promise<{ count: number; contacts: object[] }> =>
			(await api('GET', `/contacts/business/${BUSINESS}?locationId=${LOCATION_US}&${query}`)).data;
		expect(await page('limit=1&skip=1')).toMatchObject({
			count: 2,
			contacts: [{ id: ids[1] }],
		});
		expect((await page('')).contacts[0]).toMatchObject({ id: ids[0], email: 'a@example.com' });
		expect((await page('')).contacts[0]).not.toHaveProperty('firstName');
		expect((await page('query=ann')).count).toBe(1);
		await api('POST', '/contacts/bulk/business', { locationId: LOCATION_US, ids: [ids[0]], businessId: null });
		expect((await page('')).count).toBe(1);
		expect(
			(
				await api('POST', '/contacts/bulk/business', {
					locationId: LOCATION_US,
					ids: Array.from({ length: 51 }, () => 'x'),
					businessId: null,
				})
			).status,
		).toBe(422);
	});
});

describe('faults at a contact', () => {
	it('a lost answer leaves the contact there, and says so in the log', async () => {
		account.sandbox.faults({ kind: 'answerLost', path: '/contacts', times: 1 });
		await expect(
			account.http.post(
				'/contacts/',
				{ locationId: LOCATION_US, email: 'a@example.com' },
				{ headers: { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' } },
			),
		).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(account.sandbox.state('ghl')).toMatchObject({ contacts: [{ email: 'a@example.com' }] });
		expect(account.sandbox.requests({ method: 'POST' })).toMatchObject([
			{ path: '/contacts/', status: 201, fault: 'answerLost' },
		]);
	});

	it('injected errors are worded as GHL words them', async () => {
		account.sandbox.faults({ kind: 'status', status: 503, times: 1 });
		const response = await api('GET', '/contacts/x');
		expect([response.status, response.data.statusCode, response.data.message]).toEqual([
			503,
			503,
			'Service Unavailable',
		]);
	});
});
