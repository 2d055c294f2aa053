import { setTimeout as sleep } from 'node:timers/promises';
import { importOthers, sandboxCredentials, startDemo, type Demo } from '../launcher/demo';
import type { N8n } from '../launcher/n8n';
import { silent } from '../launcher/progress';
import type { NewCredential, Workflow, WorkflowFile } from '../launcher/rest';
import { FIELDS, LOCATION_US, PIT_US } from '../sandbox/ghl/world';
import type { RecordedRequest } from '../sandbox/requestLog';
import { startSandbox, type Sandbox } from '../sandbox/server';
import { quantile, ratio, rounded, type Section, type Table } from './section';

/** Customers of each way. The first round, which warms up, makes a contact of each. */
const CUSTOMERS = 5;
/** Changes of each way in a round, and rounds. */
const CHANGES = 30;
const ROUNDS = 5;
/** Between a write and the next change, for what n8n does after the write, such as storing the execution. */
const PAUSE_MS = 250;
const WITHIN_MS = 60_000;
/** Limits of the services are not what is measured. */
const LIMIT_FACTOR = 5;

const SYNC = 'Booqable customers ↔ GHL contacts';
const ITS = 'Webhook → HTTP Request';

/** A published workflow, and the stand-ins that only it is connected to: a change there starts nothing else. */
interface Way {
	readonly name: string;
	readonly sandbox: Sandbox;
	readonly workflowId: string;
	readonly customers: readonly string[];
}

