import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { launchCluster, type Cluster } from '../../launcher/cluster';
import { sandboxCredentials } from '../../launcher/demo';
import { packProject } from '../../launcher/pack';
import { LOOPBACK } from '../../launcher/ports';
import type { Credential, N8nRest, Workflow } from '../../launcher/rest';
import { CLIENT_ID, CLIENT_SECRET, LOCATION_US } from '../../sandbox/ghl/world';
import { SeededRandom } from '../../sandbox/random';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import type { Ledger } from '../../sync/ledger/ledger';
import { openPostgres, type LedgerSettings } from '../../sync/ledger/openPostgres';
import { armFaults, callsOfN8n, contacts, customers, writesOfN8n } from './contacts';
import { Distance } from './queue/distance';
import { startPostgres, startRedis, type Server } from './queue/servers';
import { converge } from './settling';
import { answerQuestions } from './whole/answers';
import { allDifferences } from './whole/differences';
import { wrongLinks } from './whole/links';
import { whatIsLeft } from './whole/whatIsLeft';
import { ADDRESS, hurriedTemplates } from './whole/templates';
import { Users } from './whole/users';

const SEED = process.env.QUEUE_SEED ?? 'queue';
/** How long users edit. */
const MINUTES = Number(process.env.QUEUE_MINUTES ?? 30);
const PEOPLE = 12;
/**
 * Between two edits. For minutes they may come faster than the allowances let them be written, of which each process
 * has its share; what piles up in half an hour would take half an hour more.
 */
const PAUSE_MS = MINUTES > 5 ? 3_000 : 1_500;
/** Minutes between two comparisons of everything. */
const COMPARED_EACH = MINUTES > 5 ? 5 : 1;
/** Edits after which a person looks at the questions. */
const ANSWER_AFTER = 40;
/** Between n8n and its databases. */
const DISTANCE_MS = 20;
/** The allowances of the services, as often as the real ones: all edits fall into minutes. */
const ALLOWANCE = 10;
const WORKERS = 2;
/** Main, the process for webhooks, and the workers. */
const PROCESSES = 2 + WORKERS;
const AWAY_MS = 10_000;
const ROUND_MS = 65_000;

let folder: string;
let sandbox: Sandbox;
let redis: Server;
let postgres: Server;
let redisFar: Distance;
let postgresFar: Distance;
let cluster: Cluster;
let settings: LedgerSettings;
let ledger: Ledger;
let users: Users;
const workflows: Workflow[] = [];
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'queue-e2e-'));
	sandbox = await startSandbox({ seed: SEED, limits: ALLOWANCE });
	users = new Users(sandbox, new SeededRandom(`queue mode ${SEED}`));
	[redis, postgres] = [await startRedis(), await startPostgres()];
	redisFar = await new Distance(redis, DISTANCE_MS).open();
	postgresFar = await new Distance(postgres, DISTANCE_MS).open();
	for (const database of ['n8n', 'ledger']) await inPostgres('postgres', `CREATE DATABASE ${database}`);
	settings = {
		host: LOOPBACK,
		port: postgres.port,
		user: 'postgres',
		password: '',
		database: 'ledger',
		schema: 'sync_ledger',
		ssl: 'disable',
		hashKey: '5f'.repeat(32),
	};
	cluster = await launchCluster({
		packages: [await packProject(folder)],
		workers: WORKERS,
		postgres: { port: postgresFar.port, database: 'n8n' },
		redis: redisFar,
		env: { N8N_SKIP_AUTH_ON_OAUTH_CALLBACK: 'true' },
	});
	const credentials = await allCredentials(cluster.main.rest);
	for (const template of await hurriedTemplates(sandbox, {
		ledger: 'postgres',
		authentication: 'oAuth2',
		comparedEach: COMPARED_EACH,
	}))
		workflows.push(await cluster.main.rest.importWorkflow(template, credentials));
	for (const { id } of workflows) await cluster.main.rest.publish(id);
	sandbox.seed('ghl', { webhookUrl: `${cluster.webhook.url}/webhook/${ADDRESS}/webhook` });
	ledger = (await openPostgres(settings)).ledger;
}, 900_000);
afterAll(async () => {
	await ledger?.close().catch(() => undefined);
	await cluster?.stop();
	await sandbox?.close();
	for (const one of [redisFar, postgresFar]) await one?.close();
	for (const one of [redis, postgres]) await one?.remove();
	if (folder) await rm(folder, { recursive: true, force: true });
}, 120_000);

