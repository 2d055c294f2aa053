import type { IDataObject } from 'n8n-workflow';
import { FIELDS, LOCATION_US } from '../../../../../sandbox/ghl/world';
import { GhlAccount } from '../../../../support/ghl';

let ghl: GhlAccount;
let ids: Record<'ada' | 'ben' | 'cleo', string>;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => {
	ghl.sandbox.reset();
	const [ada, ben, cleo] = ghl.contacts(
		{
			firstName: 'Ada',
			email: 'ada@example.com',
			city: 'Boston',
			tags: ['vip'],
			dateAdded: '2026-01-10T00:00:00Z',
			customFields: { [FIELDS.industry]: 'Film', [FIELDS.annualRevenue]: 500 },
		},
		{
			firstName: 'Ben',
			email: 'ben@example.com',
			city: 'Boston',
			dnd: true,
			dateAdded: '2026-02-10T00:00:00Z',
			customFields: { [FIELDS.industry]: 'Music', [FIELDS.annualRevenue]: 50 },
		},
		{
			firstName: 'Cleo',
			phone: '+12125550142',
			city: 'Salem',
			tags: ['vip', 'press'],
			dateAdded: '2026-03-10T00:00:00Z',
		},
	);
	ids = { ada, ben, cleo };
});
afterAll(async () => await ghl.sandbox.close());

type Condition = [field: string, operator: string, value?: unknown, upTo?: unknown];
const group = (match: 'AND' | 'OR', ...conditions: Condition[]): IDataObject => ({
	match,
	conditions: {
		condition: conditions.map(([field, operator, value, upTo]) => ({ field, operator, value, upTo }) as IDataObject),
	},
});
const groups = (...all: IDataObject[]): IDataObject => ({
	groups: { group: all },
	options: { sort: 'dateAdded asc', customFieldsByName: false },
});

async function names(parameters: IDataObject): Promise<unknown[]> {
	return (await ghl.run('contact.search', { simplify: false, ...parameters })).map(({ firstName }) => firstName);
}

