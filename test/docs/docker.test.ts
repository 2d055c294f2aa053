import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parse } from 'yaml';
import { dependencies } from '../../launcher/n8n/package.json';
import { dataFolder } from '../../store/host';
import { N8N_VARIABLES } from '../support/n8nVariables';
import { ROOT } from '../support/root';

interface Service {
	readonly image: string;
	readonly restart: string;
	readonly environment: Readonly<Record<string, string | number>>;
	readonly volumes: readonly string[];
	readonly ports?: readonly string[];
	readonly command?: string;
	readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
	readonly healthcheck: { readonly test: readonly string[] };
}
interface Compose {
	readonly services: Readonly<Record<string, Service>>;
	readonly volumes: Readonly<Record<string, null>>;
}

const read = (file: string): string => readFileSync(path.join(ROOT, 'docker', file), 'utf8');
const variables = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
const files = globSync('compose*.yml', { cwd: path.join(ROOT, 'docker') }).sort();
const isN8n = ({ image }: Service): boolean => image.includes('/n8n:');

/** What the command of a health check says of a program that answers with this status. */
async function healthAt(status: number, [, program, ...args]: readonly string[]): Promise<unknown> {
	const server = createServer((request, response) => {
		response.writeHead(request.url === '/healthz/readiness' ? status : 404).end();
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo; // it listens on a port
	const child = execFile(
		program,
		args.map((arg) => arg.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`)),
	);
	const [code] = (await once(child, 'exit')) as unknown[]; // an exit code
	server.close();
	return code;
}

it('there is a file for one n8n and one for queue mode', () => {
	expect(files).toEqual(['compose.queue.yml', 'compose.yml']);
});

describe.each(files)('docker/%s', (file) => {
	const text = read(file);
	const { services, volumes } = parse(text, { merge: true }) as Compose; // checked below
	const all = Object.entries(services);
	const n8n = all.filter(([, service]) => isN8n(service));

	it('names each image by its exact version, and the n8n that the tests run', () => {
		expect(all.filter(([, { image }]) => !/:\d+\.\d+(\.\d+)?$/.test(image))).toEqual([]);
		expect([...new Set(n8n.map(([, { image }]) => image.split(':')[1]))]).toEqual([dependencies.n8n]);
	});

	it('sets only variables that n8n knows', () => {
		const names = n8n.flatMap(([, { environment }]) => Object.keys(environment));
		expect(names.length).toBeGreaterThan(5);
		expect(names.filter((name) => !N8N_VARIABLES.has(name))).toEqual([]);
	});

	it('loads unverified packages in every n8n, in n8n 3 as well', () => {
		for (const [, { environment }] of n8n) expect(environment.N8N_UNVERIFIED_PACKAGES_ENABLED).toBe('true');
	});

	it('keeps packages and ledger in a volume, and all data in volumes that it declares', () => {
		const before = process.env.N8N_USER_FOLDER;
		process.env.N8N_USER_FOLDER = '/home/node';
		const ledger = dataFolder();
		if (before === undefined) delete process.env.N8N_USER_FOLDER;
		else process.env.N8N_USER_FOLDER = before;
		for (const [, service] of all) {
			const [[volume, folder]] = service.volumes.map((one) => one.split(':'));
			expect(Object.keys(volumes)).toContain(volume);
			if (isN8n(service)) expect(ledger.startsWith(`${folder}/`)).toBe(true);
		}
	});

	it('starts again by itself, is reached from this machine alone, and waits for what it needs', () => {
		for (const [, { restart, ports = [], depends_on = {} }] of all) {
			expect(restart).toBe('unless-stopped');
			expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
			for (const [name, { condition }] of Object.entries(depends_on)) {
				expect(services[name].healthcheck).toBeDefined();
				expect(condition).toBe('service_healthy');
			}
		}
	});

	it.each(n8n)('%s is healthy when n8n is ready, and only then', async (_, { healthcheck }) => {
		expect(await healthAt(200, healthcheck.test)).toBe(0);
		expect(await healthAt(503, healthcheck.test)).toBe(1);
	});

	it('asks for values that .env.example names, and each is used', () => {
		const used = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
		expect(used.filter((name) => !variables.includes(name))).toEqual([]);
		if (file === 'compose.queue.yml') expect(variables.filter((name) => !used.includes(name))).toEqual([]);
	});
});

describe('queue mode', () => {
	const { services } = parse(read('compose.queue.yml'), { merge: true }) as Compose; // checked above
	const processes = Object.values(services).filter(isN8n);

	it('gives main and worker the same database, queue and keys', () => {
		expect(processes.map(({ command }) => command)).toEqual([undefined, 'worker']);
		const shared = processes.map(({ environment }) =>
			Object.entries(environment).filter(([name]) => /^(EXECUTIONS|DB|QUEUE_BULL|N8N_ENCRYPTION)/.test(name)),
		);
		expect(shared[0].length).toBeGreaterThan(6);
		expect(shared[1]).toEqual(shared[0]);
		expect(processes[0].environment.EXECUTIONS_MODE).toBe('queue');
	});

	it('names services of this file as hosts, and the database that Postgres makes', () => {
		const { DB_POSTGRESDB_HOST, DB_POSTGRESDB_DATABASE, DB_POSTGRESDB_USER, QUEUE_BULL_REDIS_HOST } =
			processes[0].environment;
		const { POSTGRES_DB, POSTGRES_USER } = services[DB_POSTGRESDB_HOST].environment;
		expect([POSTGRES_DB, POSTGRES_USER]).toEqual([DB_POSTGRESDB_DATABASE, DB_POSTGRESDB_USER]);
		expect(services[QUEUE_BULL_REDIS_HOST].image).toMatch(/^redis:/);
	});

	it('asks each n8n for its health where it answers', () => {
		expect(processes.map(({ healthcheck }) => /:(\d+)\/healthz/.exec(healthcheck.test.join(' '))?.[1])).toEqual([
			'5678',
			String(processes[1].environment.QUEUE_HEALTH_CHECK_PORT),
		]);
	});
});
