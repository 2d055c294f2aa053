import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch, type N8n } from '../../launcher/n8n';
import { packProject } from '../../launcher/pack';
import type { Workflow, WorkflowFile } from '../../launcher/rest';
import { ROOFR } from '../../sandbox/roofr';
import { startSandbox, type Sandbox } from '../../sandbox/server';

const SECRET = 'a long secret of the tests';
const PACKAGE = 'n8n-nodes-ghl-booqable-roofr';

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
let workflow: Workflow;

/**
 * A lead in Roofr becomes a job of the same customer, as two relays do it: one brings the event, the other takes the
 * job.
 */
const leadToJob: WorkflowFile = {
	name: 'Roofr lead → job',
	nodes: [
		{
			id: 'event',
			name: 'Lead came in',
			type: `${PACKAGE}.roofrTrigger`,
			typeVersion: 2,
			position: [0, 0],
			webhookId: 'roofr-e2e',
			parameters: { events: ['lead.created'], proof: 'secret', options: {} },
			credentials: { roofrApi: { id: null, name: 'Roofr account' } },
		},
		{
			id: 'job',
			name: 'Create job',
			type: `${PACKAGE}.roofr`,
			typeVersion: 1,
			position: [300, 0],
			parameters: {
				authentication: 'bridge',
				resource: 'job',
				operation: 'createWithCustomer',
				sourceSystem: 'other',
				sourceAccount: 'leads',
				sourceId: '={{ $json.dedupeKey }}',
				nameAs: 'parts',
				addressAs: 'parts',
				fields: {
					mappingMode: 'defineBelow',
					value: {
						firstName: '={{ $json.customer.firstName }}',
						lastName: '={{ $json.customer.lastName }}',
						email: '={{ $json.customer.email }}',
						phone: '={{ $json.customer.phone }}',
						address1: '12 Elm St',
						city: 'Springfield',
						state: 'IL',
						postalCode: '62701',
						country: 'US',
					},
				},
				options: {},
			},
			credentials: { roofrApi: { id: null, name: 'Roofr account' } },
		},
	],
	connections: { 'Lead came in': { main: [[{ node: 'Create job', type: 'main', index: 0 }]] } },
	settings: {},
};

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'roofr-e2e-'));
	const tarball = await packProject(folder);
	sandbox = await startSandbox({ limits: 'off' });
	n8n = await launch({ packages: [tarball] });
	const credentials = await n8n.rest.importCredentials([
		{
			name: 'Roofr account',
			type: 'roofrApi',
			data: { secretBridgeUrl: `${sandbox.url}/roofr${ROOFR.hook}`, webhookSecret: SECRET },
		},
	]);
	workflow = await n8n.rest.importWorkflow(leadToJob, credentials);
	await n8n.rest.publish(workflow.id);
}, 900_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	await rm(folder, { recursive: true, force: true });
}, 60_000);

const address = (): string => `${n8n.url}/webhook/roofr-e2e/webhook`;
const executions = async (): Promise<number> => (await n8n.rest.executions(workflow.id)).length;

describe('Roofr in a real n8n', () => {
	it('answers a relay that checks whether the address exists', async () => {
		expect((await fetch(address())).status).toBe(200);
	});

	it('refuses an event without the secret, and starts nothing', async () => {
		const { status } = await fetch(address(), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ event: 'lead.created' }),
		});
		expect(status).toBe(401);
		expect(await executions()).toBe(0);
	});

	it('takes an event as a multipart form with the secret, and refuses one without', async () => {
		const form = new FormData();
		form.set('event', 'proposal.sent');
		const sent = async (): Promise<Response> => await fetch(address(), { method: 'POST', body: form });
		expect((await sent()).status).toBe(401);
		form.set('secret', SECRET);
		expect(await (await sent()).text()).toContain('does not listen to this event');
		expect(await executions()).toBe(0);
	});

	it('creates one job from a lead, through both relays', async () => {
		sandbox.seed('roofr', { send: { event: 'lead.created', to: { url: address(), secret: SECRET } } });
		await sandbox.webhooks.idle();
		const [execution] = await n8n.rest.waitForExecutions(workflow.id, { count: 1, timeoutMs: 60_000 });
		expect(await n8n.rest.execution(execution.id)).toMatchObject({ status: 'success' });
		expect(sandbox.state('roofr')).toMatchObject({
			jobs: [{ name: expect.stringContaining('12 Elm St') }],
			contacts: [{ last_name: 'Example' }],
			lost: [],
		});
	});
});