describe('conditions', () => {
	test.each<[string, Condition, string[], IDataObject]>([
		['text', ['city', 'contains', 'bos'], ['Ada', 'Ben'], { field: 'city', operator: 'contains', value: 'bos' }],
		[
			'a name, whatever its case',
			['firstNameLowerCase', 'eq', 'ADA'],
			['Ada'],
			{ field: 'firstNameLowerCase', operator: 'eq', value: 'ada' },
		],
		['a tag', ['tags', 'eq', 'VIP'], ['Ada', 'Cleo'], { field: 'tags', operator: 'eq', value: 'vip' }],
		[
			'one of several tags',
			['tags', 'eq', ['Press', 'Other']],
			['Cleo'],
			{ field: 'tags', operator: 'eq', value: ['press', 'other'] },
		],
		['an email that is there', ['email', 'exists'], ['Ada', 'Ben'], { field: 'email', operator: 'exists' }],
		['an email that is not there', ['email', 'not_exists'], ['Cleo'], { field: 'email', operator: 'not_exists' }],
		['a switch', ['dnd', 'eq', 'true'], ['Ben'], { field: 'dnd', operator: 'eq', value: true }],
		[
			'a time and later',
			['dateAdded', 'gte', '2026-02-10'],
			['Ben', 'Cleo'],
			{ field: 'dateAdded', operator: 'range', value: { gte: '2026-02-10T00:00:00Z' } },
		],
		[
			'a range of times',
			['dateAdded', 'between', '2026-02-01', '2026-03-01'],
			['Ben'],
			{ field: 'dateAdded', operator: 'range', value: { gte: '2026-02-01T00:00:00Z', lte: '2026-03-01T00:00:00Z' } },
		],
		[
			'a custom field by its key',
			['custom_industry', 'eq', 'Film'],
			['Ada'],
			{ field: `customFields.${FIELDS.industry}`, operator: 'eq', value: 'Film' },
		],
		[
			'a custom number',
			['custom_annual_revenue', 'gt', '100'],
			['Ada'],
			{ field: `customFields.${FIELDS.annualRevenue}`, operator: 'range', value: { gt: 100 } },
		],
	])('find %s', async (_, condition, expected, filter) => {
		expect(await names(groups(group('AND', condition)))).toEqual(expected);
		expect(ghl.last.body).toMatchObject({ filters: [filter] });
	});

	test.each<[string, Condition, string]>([
		[
			'an operator that the field does not have',
			['email', 'contains', 'example'],
			'GHL cannot search Email with "Contains"',
		],
		['a range of text', ['city', 'gte', 'A'], 'GHL cannot search City with "Is At Least"'],
		['equality of times', ['dateAdded', 'eq', '2026-01-01'], 'GHL cannot search Date Added with "Is"'],
		['a field that does not exist', ['shoeSize', 'eq', '46'], 'GHL cannot search by "shoeSize"'],
		[
			'a value that is too long',
			['city', 'eq', 'x'.repeat(76)],
			'The value to search City for is longer than 75 characters',
		],
		['an empty value', ['city', 'eq', ' '], 'The value to search City for is empty'],
		[
			'a number that is none',
			['custom_annual_revenue', 'gt', 'lots'],
			'Invalid value for Annual Revenue: "lots". Map an amount such as 1234.50.',
		],
	])('with %s are refused before the call', async (_, condition, message) => {
		expect((await ghl.failure('contact.search', groups(group('AND', condition)))).message).toBe(message);
		expect(ghl.calls({ path: '/contacts/search' })).toHaveLength(0);
	});

	test('are joined by AND and OR within and between groups', async () => {
		const boston: Condition = ['city', 'eq', 'Boston'];
		expect(await names(groups(group('AND', boston, ['dnd', 'eq', 'true'])))).toEqual(['Ben']);
		expect(await names(groups(group('OR', ['city', 'eq', 'Salem'], ['dnd', 'eq', 'true'])))).toEqual(['Ben', 'Cleo']);
		expect(
			await names(groups(group('OR', ['city', 'eq', 'Salem'], ['dnd', 'eq', 'true']), group('AND', boston))),
		).toEqual(['Ben']);
		expect(
			await names({
				...groups(group('AND', boston, ['tags', 'eq', 'vip']), group('AND', ['tags', 'eq', 'press'])),
				matchGroups: 'OR',
			}),
		).toEqual(['Ada', 'Cleo']);
	});

	test('may be missing: all contacts, sorted by two fields', async () => {
		expect(
			await names({ options: { sort: 'lastNameLowerCase asc', thenBy: 'dateAdded desc', customFieldsByName: false } }),
		).toEqual(['Cleo', 'Ben', 'Ada']);
		expect(ghl.last.body).toEqual({
			locationId: LOCATION_US,
			pageLimit: 50,
			sort: [
				{ field: 'lastNameLowerCase', direction: 'asc' },
				{ field: 'dateAdded', direction: 'desc' },
			],
		});
	});
});

describe('JSON filters', () => {
	test('are sent as they are, custom fields with their IDs', async () => {
		const filters = [
			{
				group: 'OR',
				filters: [
					{ field: 'custom_industry', operator: 'eq', value: 'Film' },
					{ field: 'city', operator: 'eq', value: 'Salem' },
				],
			},
		];
		expect(
			await names({ filterMode: 'json', filtersJson: JSON.stringify(filters), options: { sort: 'dateAdded asc' } }),
		).toEqual(['Ada', 'Cleo']);
		expect(ghl.last.body).toMatchObject({
			filters: [{ group: 'OR', filters: [{ field: `customFields.${FIELDS.industry}` }, { field: 'city' }] }],
		});
	});

	test.each([['{"field":"city"}'], ['not json'], ['[{"city":"Salem"}]']])(
		'%s is no list of filters',
		async (filtersJson) => {
			expect((await ghl.failure('contact.search', { filterMode: 'json', filtersJson })).message).toBe(
				'Filters is not a list of filters',
			);
		},
	);
});

