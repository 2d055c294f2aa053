import type { IDataObject } from 'n8n-workflow';
import { LOCATION_US, PIT_US } from '../../../../sandbox/ghl/world';
import type { Sandbox } from '../../../../sandbox/server';
import { byId, GhlAccount, mapping } from '../../../support/ghl';
import { failure, json } from '../../../support/engine';

let account: GhlAccount;
let sandbox: Sandbox;
beforeEach(async () => {
	account = await GhlAccount.start();
	({ sandbox } = account);
});
afterEach(async () => await sandbox.close());

const node = (parameters: IDataObject) => account.setup(parameters);
const create = {
	resource: 'contact',
	operation: 'create',
	onDuplicate: 'error',
	fields: mapping({ email: 'ada@example.com' }),
};
const contacts = () => (sandbox.state('ghl') as { contacts: IDataObject[] }).contacts;
const made = async () => String((await json(node(create)))[0].id);
const get = (id: string) => ({
	resource: 'contact',
	operation: 'get',
	contactId: byId(id),
	simplify: false,
	options: { customFieldsByName: false },
});
const calls = (method: string) => sandbox.requests({ method }).length;

describe('a call', () => {
	it('that only reads is repeated after a 503', async () => {
		const id = await made();
		sandbox.faults({ kind: 'status', status: 503, method: 'GET', times: 1 });
		expect(await json(node(get(id)))).toMatchObject([{ id }]);
		expect(calls('GET')).toBe(2);
	});

	it('that creates is not repeated after a 503: it may have been carried out', async () => {
		sandbox.faults({ kind: 'statusAfterCommit', status: 503, method: 'POST', times: 1 });
		const error = await failure(node(create));
		expect(error.httpCode).toBe('503');
		expect(calls('POST')).toBe(1);
		expect(contacts()).toHaveLength(1);
	});

	it('that creates is repeated after a 429, not before Retry-After', async () => {
		sandbox.faults({ kind: 'status', status: 429, method: 'POST', retryAfter: 1, times: 1 });
		const start = Date.now();
		await json(node(create));
		expect(Date.now() - start).toBeGreaterThanOrEqual(1000);
		expect(contacts()).toHaveLength(1);
	});

	it('that creates and gets no answer reports that it is unknown whether it was carried out', async () => {
		sandbox.faults({ kind: 'answerLost', method: 'POST', times: 1 });
		const error = await failure(node(create));
		expect(error.message).toBe(
			'GHL did not answer: the connection was cut; "Create contact" may have been done all the same',
		);
		expect(error.description).toContain('It is not known whether it was done: look in ');
		expect(calls('POST')).toBe(1);
	});

	it('that deletes is a success when the answer was lost and the record is gone', async () => {
		const id = await made();
		sandbox.faults({ kind: 'answerLost', method: 'DELETE', times: 1 });
		expect(await json(node({ resource: 'contact', operation: 'delete', contactId: byId(id) }))).toEqual([
			{ id, deleted: true },
		]);
		expect(contacts()).toHaveLength(0);
	});

	it('that deletes something that never existed is an error', async () => {
		const error = await failure(node({ resource: 'contact', operation: 'delete', contactId: byId('nothing') }));
		expect(error.httpCode).toBe('404');
	});

	it('to an unreachable server reports that, and that nothing was written', async () => {
		const error = await failure(account.setup(create, account.token(PIT_US, LOCATION_US, 'http://127.0.0.1:9/ghl')));
		expect(error.message).toBe('GHL did not answer: the connection was refused');
		expect(error.description).toContain('This call wrote nothing');
	}, 60_000);

	it.each([
		['http://services.example.com', 'must start with https'],
		['not a url', 'is not a URL'],
		['https://user@services.example.com', 'must be a plain address'],
	])('is never made to the base URL %s', async (baseUrl, reason) => {
		const error = await failure(account.setup(create, account.token(PIT_US, LOCATION_US, baseUrl)));
		expect(error.message).toContain(reason);
	});

	it('encodes what goes into its path', async () => {
		await failure(node(get('a b?c#d')));
		expect(sandbox.requests({ method: 'GET' })[0].path).toContain('/contacts/a%20b%3Fc%23d');
	});

	it.each(['../locations', 'a/b', '..'])('refuses %s as an ID before anything is sent', async (id) => {
		const error = await failure(node(get(id)));
		expect(error.message).toContain('is not an ID');
		expect(sandbox.requests()).toHaveLength(0);
	});
});