async function inPostgres(database: string, text: string): Promise<void> {
	const client = new Client({ host: LOOPBACK, port: postgres.port, user: 'postgres', database });
	await client.connect();
	try {
		await client.query(text);
	} finally {
		await client.end();
	}
}

/** GHL by OAuth2, whose tokens rotate, Booqable by a token, and the ledger in Postgres; each says how many use it. */
async function allCredentials(rest: N8nRest): Promise<Credential[]> {
	const [, booqable] = sandboxCredentials(sandbox.url);
	const ghl = await rest.createCredential({
		name: 'GHL OAuth2',
		type: 'goHighLevelOAuth2Api',
		data: {
			signIn: 'other',
			otherAuthUrl: `${sandbox.url}/ghl/v2/oauth/chooselocation`,
			clientId: CLIENT_ID,
			clientSecret: CLIENT_SECRET,
			access: 'all',
			advanced: true,
			baseUrl: `${sandbox.url}/ghl`,
			workers: PROCESSES,
		},
	});
	const page = String(await rest.request('GET', `/oauth2-credential/auth?id=${ghl.id}`));
	const consent = await fetch(`${page}&choose=${LOCATION_US}`, { redirect: 'manual' });
	const answer = await fetch(String(consent.headers.get('location')));
	if (!answer.ok) throw new Error(`GHL could not be connected: ${await answer.text()}`);
	const { hashKey: secretHashKey, ...database } = settings;
	return [
		ghl,
		await rest.createCredential({ ...booqable, data: { ...booqable.data, workers: PROCESSES } }),
		await rest.createCredential({
			name: 'Ledger',
			type: 'syncLedgerPostgresApi',
			data: { ...database, port: postgresFar.port, secretHashKey },
		}),
	];
}

/** What breaks while users edit, in this order. Each is over before the next begins. */
const FAULTS: ReadonlyArray<readonly [name: string, happen: () => Promise<void>]> = [
	['a worker is killed', async () => await killed(cluster.workers[0])],
	['the access tokens of GHL end', async () => await Promise.resolve(sandbox.expireTokens())],
	[
		'Redis is away',
		async () => {
			redisFar.interrupt();
			await sleep(AWAY_MS);
			redisFar.restore();
		},
	],
	[
		'Postgres is killed',
		async () => {
			await postgres.kill();
			await sleep(2_000);
			await postgres.start();
		},
	],
	['the other worker is killed', async () => await killed(cluster.workers[1])],
	['the process of the editor is killed', async () => await killed(cluster.main)],
];

/** Ends a process of n8n in the middle of a write, and starts it again some seconds later. */
async function killed(one: Cluster['main']): Promise<void> {
	const before = writesOfN8n(sandbox).length;
	const deadline = Date.now() + 20_000;
	while (writesOfN8n(sandbox).length === before && Date.now() < deadline) await sleep(10);
	await one.kill();
	users.killed();
	await sleep(3_000);
	await one.start();
}

/**
 * What killed processes had taken on is due, their leases are over, and what was to be tried again is tried. Whoever is
 * at work notices that its lease is gone, and writes nothing.
 */
async function aQuarterOfAnHourLater(): Promise<void> {
	await inPostgres('ledger', 'UPDATE sync_ledger.batch SET until = 0');
	await inPostgres('ledger', 'DELETE FROM sync_ledger.lease');
	await inPostgres('ledger', 'UPDATE sync_ledger.due SET next_at = 0');
}

/**
 * Refresh tokens that were exchanged: what is asked again, because no good answer came, gets the same answer or was
 * never heard. The body of a call that was dropped is not known.
 */
