import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readWorkflow, sandboxCredentials } from '../../launcher/demo';
import { launch, type N8n } from '../../launcher/n8n';
import { packProject, PROJECT } from '../../launcher/pack';
import type { Workflow, WorkflowFile } from '../../launcher/rest';
import { SeededRandom } from '../../sandbox/random';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { clockAhead } from './clockAhead';
import { contacts, customers, property, saveContact, saveCustomer } from './contacts';
import { withLedger } from './settling';

const SEED = process.env.LOAD_SEED ?? 'first load';
/** How often n8n is killed. */
const KILLS = Number(process.env.LOAD_KILLS ?? 50);
/** People in both apps, and in one of them alone. */
const PEOPLE = { both: 600, booqable: 400, ghl: 400 };
const ALL = PEOPLE.both + PEOPLE.booqable + PEOPLE.ghl;
/** Calls of n8n until it is killed, at most: fifty times half of that is most of the load. */
const MOST_CALLS = 300;
/** n8n comes back a quarter of an hour later by all clocks, when its locks have run out; each fifth time at once. */
const LATER = 0.25;
const AT_ONCE_EACH = 5;

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
let workflow: Workflow;
/** By how much the clocks are ahead, in hours. */
let ahead = 0;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'first-load-e2e-'));
	sandbox = await startSandbox({ seed: SEED, limits: 1_000 });
	for (let number = 0; number < ALL; number++) {
		const [name, email] = [`Person Number${number}`, `person${number}@example.com`];
		const phone = String(2_125_550_000 + number);
		if (number < PEOPLE.both + PEOPLE.booqable)
			await saveCustomer(sandbox, { name, email, ...(number % 2 === 0 && property('phone', phone)) });
		if (number < PEOPLE.both || number >= PEOPLE.both + PEOPLE.booqable)
			await saveContact(sandbox, { name, email, tags: ['rental'], ...(number % 3 === 0 && { phone: `+1${phone}` }) });
	}
	sandbox.advance(600_000); // all of them are in the lists
	n8n = await launch({ packages: [await packProject(folder)] });
	const credentials = await n8n.rest.importCredentials(sandboxCredentials(sandbox.url));
	workflow = await n8n.rest.importWorkflow(await firstLoad(), credentials);
	await n8n.rest.publish(workflow.id);
}, 900_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
}, 60_000);

/** The Sync nodes of the template, each given every record of the other app. */
async function firstLoad(): Promise<WorkflowFile> {
	const { nodes } = await readWorkflow(path.join(PROJECT, 'workflows', 'contacts-and-customers.json'));
	const syncOf = (name: string): WorkflowFile['nodes'][number] => {
		const node = nodes.find((one) => one.name === name);
		if (!node) throw new Error(`the template has no node ${name}`);
		const text = JSON.stringify(node).replaceAll('$json.recordId', '$json.id').replaceAll('$json.record.', '$json.');
		const { parameters, ...rest } = JSON.parse(text) as { parameters: { options: object } } & typeof node;
		return {
			...rest,
			parameters: { ...parameters, options: { ...parameters.options, createLimit: 0, pauseAtPercent: 100 } },
		};
	};
	const every = (name: string, like: WorkflowFile['nodes'][number], resource: string) => ({
		...like,
		id: name,
		name,
		parameters: {
			...(like.parameters as object),
			resource,
			operation: 'getMany',
			returnAll: true,
			simplify: false,
			filters: {},
			options: {},
		},
	});
	const [toGhl, toBooqable] = [syncOf('Sync contact'), syncOf('Sync customer')];
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		name: 'First load',
		nodes: [
			{
				id: 'start',
				name: 'Start',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: 'first-load',
				parameters: { httpMethod: 'POST', path: 'first-load', responseMode: 'onReceived', options: {} },
			},
			every('All customers', toBooqable, 'customer'),
			toGhl,
			every('All contacts', toGhl, 'contact'),
			toBooqable,
		],
		connections: {
			Start: {
				main: [
					[
						{ node: 'All customers', type: 'main', index: 0 },
						{ node: 'All contacts', type: 'main', index: 0 },
					],
				],
			},
			'All customers': to('Sync contact'),
			'All contacts': to('Sync customer'),
		},
		settings: { executionOrder: 'v1' },
	};
}

