import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { failure, json, type Setup } from '../../../support/engine';
import { booqable, byId, ghlPrivate, mapped } from '../../../support/nodeSetups';

// what is waited for is tested where waiting is: here each wait ends at once
jest.mock('../../../../nodes/shared/http/sleep', () => ({
	...jest.requireActual<object>('../../../../nodes/shared/http/sleep'),
	...jest.requireActual<object>('../../../support/sleepless'),
}));

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const ID = 'ocQHyuzHvysMo5N5VsXc';
const ghl = (operation: string, more: IDataObject = {}): Setup =>
	ghlPrivate(sandbox, { resource: 'contact', operation, contactId: byId(ID), options: {}, ...more });
const customer = (operation: string): Setup =>
	booqable(sandbox, {
		authentication: 'accessToken',
		resource: 'customer',
		operation,
		customerId: byId('a'),
		fields: { ...mapped({ id: 'a', name: 'Ada' }), matchingColumns: ['id'] },
		options: {},
	});
const page = (title: string): string => `<!DOCTYPE html><html><head><title>${title}</title></head><body></body></html>`;

const BLOCKED = 'Attention Required! | Cloudflare';
test.each<[string, () => Setup, number, string, string]>([
	['GHL', () => ghl('get'), 403, page(BLOCKED), `GHL answered 403: ${BLOCKED}`],
	['GHL', () => ghl('get'), 401, page('Sign in'), 'GHL answered 401: Sign in'],
	['GHL', () => ghl('get'), 404, page('404 Not Found'), 'GHL answered 404: 404 Not Found'],
	['GHL', () => ghl('get'), 404, '<html></html>', 'GHL answered 404 with a web page'],
	['GHL', () => ghl('get'), 407, page('Proxy'), 'GHL answered 407: Proxy'],
	['Booqable', () => customer('get'), 403, page(BLOCKED), `Booqable answered 403: ${BLOCKED}`],
	['Booqable', () => customer('get'), 404, page('nginx'), 'Booqable answered 404: nginx'],
	['Booqable', () => customer('update'), 413, page('Too Large'), 'Booqable answered 413: Too Large'],
	['Booqable', () => customer('get'), 402, '<?xml version="1.0"?><Error/>', 'Booqable answered 402 with a web page'],
])('a page in the place of a refusal is not taken for what %s says: %#', async (_, setup, status, body, message) => {
	sandbox.faults({ kind: 'status', status, body, headers: { 'content-type': 'text/html' } });
	const error = await failure(setup());
	expect(error.message).toBe(message);
	expect(error.description).toMatch(
		/^That page is not the service's: there may be a firewall, a proxy or a login page/,
	);
});

const NO_ROUTE = JSON.stringify({ statusCode: 404, message: 'Cannot GET /contacts/x', error: 'Not Found' });
const NO_PATH = /^It has no such path\. Check the base URL of the credential/;
test.each([
	['the page of a proxy', page('nginx'), 'nginx', /^That page is not the service's/],
	['a path that nobody serves', NO_ROUTE, 'Cannot GET /contacts/x', NO_PATH],
	['a gateway without a route', '{"message":"no Route matched"}', 'no Route matched', NO_PATH],
])('a 404 that is %s does not mean that a record is gone', async (_, body, says, remedy) => {
	sandbox.faults({ kind: 'status', status: 404, body, method: 'GET', headers: { 'content-type': 'text/html' } });
	// Create or Update asks for the customer, and writes what it does not find
	const { message, description } = await failure(customer('upsert'));
	expect(message).toBe(`Booqable answered 404: ${says}`);
	expect(description).toMatch(remedy);
});

test('an answer that is only a status is no address that the call is sent on to', async () => {
	sandbox.faults({ kind: 'status', status: 304, body: '' });
	expect((await failure(ghl('get'))).message).toBe('GHL answered 304 without data');
});

test('a page in the place of a second answer does not mean that a record was deleted', async () => {
	sandbox.faults([
		{ kind: 'drop', method: 'DELETE', times: 1 },
		{ kind: 'status', status: 404, body: page('404 Not Found'), method: 'DELETE', times: 1 },
	]);
	expect((await failure(ghl('delete'))).message).toBe('GHL answered 404: 404 Not Found');
});

const raw = (body: Buffer | string, contentType: string): void =>
	sandbox.faults({ kind: 'status', status: 200, body, headers: { 'content-type': contentType } });

test('an answer in another encoding than it can be read in is refused, not written on', async () => {
	raw(Buffer.from(`{"contact":{"id":"${ID}","firstName":"Zoë"}}`, 'latin1'), 'application/json; charset=ISO-8859-1');
	expect((await failure(ghl('get'))).message).toBe('GHL answered with data in ISO-8859-1 instead of UTF-8');
	raw(`\uFEFF{"contact":{"id":"${ID}","firstName":"Zoë"}}`, 'application/json; charset=utf-8');
	sandbox.clearFaults();
	raw(`\uFEFF{"contact":{"id":"${ID}","firstName":"Zoë"}}`, 'text/plain');
	expect(await json(ghl('get', { options: { customFieldsByName: false } }))).toMatchObject([{ firstName: 'Zoë' }]);
});

test.each([
	'"Bad Gateway"',
	'"{}"',
	'null',
	'true',
	'7',
	'[]',
	'{"contact":null}',
	'{"contact":{"id":""}}',
	")]}',\n{}",
	'{}{}',
])('%s with status 200 is no contact', async (body) => {
	raw(body, 'application/json');
	expect((await failure(ghl('get'))).message).toMatch(/^GHL answered with /);
});

test('entries of a list that are nothing are passed over', async () => {
	const body = JSON.stringify({ notes: [null, 'x', { id: 'n1', body: 'Hello' }] });
	raw(body, 'application/json');
	const list = ghlPrivate(sandbox, { resource: 'note', operation: 'getMany', contactId: byId(ID), returnAll: true });
	expect(await json(list)).toMatchObject([{ id: 'n1' }]);
});

test('a list whose pages are all the same, as a cache gives them, is no endless one', async () => {
	const data = Array.from({ length: 100 }, (_, index) => ({ id: `c${index}`, name: 'Ada' }));
	sandbox.faults({ kind: 'status', status: 200, body: { data, meta: {} } });
	const all = booqable(sandbox, {
		authentication: 'accessToken',
		resource: 'customer',
		operation: 'getMany',
		returnAll: true,
		options: {},
	});
	expect((await failure(all)).message).toBe('Booqable answered with the same page of the list twice');
	expect(sandbox.requests()).toHaveLength(2);
});
