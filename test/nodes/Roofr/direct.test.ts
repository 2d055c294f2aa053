import type { IDataObject } from 'n8n-workflow';
import { resources } from '../../../nodes/Roofr/actions';
import { MANIFEST } from '../../../nodes/Roofr/direct/manifest';
import { isAssumed } from '../../../nodes/shared/operation';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { failure, json, method, type Setup } from '../../support/engine';
import { byId, mapped, setups } from '../../support/roofr';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const { direct, oAuth, bridge } = setups(() => sandbox);

const seeded = (table: string, ...rows: IDataObject[]): IDataObject[] =>
	(sandbox.seed('roofr', { records: { [table]: rows } }) as Record<string, IDataObject[]>)[table];
const table = (name: string) => (sandbox.state('roofr') as Record<string, IDataObject[]>)[name];
const calls = () => sandbox.requests({ service: 'roofr' });
const run = async (resource: string, operation: string, parameters: IDataObject = {}, changes: IDataObject = {}) =>
	await json(direct({ resource, operation, ...parameters }, changes));
const endpoints = (overrides: unknown) => ({ endpoints: JSON.stringify(overrides) });

/** A record of each resource that can be written: what is mapped, what Roofr is sent. */
const WRITES: ReadonlyArray<[resource: string, table: string, id: string, fields: IDataObject, sent: IDataObject]> = [
	[
		'appointment',
		'events',
		'appointmentId',
		{ title: 'Visit', startTime: '2026-11-24T09:00:00Z', endTime: '2026-11-24T10:00:00Z' },
		{ title: 'Visit', start_time: '2026-11-24T09:00:00Z', end_time: '2026-11-24T10:00:00Z' },
	],
	[
		'contact',
		'contacts',
		'contactId',
		{ firstName: 'Maria', email: ' Maria@Example.com', phone: '(212) 555-0142' },
		{ first_name: 'Maria', email: 'maria@example.com', phone: '+12125550142' },
	],
	['job', 'jobs', 'jobId', { name: 'Roof', value: '1200.5' }, { name: 'Roof', value: 1200.5 }],
	[
		'lead',
		'leads',
		'leadId',
		{ name: 'Maria Example', propertyType: 'Residential' },
		{ name: 'Maria Example', property_type: 'Residential' },
	],
];

describe.each(WRITES)('%s', (resource, name, id, fields, sent) => {
	test('is created, read, listed and changed with the fields under names of Roofr', async () => {
		const [made] = await run(resource, 'create', { fields: mapped(fields) });
		expect(calls().at(-1)).toMatchObject({ method: 'POST', body: sent });
		const read = { ...made, account: 'roofr' };
		expect(await run(resource, 'get', { [id]: byIdOrText(resource, made.id) })).toEqual([read]);
		expect(await run(resource, 'getMany', { returnAll: true })).toEqual([read]);
		const [field] = Object.keys(fields);
		const [changed] = await run(resource, 'update', {
			[id]: byIdOrText(resource, made.id),
			fields: mapped({ [field]: 'Other' }),
		});
		expect(changed).toMatchObject({ id: made.id, [field]: 'Other' });
		expect(Object.keys(calls().at(-1)?.body as object)).toHaveLength(1);
		expect(table(name)).toHaveLength(1);
	});
});

const byIdOrText = (resource: string, id: unknown) => (['job', 'contact'].includes(resource) ? byId(id) : String(id));

test.each<[string, IDataObject, IDataObject]>([
	['note', { body: 'Called' }, { body: 'Called back' }],
	['task', { title: 'Call' }, { title: 'Call again' }],
])('a %s lives below its job', async (resource, fields, change) => {
	const [job] = seeded('jobs', { name: 'Roof' });
	const jobId = byId(job.id);
	const [made] = await run(resource, 'create', { jobId, fields: mapped(fields) });
	const id = { [`${resource}Id`]: String(made.id) };
	expect(await run(resource, 'get', { jobId, ...id })).toMatchObject([fields]);
	expect(await run(resource, 'update', { jobId, ...id, fields: mapped(change) })).toMatchObject([change]);
	expect(await run(resource, 'getMany', { jobId, returnAll: false, limit: 5 })).toHaveLength(1);
	expect(await run(resource, 'delete', { jobId, ...id })).toEqual([{ id: String(made.id), deleted: true }]);
	expect(table(`${resource}s`)).toEqual([]);
});

