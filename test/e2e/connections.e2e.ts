import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACCESS_TOKEN } from '../../sandbox/booqable/world';
import { CLIENT_ID, CLIENT_SECRET, LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import { sandboxCredentials } from '../../launcher/demo';
import { launch, type N8n } from '../../launcher/n8n';
import { packProject } from '../../launcher/pack';
import type { Credential, WorkflowFile } from '../../launcher/rest';
import { startSandbox, type Sandbox } from '../../sandbox/server';

const PACKAGE = 'n8n-nodes-ghl-booqable-roofr';

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'connections-e2e-'));
	const tarball = await packProject(folder);
	sandbox = await startSandbox({ limits: 'off' });
	n8n = await launch({ packages: [tarball], env: { N8N_SKIP_AUTH_ON_OAUTH_CALLBACK: 'true' } });
}, 900_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	await rm(folder, { recursive: true, force: true });
}, 60_000);

describe('GHL OAuth2, connected in a real n8n', () => {
	let credential: Credential;

	/** A workflow that lists contacts when its address is called, and answers with them. */
	const listContacts: WorkflowFile = {
		name: 'List contacts',
		nodes: [
			{
				id: 'asked',
				name: 'Asked',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: 'contacts',
				parameters: { path: 'contacts', responseMode: 'lastNode', responseData: 'allEntries' },
			},
			{
				id: 'list',
				name: 'List',
				type: `${PACKAGE}.ghlContacts`,
				typeVersion: 1,
				position: [300, 0],
				parameters: {
					authentication: 'oAuth2',
					resource: 'contact',
					operation: 'getMany',
					filters: {},
					options: { customFieldsByName: false },
				},
				credentials: { goHighLevelOAuth2Api: { id: null, name: 'GHL OAuth2' } },
			},
		],
		connections: { Asked: { main: [[{ node: 'List', type: 'main', index: 0 }]] } },
		settings: {},
	};

	it('sends the user to the sign-in page with the scopes of the preset', async () => {
		credential = await n8n.rest.createCredential({
			name: 'GHL OAuth2',
			type: 'goHighLevelOAuth2Api',
			data: {
				signIn: 'other',
				otherAuthUrl: `${sandbox.url}/ghl/v2/oauth/chooselocation`,
				clientId: CLIENT_ID,
				clientSecret: CLIENT_SECRET,
				access: 'readOnly',
				advanced: true,
				baseUrl: `${sandbox.url}/ghl`,
			},
		});
		const page = new URL(String(await n8n.rest.request('GET', `/oauth2-credential/auth?id=${credential.id}`)));
		expect(page.pathname).toBe('/ghl/v2/oauth/chooselocation');
		expect(page.searchParams.get('scope')).toContain('contacts.readonly');
		expect(page.searchParams.get('scope')).not.toContain('write');
		const consent = await fetch(`${page.href}&choose=${LOCATION_US}`, { redirect: 'manual' });
		expect(consent.status).toBe(302);
		expect((await fetch(String(consent.headers.get('location')))).status).toBe(200);
	});

	it('reads contacts, and goes on when the token has expired, renewing it once', async () => {
		sandbox.seed('ghl', { contacts: [{ email: 'ada@example.com', firstName: 'Ada' }] });
		const workflow = await n8n.rest.importWorkflow(listContacts, [credential]);
		await n8n.rest.publish(workflow.id);
		const ask = async () => (await fetch(`${n8n.url}/webhook/contacts`)).json();
		expect(await ask()).toMatchObject([{ email: 'ada@example.com' }]);
		sandbox.expireTokens();
		sandbox.clearRequests();
		expect(await ask()).toMatchObject([{ email: 'ada@example.com' }]);
		expect(
			sandbox.requests({ service: 'ghl' }).filter(({ path: where }) => where.endsWith('/oauth/token')),
		).toHaveLength(1);
	});
});