/** What somebody builds of n8n's own nodes: one call that finds the contact by its email and writes it. */
const ownNodes = ({ url }: Sandbox): WorkflowFile => ({
	name: ITS,
	nodes: [
		{
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			webhookId: 'booqable',
			parameters: { httpMethod: 'POST', path: 'booqable', options: {} },
		},
		{
			name: 'HTTP Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [200, 0],
			parameters: {
				method: 'POST',
				url: `${url}/ghl/contacts/upsert`,
				authentication: 'genericCredentialType',
				genericAuthType: 'httpHeaderAuth',
				sendHeaders: true,
				headerParameters: { parameters: [{ name: 'Version', value: '2021-07-28' }] },
				sendBody: true,
				specifyBody: 'json',
				jsonBody: `={{ {
					locationId: '${LOCATION_US}',
					name: $json.body.data.name,
					email: $json.body.data.email,
					phone: $json.body.data.properties.phone,
					website: $json.body.data.properties.website,
					customFields: [{ id: '${FIELDS.industry}', field_value: $json.body.data.properties.industry }],
					tags: $json.body.data.tag_list,
				} }}`,
				options: {},
			},
			credentials: { httpHeaderAuth: { name: 'GHL token' } },
		},
	],
	connections: { Webhook: { main: [[{ node: 'HTTP Request', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
});

const TOKEN: NewCredential = {
	name: 'GHL token',
	type: 'httpHeaderAuth',
	data: { name: 'Authorization', value: `Bearer ${PIT_US}` },
};

async function publishOwnNodes({ url, rest }: N8n, sandbox: Sandbox): Promise<Workflow> {
	const workflow = await rest.importWorkflow(ownNodes(sandbox), await rest.importCredentials([TOKEN]));
	await rest.publish(workflow.id);
	sandbox.seed('booqable', {
		webhook_endpoints: [
			{ url: `${url}/webhook/booqable`, events: ['customer.created', 'customer.updated'], version: 4 },
		],
	});
	return workflow;
}

function wayOf(name: string, sandbox: Sandbox, { id: workflowId }: Workflow): Way {
	const people = Array.from({ length: CUSTOMERS }, (_, index) => ({
		name: `Ada Example${index}`,
		email: `ada.${index}@example.com`,
		tag_list: ['rental'],
		properties_attributes: [
			{ identifier: 'phone', value: `+1212555${1000 + index}` },
			{ identifier: 'industry', value: 'Construction' },
		],
	}));
	const { customers } = sandbox.seed('booqable', { customers: people }) as {
		customers: Array<{ id: string }>; // what a seed gives
	};
	return { name, sandbox, workflowId, customers: customers.map(({ id }) => id) };
}

/** The write of this website that GHL has answered with success. */
const writeOf = (website: string, sandbox: Sandbox): RecordedRequest | undefined =>
	sandbox
		.requests({ service: 'ghl' })
		.find(({ body, status }) => status >= 200 && status < 300 && JSON.stringify(body)?.includes(`"${website}"`));

/** Milliseconds from a change of a customer's website to the write of it that GHL receives. */
async function change({ name, sandbox, customers }: Way, number: number, website: string): Promise<number> {
	const properties = { properties_attributes: [{ identifier: 'website', value: website }] };
	const changed = sandbox.time({});
	sandbox.seed('booqable', {
		silent: false,
		changes: [{ type: 'customers', id: customers[number % CUSTOMERS], attributes: properties }],
	});
	for (const deadline = Date.now() + WITHIN_MS; Date.now() < deadline; await sleep(5)) {
		const written = writeOf(website, sandbox);
		if (written) return written.time - changed;
	}
	throw new Error(`${name}: no write of ${website} within ${WITHIN_MS / 1000} s`);
}

/** The times of each way, in a round in which they take turns change by change. */
async function measured(ways: readonly Way[], round: number): Promise<number[][]> {
	const times = new Map(ways.map((way): [Way, number[]] => [way, []]));
	for (let number = 0; number < CHANGES; number++)
		for (const way of number % 2 === 0 ? ways : ways.toReversed()) {
			times.get(way)?.push(await change(way, number, `https://example.com/${round}/${number}`));
			await sleep(PAUSE_MS);
		}
	return [...times.values()];
}

/** Waits until nothing is under way, and requires that all went well: what fails is fast. */
async function settle(ways: readonly Way[], { rest }: N8n): Promise<void> {
	for (const { name, sandbox, workflowId } of ways) {
		await sandbox.webhooks.idle();
		const executions = await rest.waitForExecutions(workflowId, { count: CHANGES, timeoutMs: WITHIN_MS });
		const failed = executions.find(({ status }) => status !== 'success');
		if (failed) throw new Error(`${name}: ${(await rest.execution(failed.id)).error ?? failed.status}`);
	}
}

/** All three in one n8n. A seed each: the nodes know a delivery by its ID, and two stand-ins give the same ones. */
async function startWays(demo: Demo, synced: Sandbox, plain: Sandbox): Promise<Way[]> {
	const { n8n } = demo;
	const credentials = await n8n.rest.importCredentials(sandboxCredentials(synced.url));
	const [sync] = (await importOthers({ ...demo, credentials })).filter(({ name }) => name === SYNC);
	await n8n.rest.publish(sync.id);
	return [
		wayOf('Template: Create or Update', demo.sandbox, demo.workflow),
		wayOf('Template: Sync', synced, sync),
		wayOf(ITS, plain, await publishOwnNodes(n8n, plain)),
	];
}

async function rowsOf(ways: readonly Way[], n8n: N8n): Promise<Table['rows']> {
	await measured(ways, 0); // warms up
	await settle(ways, n8n);
	for (const { sandbox } of ways) sandbox.clearRequests();
	const rounds: number[][][] = [];
	for (let round = 1; round <= ROUNDS; round++) rounds.push(await measured(ways, round));
	await settle(ways, n8n);
	const quantiles = (way: number, share: number) => rounds.map((times) => quantile(times[way], share));
	const row = ({ name, sandbox }: Way, way: number): (string | number)[] => [
		name,
		...[0.5, 0.95].flatMap((share) => [
			quantile(
				rounds.flatMap((times) => times[way]),
				share,
			),
			ratio(quantiles(way, share), quantiles(ways.length - 1, share)),
		]),
		rounded(sandbox.requests().length / (ROUNDS * CHANGES), 1),
	];
	return ways.map(row);
}

export const endToEnd: Section = {
	name: 'endToEnd',
	what: `from a change in Booqable to the write in GHL, in a real n8n: ${ROUNDS} rounds of ${CHANGES}, taking turns`,
	async run() {
		const demo = await startDemo({ progress: silent });
		const synced = await startSandbox({ seed: 'synced', limits: LIMIT_FACTOR });
		const plain = await startSandbox({ seed: 'plain', limits: LIMIT_FACTOR });
		try {
			const rows = await rowsOf(await startWays(demo, synced, plain), demo.n8n);
			const of = (share: string): string[] => [`${share}, ms`, `${share} ÷ ${ITS} (least–most)`];
			const columns = ['way', ...of('p50'), ...of('p95'), 'calls a change'];
			return { tables: [{ title: 'From a change in Booqable to the write in GHL', columns, rows }] };
		} finally {
			await demo.stop();
			await synced.close();
			await plain.close();
		}
	},
};
