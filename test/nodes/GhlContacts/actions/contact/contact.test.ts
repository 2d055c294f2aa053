import type { IDataObject } from 'n8n-workflow';
import { BUSINESS, FIELDS, LOCATION_US } from '../../../../../sandbox/ghl/world';
import { automatic, byId, GhlAccount, mapping } from '../../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

const ada = { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.com', phone: '+12125550142' };

describe('create', () => {
	test('sends the mapped fields, normalized, and nothing else', async () => {
		const created = await ghl.one('contact.create', {
			fields: mapping({
				firstName: ' Ada ',
				email: ' Ada@Example.com',
				phone: '(212) 555-0142',
				country: 'us',
				dateOfBirth: '1815-12-10T00:00:00',
				custom_booqable_number: '7',
				custom_interests: 'Tools, Camera',
				city: '',
			}),
			options: { tags: 'Rental Customer, VIP' },
		});
		expect(created).toMatchObject({ email: 'ada@example.com', phone: '+12125550142', created: true });
		expect(ghl.last).toMatchObject({ method: 'POST', path: '/contacts/', headers: { version: '2021-07-28' } });
		expect(ghl.last.body).toEqual({
			locationId: LOCATION_US,
			firstName: 'Ada',
			email: 'ada@example.com',
			phone: '+12125550142',
			country: 'US',
			dateOfBirth: '1815-12-10',
			customFields: [
				{ id: FIELDS.booqableNumber, field_value: 7 },
				{ id: FIELDS.interests, field_value: ['Tools', 'Camera'] },
			],
			tags: ['Rental Customer', 'VIP'],
		});
	});

	test('names the existing contact, by default', async () => {
		const [id] = ghl.contacts(ada);
		const error = await ghl.failure('contact.create', { fields: mapping({ email: 'ADA@example.com' }) });
		expect(error.message).toBe(`GHL has this contact already: contact ${id} (same email)`);
		expect(error.description).toContain('Set "On Duplicate"');
	});

	test.each([
		['return', 'Byron'],
		['update', 'King'],
	])('on a duplicate can %s the existing one', async (onDuplicate, lastName) => {
		const [id] = ghl.contacts(ada);
		const given = await ghl.one('contact.create', {
			onDuplicate,
			fields: mapping({ email: 'ada@example.com', lastName: 'King', companyName: 'Engines', gender: 'female' }),
		});
		expect(given).toMatchObject({ id, name: `Ada ${lastName}`, created: false });
		expect(ghl.stored(id)).toMatchObject({ lastName });
	});

	test('is never sent twice, however the first call ended', async () => {
		ghl.sandbox.faults({ kind: 'answerLost', method: 'POST', path: '/contacts/' });
		const error = await ghl.failure('contact.create', { fields: mapping(ada) });
		expect(error.message).toBe(
			'GHL did not answer: the connection was cut; "Create contact" may have been done all the same',
		);
		expect(error.description).toContain('It is not known whether it was done: look in ');
		expect(ghl.calls({ path: '/contacts/' })).toHaveLength(1);
		expect(ghl.state().contacts).toHaveLength(1);
	});

	test('warns that a 422 may have created the contact all the same', async () => {
		ghl.sandbox.faults({
			kind: 'statusAfterCommit',
			method: 'POST',
			path: '/contacts/',
			status: 422,
			body: {
				statusCode: 422,
				message: ['name must be shorter', 'city must be shorter'],
				error: 'Unprocessable Entity',
			},
		});
		const error = await ghl.failure('contact.create', { fields: mapping(ada) });
		expect(error.message).toBe('GHL: name must be shorter, city must be shorter');
		expect(error.description).toContain('create the record sometimes in spite of this answer');
		expect(ghl.calls({ path: '/contacts/' })).toHaveLength(1);
	});
});

describe('phones', () => {
	const phone = (value: string, options: IDataObject = {}) => ({
		fields: mapping({ firstName: 'P', email: 'p@example.com', phone: value }),
		options,
	});

	test.each([
		['+44 20 7946 0958', {}, '+442079460958'],
		['(212) 555-0142', {}, '+12125550142'],
		['020 794 0958', { phoneCountry: 'NL' }, '+31207940958'],
		['0031 20 794 0958', { phoneCountry: 'NL' }, '+31207940958'],
	])('%s with %j is %s', async (value, options, expected) => {
		expect(await ghl.one('contact.create', phone(value, options))).toMatchObject({ phone: expected });
	});

	test.each([['hello 5551234567 world'], ['12'], ['n/a']])('%s is refused with the reason', async (value) => {
		const error = await ghl.failure('contact.create', phone(value));
		expect(error.message).toBe(`Invalid phone "${value}"`);
		expect(error.description).toContain('Invalid Phone');
		expect(ghl.calls({ path: '/contacts/' })).toHaveLength(0);
	});

	test('that are invalid can be left out', async () => {
		await ghl.run('contact.create', phone('hello 5551234567 world', { invalidPhone: 'omit' }));
		expect(ghl.last.body).toEqual({ locationId: LOCATION_US, firstName: 'P', email: 'p@example.com' });
	});

	test('that are invalid can be sent as they are, and GHL decides', async () => {
		const error = await ghl.failure('contact.create', phone('hello 5551234567 world', { invalidPhone: 'send' }));
		expect(error.message).toBe('GHL: phone must be a valid phone number');
		expect(ghl.last.body).toMatchObject({ phone: 'hello 5551234567 world' });
	});

	test('with their own country need no read of the sub-account', async () => {
		await ghl.run('contact.create', phone('+44 20 7946 0958'));
		expect(ghl.calls().map(({ path }) => path)).toEqual(['/contacts/']);
	});
});

describe('mapping', () => {
	test('by input names accepts standard and custom fields by column or name, and no others', async () => {
		const [{ ignoredFields }] = await ghl.run('contact.create', { fields: automatic }, [
			{
				firstName: 'Ada',
				email: 'ada@example.com',
				Industry: 'Film',
				custom_tier: 'Gold',
				orderTotal: 12,
				Contract: 'x',
				id: 'abc',
			},
		]);
		expect(ignoredFields).toEqual(['orderTotal', 'Contract', 'id']);
		expect(ghl.last.body).toEqual({
			locationId: LOCATION_US,
			firstName: 'Ada',
			email: 'ada@example.com',
			customFields: [
				{ id: FIELDS.industry, field_value: 'Film' },
				{ id: FIELDS.tier, field_value: 'Gold' },
			],
		});
	});

	test.each([
		['an update that maps nothing', 'contact.update', {}, 'No field has a value, so there is nothing to update'],
		[
			'an upsert without email and phone',
			'contact.upsert',
			{ firstName: 'Ada' },
			'The contact has neither an email nor a phone',
		],
		[
			'an email that is none',
			'contact.create',
			{ email: 'ada' },
			'Invalid value for Email: "ada". Map one address such as name@example.com.',
		],
		[
			'a country that is none',
			'contact.create',
			{ country: 'Amerika' },
			'Invalid value for Country: "Amerika". Map the ISO code or the English name of a country, such as US or United States.',
		],
		[
			'a number that is none',
			'contact.create',
			{ custom_annual_revenue: 'a lot' },
			'Invalid value for Annual Revenue: "a lot". Map an amount such as 1234.50.',
		],
		[
			'a file field',
			'contact.create',
			{ custom_contract: 'a.pdf' },
			'Invalid value for Contract: "a.pdf". The field holds files, which cannot be mapped: remove it.',
		],
		[
			'a custom field that is gone',
			'contact.create',
			{ custom_shoe_size: '46' },
			'The sub-account has no custom field with the key "shoe_size"',
		],
		[
			'a date that is none',
			'contact.create',
			{ dateOfBirth: 'yesterday-ish' },
			'Invalid value for Date of Birth: "yesterday-ish". Write the date as 2026-11-24, with a time as 2026-11-24T09:00:00Z.',
		],
	])('%s is refused before anything is written', async (_, operation, fields, message) => {
		const [id] = ghl.contacts(ada);
		const error = await ghl.failure(operation, { contactId: byId(id), fields: mapping(fields) });
		expect(error.message).toBe(message);
		expect(ghl.calls().filter(({ method }) => method !== 'GET')).toHaveLength(0);
	});

	test('leaves out empty values unless they are to clear the field', async () => {
		const [id] = ghl.contacts({
			...ada,
			city: 'London',
			customFields: { [FIELDS.industry]: 'Film', [FIELDS.interests]: ['Tools'] },
		});
		const fields = mapping({ firstName: 'Augusta', city: '', custom_industry: null, custom_interests: [] });
		await ghl.run('contact.update', { contactId: byId(id), fields });
		expect(ghl.last.body).toEqual({ firstName: 'Augusta' });
		await ghl.run('contact.update', { contactId: byId(id), fields, options: { emptyValues: 'clear' } });
		expect(ghl.last.body).toEqual({
			firstName: 'Augusta',
			city: null,
			customFields: [
				{ id: FIELDS.industry, field_value: '' },
				{ id: FIELDS.interests, field_value: [] },
			],
		});
		expect(ghl.stored(id)).toMatchObject({ customFields: {} });
		expect(ghl.stored(id).city).toBeUndefined();
	});

	test('refuses to clear what GHL cannot clear', async () => {
		const [id] = ghl.contacts(ada);
		const error = await ghl.failure('contact.update', {
			contactId: byId(id),
			fields: mapping({ postalCode: '' }),
			options: { emptyValues: 'clear' },
		});
		expect(error.message).toBe('GHL cannot clear the field Postal Code');
	});
});

describe('update', () => {
	test('sends no location, which GHL refuses there', async () => {
		const [id] = ghl.contacts(ada);
		await ghl.run('contact.update', { contactId: byId(id), fields: mapping({ lastName: 'King' }) });
		expect(ghl.last).toMatchObject({ method: 'PUT', path: `/contacts/${id}`, body: { lastName: 'King' } });
		expect(Object.keys(ghl.last.body as object)).toEqual(['lastName']);
	});

	test('refuses what was mapped for another operation, by the name that the editor showed', async () => {
		const [id] = ghl.contacts(ada);
		const fields = {
			...mapping({ lastName: 'King', companyName: 'Engines' }),
			schema: [{ id: 'companyName', displayName: 'Company Name' }],
		};
		const error = await ghl.failure('contact.update', { contactId: byId(id), fields });
		expect(error.message).toBe('This operation has no field "Company Name"');
		expect(error.description).toContain('Refresh the list of fields');
		expect(ghl.stored(id)).toMatchObject({ lastName: ada.lastName });
	});

	test.each([
		['add', ['vip', 'old', 'new'], ['POST', 'PUT']],
		['remove', ['old'], ['DELETE', 'PUT']],
		['replace', ['vip', 'new'], ['PUT']],
	])('can %s tags', async (tagMode, tags, methods) => {
		const [id] = ghl.contacts({ ...ada, tags: ['vip', 'old'] });
		const given = await ghl.one('contact.update', {
			contactId: byId(id),
			fields: mapping({ city: 'London' }),
			options: { tags: 'VIP, New', tagMode },
		});
		expect([...(given.tags as string[])].sort()).toEqual([...tags].sort());
		expect([...(ghl.stored(id).tags as string[])].sort()).toEqual([...tags].sort());
		expect(
			ghl
				.calls()
				.map(({ method }) => method)
				.sort(),
		).toEqual(methods);
	});

	test('makes no call for tags that are already set', async () => {
		const [id] = ghl.contacts({ ...ada, tags: ['vip'] });
		await ghl.run('contact.update', {
			contactId: byId(id),
			fields: mapping({ city: 'London' }),
			options: { tags: 'VIP' },
		});
		expect(ghl.calls()).toHaveLength(1);
	});

	test('for an unknown contact says what to check', async () => {
		const error = await ghl.failure('contact.update', {
			contactId: byId('nobody'),
			fields: mapping({ city: 'London' }),
		});
		expect(error.message).toBe('GHL: Contact with id nobody not found');
		expect(error.description).toMatch(
			/Check the ID: the contact may have been deleted, or belong to another sub-account\. PUT \/contacts\/nobody answered 404, trace /,
		);
	});
});

describe('create or update', () => {
	test('distinguishes a new contact from an existing one, and keeps the tags of the existing one', async () => {
		const fields = mapping({ email: 'ada@example.com', lastName: 'King' });
		const first = await ghl.one('contact.upsert', { fields, options: { tags: 'one' } });
		const second = await ghl.one('contact.upsert', { fields, options: { tags: 'two' } });
		expect([first.created, second.created]).toEqual([true, false]);
		expect(second).toMatchObject({ id: first.id, tags: ['one', 'two'] });
		expect(ghl.calls({ path: '/contacts/upsert' }).map(({ body }) => Object.keys(body as object))).toEqual([
			['email', 'lastName', 'locationId'],
			['email', 'lastName', 'locationId'],
		]);
	});

	test('by phone alone sends no empty email', async () => {
		const [id] = ghl.contacts(ada);
		expect(
			await ghl.one('contact.upsert', { fields: mapping({ phone: '212-555-0142', email: '', city: 'London' }) }),
		).toMatchObject({ id, created: false });
		expect(ghl.last.body).toEqual({ locationId: LOCATION_US, phone: '+12125550142', city: 'London' });
	});

	test('works on items of the same person one after the other', async () => {
		const given = await ghl.run(
			'contact.upsert',
			{ fields: mapping({ email: '={{ $json.email }}', firstName: '={{ $json.name }}' }) },
			[
				{ email: 'a@example.com', name: 'One' },
				{ email: 'A@example.com', name: 'Two' },
				{ email: 'b@example.com', name: 'Three' },
			],
		);
		expect(given.map(({ created }) => created)).toEqual([true, false, true]);
		expect(ghl.state().contacts).toHaveLength(2);
		expect(ghl.stored(given[1].id)).toMatchObject({ firstName: 'Two' });
	});
});

describe('get', () => {
	test('returns custom fields by name, without what Simplify leaves out', async () => {
		const [id] = ghl.contacts({
			...ada,
			website: 'https://ada.example.com',
			timezone: 'Europe/London',
			customFields: { [FIELDS.industry]: 'Film', [FIELDS.booqableNumber]: 7, gone: 'x' },
		});
		expect(await ghl.one('contact.get', { contactId: byId(id) })).toEqual({
			id,
			account: LOCATION_US,
			name: 'Ada Byron',
			firstName: 'Ada',
			lastName: 'Byron',
			email: 'ada@example.com',
			phone: '+12125550142',
			country: 'US',
			website: 'https://ada.example.com',
			tags: [],
			customFields: { Industry: 'Film', 'Booqable Number': 7, gone: 'x' },
			dateAdded: expect.any(String),
			dateUpdated: expect.any(String),
		});
	});

	test('returns everything as GHL has it on request', async () => {
		const [id] = ghl.contacts({
			...ada,
			website: 'https://ada.example.com',
			customFields: { [FIELDS.industry]: 'Film' },
		});
		const given = await ghl.one('contact.get', {
			contactId: byId(id),
			simplify: false,
			options: { customFieldsByName: false },
		});
		expect(given).toMatchObject({
			website: 'https://ada.example.com',
			locationId: LOCATION_US,
			customFields: [{ id: FIELDS.industry, value: 'Film' }],
		});
	});

	test("accepts the address of the contact's page", async () => {
		const [id] = ghl.contacts(ada);
		const url = `https://app.example.com/v2/location/${LOCATION_US}/contacts/detail/${id}?tab=notes`;
		expect(await ghl.one('contact.get', { contactId: { __rl: true, mode: 'url', value: url } })).toMatchObject({ id });
	});

	test('takes an ID with seven digits for an ID, never for a phone', async () => {
		const [id] = ghl.contacts({ ...ada, id: 'ab5551234567cdefghij' });
		await ghl.run('contact.get', { contactId: byId(id) });
		expect(ghl.calls().map(({ path }) => path)).toContain('/contacts/ab5551234567cdefghij');
	});

	test.each([
		['', 'Contact is empty'],
		['a/../b', 'Contact "a/../b" is not an ID'],
		['..', 'Contact ".." is not an ID'],
	])('refuses the ID "%s" without a call', async (value, message) => {
		expect(
			(await ghl.failure('contact.get', { contactId: byId('={{ $json.id }}') }, undefined, [{ id: value }])).message,
		).toBe(message);
		expect(ghl.calls({ path: '/contacts' })).toHaveLength(0);
	});
});

describe('get many', () => {
	test('continues past 100 by cursor, with the same location, limit, filters and order on every page', async () => {
		ghl.sandbox.seed('ghl', { manyContacts: { count: 250 } });
		const given = await ghl.run('contact.getMany', {
			returnAll: true,
			filters: { query: 'contact', addedAfter: '2020-01-01T00:00:00Z' },
			options: { sort: 'dateUpdated asc' },
		});
		expect(new Set(given.map(({ id }) => id)).size).toBe(250);
		const pages = ghl.calls({ path: '/contacts/search' }).map(({ body }) => body as IDataObject);
		expect(pages.map(({ searchAfter: _, ...rest }) => rest)).toEqual(
			Array(3).fill({
				locationId: LOCATION_US,
				pageLimit: 100,
				query: 'contact',
				filters: [{ field: 'dateAdded', operator: 'range', value: { gte: '2020-01-01T00:00:00Z' } }],
				sort: [{ field: 'dateUpdated', direction: 'asc' }],
			}),
		);
		expect(pages.map(({ page }) => page)).toEqual([undefined, undefined, undefined]);
		expect(new Set(pages.map(({ searchAfter }) => JSON.stringify(searchAfter))).size).toBe(3);
	});

	test('stops at the limit, and requests no more than that', async () => {
		ghl.sandbox.seed('ghl', { manyContacts: { count: 30 } });
		expect(await ghl.run('contact.getMany', { limit: 7 })).toHaveLength(7);
		expect(ghl.last.body).toMatchObject({ pageLimit: 7 });
	});

	test.each([
		[{ email: ' ADA@example.com' }, { field: 'email', operator: 'eq', value: 'ada@example.com' }],
		[{ phone: '+12125550142' }, { field: 'phone', operator: 'eq', value: '+12125550142' }],
		[{ tag: 'VIP' }, { field: 'tags', operator: 'eq', value: 'vip' }],
		[
			{ addedAfter: '2026-01-01', addedBefore: '2026-02-01T00:00:00+01:00' },
			{ field: 'dateAdded', operator: 'range', value: { gte: '2026-01-01T00:00:00Z', lte: '2026-01-31T23:00:00Z' } },
		],
	])('filters by %j', async (filters, expected) => {
		const [id] = ghl.contacts(
			{ ...ada, tags: ['vip'], dateAdded: '2026-01-15T00:00:00Z' },
			{ email: 'b@example.com', dateAdded: '2025-01-15T00:00:00Z' },
		);
		const given = await ghl.run('contact.getMany', { filters });
		expect(given.map((contact) => contact.id)).toEqual([id]);
		expect(ghl.last.body).toMatchObject({ filters: [expected] });
	});

	test.each<[unknown]>([['VIP, Bulk'], [['vip', 'bulk']], ['["vip","bulk"]']])(
		'filters by all tags of %j',
		async (tag) => {
			const [id] = ghl.contacts({ ...ada, tags: ['vip', 'bulk'] }, { email: 'b@example.com', tags: ['vip'] });
			const given = await ghl.run('contact.getMany', { filters: { tag } });
			expect(given.map((contact) => contact.id)).toEqual([id]);
		},
	);

	test('returns the same shape as Get', async () => {
		const [id] = ghl.contacts({ ...ada, address1: '1 Example Street', customFields: { [FIELDS.industry]: 'Film' } });
		const listed = await ghl.one('contact.getMany', { simplify: false });
		const got = await ghl.one('contact.get', { contactId: byId(id), simplify: false });
		for (const field of ['id', 'name', 'email', 'address1', 'customFields', 'dateAdded'])
			expect([field, listed[field]]).toEqual([field, got[field]]);
	});

	test('lists the contacts of a business over pages of its own', async () => {
		ghl.contacts(
			...Array.from({ length: 130 }, (_, index) => ({
				firstName: `C${index}`,
				email: `c${index}@example.com`,
				businessId: BUSINESS,
			})),
		);
		const given = await ghl.run('contact.getByBusiness', { businessId: byId(BUSINESS), returnAll: true });
		expect(given).toHaveLength(130);
		expect(given[0]).toMatchObject({ email: 'c0@example.com' });
		expect(ghl.calls({ path: '/contacts/business' }).map(({ query }) => query)).toEqual([
			{ locationId: LOCATION_US, limit: '100', skip: '0' },
			{ locationId: LOCATION_US, limit: '100', skip: '100' },
		]);
	});
});

describe('tags and deletion', () => {
	test('adding keeps the existing tags', async () => {
		const [id] = ghl.contacts({ ...ada, tags: ['one'] });
		expect(await ghl.one('contact.addTags', { contactId: byId(id), tags: 'Two, two' })).toEqual({
			id,
			tags: ['one', 'two'],
		});
		expect(ghl.last).toMatchObject({ method: 'POST', path: `/contacts/${id}/tags`, body: { tags: ['Two'] } });
	});

	test('removing sends the tags in the body of a DELETE', async () => {
		const [id] = ghl.contacts({ ...ada, tags: ['one', 'two'] });
		expect(await ghl.one('contact.removeTags', { contactId: byId(id), tags: '={{ ["Two"] }}' })).toEqual({
			id,
			tags: ['one'],
		});
		expect(ghl.last).toMatchObject({ method: 'DELETE', path: `/contacts/${id}/tags`, body: { tags: ['Two'] } });
		expect(ghl.last.headers['content-type']).toMatch(/^application\/json/);
	});

	test('no tags at all is refused', async () => {
		const [id] = ghl.contacts(ada);
		expect((await ghl.failure('contact.addTags', { contactId: byId(id), tags: ' , ' })).message).toBe(
			'Invalid value for Tags: ",". Name at least one.',
		);
	});

	test('a deletion returns the ID', async () => {
		const [id] = ghl.contacts(ada);
		expect(await ghl.one('contact.delete', { contactId: byId(id) })).toEqual({ id, deleted: true });
		expect(ghl.state().contacts).toHaveLength(0);
	});

	test('a deletion whose answer was lost is a deletion, though the second attempt finds nothing', async () => {
		const [id] = ghl.contacts(ada);
		ghl.sandbox.faults({ kind: 'answerLost', method: 'DELETE', times: 1 });
		expect(await ghl.one('contact.delete', { contactId: byId(id) })).toEqual({ id, deleted: true });
		expect(
			ghl
				.calls({ method: 'DELETE' })
				.map(({ status }) => status)
				.at(-1),
		).toBe(404);
	});
});
