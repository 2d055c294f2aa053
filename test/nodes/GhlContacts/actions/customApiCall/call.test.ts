import type { IDataObject } from 'n8n-workflow';
import { LOCATION_US } from '../../../../../sandbox/ghl/world';
import { GhlAccount } from '../../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

const call = async (parameters: IDataObject, input?: IDataObject[]): Promise<IDataObject[]> =>
	await ghl.run('customApiCall.call', parameters, input);

test('the location goes into the path, and the answer comes as it is', async () => {
	const [created] = await call({
		method: 'POST',
		path: '/locations/{locationId}/customValues',
		body: '{ "name": "Slogan", "value": "Hi" }',
	});
	expect(ghl.last).toMatchObject({
		method: 'POST',
		path: `/locations/${LOCATION_US}/customValues`,
		body: { name: 'Slogan', value: 'Hi' },
		headers: { version: '2021-07-28' },
	});
	expect(created).toMatchObject({ customValue: { name: 'Slogan' }, traceId: expect.any(String) });
	const [listed] = await call({ path: 'locations/{locationId}/customValues' });
	expect(listed.customValues).toHaveLength(1);
});

test('query, location and version are sent as chosen', async () => {
	await call({
		path: '/contacts/search/duplicate',
		query: '{ "email": "a+b@example.com" }',
		options: { location: 'query', version: 'v3' },
	});
	expect(ghl.last).toMatchObject({
		query: { email: 'a+b@example.com', locationId: LOCATION_US },
		headers: { version: 'v3' },
	});
	expect(ghl.last.body ?? null).toBeNull();
});

test.each([
	['skip', 'GET', '/forms/', 'forms', {}],
	['searchAfter', 'POST', '/contacts/search', 'contacts', { location: 'body' }],
	['startAfter', 'GET', '/contacts/', 'contacts', {}],
])('pagination "%s" reads all pages', async (pagination, method, path, listField, options) => {
	ghl.sandbox.seed('ghl', { manyContacts: { count: 130 } });
	const found = await call({
		method,
		path,
		pagination,
		listField,
		returnAll: true,
		options: { location: 'query', pageSize: pagination === 'skip' ? 50 : 100, ...options },
	});
	expect(new Set(found.map(({ id }) => id)).size).toBe(listField === 'forms' ? 1 : 130);
	expect(ghl.calls({ path }).length).toBe(listField === 'forms' ? 1 : 2);
});

test('a limit ends the pages', async () => {
	ghl.sandbox.seed('ghl', { manyContacts: { count: 130 } });
	expect(
		await call({
			method: 'POST',
			path: '/contacts/search',
			pagination: 'searchAfter',
			listField: 'contacts',
			limit: 20,
			options: { location: 'body' },
		}),
	).toHaveLength(20);
});

test.each([
	['https://evil.example.com/contacts'],
	['//evil.example.com/contacts'],
	['/contacts/../oauth/token'],
	['/contacts\\..\\x'],
	['/contacts/%2e%2e/x'],
	['/contacts/a b'],
	['/contacts/?locationId=x'],
])('the path %s is refused without a call', async (path) => {
	expect((await ghl.failure('customApiCall.call', { path })).message).toBe('Path is not a plain path');
	expect(ghl.calls()).toHaveLength(0);
});

test.each([['[1]'], ['"text"'], ['{ no json']])('the body %s is refused', async (body) => {
	expect((await ghl.failure('customApiCall.call', { method: 'POST', path: '/contacts/', body })).message).toBe(
		`Invalid value for Body: "${body}". Map a JSON object such as { "name": "value" }.`,
	);
});

test('a DELETE has a body when one is given', async () => {
	const [id] = ghl.contacts({ email: 'ada@example.com', tags: ['one', 'two'] });
	await call({ method: 'DELETE', path: `/contacts/${id}/tags`, body: { tags: ['one'] } });
	expect(ghl.stored(id).tags).toEqual(['two']);
	await call({ method: 'DELETE', path: `/contacts/${id}` });
	expect(ghl.last.body ?? null).toBeNull();
});

test('a POST is sent once, unless it is marked as idempotent', async () => {
	ghl.sandbox.faults({ kind: 'status', status: 503, path: '/contacts/search', times: 2 });
	const search = { method: 'POST', path: '/contacts/search', body: { pageLimit: 1 }, options: { location: 'body' } };
	const error = await ghl.failure('customApiCall.call', search);
	expect(error.message).toBe('GHL: Service Unavailable; "Make custom API call" may have been done all the same');
	expect(ghl.calls()).toHaveLength(1);
	await call({ ...search, options: { location: 'body', repeatable: true } });
	expect(ghl.calls().map(({ status }) => status)).toEqual([503, 503, 200]);
});

test('a refusal reads like those of the other operations', async () => {
	const error = await ghl.failure('customApiCall.call', { path: '/contacts/nobody' });
	expect(error.message).toBe('GHL: Contact with id nobody not found');
	expect(error.description).toContain('GET /contacts/nobody answered 404, trace ');
});
