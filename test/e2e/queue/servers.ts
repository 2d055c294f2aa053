import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort, LOOPBACK } from '../../../launcher/ports';

/** A server of the test's own, which can be killed and started again on what it had stored. */
export interface Server {
	readonly port: number;
	start(): Promise<void>;
	/** Ends it as a crash would. */
	kill(): Promise<void>;
	remove(): Promise<void>;
}

interface Program {
	readonly command: string;
	readonly args: readonly string[];
	readonly as?: { readonly uid: number; readonly gid: number };
	readonly isReady: (port: number) => Promise<boolean>;
}

function server(folder: string, port: number, { command, args, as, isReady }: Program): Server {
	let running: ChildProcess | undefined;
	process.once('exit', () => running?.kill('SIGKILL'));
	const kill = async (): Promise<void> => {
		const child = running;
		running = undefined;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		child.kill('SIGKILL');
		await once(child, 'exit');
	};
	return {
		port,
		kill,
		async start() {
			running = spawn(command, args, { ...as, cwd: folder, stdio: 'ignore' });
			const deadline = Date.now() + 30_000;
			while (!(await isReady(port))) {
				if (Date.now() > deadline) throw new Error(`${command} does not answer on port ${port}`);
				await sleep(50);
			}
		},
		async remove() {
			await kill();
			await rm(folder, { recursive: true, force: true, maxRetries: 3 });
		},
	};
}

async function isOpen(port: number): Promise<boolean> {
	const socket = connect(port, LOOPBACK);
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

/** A server that takes connections may still be starting. */
async function takesQueries(port: number): Promise<boolean> {
	const client = new Client({ host: LOOPBACK, port, user: 'postgres', database: 'postgres' });
	client.on('error', () => undefined);
	try {
		await client.connect();
		return true;
	} catch {
		return false;
	} finally {
		await client.end();
	}
}

/** A Redis that stores each change at once, so that a restart loses no job of the queue. */
export async function startRedis(): Promise<Server> {
	const folder = await mkdtemp(path.join(tmpdir(), 'redis-'));
	const port = await freePort();
	const stored = ['--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
	const redis = server(folder, port, {
		command: 'redis-server',
		args: ['--bind', LOOPBACK, '--port', String(port), ...stored],
		isReady: isOpen,
	});
	await redis.start();
	return redis;
}

/** A Postgres that takes the user `postgres` without a password. */
export async function startPostgres(): Promise<Server> {
	const folder = await mkdtemp(path.join(tmpdir(), 'postgres-'));
	const port = await freePort();
	const programs = await postgresPrograms();
	const as = process.getuid?.() === 0 ? userOf('postgres') : undefined; // Postgres does not run as root
	if (as) await chown(folder, as.uid, as.gid);
	const data = path.join(folder, 'data');
	const made = spawnSync(path.join(programs, 'initdb'), ['-A', 'trust', '-U', 'postgres', '-D', data], {
		...as,
		cwd: folder,
		encoding: 'utf8',
	});
	if (made.status !== 0) throw new Error(`Postgres cannot be set up: ${made.stderr}`);
	const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
	const postgres = server(folder, port, {
		command: path.join(programs, 'postgres'),
		args: ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
		as,
		isReady: takesQueries,
	});
	await postgres.start();
	return postgres;
}

/** Where Debian puts the programs of the newest version there is. */
async function postgresPrograms(): Promise<string> {
	const versions = await readdir('/usr/lib/postgresql');
	const newest = versions.sort((one, other) => Number(other) - Number(one))[0];
	return path.join('/usr/lib/postgresql', newest, 'bin');
}

function userOf(name: string): { uid: number; gid: number } {
	const number = (flag: string): number => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
	return { uid: number('-u'), gid: number('-g') };
}
