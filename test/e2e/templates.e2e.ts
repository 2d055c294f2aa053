import { mkdtemp, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readWorkflow, sandboxCredentials } from '../../launcher/demo';
import { launch, type N8n } from '../../launcher/n8n';
import { PROJECT, packProject } from '../../launcher/pack';
import type { Credential, Workflow, WorkflowFile } from '../../launcher/rest';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { ROOFR } from '../../sandbox/roofr';

const SECRET = 'a long secret of the tests';
const NOTIFY = 'notify-the-team';
/** Those that are driven here, and stay published. Sync has tests of its own. */
const DRIVEN = [
	'booqable-purchases-to-ghl-follow-up',
	'ghl-won-opportunities-to-roofr-jobs',
	'quota-watch',
	'roofr-events-to-ghl',
];
const FILES = readdirSync(path.join(PROJECT, 'workflows')).map((file) => path.basename(file, '.json'));

type Row = Record<string, unknown> & { id: string };
type GhlTables = Record<'contacts' | 'notes' | 'tasks' | 'opportunities', Row[]>;

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
let credentials: Credential[];
const imported = new Map<string, Workflow>();
const published: string[] = [];

const template = async (name: string): Promise<WorkflowFile> =>
	await readWorkflow(path.join(PROJECT, 'workflows', `${name}.json`));

/** As somebody in a hurry sets them: polled every minute, scheduled every few seconds. */
function hurried(file: WorkflowFile): WorkflowFile {
	const nodes = file.nodes.map((node) => {
		const parameters = structuredClone(node.parameters) as Record<string, unknown>;
		if (node.type.endsWith('PollTrigger')) parameters.pollTimes = { item: [{ mode: 'everyMinute' }] };
		if (node.type.endsWith('.scheduleTrigger'))
			parameters.rule = { interval: [{ field: 'seconds', secondsInterval: 10 }] };
		return { ...node, parameters };
	});
	return { ...file, nodes };
}

/** Whether a user must enter the ID of a Marketplace app first. */
const needsApp = ({ nodes }: WorkflowFile): boolean =>
	nodes.some(({ parameters }) => (parameters as { appId?: string }).appId === '');

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'templates-e2e-'));
	sandbox = await startSandbox({ limits: 50 });
	makePlain(sandbox);
	n8n = await launch({ packages: [await packProject(folder)] });
	const roofr = { secretBridgeUrl: `${sandbox.url}/roofr${ROOFR.hook}`, webhookSecret: SECRET };
	credentials = await n8n.rest.importCredentials([
		...sandboxCredentials(sandbox.url),
		{ name: 'Roofr account', type: 'roofrApi', data: roofr },
	]);
	for (const name of [NOTIFY, ...FILES.filter((other) => other !== NOTIFY)])
		imported.set(name, await n8n.rest.importWorkflow(hurried(await template(name)), credentials));
}, 900_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
}, 60_000);

const ghl = (): GhlTables => sandbox.state('ghl') as GhlTables;
const contactsWith = (email: string): Row[] =>
	ghl().contacts.filter((one) => one.locationId === LOCATION_US && one.email === email);
const of = (table: keyof GhlTables, contactId: string): Row[] =>
	ghl()[table].filter((row) => row.contactId === contactId);
const titles = (): string[] => ghl().tasks.map(({ title }) => String(title));
const idOf = (name: string): string => imported.get(name)!.id;

/** Waits until what is looked at is as expected, and fails with what it is instead. */
async function eventually(look: () => unknown, expected: unknown, timeoutMs = 30_000): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		try {
			expect(look()).toEqual(expected);
			return;
		} catch (error) {
			if (Date.now() > deadline) throw error;
		}
		await sleep(250);
	}
}

async function tell(event: string): Promise<void> {
	const { nodes } = (await n8n.rest.request('GET', `/workflows/${idOf('roofr-events-to-ghl')}`)) as {
		nodes: Array<{ name: string; webhookId?: string }>;
	};
	const { webhookId } = nodes.find(({ name }) => name === 'Roofr event')!;
	const to = { url: `${n8n.url}/webhook/${webhookId}/webhook`, secret: SECRET };
	sandbox.seed('roofr', { send: { event, to } });
	await sandbox.webhooks.idle();
}

it('keeps the ID that the others call, and publishes every template as it is delivered', async () => {
	expect(idOf(NOTIFY)).toBe('notifyTheTeam');
	for (const [name, { id }] of imported) {
		if (needsApp(await template(name))) continue;
		await n8n.rest.publish(id);
		published.push(name);
		if (name !== NOTIFY && !DRIVEN.includes(name)) await n8n.rest.unpublish(id);
	}
	expect(published).toEqual(expect.arrayContaining([NOTIFY, ...DRIVEN]));
});

it('takes events of Roofr to a contact, notes and tasks, each once, and asks for the pipeline that is missing', async () => {
	for (const event of ['lead.created', 'proposal.signed', 'proposal.signed', 'lead.created']) await tell(event);
	await n8n.rest.waitForExecutions(idOf('roofr-events-to-ghl'), { count: 4, timeoutMs: 60_000 });
	const [contact, ...more] = contactsWith('maria@example.com');
	expect(more).toEqual([]);
	expect(of('notes', contact.id)).toHaveLength(2);
	const tasks = of('tasks', contact.id).map(({ title }) => title);
	expect([...tasks].sort()).toEqual([
		'Call the new lead: Maria Example',
		'Plan the job: Maria Example – 12 Elm St',
		'Roofr event needs a look: Maria Example',
	]);
	expect(ghl().opportunities).toEqual([]);
});

