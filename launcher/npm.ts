import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';

import { errorCode, Problem } from './problem';

const CAUSES: ReadonlyArray<readonly [RegExp, string]> = [
	[
		/ENOSPC|no space left/i,
		'The disk is full. Free some space, or point N8N_SANDBOX_CACHE to a folder on another disk.',
	],
	[
		/gyp ERR!|node-gyp/,
		'The SQLite driver of n8n could neither be downloaded nor built. Allow access to github.com, or install Python 3, make and a C++ compiler.',
	],
	[
		/\bE40[13]\b|ENEEDAUTH/,
		'The npm registry refused the request. Check `npm config get registry` and your login there.',
	],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT/,
		'npm does not reach its registry. Check the network and proxy: `npm ping` must answer.',
	],
	[
		/\bE404\b|ETARGET|notarget/,
		'The npm registry lacks a needed package version. If it is a mirror, let it fetch from upstream.',
	],
	[
		/EACCES|EPERM|EROFS/,
		'npm may not write to its folders. Check their owner, or point N8N_SANDBOX_CACHE to a folder of yours.',
	],
	[/EINTEGRITY/, 'A downloaded package does not match its checksum. Run `npm cache verify` and try again.'],
];

/** What went wrong in npm, as a sentence that says what to do. */
export function explainNpm(output: string): string {
	const known = CAUSES.find(([pattern]) => pattern.test(output));
	if (known) return known[1];
	const said = output
		.split('\n')
		.filter((line) => /^npm (error|ERR!)/.test(line))
		.slice(0, 3)
		.join('\n');
	return `npm failed.${said ? `\n${said}` : ''}`;
}

export interface NpmOptions {
	cwd: string;
	/** Where everything that npm prints is added. */
	log: string;
	/** Ends npm at once: one that hangs does not hear a polite signal. */
	signal?: AbortSignal;
}

/**
 * Runs npm on the Node that runs us and gives its stdout. npm itself says where it lies when it started us;
 * the variables it sets for scripts are taken away, they would configure the child for our folder instead of its own,
 * and how much it prints is not for the user's `--silent` to say: its words tell what went wrong.
 * @throws Problem with the cause and what to do
 */
export async function npm(args: readonly string[], { cwd, log, signal }: NpmOptions): Promise<string> {
	const own = process.env.npm_execpath;
	const viaNode = own !== undefined && /\.c?js$/.test(own);
	const [command, leading] = viaNode ? [process.execPath, [own]] : ['npm', []];
	const env = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^npm_(package|lifecycle|command|config_local_prefix|config_loglevel)/.test(name),
		),
	);
	env.PATH = [path.dirname(process.execPath), process.env.PATH].join(path.delimiter);

	return await new Promise((resolve, reject) => {
		const child = spawn(command, [...leading, ...args], {
			cwd,
			env,
			signal,
			killSignal: 'SIGKILL',
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: !viaNode && process.platform === 'win32',
		});
		const file = createWriteStream(log, { flags: 'a' });
		file.on('error', () => {}); // npm itself reports a full disk
		file.write(`> npm ${args.join(' ')}\n`);
		let stdout = '';
		let stderr = '';
		child.stdout.on('data', (chunk: Buffer) => {
			stdout += chunk.toString();
			file.write(chunk);
		});
		child.stderr.on('data', (chunk: Buffer) => {
			stderr += chunk.toString();
			file.write(chunk);
		});
		child.on('error', (error) => {
			file.end();
			reject(
				errorCode(error) === 'ENOENT'
					? new Problem('npm was not found. Install Node.js with npm and make sure that it is on the PATH.')
					: error,
			);
		});
		child.on('close', (code) => {
			file.end();
			if (code === 0) resolve(stdout);
			else reject(new Problem(`${explainNpm(`${stderr}\n${stdout}`)} The whole output is in ${log}.`));
		});
	});
}