const refreshes = (): number =>
	sandbox
		.requests({ service: 'ghl', path: '/oauth/token' })
		.filter(({ body, status, fault }) => status === 200 && !fault && JSON.stringify(body).includes('refresh_token'))
		.length;

const refused = (): number =>
	callsOfN8n(sandbox).filter(({ status, fault }) => status === 429 && fault === undefined).length;

describe(`n8n in queue mode: editor, webhooks and ${WORKERS} workers, the ledger in Postgres (seed ${SEED})`, () => {
	it(
		`converges after ${MINUTES} minutes of edits in both apps, with failing calls, killed processes, Redis and Postgres away`,
		async () => {
			armFaults(sandbox);
			const [start, total] = [Date.now(), MINUTES * 60_000];
			const begun: string[] = [];
			let happening = Promise.resolve();
			let [number, answered] = [0, 0];
			const answer = async (): Promise<void> => {
				answered += await answerQuestions(ledger, sandbox, (id) => users.made(id));
			};
			for (; Date.now() - start < total; number++) {
				const next = FAULTS[begun.length];
				if (next && Date.now() - start > (total * (begun.length + 2)) / (FAULTS.length + 3)) {
					begun.push(next[0]);
					happening = happening.then(next[1]);
				}
				if (number < PEOPLE) await users.begin(number);
				else await users.edit(number);
				if (number % ANSWER_AFTER === 0) await answer().catch(() => undefined); // Postgres is away at times
				await sleep(PAUSE_MS);
			}
			await happening;
			expect(begun).toEqual(FAULTS.map(([name]) => name));
			const edited = Date.now();
			await aQuarterOfAnHourLater();
			const left = await converge(ledger, () => allDifferences(sandbox), 600_000, answer);
			const calls = callsOfN8n(sandbox);
			process.stdout.write(
				`${number} edits; ${calls.length} calls of n8n, ${calls.filter(({ service }) => service === 'booqable').length} of them to Booqable, ${writesOfN8n(sandbox).length} writes, ${calls.filter(({ fault }) => fault !== undefined).length} with a fault, ${refused()} refused with 429, ${refreshes()} refreshes; converged after ${Math.round((Date.now() - edited) / 1000)} s, ${answered} questions answered by a person\n`,
			);
			process.stderr.write(await whatIsLeft(ledger, sandbox, cluster.main.rest, workflows));
			expect(left).toEqual([]);
		},
		MINUTES * 60_000 + 960_000,
	);

	it('has each person once on each side, and each record linked to one that says the same', async () => {
		for (const side of [customers(sandbox), contacts(sandbox)])
			expect(side.map(({ email }) => email).sort()).toEqual(
				Array.from({ length: PEOPLE }, (_, number) => `person${number}@example.com`).sort(),
			);
		expect(await wrongLinks(ledger, sandbox)).toEqual([]);
	});

	it('has lost no edit, and nothing that was deleted came back', () => {
		expect(users.expected.missed(sandbox, (name) => users.now(name))).toEqual([]);
	});

	it('waits for nobody: no question is open', async () => {
		const open = await ledger.reviews();
		expect(open.map(({ pair, source, field, cause }) => ({ pair, source: source.system, field, cause }))).toEqual([]);
	});

	it('was refused at most one call in a thousand for being too fast', () => {
		expect(callsOfN8n(sandbox).length).toBeGreaterThan(300);
		expect(refused() / callsOfN8n(sandbox).length).toBeLessThanOrEqual(0.001);
	});

	it('renewed the token of GHL once for each time that it ended', () => {
		expect(refreshes()).toBe(1);
	});

	it('stays as it is: no write while nobody edits', async () => {
		sandbox.clearFaults();
		await sleep(10_000); // what the last edits set off
		sandbox.clearRequests();
		await sleep(ROUND_MS);
		expect(writesOfN8n(sandbox)).toEqual([]);
		expect(callsOfN8n(sandbox).length).toBeGreaterThan(0);
	}, 120_000);
});
