import { BUSINESS, FIELDS, LOCATION_US, PIPELINE, PIT_US, STAGES, USER_ANNA } from '../../../sandbox/ghl/world';
import { ghlAccount } from '../../support/sandbox/ghl';

const account = ghlAccount();
const { api } = account;

interface Found {
	id: string;
	email: string;
	searchAfter: unknown[];
	[field: string]: unknown;
}
const search = async (
	body: object,
): Promise<{ status: number; data: { contacts: Found[]; total: number; message: unknown } }> =>
	api('POST', '/contacts/search', { locationId: LOCATION_US, pageLimit: 100, ...body });
const found = async (filter: object): Promise<string[]> => {
	const response = await search({ filters: [filter].flat() });
	expect(response.data.message).toBeUndefined();
	return response.data.contacts.map(({ id }) => id).sort();
};

describe('the index', () => {
	it('sees a write three seconds later, while a read by id sees it at once', async () => {
		const id = await account.contact({ email: 'a@example.com' });
		expect((await search({})).data.total).toBe(0);
		expect((await api('GET', `/contacts/${id}`)).status).toBe(200);
		account.sandbox.advance(3_000);
		expect((await search({})).data.contacts).toMatchObject([{ id }]);
		await api('PUT', `/contacts/${id}`, { firstName: 'Zoe' });
		expect((await search({})).data.contacts[0]?.firstName).toBeNull();
		account.sandbox.advance(3_000);
		expect((await search({})).data.contacts[0]?.firstName).toBe('Zoe');
		await api('DELETE', `/contacts/${id}`);
		expect((await search({})).data.total).toBe(1);
		account.sandbox.advance(3_000);
		expect((await search({})).data.total).toBe(0);
	});

	it('lags for as long as configured', async () => {
		account.sandbox.seed('ghl', { indexLag: 0 });
		await account.contact({ email: 'a@example.com' });
		expect((await search({})).data.total).toBe(1);
		account.sandbox.faults({ kind: 'indexLag', ms: 60_000, path: '/contacts/search' });
		await account.contact({ email: 'b@example.com' });
		account.sandbox.advance(59_000);
		expect((await search({})).data.total).toBe(1);
		account.sandbox.advance(1_000);
		expect((await search({})).data.total).toBe(2);
	});
});