it('moves the opportunity once the names of pipeline and stages are in the table', async () => {
	const file = hurried(await template('roofr-events-to-ghl'));
	const { nodes } = (await n8n.rest.request('GET', `/workflows/${idOf('roofr-events-to-ghl')}`)) as {
		nodes: WorkflowFile['nodes'];
	};
	const table = file.nodes.find(({ name }) => name === 'Your table')!.parameters as { jsonOutput: string };
	const jsonOutput = table.jsonOutput.replace("'Roofing'", "'Rentals'").replaceAll("'Sold'", "'Booked'");
	const changed = nodes.map((node) =>
		node.name === 'Your table' ? { ...node, parameters: { ...table, jsonOutput } } : node,
	);
	await n8n.rest.replaceWorkflow(idOf('roofr-events-to-ghl'), { nodes: changed });
	await n8n.rest.publish(idOf('roofr-events-to-ghl'));
	await tell('proposal.signed');
	await eventually(
		() => ghl().opportunities.map(({ status, monetaryValue }) => [status, monetaryValue]),
		[['won', 12_345.67]],
	);
});

it('follows up a purchase: note, task and a message about the missing pipeline, each once', async () => {
	const { customers } = sandbox.seed('booqable', {
		customers: [{ name: 'Ada Lovelace', email: 'ada@example.com' }],
	}) as { customers: Row[] };
	const period = { starts_at: '2030-01-07T15:00:00Z', stops_at: '2030-01-09T15:00:00Z' };
	sandbox.seed('booqable', {
		silent: false,
		orders: [{ customer_id: customers[0].id, status: 'reserved', ...period }],
	});
	await eventually(() => contactsWith('ada@example.com').length, 1);
	const [{ id }] = contactsWith('ada@example.com');
	const [order] = (sandbox.state('booqable') as Record<string, { orders: Row[] }>)[DEMO_SLUG].orders.filter(
		({ customer_id }) => customer_id === customers[0].id,
	);
	const expected = [`Prepare the order #${String(order.number)}`, 'Purchase needs a look: Order reserved'];
	await eventually(
		() =>
			of('tasks', id)
				.map(({ title }) => title)
				.sort(),
		expected,
	);
	expect(of('notes', id)).toEqual([
		expect.objectContaining({ body: expect.stringContaining(`Order reserved: order #${String(order.number)}`) }),
	]);
});

it('makes one job of a contact that gets the tag, and tells what another one lacks', async () => {
	const place = { address1: '7 Oak Ave', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' };
	sandbox.seed('ghl', {
		contacts: [
			{ firstName: 'Ben', lastName: 'Roof', email: 'ben@example.com', tags: ['roof-inspection'], ...place },
			{ firstName: 'Cid', lastName: 'Roof', email: 'cid@example.com', tags: ['roof-inspection'] },
		],
	});
	const jobs = () => (sandbox.state('roofr') as { jobs: Row[] }).jobs.map(({ address }) => address);
	await eventually(jobs, ['7 Oak Ave'], 90_000);
	const [{ id }] = contactsWith('cid@example.com');
	await eventually(() => of('tasks', id).map(({ title }) => title), ['Roofr: Cid Roof needs a look']);
	const first = await n8n.rest.executions(idOf('ghl-won-opportunities-to-roofr-jobs'));
	expect(first).toHaveLength(1);
}, 150_000);

it('tells of spent calls once, however often it looks', async () => {
	const spent = (): string[] => titles().filter((title) => title.includes('percent of the calls'));
	expect(spent()).toEqual([]);
	sandbox.seed('booqable', { apiUsage: 1_000_000 });
	await eventually(() => spent().length, 1);
	const looks = (await n8n.rest.executions(idOf('quota-watch'))).length;
	await n8n.rest.waitForExecutions(idOf('quota-watch'), { count: looks + 2, timeoutMs: 60_000 });
	expect(spent()).toEqual([expect.stringMatching(/^Booqable: 100 percent/)]);
	await n8n.rest.unpublish(idOf('quota-watch'));
});

it('makes a task of a workflow that broke off', async () => {
	const broken: WorkflowFile = {
		name: 'Breaks off',
		nodes: [
			{
				id: 'often',
				name: 'Often',
				type: 'n8n-nodes-base.scheduleTrigger',
				typeVersion: 1.2,
				position: [0, 0],
				parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } },
			},
			{
				id: 'stop',
				name: 'Stop',
				type: 'n8n-nodes-base.stopAndError',
				typeVersion: 1,
				position: [200, 0],
				parameters: { errorMessage: 'Nothing goes on' },
			},
		],
		connections: { Often: { main: [[{ node: 'Stop', type: 'main', index: 0 }]] } },
		settings: { errorWorkflow: 'notifyTheTeam' },
	};
	const { id } = await n8n.rest.importWorkflow(broken);
	await n8n.rest.publish(id);
	await n8n.rest.waitForExecutions(id, { count: 3, timeoutMs: 30_000 });
	await eventually(() => titles().filter((title) => title.includes('Breaks off')), ['Workflow failed: Breaks off']);
	await n8n.rest.unpublish(id);
	const [task] = ghl().tasks.filter(({ title }) => String(title).includes('Breaks off'));
	expect(task.body).toContain('Nothing goes on\nNode: Stop');
});
