import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { openBrowser } from '../../launcher/chromium';
import { readWorkflow, sandboxCredentials } from '../../launcher/demo';
import { installN8n } from '../../launcher/install';
import { launch, type N8n } from '../../launcher/n8n';
import { PROJECT, packProject } from '../../launcher/pack';
import type { Credential, Workflow, WorkflowFile } from '../../launcher/rest';
import { logIn } from '../../launcher/screenshot';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { rental } from '../support/rentals';
import { saveContact, saveCustomer } from './contacts';
import { ScriptedModel, type Move, type Turn } from './editor/chatModel';

const PASSWORD = 'a long password of the tests';
const READS = [
	'Find_GHL_contacts',
	'Read_GHL_contact',
	'Find_GHL_opportunities',
	'List_open_GHL_tasks',
	'Find_Booqable_customers',
	'Read_Booqable_customer',
	'Find_Booqable_orders',
	'Read_Booqable_order',
	'Find_Booqable_products',
	'Check_Booqable_availability',
	'List_sync_questions',
];
const WRITES = ['Propose_a_task', 'Sync_customer_to_GHL', 'Sync_contact_to_Booqable'];

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
let model: ScriptedModel;
let browser: Browser;
let page: Page;
let credentials: Credential[];
let assistant: Workflow;
let script: (turn: Turn) => Move = () => 'Nothing.';
let customerId: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'assistant-e2e-'));
	sandbox = await startSandbox({ limits: 'off' });
	makePlain(sandbox);
	customerId = await customer('Ada Lovelace', 'ada@example.com');
	await rental(sandbox, customerId, 'started', '2026-01-05T09:00:00Z');
	await saveContact(sandbox, { name: 'Ada Lovelace', email: 'ada@example.com' });
	sandbox.advance(60_000);
	model = await ScriptedModel.start((turn) => script(turn));
	n8n = await launch({ packages: [await packProject(folder)] });
	credentials = await n8n.rest.importCredentials([
		...sandboxCredentials(sandbox.url),
		{ name: 'Scripted model', type: 'openAiApi', data: { apiKey: 'none', url: model.url } },
		{ name: 'Password of programs', type: 'httpBearerAuth', data: { token: PASSWORD } },
	]);
	await n8n.rest.publish((await n8n.rest.importWorkflow(await template('notify-the-team'), credentials)).id);
	assistant = await n8n.rest.importWorkflow(await template('assistant'), credentials);
	await n8n.rest.publish(assistant.id);
	browser = await openBrowser();
	page = await browser.newPage({ colorScheme: 'light', viewport: { width: 900, height: 1000 } });
	page.setDefaultTimeout(60_000);
	await logIn(page, n8n.url);
}, 900_000);
afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await model?.stop();
	await sandbox?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
}, 60_000);

const template = async (name: string): Promise<WorkflowFile> =>
	await readWorkflow(path.join(PROJECT, 'workflows', `${name}.json`));

async function customer(name: string, email: string): Promise<string> {
	const made = z.object({ data: z.object({ id: z.string() }) });
	return made.parse(await saveCustomer(sandbox, { name, email })).data.id;
}
const tasks = (): string[] =>
	(sandbox.state('ghl') as { tasks: Array<{ title: string }> }).tasks.map(({ title }) => title);
const contacts = (): Array<{ id: string; email?: string }> =>
	(sandbox.state('ghl') as { contacts: Array<{ id: string; email?: string; locationId: string }> }).contacts.filter(
		({ locationId }) => locationId === LOCATION_US,
	);
const ada = (): string => contacts().find(({ email }) => email === 'ada@example.com')?.id ?? '';