describe('credentials, tested in a real n8n', () => {
	const tested = async (type: string, change: Record<string, unknown>) => {
		const right = sandboxCredentials(sandbox.url).find((one) => one.type === type)?.data ?? {};
		const data = { ...right, ...change };
		const credential = await n8n.rest.createCredential({ name: `Test of ${type}`, type, data });
		return await n8n.rest.testCredential({ ...credential, data });
	};

	it.each<[string, Record<string, unknown>]>([
		[
			'goHighLevelApi',
			{
				token: ` Authorization: Bearer ${PIT_US}\n`,
				locationId: `https://app.gohighlevel.com/v2/location/${LOCATION_US}/settings/company`,
			},
		],
		[
			'booqableApi',
			{ slug: '"https://demo-rentals.booqable.com/customers"', accessToken: `Bearer ${ACCESS_TOKEN}\u200b` },
		],
	])('take what people paste into %s', async (type, change) => {
		expect(await tested(type, change)).toMatchObject({ status: 'OK' });
	});

	it.each<[string, Record<string, unknown>, string]>([
		[
			'goHighLevelApi',
			{ baseUrl: 'http://services.example.com' },
			'The base URL of the credential must start with https',
		],
		['booqableApi', { baseUrl: 'http://{slug}.example.com' }, 'The base URL of the credential must start with https'],
		[
			'roofrApi',
			{ hasAccess: true, apiKey: 'k', testPath: '/me', baseUrl: 'http://api.example.com' },
			'The base URL of the credential must start with https',
		],
		[
			'goHighLevelApi',
			{ baseUrl: 'http://127.0.0.1:9' },
			'GHL did not answer: the connection was refused. Check that n8n reaches the internet',
		],
		[
			'syncLedgerPostgresApi',
			{
				host: '127.0.0.1',
				port: 9,
				database: 'd',
				schema: 's',
				user: 'u',
				password: '',
				ssl: 'disable',
				secretHashKey: 'a'.repeat(64),
			},
			'The ledger in Postgres cannot be used: nothing answers at this host and port',
		],
	])('%s with %j says in words what is wrong', async (type, change, message) => {
		const result = await tested(type, change);
		expect(result.status).toBe('Error');
		expect(result.message).toContain(message);
	});
});

describe('the Booqable Poll Trigger in a real n8n', () => {
	it('starts with the notes written after it was published, and with each of them once', async () => {
		const { customers } = sandbox.seed('booqable', { customers: [{ name: 'Ada' }] }) as {
			customers: Array<{ id: string }>;
		};
		const note = (body: string) =>
			sandbox.seed('booqable', { notes: [{ body, owner_id: customers[0].id, owner_type: 'customers' }] });
		note('written before');
		const credentials = await n8n.rest.importCredentials(sandboxCredentials(sandbox.url));
		const workflow = await n8n.rest.importWorkflow(
			{
				name: 'New notes',
				nodes: [
					{
						id: 'poll',
						name: 'Note written',
						type: `${PACKAGE}.booqablePollTrigger`,
						typeVersion: 1,
						position: [0, 0],
						parameters: {
							authentication: 'accessToken',
							pollTimes: { item: [{ mode: 'everyMinute' }] },
							events: ['note.created'],
							minutes: 1,
							options: {},
						},
						credentials: { booqableApi: { id: null, name: 'Booqable account' } },
					},
				],
				connections: {},
				settings: {},
			},
			credentials,
		);
		await n8n.rest.publish(workflow.id);
		note('written after');
		const [execution] = await n8n.rest.waitForExecutions(workflow.id, { count: 1, timeoutMs: 150_000 });
		const given = JSON.stringify(await n8n.rest.execution(execution.id));
		expect(given).toContain('written after');
		expect(given).not.toContain('written before');
		sandbox.clearRequests();
		const deadline = Date.now() + 90_000;
		while (sandbox.requests({ service: 'booqable', path: '/notes' }).length === 0 && Date.now() < deadline)
			await sleep(200);
		expect(sandbox.requests({ service: 'booqable', path: '/notes' })).not.toEqual([]); // one more poll
		await sleep(3_000);
		expect(await n8n.rest.executions(workflow.id)).toHaveLength(1);
	});
});