test.each([
	['appointment', 'events', 'appointmentId'],
	['contact', 'contacts', 'contactId'],
	['job', 'jobs', 'jobId'],
])('a %s is deleted, and a second delete says that it is gone', async (resource, name, id) => {
	const [record] = seeded(name, { title: 'x', name: 'x' });
	expect(await run(resource, 'delete', { [id]: byIdOrText(resource, record.id) })).toEqual([
		{ id: String(record.id), deleted: true },
	]);
	expect(table(name)).toEqual([]);
	expect(
		(await failure(direct({ resource, operation: 'delete', [id]: byIdOrText(resource, record.id) }))).message,
	).toContain('No query results');
});

test('a task is completed', async () => {
	const [job] = seeded('jobs', { name: 'Roof' });
	const [task] = seeded('tasks', { title: 'Call', job_id: job.id, completed: false });
	expect(await run('task', 'complete', { jobId: byId(job.id), taskId: String(task.id) })).toMatchObject([
		{ completed: true },
	]);
});

test('a job moves to a stage picked from the list', async () => {
	const [job] = seeded('jobs', { name: 'Roof' });
	const setup = direct({ resource: 'job', operation: 'moveToStage' });
	const { results } = await method<{ results: Array<{ name: string; value: string }> }>(
		setup,
		'listSearch',
		'searchStages',
		'won',
	);
	expect(results).toEqual([{ name: 'Won', value: expect.any(String) }]);
	expect(await run('job', 'moveToStage', { jobId: byId(job.id), stageId: byId(results[0].value) })).toMatchObject([
		{ stageId: Number(results[0].value) },
	]);
});

test.each([
	['proposal', 'proposals', 'proposalId'],
	['report', 'reports', 'reportId'],
])('a %s is read alone and in a list with filters', async (resource, name, id) => {
	const [first] = seeded(name, { status: 'sent', job_id: 5 }, { status: 'lost', job_id: 5 });
	expect(await run(resource, 'get', { [id]: String(first.id) })).toMatchObject([{ status: 'sent', jobId: 5 }]);
	expect(await run(resource, 'getMany', { returnAll: true, filters: { status: 'lost' } })).toMatchObject([
		{ status: 'lost' },
	]);
});

test('a list is read to its end by pages, and no further than the limit', async () => {
	seeded('contacts', ...Array.from({ length: 230 }, (_, index) => ({ email: `c${index}@example.com` })));
	expect(await run('contact', 'getMany', { returnAll: true })).toHaveLength(230);
	expect(calls().map(({ query }) => (query as IDataObject).page)).toEqual(['1', '2', '3']);
	sandbox.clearRequests();
	expect(await run('contact', 'getMany', { returnAll: false, limit: 7 })).toHaveLength(7);
	expect(calls()).toHaveLength(1);
});

test.each([
	['Authorization: Bearer', {}, 'authorization'],
	['a header of another name', { keyStyle: 'header', headerName: 'X-API-Key' }, 'x-api-key'],
])('the key goes into %s', async (_, changes, header) => {
	await run('stage', 'getMany', { returnAll: true }, changes);
	const { headers, status } = calls()[0];
	expect(status).toBe(200);
	expect(['authorization', 'x-api-key'].filter((name) => headers[name] !== undefined)).toEqual([header]);
});

test('extra headers of the credential go with every call', async () => {
	await run('stage', 'getMany', { returnAll: true }, { extraHeaders: '{"team-id": 42}' });
	expect(calls()[0].headers['team-id']).toBe('42');
});