describe('page at a time', () => {
	test('every contact comes once, over pages whose cursor is the only difference', async () => {
		ghl.sandbox.reset();
		ghl.sandbox.seed('ghl', { manyContacts: { count: 95 } });
		const seen: unknown[] = [];
		let cursor = '';
		do {
			const page: IDataObject = await ghl.one(
				'contact.getPage',
				{ pageSize: 20, cursor: '={{ $json.cursor }}', ...groups(group('AND', ['email', 'exists'])) },
				[{ cursor }],
			);
			seen.push(...(page.contacts as IDataObject[]).map(({ id }) => id));
			expect(page.total).toBe(95);
			cursor = page.cursor as string;
		} while (cursor !== '' && seen.length <= 200);
		expect([seen.length, new Set(seen).size]).toEqual([95, 95]);
		const bodies = ghl.calls({ path: '/contacts/search' }).map(({ body }) => body as IDataObject);
		expect(bodies).toHaveLength(5);
		for (const { searchAfter: _, ...body } of bodies)
			expect(body).toEqual({
				locationId: LOCATION_US,
				pageLimit: 20,
				filters: [{ field: 'email', operator: 'exists' }],
				sort: [{ field: 'dateAdded', direction: 'asc' }],
			});
	});

	test.each([
		['cursor', 'page 2', 'Cursor is not a cursor of this operation'],
		['pageSize', 500, 'Invalid value for Page Size: 500. Use 100 or less.'],
	])('refuses the %s %s', async (parameter, value, message) => {
		expect((await ghl.failure('contact.getPage', { [parameter]: value })).message).toBe(message);
	});
});

describe('find duplicate', () => {
	test.each([
		[{ email: ' ADA@example.com' }, 'ada'],
		[{ phone: '(212) 555-0142' }, 'cleo'],
	] as const)('by %j', async (by, who) => {
		expect(await ghl.one('contact.findDuplicate', by)).toMatchObject({ found: true, id: ids[who] });
	});

	test('sends the plus sign of a number so that it stays one', async () => {
		await ghl.run('contact.findDuplicate', { phone: '+12125550142' });
		expect(ghl.calls({ path: '/contacts/search/duplicate' })[0].query).toEqual({
			locationId: LOCATION_US,
			number: '+12125550142',
		});
	});

	test('finds nothing without an error', async () => {
		expect(await ghl.one('contact.findDuplicate', { email: 'nobody@example.com' })).toEqual({
			account: LOCATION_US,
			found: false,
		});
	});

	test('requires something to search for', async () => {
		expect((await ghl.failure('contact.findDuplicate', {})).message).toBe(
			'There is neither an email nor a phone to look for',
		);
	});
});

describe('lookup', () => {
	test('finds additional emails, in version 3 of the API, page after page', async () => {
		const access = await ghl.oAuth();
		ghl.contacts(
			...Array.from({ length: 25 }, (_, index) => ({
				firstName: `C${index}`,
				email: `c${index}@example.com`,
				additionalEmails: ['family@example.com'],
			})),
		);
		ghl.sandbox.clearRequests();
		const found = await ghl.run('contact.lookup', { email: 'Family@example.com', returnAll: true }, [{}], access);
		expect(new Set(found.map(({ id }) => id)).size).toBe(25);
		const calls = ghl.calls({ path: '/contacts/lookup' });
		expect(calls.map(({ headers }) => headers.version)).toEqual(['v3', 'v3']);
		expect(calls[1].query).toEqual({
			locationId: LOCATION_US,
			email: 'family@example.com',
			limit: '20',
			nextCursor: expect.any(String),
		});
	});

	test('by phone sends E.164', async () => {
		const [found] = await ghl.run('contact.lookup', { by: 'phone', phone: '(212) 555-0142' }, [{}], await ghl.oAuth());
		expect(found).toMatchObject({ id: ids.cleo });
	});

	test('is refused for a private integration token before the call', async () => {
		const error = await ghl.failure('contact.lookup', {
			email: 'ada@example.com',
			options: { customFieldsByName: false },
		});
		expect(error.message).toBe('GHL offers this lookup to OAuth2 credentials only');
		expect(ghl.calls({ path: '/contacts/lookup' })).toHaveLength(0);
	});
});
