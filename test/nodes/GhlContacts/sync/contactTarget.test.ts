import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { ghlPrivate, mapped } from '../../../support/nodeSetups';
import { json } from '../../../support/engine';
import { byId, freshLedger } from '../../../support/syncedApps';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	freshLedger();
	// definitions that are kept are read by now
	await json(sync('customer-0', { name: 'Before' }));
});

const PHONE = '+12125550142';

const sync = (sourceId: string, fields: IDataObject) =>
	ghlPrivate(sandbox, {
		resource: 'contact',
		operation: 'sync',
		sourceApp: 'booqable',
		sourceAccount: byId(DEMO_SLUG),
		sourceId,
		fields: mapped(fields),
	});

/** The outcome, and the calls it took. */
async function synced(fields: IDataObject): Promise<{ outcome: IDataObject; calls: string[] }> {
	sandbox.clearRequests();
	const [outcome] = await json(sync('customer-1', fields));
	return { outcome, calls: sandbox.requests().map(({ method, path }) => `${method} ${path}`) };
}

const SEARCH = 'POST /contacts/search';
const LOOKUP = 'GET /contacts/search/duplicate';
const CREATE = 'POST /contacts/';

test.each([
	[
		'email and phone: one search for the ID and the phone',
		{ email: 'ada@example.com', phone: PHONE },
		[SEARCH, LOOKUP, CREATE],
	],
	['an email alone', { email: 'ada@example.com' }, [SEARCH, LOOKUP, CREATE]],
	['a phone alone', { phone: PHONE }, [SEARCH, CREATE]],
])('a create with %s', async (_, fields, expected) => {
	const { outcome, calls } = await synced({ name: 'Ada Lovelace', ...fields });
	expect(outcome).toMatchObject({ outcome: 'created', calls: expected.length });
	expect(calls).toEqual(expected);
});

test('a search for two things that GHL refuses is made for each alone', async () => {
	sandbox.faults({ kind: 'status', status: 422, method: 'POST', path: '/contacts/search', times: 1 });
	const { outcome, calls } = await synced({ name: 'Ada Lovelace', email: 'ada@example.com', phone: PHONE });
	expect(outcome).toMatchObject({ outcome: 'created' });
	expect(calls).toEqual([SEARCH, SEARCH, LOOKUP, SEARCH, CREATE]);
});

test('a phone that very many share hides no contact that carries the ID', async () => {
	sandbox.seed('ghl', {
		contacts: [
			{
				id: 'ExampleContactLinked1',
				firstName: 'Ada',
				lastName: 'Lovelace',
				phone: PHONE,
				customFields: { SandboxFieldBooqable: 'customer-1' },
			},
			...Array.from({ length: 25 }, (_, number) => ({ firstName: `Desk ${number}`, phone: PHONE })),
		],
	});
	const { outcome, calls } = await synced({ name: 'Ada Lovelace', phone: PHONE });
	expect(calls.slice(0, 2)).toEqual([SEARCH, SEARCH]);
	expect(outcome).toMatchObject({ outcome: 'linked', id: 'ExampleContactLinked1' });
});