/** The workflow as a person has set it up: with a model for the chat, and a password for programs. */
async function setUp(): Promise<void> {
	const file = (await n8n.rest.request('GET', `/workflows/${assistant.id}`)) as WorkflowFile; // as n8n keeps it
	const secret = credentials.find(({ type }) => type === 'httpBearerAuth');
	const nodes = file.nodes.map((node) =>
		node.name === 'MCP Server Trigger' && secret
			? {
					...node,
					parameters: { ...(node.parameters as object), authentication: 'bearerAuth' },
					credentials: { httpBearerAuth: { id: secret.id, name: secret.name } },
				}
			: node,
	);
	const own = credentials.find(({ type }) => type === 'openAiApi');
	const chatModel = {
		id: 'model',
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		position: [180, 220],
		parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
		credentials: { openAiApi: { id: own?.id ?? '', name: own?.name ?? '' } },
	};
	await n8n.rest.replaceWorkflow(assistant.id, {
		nodes: [...nodes, chatModel],
		connections: {
			...file.connections,
			Model: { ai_languageModel: [[{ node: 'AI Agent', type: 'ai_languageModel', index: 0 }]] },
		},
	});
	await n8n.rest.publish(assistant.id);
}

const listed = z.object({
	tools: z.array(
		z.object({
			name: z.string(),
			description: z.string(),
			inputSchema: z.object({
				properties: z.record(z.object({ description: z.string().default('') }).passthrough()).default({}),
				required: z.array(z.string()).default([]),
			}),
		}),
	),
});
const answered = z.object({ content: z.array(z.object({ text: z.string() })), isError: z.boolean().optional() });
interface Client {
	connect(transport: unknown): Promise<void>;
	getInstructions(): string | undefined;
	listTools(): Promise<unknown>;
	callTool(call: { name: string; arguments: object }): Promise<unknown>;
	close(): Promise<void>;
}

/** The official client of the Model Context Protocol: n8n brings it along. */
async function withClient<T>(use: (client: Client) => Promise<T>): Promise<T> {
	const ofN8n = createRequire((await installN8n()).entry);
	const { Client: Mcp } = ofN8n('@modelcontextprotocol/sdk/client/index.js') as {
		Client: new (info: object) => Client;
	};
	const { StreamableHTTPClientTransport: Transport } = ofN8n('@modelcontextprotocol/sdk/client/streamableHttp.js') as {
		StreamableHTTPClientTransport: new (url: URL, options: object) => unknown;
	};
	const client = new Mcp({ name: 'a test', version: '1' });
	const requestInit = { headers: { authorization: `Bearer ${PASSWORD}` } };
	await client.connect(new Transport(new URL(`${n8n.url}/mcp/assistant`), { requestInit }));
	try {
		return await use(client);
	} finally {
		await client.close();
	}
}
const call = async (name: string, values: object): Promise<string> =>
	await withClient(async (client) =>
		answered
			.parse(await client.callTool({ name, arguments: values }))
			.content.map(({ text }) => text)
			.join('\n'),
	);

/** The first ID beside this word, as a model would read it in the answer of a tool. */
const idIn = (answer: string | undefined): string =>
	/"id":\s*"([^"]+)"/.exec((answer ?? '').replace(/\\"/g, '"'))?.[1] ?? '';

/** Opens a page of n8n; n8n asks once whether it may run with the log-in of the person. */
async function open(address: string): Promise<void> {
	await page.goto(`${n8n.url}${address}`);
	const [allow, button] = [page.getByText('Allow access'), page.locator('#submit-btn')];
	await allow.or(button).first().waitFor();
	if (await allow.isVisible()) await allow.click();
	await button.waitFor();
	await button.click();
}

/** A person looks at the proposals, and decides about the only one. */
async function decide(about: string, choice: string): Promise<void> {
	await open('/form/assistant-approvals');
	await page.getByText(about, { exact: false }).first().waitFor();
	await page.getByText('Ada Lovelace').first().waitFor(); // the name as GHL has it
	if (process.env.FORM_PICTURES)
		await page.screenshot({ path: path.join(process.env.FORM_PICTURES, 'assistant-proposals.png'), fullPage: true });
	await page.getByText(choice, { exact: true }).first().click();
	await page.locator('#submit-btn').click();
	await page.getByText('Saved').first().waitFor();
}