test('OAuth2 works with the addresses of the user, and a token that was refused is renewed once', async () => {
	const setup = oAuth({ resource: 'stage', operation: 'getMany', returnAll: true });
	expect(await json(setup)).toHaveLength(4);
	sandbox.expireTokens();
	expect(await json(setup)).toHaveLength(4);
	expect(sandbox.requests({ service: 'roofr', path: '/oauth/token' })).toHaveLength(1);
});

test.each([
	[{ baseUrl: '' }, 'The Roofr credential has no base URL'],
	[{ hasAccess: false }, 'The Roofr credential has no base URL'],
	[{ apiKey: ' ' }, 'The Roofr credential has no API key'],
	[{ baseUrl: 'http://api.example.com' }, 'The base URL of the credential must start with https'],
	[
		{ extraHeaders: '[1]' },
		'Invalid value for Extra Headers of the Roofr credential: "[1]". Map a JSON object such as { "name": "value" }.',
	],
	[
		{ endpoints: '{' },
		'Invalid value for Endpoint Overrides of the Roofr credential: "{". Map a JSON object such as { "name": "value" }.',
	],
])('a credential with %j is refused without a call', async (changes, message) => {
	expect((await failure(direct({ resource: 'stage', operation: 'getMany', returnAll: true }, changes))).message).toBe(
		message,
	);
	expect(calls()).toEqual([]);
});

test('overrides change method, path, paging and names of fields', async () => {
	const overrides = endpoints({
		'contact.create': { method: 'PUT', path: '/people', fields: { firstName: 'name.given', claim: 'claim_number' } },
		'stage.getMany': { paging: 'offset', items: 'stages' },
	});
	const error = await failure(
		direct(
			{ resource: 'contact', operation: 'create', fields: mapped({ firstName: 'Maria', claim: 'C-1' }) },
			overrides,
		),
	);
	expect(calls()[0]).toMatchObject({
		method: 'PUT',
		path: '/api/v1/people',
		body: { name: { given: 'Maria' }, claim_number: 'C-1' },
	});
	expect(error.description).toContain('set "contact.create" in the Endpoint Overrides');
	const elsewhere = await failure(direct({ resource: 'stage', operation: 'getMany', returnAll: true }, overrides));
	expect(elsewhere.message).toBe('Roofr answered with something that holds no list');
	expect(elsewhere.description).toContain('set "stage.getMany" in the Endpoint Overrides');
	expect(calls()[1].query).toEqual({ limit: '100', offset: '0' });
});

test('fields named in an override become columns of the mapper', async () => {
	const setup = direct(
		{ resource: 'contact', operation: 'create' },
		endpoints({ 'contact.create': { fields: { claim: 'claim_number' } } }),
	);
	const { fields } = await method<{ fields: Array<{ id: string }> }>(setup, 'resourceMapping', 'getColumns');
	expect(fields.map(({ id }) => id)).toEqual(expect.arrayContaining(['firstName', 'email', 'claim']));
});

test('each wrong entry of the overrides is named, and nothing is called', async () => {
	const error = await failure(
		direct(
			{ resource: 'job', operation: 'get', jobId: byId(1) },
			endpoints({
				'job.fly': {},
				'job.get': { path: 'https://evil.example.com/{jobId}' },
				'job.delete': { path: '/jobs' },
				'note.get': { path: '/notes/{noteId}/{other}' },
				'task.get': { verb: 'GET' },
				'lead.get': { method: 'FETCH' },
				'webhook.create': {},
			}),
		),
	);
	expect(error.message.replace('Endpoint Overrides of the Roofr credential: ', '').split('; ')).toEqual([
		'job.fly: there is no such endpoint',
		'job.get.path: must be a path like /v2/jobs/{jobId}, without host and query',
		'job.delete.path: must contain {jobId}',
		'note.get.path: {other} is not known here, only {jobId}, {noteId}',
		"task.get: Unrecognized key(s) in object: 'verb'",
		expect.stringMatching(/^lead\.get\.method: Invalid enum value/),
		'webhook.create: needs a path',
	]);
	expect(calls()).toEqual([]);
});