describe('filters', () => {
	beforeEach(() => {
		account.sandbox.seed('ghl', {
			contacts: [
				{
					id: 'ann',
					firstName: 'Ann',
					lastName: 'Lee',
					email: 'ann@example.com',
					phone: '+16175550101',
					tags: ['vip', 'film'],
					city: 'Boston',
					dnd: true,
					dateAdded: '2026-01-01T10:00:00Z',
					dateUpdated: '2026-03-01T10:00:00Z',
					dateOfBirth: '1990-03-31',
					customFields: {
						[FIELDS.industry]: 'Film and TV',
						[FIELDS.annualRevenue]: 100.5,
						[FIELDS.interests]: ['Audio'],
						[FIELDS.renewal]: '2026-12-01',
					},
				},
				{
					id: 'bob',
					firstName: 'Bob',
					lastName: 'Lee',
					email: 'bob@example.com',
					tags: ['vip'],
					city: 'Cambridge',
					assignedTo: USER_ANNA,
					businessId: BUSINESS,
					companyName: 'Acme Events',
					dateAdded: '2026-01-02T10:00:00Z',
					customFields: { [FIELDS.annualRevenue]: 5, [FIELDS.emergencyContacts]: { First: 'Mum' } },
				},
				{ id: 'cy', firstName: 'Cy', phone: '+16175550103', dateAdded: '2026-01-03T10:00:00Z' },
			],
		});
	});

	it.each<[string, object, string[]]>([
		['eq', { field: 'firstNameLowerCase', operator: 'eq', value: 'ann' }, ['ann']],
		['eq, as it was written', { field: 'firstNameLowerCase', operator: 'eq', value: 'Ann' }, []],
		['eq of a tag', { field: 'tags', operator: 'eq', value: 'vip' }, ['ann', 'bob']],
		['eq of several', { field: 'tags', operator: 'eq', value: ['film', 'none'] }, ['ann']],
		['not_eq', { field: 'id', operator: 'not_eq', value: ['ann', 'bob'] }, ['cy']],
		['eq of a flag', { field: 'dnd', operator: 'eq', value: true }, ['ann']],
		['contains', { field: 'city', operator: 'contains', value: 'BRIDGE' }, ['bob']],
		['not_contains', { field: 'tags', operator: 'not_contains', value: 'vip' }, ['cy']],
		['exists', { field: 'phone', operator: 'exists' }, ['ann', 'cy']],
		['not_exists', { field: 'email', operator: 'not_exists' }, ['cy']],
		[
			'range of dates',
			{ field: 'dateAdded', operator: 'range', value: { gt: '2026-01-01T10:00:00Z', lte: '2026-01-03T10:00:00Z' } },
			['bob', 'cy'],
		],
		[
			'range in milliseconds',
			{ field: 'dateUpdated', operator: 'range', value: { gte: Date.UTC(2026, 2, 1) } },
			['ann'],
		],
		['range of a birthday', { field: 'dateOfBirth', operator: 'range', value: { lt: '2000-01-01' } }, ['ann']],
		['phone eq', { field: 'phone', operator: 'eq', value: '+16175550103' }, ['cy']],
		['custom text', { field: `customFields.${FIELDS.industry}`, operator: 'contains', value: 'film' }, ['ann']],
		[
			'custom number',
			{ field: `customFields.${FIELDS.annualRevenue}`, operator: 'range', value: { gte: 5, lt: 100 } },
			['bob'],
		],
		['custom list', { field: `customFields.${FIELDS.interests}`, operator: 'eq', value: 'Audio' }, ['ann']],
		[
			'custom date',
			{ field: `customFields.${FIELDS.renewal}`, operator: 'range', value: { gte: '2026-12-01' } },
			['ann'],
		],
		[
			'custom text box',
			{ field: `customFields.${FIELDS.emergencyContacts}.First`, operator: 'eq', value: 'Mum' },
			['bob'],
		],
		[
			'OR',
			{
				group: 'OR',
				filters: [
					{ field: 'firstNameLowerCase', operator: 'eq', value: 'cy' },
					{
						group: 'AND',
						filters: [
							{ field: 'tags', operator: 'eq', value: 'vip' },
							{ field: 'assignedTo', operator: 'exists' },
						],
					},
				],
			},
			['bob', 'cy'],
		],
	])('%s', async (_name, filter, expected) => {
		expect(await found(filter)).toEqual(expected);
	});

	it('at the top level must all match', async () => {
		expect(
			await found([
				{ field: 'lastNameLowerCase', operator: 'eq', value: 'lee' },
				{ field: 'city', operator: 'eq', value: 'Boston' },
			]),
		).toEqual(['ann']);
	});

	it('reach into opportunities', async () => {
		await api('POST', '/opportunities/', {
			locationId: LOCATION_US,
			pipelineId: PIPELINE,
			pipelineStageId: STAGES.quoted,
			contactId: 'bob',
			name: 'Tent',
			status: 'open',
		});
		expect(
			await found({
				field: 'opportunities',
				operator: 'nested',
				value: [
					{ field: 'pipelineStageId', operator: 'eq', value: STAGES.quoted },
					{ field: 'status', operator: 'eq', value: 'open' },
				],
			}),
		).toEqual(['bob']);
		expect(
			await found({
				field: 'opportunities',
				operator: 'nested',
				value: [{ field: 'status', operator: 'eq', value: 'won' }],
			}),
		).toEqual([]);
	});

	it.each<[object, RegExp]>([
		[{ filters: [{ field: 'firstName', operator: 'eq', value: 'x' }] }, /field firstName is not supported/],
		[
			{ filters: [{ field: 'email', operator: 'contains', value: 'x' }] },
			/operator contains is not supported for field email/,
		],
		[
			{ filters: [{ field: 'customFields.industry', operator: 'eq', value: 'x' }] },
			/field customFields.industry is not supported/,
		],
		[
			{ filters: [{ field: 'dateAdded', operator: 'range', value: '2026-01-01' }] },
			/must be an object with gt, gte, lt or lte/,
		],
		[{ filters: [{ field: 'city', operator: 'eq', value: 'x'.repeat(76) }] }, /shorter than or equal to 75/],
		[{ sort: [{ field: 'firstName', direction: 'asc' }] }, /sort field firstName is not supported/],
		[{ page: 1, searchAfter: [1, 'x'] }, /can not be used together/],
		[{ pageLimit: 501 }, /pageLimit must not be greater than 500/],
		[{ pageLimit: undefined }, /pageLimit must be a number/],
		[{ limit: 5 }, /property limit should not exist/],
		[{ query: 'x'.repeat(76) }, /query must be shorter than or equal to 75 characters/],
		[{ searchAfter: ['x'] }, /searchAfter does not fit the sort/],
	])('%j is refused', async (body, message) => {
		const response = await search(body);
		expect(response.status).toBe(422);
		expect(String(response.data.message)).toMatch(message);
	});

	it('by text look into name, email, phone, company and tags', async () => {
		expect((await search({ query: 'ACME' })).data.contacts.map(({ id }) => id)).toEqual(['bob']);
	});

	it('return contacts in another shape than a read by id', async () => {
		const [ann] = (await search({ filters: [{ field: 'id', operator: 'eq', value: 'ann' }] })).data.contacts;
		expect(ann).toMatchObject({
			contactName: 'Ann Lee',
			dateOfBirth: Date.UTC(1990, 2, 31),
			address: null,
			businessId: null,
			additionalEmails: [],
			customFields: expect.arrayContaining([{ id: FIELDS.annualRevenue, value: 100.5 }]),
		});
		for (const key of ['name', 'address1', 'emailLowerCase']) expect(ann).not.toHaveProperty(key);
	});
});

