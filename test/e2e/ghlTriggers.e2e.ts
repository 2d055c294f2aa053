import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import { sandboxCredentials } from '../../sandbox/launcher/demo';
import { launch, type N8n } from '../../sandbox/launcher/n8n';
import { packProject } from '../../sandbox/launcher/pack';
import type { WorkflowFile } from '../../sandbox/launcher/rest';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { event, PUBLIC_KEY, signature } from '../ghlTriggers/door';

const TYPE = 'n8n-nodes-ghl-booqable-roofr.';
const GAP_MS = 1000 / 50;

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
let webhookWorkflow: string;
let pollWorkflow: string;
let address: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'triggers-'));
	sandbox = await startSandbox({ limits: 'off' });
	// Without it n8n makes an isolate for expressions at each request and each execution, whether there is an expression or not.
	n8n = await launch({ packages: [await packProject(folder)], env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } });
	const credentials = await n8n.rest.importCredentials(sandboxCredentials(sandbox.url));
	const { webhookPublicKey } = sandbox.state('ghl') as { webhookPublicKey: string };
	const published = async (file: WorkflowFile): Promise<string> => {
		const { id } = await n8n.rest.importWorkflow(file, credentials);
		await n8n.rest.publish(id);
		return id;
	};
	const options = { publicKeys: `${PUBLIC_KEY}${webhookPublicKey}` };
	webhookWorkflow = await published(workflow('ghlContactsTrigger', { source: 'app', appId: '66f0c1d2e3f4a5b6c7d8e9f0', events: ['ContactCreate'], recordFrom: 'payload', options }));
	address = `${n8n.url}/webhook/ghl-contacts/webhook`;
	pollWorkflow = await published(workflow('ghlContactsPollTrigger', { authentication: 'privateIntegration', events: ['ContactCreate'], pollTimes: { item: [{ mode: 'everyMinute' }] }, options: {} }, { goHighLevelApi: { name: '' } }));
}, 900_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	await rm(folder, { recursive: true, force: true });
}, 60_000);

function workflow(type: string, parameters: IDataObject, credentials?: WorkflowFile['nodes'][number]['credentials']): WorkflowFile {
	return {
		name: type,
		nodes: [{ id: type, name: 'Trigger', type: TYPE + type, typeVersion: type === 'ghlContactsTrigger' ? 2 : 1, position: [0, 0], parameters, webhookId: 'ghl-contacts', ...(credentials && { credentials }) }],
		connections: {},
	};
}

interface Sent {
	readonly status: number;
	readonly milliseconds: number;
}

/** Status 0 stands for no answer. */
async function post(body: string, headers: Record<string, string>): Promise<Sent> {
	const start = performance.now();
	const status = await fetch(address, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }).then(
		async (response) => {
			await response.arrayBuffer();
			return response.status;
		},
		() => 0,
	);
	return { status, milliseconds: performance.now() - start };
}

const send = async (fields: IDataObject): Promise<Sent> => {
	const body = JSON.stringify(fields);
	return await post(body, { 'x-ghl-signature': signature(body) });
};

const events = (count: number): IDataObject[] => Array.from({ length: count }, () => event({ webhookId: crypto.randomUUID() }));
const statuses = (answers: readonly Sent[]): Set<number> => new Set(answers.map(({ status }) => status));

/** Sends at a steady pace, whether answers have come or not. */
async function atPace(list: readonly IDataObject[]): Promise<Sent[]> {
	const start = performance.now();
	return await Promise.all(
		list.map(async (one, index) => {
			await sleep(Math.max(0, start + index * GAP_MS - performance.now()));
			return await send(one);
		}),
	);
}

const executions = async (id = webhookWorkflow) => await n8n.rest.executions(id);
const settled = async (count: number) => await n8n.rest.waitForExecutions(webhookWorkflow, { count, timeoutMs: 60_000 });

/** Delivery IDs of the newest executions, with how often each came. */
async function taken(newest: number): Promise<Map<string, number>> {
	const counts = new Map<string, number>();
	for (const { id } of (await executions()).slice(0, newest)) {
		const { runs } = await n8n.rest.execution(id);
		const item = runs.Trigger?.[0]?.data?.main?.[0]?.[0]?.json;
		if (item) counts.set(String(item.deliveryId), (counts.get(String(item.deliveryId)) ?? 0) + 1);
	}
	return counts;
}

