import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { installN8n, type N8nInstallation } from './install';
import { installPackage } from './pack';
import { freePort, LOOPBACK, requireFree } from './ports';
import { Problem } from './problem';
import { silent, type Progress } from './progress';
import { N8nRest } from './rest';

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 20_000;

export interface LaunchOptions {
	/** Tarballs of community packages to install before the first start. */
	packages?: readonly string[];
	/** Kept when it is given; a temporary one is removed by `stop()`. */
	userFolder?: string;
	/** The editor's port; a free one by default. */
	port?: number;
	/** Starts the process that n8n's Code node needs (150 MB more). Off by default. */
	codeNode?: boolean;
	/** More environment, over the launcher's own. */
	env?: Readonly<Record<string, string>>;
	installation?: N8nInstallation;
	progress?: Progress;
}

export interface Ports {
	editor: number;
	broker: number;
}

/** What a process does: all of it, or in queue mode the editor and the triggers, webhooks, or executions. */
export type Role = 'start' | 'webhook' | 'worker';

/** Starts a real n8n with the given packages, logged in as its owner and ready for work. */
export async function launch(options: LaunchOptions = {}): Promise<N8n> {
	const { progress = silent } = options;
	if (options.port !== undefined) await requireFree(options.port);
	const installation = options.installation ?? (await installN8n({ progress }));
	const userFolder = options.userFolder ?? (await mkdtemp(path.join(tmpdir(), 'n8n-sandbox-')));
	await mkdir(userFolder, { recursive: true });
	const ports = { editor: options.port ?? (await freePort()), broker: await freePort() };
	const n8n = new N8n(
		installation,
		userFolder,
		options.userFolder === undefined,
		ports,
		environment(userFolder, ports, options),
	);
	try {
		for (const tarball of options.packages ?? []) await installPackage(tarball, userFolder);
		await progress.busy('Starting n8n', async () => await n8n.start());
		return n8n;
	} catch (error) {
		await n8n.stop();
		throw error;
	}
}

/** One n8n: a process that can be stopped, killed and started again on the same user folder, and its REST interface. */
export class N8n {
	readonly url: string;
	readonly rest: N8nRest;
	readonly logFile: string;
	private process: ChildProcess | undefined;
	/** Ours ends, so does its n8n, which leads a process group of its own. */
	private readonly endWithUs = () => this.signal('SIGKILL');

	constructor(
		private readonly installation: N8nInstallation,
		readonly userFolder: string,
		private readonly temporary: boolean,
		ports: Ports,
		private readonly env: NodeJS.ProcessEnv,
		private readonly role: Role = 'start',
		name = 'n8n',
	) {
		this.url = `http://${LOOPBACK}:${ports.editor}`;
		this.rest = new N8nRest(this.url);
		this.logFile = path.join(userFolder, `${name}.log`);
	}

	get pid(): number | undefined {
		return this.process?.pid;
	}