describe('pages', () => {
	const walk = async (
		next: (last: Found | undefined, page: number) => object,
		extra: object = {},
	): Promise<string[]> => {
		const ids: string[] = [];
		let last: Found | undefined;
		for (let page = 1; page < 100; page += 1) {
			const { contacts } = (await search({ pageLimit: 100, ...extra, ...next(last, page) })).data;
			if (contacts.length === 0) return ids;
			ids.push(...contacts.map(({ id }) => id));
			last = contacts.at(-1);
		}
		throw new Error('The pages have no end.');
	};
	beforeEach(() => account.sandbox.seed('ghl', { manyContacts: { count: 1_234 } }));

	it('by searchAfter come to an end and hold each contact once, though many share a date', async () => {
		const ids = await walk((last) => (last ? { searchAfter: last.searchAfter } : {}), {
			sort: [{ field: 'dateUpdated', direction: 'asc' }],
		});
		expect([ids.length, new Set(ids).size]).toEqual([1_234, 1_234]);
	});

	it('by number hold the same, up to ten thousand', async () => {
		const ids = await walk((_last, page) => ({ page }));
		expect(new Set(ids).size).toBe(1_234);
		expect((await search({ page: 101 })).status).toBe(400);
	});

	it('are sorted by up to two fields, empty values last', async () => {
		account.sandbox.reset();
		account.sandbox.seed('ghl', {
			contacts: [
				{ id: 'none' },
				{ id: 'b2', firstName: 'B', lastName: 'Z' },
				{ id: 'b1', firstName: 'b', lastName: 'y' },
				{ id: 'a', firstName: 'A' },
			],
		});
		const order = async (direction: string): Promise<string[]> =>
			(
				await search({
					sort: [
						{ field: 'firstNameLowerCase', direction },
						{ field: 'lastNameLowerCase', direction: 'asc' },
					],
				})
			).data.contacts.map(({ id }) => id);
		expect(await order('asc')).toEqual(['a', 'b1', 'b2', 'none']);
		expect(await order('desc')).toEqual(['b1', 'b2', 'a', 'none']);
	});
});

describe('the deprecated list', () => {
	const list = async (
		query: string,
	): Promise<{ contacts: Array<{ id: string; [field: string]: unknown }>; meta: { [key: string]: unknown } }> =>
		(await api('GET', `/contacts/?locationId=${LOCATION_US}&${query}`)).data;
	beforeEach(() => account.sandbox.seed('ghl', { manyContacts: { count: 45 } }));

	it('pages by startAfter and startAfterId together, and begins again without one of them', async () => {
		const first = await list('limit=20');
		expect(first.meta).toMatchObject({ total: 45, currentPage: 1 });
		const { startAfter, startAfterId } = first.meta;
		const second = await list(`limit=20&startAfter=${startAfter}&startAfterId=${startAfterId}`);
		expect(new Set([...first.contacts, ...second.contacts].map(({ id }) => id)).size).toBe(40);
		expect((await list(`limit=20&startAfter=${startAfter}`)).contacts[0]?.id).toBe(first.contacts[0]?.id);
		const third = await list(`limit=20&startAfter=${second.meta.startAfter}&startAfterId=${second.meta.startAfterId}`);
		expect([third.contacts.length, third.meta.startAfterId]).toEqual([5, undefined]);
	});

	it('links to its next page', async () => {
		const { meta } = await list('limit=20');
		const next = await account.http.get(String(meta.nextPageUrl), {
			headers: { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' },
		});
		expect(next.data.contacts).toHaveLength(20);
	});

	it('writes names in lower case, takes 100 at most, and is gone in v3', async () => {
		expect((await list('query=contact.7@')).contacts).toMatchObject([
			{ firstName: 'contact', firstNameRaw: 'Contact', contactName: 'contact 7' },
		]);
		expect((await api('GET', `/contacts/?locationId=${LOCATION_US}&limit=101`)).status).toBe(422);
		expect((await api('GET', `/contacts/?locationId=${LOCATION_US}&sortBy=x`)).data.message).toEqual([
			'property sortBy should not exist',
		]);
		expect((await api('GET', `/contacts/?locationId=${LOCATION_US}`, undefined, 'v3')).status).toBe(404);
	});
});