describe('the GHL Contacts Trigger in a real n8n', () => {
	const delivered = events(500);

	it('answers 500 deliveries at 50 a second, each with 200 and one execution, 99 of 100 within two seconds', async () => {
		await Promise.all(events(20).map(send)); // an n8n that was just started loads much at its first executions
		const before = (await settled(20)).length;
		const answers = await atPace(delivered);
		const times = answers.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
		const [p50, p99] = [times[249], times[494]];
		process.stdout.write(`500 deliveries at 50 a second: p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms\n`);
		expect(statuses(answers)).toEqual(new Set([200]));
		expect(await settled(before + 500)).toHaveLength(before + 500);
		expect(p99).toBeLessThan(2_000);
	});

	it('answers duplicates with 200 and runs none, also after n8n was killed and started again', async () => {
		const before = (await settled(1)).length;
		expect(statuses(await Promise.all(delivered.slice(0, 40).map(send)))).toEqual(new Set([200]));
		await n8n.kill();
		await n8n.start();
		await until(async () => (await send(delivered[0])).status === 200);
		expect(statuses(await Promise.all(delivered.slice(40, 80).map(send)))).toEqual(new Set([200]));
		expect(await settled(1)).toHaveLength(before);
	});

	it('refuses a bad signature with 401 and keeps no execution of it', async () => {
		const before = (await executions()).length;
		const body = JSON.stringify(event({ webhookId: crypto.randomUUID() }));
		const good = signature(body);
		const bad = [{}, { 'x-ghl-signature': 'N/A' }, { 'x-wh-signature': good }, { 'x-ghl-signature': signature(`${body} `) }];
		for (const headers of bad) expect(await post(body, headers as Record<string, string>)).toMatchObject({ status: 401 });
		expect(await post(body.replace('ada@', 'eve@'), { 'x-ghl-signature': good })).toMatchObject({ status: 401 });
		await sleep(1_000);
		expect(await executions()).toHaveLength(before);
	});

	it('drops what is filtered out with 200 and no execution', async () => {
		const before = (await executions()).length;
		const dropped = [event({ type: 'ContactDelete' }), event({ appId: 'another' }), event({ type: undefined })];
		for (const one of dropped) expect(await send({ ...one, webhookId: crypto.randomUUID() })).toMatchObject({ status: 200 });
		await sleep(1_000);
		expect(await executions()).toHaveLength(before);
	});

	it('takes what GHL itself sends and signs', async () => {
		const before = (await executions()).length;
		sandbox.seed('ghl', { webhookUrl: address });
		const answer = await fetch(`${sandbox.url}/ghl/contacts/`, {
			method: 'POST',
			headers: { authorization: `Bearer ${PIT_US}`, version: '2021-07-28', 'content-type': 'application/json' },
			body: JSON.stringify({ locationId: LOCATION_US, email: 'grace@example.com' }),
		});
		expect(answer.status).toBe(201);
		await sandbox.webhooks.idle();
		expect(sandbox.webhooks.attempts.map(({ status }) => status)).toEqual([200]);
		expect(await settled(before + 1)).toHaveLength(before + 1);
		sandbox.seed('ghl', { webhookUrl: null });
	});

	it('answers a burst of 600 with 200 or 429 alone, and runs each once when those come again', async () => {
		const before = (await executions()).length;
		const burst = events(600);
		let open = burst;
		let put = 0;
		while (open.length > 0) {
			const answers = await Promise.all(open.map(send));
			expect([...statuses(answers)].filter((status) => status !== 200 && status !== 429)).toEqual([]);
			const again = open.filter((_, index) => answers[index].status === 429);
			put += again.length;
			open = again;
			if (open.length > 0) await sleep(1_000);
		}
		process.stdout.write(`A burst of 600 deliveries at once: ${put} answers were 429\n`);
		expect(await settled(before + 600)).toHaveLength(before + 600);
	});

	it('loses none when n8n is killed in the middle and GHL sends again what was not answered', async () => {
		const before = (await executions()).length;
		const list = events(100);
		const first = Promise.all(list.map(send));
		await sleep(400);
		await n8n.kill();
		const answers = await first;
		let open = list.filter((_, index) => answers[index].status !== 200);
		await n8n.start();
		const unanswered = open.length;
		const start = Date.now();
		while (open.length > 0 && Date.now() - start < 100_000) {
			const next = await Promise.all(open.map(send));
			open = open.filter((_, index) => next[index].status !== 200);
			if (open.length > 0) await sleep(3_000);
		}
		process.stdout.write(`Killed in the middle of 100 deliveries: ${unanswered} unanswered, all taken after ${Math.round((Date.now() - start) / 1000)} s\n`);
		expect(open).toEqual([]);
		await sleep(2_000);
		const counts = await taken((await executions()).length - before);
		expect(list.filter(({ webhookId }) => !counts.has(String(webhookId)))).toEqual([]);
	}, 200_000);
});

describe('the GHL Contacts Poll Trigger in a real n8n', () => {
	it('gives 1,500 contacts of one millisecond, and such as appear late, once each', async () => {
		const runs = async () => (await executions(pollWorkflow)).filter(({ status }) => status === 'success');
		const early = (await runs()).length;
		const at = Date.now();
		sandbox.seed('ghl', { contacts: Array.from({ length: 1_500 }, (_, number) => ({ id: `same${number}`, dateAdded: at })) });
		await until(async () => (await runs()).length > early);
		sandbox.seed('ghl', { contacts: Array.from({ length: 30 }, (_, number) => ({ id: `late${number}`, dateAdded: at - number * 9_000 })) });
		await until(async () => (await runs()).length > early + 1);
		const ids: string[] = [];
		for (const { id } of await runs()) {
			const { runs: nodes } = await n8n.rest.execution(id);
			for (const { json } of nodes.Trigger?.[0]?.data?.main?.[0] ?? []) ids.push(String(json.recordId));
		}
		const wanted = ids.filter((id) => /^(same|late)\d+$/.test(id));
		expect(wanted).toHaveLength(1_530);
		expect(new Set(ids).size).toBe(ids.length);
	}, 240_000);
});

async function until(fulfilled: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 130_000;
	while (!(await fulfilled())) {
		if (Date.now() > deadline) throw new Error('It did not come about in time');
		await sleep(500);
	}
}
