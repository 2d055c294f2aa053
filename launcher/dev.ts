// `npm run dev`: the stand-ins and n8n on the working tree. What is saved is compiled into the installed package, and
// n8n loads it again.
import { spawn } from 'node:child_process';
import path from 'node:path';

import { startDemo } from './demo';
import { PROJECT } from './pack';
import { freePortFrom } from './ports';
import { explain } from './problem';
import { printedProgress } from './progress';
import { OWNER } from './rest';

const EDITOR_PORT = 5678;
const PACKAGE = 'n8n-nodes-ghl-booqable-roofr';

/** n8n watches installed packages only in its development mode. */
const RELOADING = { NODE_ENV: 'development', N8N_DEV_RELOAD: 'true' };

async function main(): Promise<void> {
	const progress = printedProgress();
	const demo = await startDemo({ progress, port: await freePortFrom(EDITOR_PORT), codeNode: true, env: RELOADING });
	const installed = path.join(demo.n8n.userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE, 'dist');
	const compiler = spawn(
		'tsc',
		['--project', 'tsconfig.build.json', '--watch', '--preserveWatchOutput', '--outDir', installed],
		{
			cwd: PROJECT,
			stdio: 'inherit',
			shell: process.platform === 'win32',
		},
	);
	const leave = () => {
		compiler.kill();
		void demo.stop().then(() => process.exit(0));
	};
	process.once('SIGINT', leave);
	process.once('SIGTERM', leave);
	progress.say(
		`Editor   ${demo.n8n.url}/workflow/${demo.workflow.id}\nLogin    ${OWNER.email}  ${OWNER.password}\nSandbox  ${demo.sandbox.url}/__sandbox/state\nSave a file to see its change; Ctrl+C ends it.`,
	);
}

main().catch((error: unknown) => {
	process.stderr.write(`${explain(error)}\n`);
	process.exit(1);
});
