// Runs a project command on Node 24 or newer, whatever Node started npm: n8n's engine needs it.
// `npm ci` runs no install scripts here (.npmrc), so the binary of the `node` package is fetched on first use.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = path.join(root, 'node_modules', '.bin');
const bundled = path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const recent = Number(process.versions.node.split('.')[0]) >= 24;

if (!existsSync(bin)) {
	console.error('The dependencies are not installed yet. Run: npm ci');
	process.exit(1);
}
if (!recent && !existsSync(bundled)) {
	const fetched = spawnSync('npm', ['rebuild', 'node', '--ignore-scripts=false'], {
		cwd: root,
		stdio: 'ignore',
		shell: process.platform === 'win32',
	});
	if (fetched.status !== 0 || !existsSync(bundled)) {
		console.error(
			`Node 24 or newer is needed, this is ${process.versions.node}, and npm could not fetch it. Install Node 24, or check that npm reaches its registry.`,
		);
		process.exit(1);
	}
}

const [command, ...args] = process.argv.slice(2);
const searched = [...(recent ? [] : [path.dirname(bundled)]), bin, process.env.PATH ?? ''].join(path.delimiter);
const child = spawn(command, args, {
	cwd: root,
	stdio: 'inherit',
	env: { ...process.env, PATH: searched },
	shell: process.platform === 'win32',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
	console.error(`Could not run ${command}: ${error.message}. Run: npm ci`);
	process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