describe('as delivered', () => {
	it('lets no program in that has not logged in', async () => {
		const answer = await fetch(`${n8n.url}/mcp/assistant`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
		});
		expect(answer.status).toBe(401);
	});
});

describe('from another AI program', () => {
	beforeAll(setUp, 60_000);

	it('offers all reading tools, and three that write; Roofr is off', async () => {
		await withClient(async (client) => {
			expect(client.getInstructions()).toContain('Writes only by sync');
			const { tools } = listed.parse(await client.listTools());
			expect(tools.map(({ name }) => name).sort()).toEqual([...READS, ...WRITES].sort());
		});
	});

	it('says for each tool what it gives, and for each argument where it comes from; no argument is a hidden choice', async () => {
		const { tools } = await withClient(async (client) => listed.parse(await client.listTools()));
		for (const { name, description, inputSchema } of tools) {
			expect([name, description.length > 60 && description.length < 500]).toEqual([name, true]);
			for (const [key, { description: about }] of Object.entries(inputSchema.properties))
				expect([name, key, about.length > 15]).toEqual([name, key, true]);
			expect(Object.keys(inputSchema.properties).length).toBeLessThanOrEqual(4);
		}
		const required = Object.fromEntries(tools.map(({ name, inputSchema }) => [name, inputSchema.required]));
		expect(required).toMatchObject({
			Find_GHL_contacts: ['query'],
			List_open_GHL_tasks: [],
			Propose_a_task: ['contactId', 'title'],
			Sync_customer_to_GHL: ['customerId'],
		});
	});

	it('finds a person in both apps, and reads what belongs to it, without writing', async () => {
		sandbox.clearRequests();
		expect(await call('Find_GHL_contacts', { query: 'Lovelace' })).toContain(ada());
		expect(await call('Read_GHL_contact', { contactId: ada() })).toContain('ada@example.com');
		expect(await call('Find_GHL_opportunities', { contactId: ada() })).not.toMatch(/error/i);
		expect(await call('List_open_GHL_tasks', {})).not.toMatch(/error/i);
		expect(await call('Find_Booqable_customers', { query: 'Lovelace' })).toContain(customerId);
		expect(await call('Read_Booqable_customer', { customerId })).toContain(customerId);
		const orders = await call('Find_Booqable_orders', { customerId });
		expect(orders).toContain('started');
		expect(await call('Read_Booqable_order', { orderId: idIn(orders) })).toMatch(/chair/i);
		const products = await call('Find_Booqable_products', { query: 'chair' });
		const period = { from: '2030-01-04T09:00', till: '2030-01-06T17:00' };
		expect(await call('Check_Booqable_availability', { productId: idIn(products), ...period })).toMatch(/available/i);
		expect(await call('List_sync_questions', {})).not.toMatch(/error/i);
		const writes = sandbox.requests().filter(({ method, path: to }) => method !== 'GET' && !/search$/.test(to));
		expect(writes).toEqual([]);
	}, 120_000);

	it('proposes a task, which is made when a person has approved it, once', async () => {
		const task = { contactId: ada(), title: 'Call Ada about the late chair', text: 'Order is out since January' };
		expect(await call('Propose_a_task', task)).toMatch(/waits for approval/);
		expect(await call('Propose_a_task', { ...task, due: '2030-02-01' })).toMatch(/waits for approval/);
		expect(tasks()).toEqual(['The assistant proposes: Call Ada about the late chair']);
		await decide('Call Ada about the late chair', 'Make it');
		expect(tasks().filter((title) => title === task.title)).toHaveLength(1);
		await open('/form/assistant-approvals');
		await page.getByText('Nothing is proposed').first().waitFor();
	}, 120_000);

	it('does not make what a person declined', async () => {
		await call('Propose_a_task', { contactId: ada(), title: 'Delete all orders' });
		await decide('Delete all orders', 'Do not make it');
		expect(tasks()).not.toContain('Delete all orders');
	}, 120_000);

	it('says so when GHL does not know the contact, and proposes nothing', async () => {
		const answer = await call('Propose_a_task', { contactId: 'nobody', title: 'Call nobody' });
		expect(answer).toMatch(/"proposed":\s*false/);
		expect(answer).toMatch(/nobody/);
		expect(tasks().join()).not.toContain('Call nobody');
	}, 60_000);

	it('keeps a task open that GHL refused, and makes it at the next yes', async () => {
		await call('Propose_a_task', { contactId: ada(), title: 'Send the invoice' });
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /tasks$/, status: 400, times: 1 });
		await decide('Send the invoice', 'Make it');
		await page.getByText('could not be made, and stays open').first().waitFor();
		sandbox.clearFaults();
		expect(tasks()).not.toContain('Send the invoice');
		await decide('Send the invoice', 'Make it');
		expect(tasks()).toContain('Send the invoice');
	}, 120_000);

	it('syncs one person, whose values it cannot choose, once', async () => {
		const id = await customer('Grace Hopper', 'grace@example.com');
		const first = await call('Sync_customer_to_GHL', { customerId: id });
		expect(first).toMatch(/"outcome":\s*"created"/);
		expect(await call('Sync_customer_to_GHL', { customerId: id, name: 'Somebody Else' })).toMatch(
			/"outcome":\s*"unchanged"/,
		);
		expect(contacts().filter(({ email }) => email === 'grace@example.com')).toHaveLength(1);
		expect(await call('Sync_contact_to_Booqable', { contactId: 'nobody' })).not.toMatch(/created/);
	}, 120_000);
});

