import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { installN8n } from './install';
import { environment, N8n, type Role } from './n8n';
import { installPackage } from './pack';
import { freePort, LOOPBACK } from './ports';

/** Where a server answers on this machine. */
export interface Address {
	readonly port: number;
}

export interface ClusterOptions {
	readonly packages: readonly string[];
	readonly workers: number;
	/** A Postgres server that takes the user `postgres` without a password, with an empty database. */
	readonly postgres: Address & { readonly database: string };
	readonly redis: Address;
	readonly env?: Readonly<Record<string, string>>;
}

/** n8n in queue mode: the editor with the triggers, a process for webhooks, and workers. They share one user folder. */
export interface Cluster {
	readonly main: N8n;
	readonly webhook: N8n;
	readonly workers: readonly N8n[];
	readonly userFolder: string;
	stop(): Promise<void>;
}

/** Starts n8n in queue mode with the given packages, logged in as its owner and ready for work. */
export async function launchCluster({ packages, workers, ...services }: ClusterOptions): Promise<Cluster> {
	const installation = await installN8n({});
	const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-cluster-'));
	const webhookPort = await freePort();
	const make = async (role: Role, name: string, port: number): Promise<N8n> => {
		const ports = { editor: port, broker: await freePort() };
		const env = queueMode({ ...services, role, port, webhookPort });
		return new N8n(installation, userFolder, false, ports, environment(userFolder, ports, { env }), role, name);
	};
	const main = await make('start', 'main', await freePort());
	const webhook = await make('webhook', 'webhook', webhookPort);
	const others = await Promise.all(
		Array.from({ length: workers }, async (_, index) => await make('worker', `worker${index + 1}`, await freePort())),
	);
	const stop = async () => {
		await Promise.all([main, webhook, ...others].map(async (one) => await one.stop()));
		await rm(userFolder, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		for (const tarball of packages) await installPackage(tarball, userFolder);
		await main.start(); // makes the tables
		await Promise.all([webhook, ...others].map(async (one) => await one.start()));
	} catch (error) {
		await stop();
		throw error;
	}
	return { main, webhook, workers: others, userFolder, stop };
}

interface Process extends Pick<ClusterOptions, 'postgres' | 'redis' | 'env'> {
	readonly role: Role;
	readonly port: number;
	readonly webhookPort: number;
}

const queueMode = ({ role, port, webhookPort, postgres, redis, env }: Process): Record<string, string> => ({
	EXECUTIONS_MODE: 'queue',
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: LOOPBACK,
	DB_POSTGRESDB_PORT: String(postgres.port),
	DB_POSTGRESDB_DATABASE: postgres.database,
	DB_POSTGRESDB_USER: 'postgres',
	QUEUE_BULL_REDIS_HOST: LOOPBACK,
	QUEUE_BULL_REDIS_PORT: String(redis.port),
	N8N_ENCRYPTION_KEY: 'a key of this cluster alone',
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
	N8N_WEBHOOK_URL: `http://${LOOPBACK}:${webhookPort}/`,
	...(role === 'worker' && { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) }),
	...env,
});