const upsert = (fields: IDataObject, by: string) => run('contact', 'upsert', { fields: mapped(fields, [by]) });

test('Create or Update creates a contact once, then changes what differs, then sends nothing', async () => {
	const [made] = await upsert({ email: 'maria@example.com', firstName: 'Maria' }, 'email');
	const [changed] = await upsert({ email: 'MARIA@example.com', firstName: 'Mary' }, 'email');
	expect(made).toMatchObject({ firstName: 'Maria', created: true });
	expect(changed).toMatchObject({ id: made.id, firstName: 'Mary', created: false });
	expect(calls().at(-1)).toMatchObject({ method: 'PATCH', body: { first_name: 'Mary' } });
	sandbox.clearRequests();
	await upsert({ email: 'maria@example.com', firstName: 'Mary' }, 'email');
	expect(calls().map((call) => call.method)).toEqual(['GET']);
});

test('Create or Update of two items with the same email at once creates one contact', async () => {
	await json(
		direct({
			resource: 'contact',
			operation: 'upsert',
			fields: mapped({ email: '={{ $json.email }}', firstName: 'Maria' }, ['email']),
		}),
		[{ email: 'm@example.com' }, { email: 'M@example.com ' }],
	);
	expect(table('contacts')).toHaveLength(1);
});

test('Create or Update writes nothing when several records match', async () => {
	seeded('contacts', { email: 'm@example.com' }, { email: 'm@example.com' });
	const setup = direct({
		resource: 'contact',
		operation: 'upsert',
		fields: mapped({ email: 'm@example.com', firstName: 'x' }, ['email']),
	});
	expect((await failure(setup)).message).toContain('Several records have this email');
	expect(calls().every((call) => call.method === 'GET')).toBe(true);
});

test('Create or Update finds the right contact where filters are ignored', async () => {
	sandbox.seed('roofr', { settings: { heedsFilters: false } });
	seeded(
		'contacts',
		{ email: 'other@example.com' },
		{ email: 'Maria@Example.com', first_name: 'Maria' },
		{ email: 'third@example.com' },
	);
	await upsert({ email: 'maria@example.com', firstName: 'Mary' }, 'email');
	expect(table('contacts').map((one) => one.first_name)).toEqual([undefined, 'Mary', undefined]);
});

test('the batch returns an outcome for each record and continues after a failure', async () => {
	seeded(
		'contacts',
		{ external_id: 'b1', first_name: 'Old', last_updated: '2026-11-20T00:00:00Z' },
		{ external_id: 'b2', first_name: 'Newer', last_updated: '2026-11-22T00:00:00Z' },
	);
	const records = [
		{
			externalId: 'b1',
			firstName: 'New',
			businessId: 'biz',
			companyName: 'Example Ltd',
			lastUpdated: '2026-11-21T00:00:00Z',
			unknown: 'dropped',
		},
		{ externalId: 'b2', firstName: 'Stale', lastUpdated: '2026-11-21T00:00:00Z' },
		{ firstName: 'Nobody' },
		{ email: 'no address' },
		{ email: 'new@example.com', businessId: 'biz' },
		{ email: 'NEW@example.com', businessId: 'biz' },
	];
	const results = await run('contact', 'upsertMany', { records: JSON.stringify(records) });
	expect(results.map(({ outcome }) => outcome)).toEqual([
		'updated',
		'unchanged',
		'failed',
		'failed',
		'created',
		'repeated',
	]);
	expect(results[2].reason).toBe('The record has none of externalId, email, phone');
	expect(table('contacts')).toMatchObject([
		{ first_name: 'New', business_id: 'biz', company_name: 'Example Ltd' },
		{ first_name: 'Newer' },
		{ email: 'new@example.com' },
	]);
});