describe('in the chat', () => {
	/**
	 * What the page of the chat sends, from a browser in which somebody has logged in, and the answer. The page itself
	 * is n8n's, and gets its script from the internet.
	 */
	async function address(): Promise<string> {
		const { nodes } = (await n8n.rest.request('GET', `/workflows/${assistant.id}`)) as WorkflowFile; // as n8n keeps it
		return `${n8n.url}/webhook/${String(nodes.find(({ name }) => name === 'Chat')?.webhookId)}/chat`;
	}
	async function chat(words: string): Promise<string> {
		await page.goto(`${n8n.url}/signin`);
		const said = { action: 'sendMessage', sessionId: 'a session', chatInput: words };
		return await page.evaluate(
			async ({ to, body }) =>
				await (await fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text(),
			{ to: await address(), body: JSON.stringify(said) },
		);
	}

	it('answers nobody who has not logged in', async () => {
		const answer = await fetch(await address(), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ action: 'sendMessage', sessionId: 'a session', chatInput: 'Hello' }),
		});
		expect(answer.status).toBe(401);
	});

	/** Finds the contact, then the customer, reads the orders, proposes a task, and says what it did. */
	const lateReturn = ({ answers }: Turn): Move =>
		[
			{ tool: 'Find_GHL_contacts', arguments: { query: 'Ada' } },
			{ tool: 'Find_Booqable_customers', arguments: { query: 'Ada' } },
			{ tool: 'Find_Booqable_orders', arguments: { customerId: idIn(answers[1]) } },
			{ tool: 'Propose_a_task', arguments: { contactId: idIn(answers[0]), title: 'Ask Ada to return the chair' } },
			`I have proposed it: ${answers[3] ?? ''}`,
		][answers.length] ?? 'Done.';

	it('finds a contact, reads the orders and proposes a task; it is written after a person approved it', async () => {
		script = lateReturn;
		expect(await chat('Ada has not brought the chair back. What now?')).toContain('I have proposed it');
		expect(model.system).toMatch(/propose a task/);
		expect(model.tools.map(({ name }) => name).sort()).toEqual([...READS, ...WRITES].sort());
		expect(model.toolAnswers.slice(-4)[2]).toContain('started');
		expect(tasks()).not.toContain('Ask Ada to return the chair');
		await decide('Ask Ada to return the chair', 'Make it');
		expect(tasks()).toContain('Ask Ada to return the chair');
	}, 180_000);
});