async function start(): Promise<void> {
	expect((await fetch(`${n8n.url}/webhook/first-load`, { method: 'POST' })).status).toBe(200);
}

/** Starts it, and waits until it has ended. */
async function load(): Promise<void> {
	const before = (await n8n.rest.executions(workflow.id)).length;
	await start();
	const [{ status }] = await n8n.rest.waitForExecutions(workflow.id, { count: before + 1, timeoutMs: 600_000 });
	expect(status).toBe('success');
}

async function comeBack(hours: number): Promise<void> {
	ahead += hours;
	sandbox.advance(hours * 3_600_000);
	await n8n.start(clockAhead(ahead));
}

/** Ends n8n after so many calls. Gives how many creates were announced then, and had no answer. */
async function killedAfter(calls: number): Promise<number> {
	const before = sandbox.requests().length;
	await start();
	while (sandbox.requests().length < before + calls) await sleep(2);
	await n8n.kill();
	return await withLedger(n8n, async (ledger) => (await ledger.counts()).intents);
}

const links = async (): Promise<string[]> =>
	await withLedger(n8n, async (ledger) =>
		(await ledger.listLinks('contacts', undefined, 10_000))
			.filter(({ state }) => state === 'live')
			.map(({ head, member }) => `${head.id} ${member.id}`)
			.sort(),
	);

/** Each person of the one app with the one of the other who has the same email. */
function sameEmail(): string[] {
	const right = new Map(contacts(sandbox).map(({ email, id }) => [email, id]));
	return customers(sandbox)
		.flatMap(({ id, email }) => (right.has(email) ? [`${right.get(email)} ${id}`] : []))
		.sort();
}

const EVERYBODY = Array.from({ length: ALL }, (_, number) => `person${number}@example.com`).sort();

describe(`a first load of ${PEOPLE.both + PEOPLE.booqable} customers and ${PEOPLE.both + PEOPLE.ghl} contacts (seed ${SEED})`, () => {
	it(
		`makes nobody twice while n8n is killed at ${KILLS} moments`,
		async () => {
			const random = new SeededRandom(SEED);
			const [linked, open]: [number[], number[]] = [[], []];
			for (let kill = 0; kill < KILLS; kill++) {
				open.push(await killedAfter(1 + Math.floor(random.next() * MOST_CALLS)));
				linked.push((await links()).length);
				for (const side of [customers(sandbox), contacts(sandbox)])
					expect(new Set(side.map(({ email }) => email)).size).toBe(side.length);
				await comeBack(kill % AT_ONCE_EACH === 0 ? 0 : LATER);
			}
			const inTheMiddle = linked.filter((count) => count > 0 && count < ALL).length;
			process.stdout.write(
				`killed ${KILLS} times, ${inTheMiddle} of them between the first link and the last, ${open.filter((count) => count > 0).length} with a create that was under way; ${linked.at(-1)} of ${ALL} linked by then\n`,
			);
			expect(inTheMiddle).toBeGreaterThan(0.9 * KILLS);
			expect(Math.max(...open)).toBeGreaterThan(0);
		},
		KILLS * 120_000,
	);

	it('is complete an hour later: each person once in both apps, and linked', async () => {
		await n8n.kill();
		await comeBack(1);
		await load();
		for (const side of [customers(sandbox), contacts(sandbox)])
			expect(side.map(({ email }) => email).sort()).toEqual(EVERYBODY);
		expect(await links()).toEqual(sameEmail());
		const left = await withLedger(n8n, async (ledger) => ({
			reviews: await ledger.reviews(),
			due: await ledger.due(10, undefined, true),
			intents: (await ledger.counts()).intents,
		}));
		expect(left).toEqual({ reviews: [], due: [], intents: 0 });
	}, 900_000);

	it('writes nothing when it is run again', async () => {
		sandbox.clearRequests();
		await load();
		expect(
			sandbox.requests().filter(({ method, path: called }) => method !== 'GET' && !called.endsWith('/search')),
		).toEqual([]);
	}, 900_000);
});