test('the batch reports a record without an answer as unknown and does not send it again', async () => {
	sandbox.faults({ kind: 'answerLost', service: 'roofr', method: 'POST', times: 1 });
	const results = await run('contact', 'upsertMany', {
		records: '[{"email": "a@example.com"}, {"email": "b@example.com"}]',
	});
	expect(results.map(({ outcome }) => outcome)).toEqual(['unknown', 'created']);
	expect(sandbox.requests({ service: 'roofr', method: 'POST' })).toHaveLength(2);
});

const call = (parameters: IDataObject): Setup =>
	direct({
		resource: 'customApiCall',
		operation: 'call',
		method: 'GET',
		paging: 'none',
		query: '{}',
		body: '{}',
		headers: '{}',
		...parameters,
	});

test('the custom call goes to a path below the base URL, with query, body and headers', async () => {
	expect(await json(call({ path: '/me', query: '{"a": 1}', headers: '{"X-Trace": "t"}' }))).toEqual([
		{ data: { id: 1, name: 'Example Roofing' } },
	]);
	expect(calls()[0]).toMatchObject({ query: { a: '1' }, headers: { 'x-trace': 't' } });
	await json(call({ path: 'leads', method: 'POST', body: '{"name": "Maria"}' }));
	expect(table('leads')).toMatchObject([{ name: 'Maria' }]);
});

test('the custom call reads a list to its end', async () => {
	seeded('leads', ...Array.from({ length: 120 }, () => ({ name: 'x' })));
	expect(await json(call({ path: '/leads', paging: 'page' }))).toHaveLength(120);
});

test.each([
	'https://evil.example.com/jobs',
	'//evil.example.com',
	'/../admin',
	'/jobs/%2e%2e/admin',
	'/jobs?x=1',
	'/jobs#x',
	'/a\\b',
	'javascript:alert(1)',
	'/a%2fb',
])('the custom call refuses %s, so that the key cannot leave', async (path) => {
	expect((await failure(call({ path }))).message).toBe('Path is not a plain path');
	expect(calls()).toEqual([]);
});

test('the custom call does not allow replacing the key', async () => {
	expect((await failure(call({ path: '/me', headers: '{"Authorization": "x"}' }))).message).toBe(
		'The header Authorization cannot be set here',
	);
});

test('a custom POST without an answer is not sent again', async () => {
	sandbox.faults({ kind: 'answerLost', service: 'roofr' });
	expect((await failure(call({ path: '/leads', method: 'POST', body: '{"name": "x"}' }))).description).toContain(
		'It is not known whether',
	);
	expect(calls()).toHaveLength(1);
});

test('what Roofr says about a wrong field is reported, with the endpoint', async () => {
	const error = await failure(
		direct({ resource: 'contact', operation: 'create', fields: mapped({ firstName: 'M', planet: 'Mars' }) }),
	);
	expect(error.message).toBe('Roofr: The given data was invalid.; planet: The planet field is not known.');
	expect(error.description).toContain('POST /contacts answered 422');
});

test('every entry of the manifest is an operation, marked as assumed and saying that it needs access', () => {
	const operations = resources.flatMap((resource) => resource.operations);
	const named = new Map(operations.map((one) => [`${one.resource}.${one.name}`, one]));
	for (const name of Object.keys(MANIFEST)) {
		expect(named.get(name)).toMatchObject({
			endpoint: { key: name, certainty: 'assumed' },
			description: expect.stringContaining('Needs API access granted by Roofr'),
		});
		expect(named.get(name)?.parameters.map((parameter) => parameter.name)).toContain('accessNotice');
	}
	const documented = operations.filter((one) => !isAssumed(one)).map(({ resource, name }) => `${resource}.${name}`);
	// a file, and what the user names
	expect(documented).toEqual(['job.createWithCustomer', 'job.sync', 'csvExport.import', 'customApiCall.call']);
});

test('the bridge action is refused in direct mode, with how to reach it', async () => {
	const setup = bridge({ sourceId: 'abc', fields: mapped({}) });
	expect((await failure({ ...setup, parameters: { ...setup.parameters, authentication: 'apiKey' } })).message).toBe(
		'This operation goes through the bridge',
	);
});