	/** Starts the process, waits until it is ready and logs in. `env` is added for this start. */
	async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
		const log = openSync(this.logFile, 'a');
		this.process = spawn(process.execPath, [this.installation.entry, this.role], {
			cwd: this.userFolder,
			env: { ...this.env, ...env },
			stdio: ['ignore', log, log],
			detached: true,
		});
		closeSync(log);
		process.once('exit', this.endWithUs);
		await this.becomeReady(this.process);
		if (this.role === 'start') await this.rest.logIn();
	}

	/** Lets running executions end, as on a normal shutdown. A temporary user folder goes with it. */
	async stop(): Promise<void> {
		this.signal('SIGTERM');
		await this.ended(STOP_TIMEOUT_MS);
		await this.kill();
		if (this.temporary) await rm(this.userFolder, { recursive: true, force: true, maxRetries: 3 });
	}

	/** Ends it as a crash would (kill -9), with its children. The user folder stays. */
	async kill(): Promise<void> {
		this.signal('SIGKILL');
		await this.ended(STOP_TIMEOUT_MS);
		process.off('exit', this.endWithUs);
		this.process = undefined;
	}

	/**
	 * Runs one of n8n's own commands on this user folder (`export:nodes`, `import:credentials` …) and gives what it
	 * printed.
	 */
	async command(...args: string[]): Promise<string> {
		const child = spawn(process.execPath, [this.installation.entry, ...args], {
			cwd: this.userFolder,
			env: { ...this.env, N8N_RUNNERS_BROKER_PORT: String(await freePort()) },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let printed = '';
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
		const [code] = await once(child, 'close');
		if (code !== 0) throw new Problem(`n8n ${args[0]} ended with code ${code}: ${tail(printed)}`);
		return printed;
	}

	private async becomeReady(child: ChildProcess): Promise<void> {
		const deadline = Date.now() + START_TIMEOUT_MS;
		while (Date.now() < deadline) {
			if (child.exitCode !== null || child.signalCode !== null) throw new Problem(await this.whyItEnded(child));
			const answer = await fetch(`${this.url}/healthz/readiness`).catch(() => undefined);
			if (answer?.ok) return;
			await sleep(100);
		}
		throw new Problem(
			`n8n was not ready after ${START_TIMEOUT_MS / 1000} s. The end of its log, ${this.logFile}:\n${tail(await this.log())}`,
		);
	}

	private async log(): Promise<string> {
		return await readFile(this.logFile, 'utf8').catch(() => '');
	}

	private async whyItEnded(child: ChildProcess): Promise<string> {
		const log = await this.log();
		if (/EADDRINUSE|port \d+ is already in use/i.test(log))
			return `Another program took the port of ${this.url} while n8n started. Try again, or give another one.`;
		return `n8n ended while it started (${child.signalCode ?? `code ${child.exitCode}`}). The end of its log, ${this.logFile}:\n${tail(log)}`;
	}

	/** To the whole group: n8n and the task runners it started. */
	private signal(signal: NodeJS.Signals): void {
		const pid = this.process?.pid;
		if (pid === undefined) return;
		try {
			process.kill(process.platform === 'win32' ? pid : -pid, signal);
		} catch {
			// it has ended already
		}
	}

	private async ended(withinMs: number): Promise<void> {
		const child = this.process;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		await Promise.race([once(child, 'exit'), sleep(withinMs, undefined, { ref: false })]);
	}
}

const tail = (text: string) => text.trimEnd().split('\n').slice(-12).join('\n');

/** Settings of n8n that the shell or a test runner has must not reach this one. */
const FOREIGN = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_|GENERIC_TIMEZONE|NODE_ENV|NODE_OPTIONS|JEST_|npm_)/;

export function environment(
	userFolder: string,
	ports: Ports,
	{ codeNode = false, env = {} }: LaunchOptions,
): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
	return {
		...Object.fromEntries(inherited),
		PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
		NO_PROXY: [process.env.NO_PROXY, LOOPBACK, 'localhost'].filter(Boolean).join(','),
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(ports.editor),
		N8N_LISTEN_ADDRESS: LOOPBACK,
		N8N_HOST: LOOPBACK,
		N8N_EDITOR_BASE_URL: `http://${LOOPBACK}:${ports.editor}`,
		N8N_WEBHOOK_URL: `http://${LOOPBACK}:${ports.editor}/`,
		N8N_SECURE_COOKIE: 'false',
		GENERIC_TIMEZONE: 'UTC',
		// A broker without runners is the least that starts; only the Code node needs one.
		N8N_RUNNERS_MODE: codeNode ? 'internal' : 'external',
		N8N_RUNNERS_BROKER_PORT: String(ports.broker),
		...(codeNode ? {} : { N8N_RUNNERS_AUTH_TOKEN: 'unused' }),
		// Publishing registers triggers in the background, every 15 s by default.
		N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '250',
		...NO_CALLS_HOME,
		...env,
	};
}

const NO_CALLS_HOME = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai', // the one fetches its list at every start, the other needs keys
};
