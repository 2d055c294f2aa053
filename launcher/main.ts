import { parseArgs } from 'node:util';

import { ACCESS_TOKEN, DEMO_SLUG } from '../sandbox/booqable/world';
import { LOCATION_US, PIT_US } from '../sandbox/ghl/world';
import { ROOFR } from '../sandbox/roofr/world';
import { importOthers, startDemo, type Demo } from './demo';
import { changeCustomers, createCustomers } from './job';
import { freePortFrom, requireFree } from './ports';
import { explain, Problem } from './problem';
import { printedProgress, type Progress } from './progress';
import { resultOf, table, type Result } from './report';
import { OWNER } from './rest';

const EDITOR_PORT = 5678;
const USAGE = 'Usage: npm start -- [--once] [--json] [--port NUMBER]';

interface Flags {
	/** End after the job instead of staying up. */
	once: boolean;
	/** One JSON document on stdout; all else goes to stderr. */
	json: boolean;
	port?: number;
}

function readFlags(): Flags {
	try {
		const { values } = parseArgs({
			options: {
				once: { type: 'boolean', default: false },
				json: { type: 'boolean', default: false },
				port: { type: 'string' },
			},
		});
		return {
			once: values.once,
			json: values.json,
			port: values.port === undefined ? undefined : portNumber(values.port),
		};
	} catch (error) {
		throw new Problem(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
	}
}

function portNumber(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65535)
		throw new Problem(`--port must be a number from 1 to 65535, not "${text}".`);
	return port;
}

async function choosePort({ port, once }: Flags, progress: Progress): Promise<number | undefined> {
	if (port !== undefined) await requireFree(port);
	if (port !== undefined || once) return port;
	const free = await freePortFrom(EDITOR_PORT);
	if (free !== EDITOR_PORT) progress.say(`Port ${EDITOR_PORT} is taken, so the editor gets ${free}.`);
	return free;
}

/** Does the job twice: new customers, then a change of each, which may double nothing. */
async function runJob(demo: Demo, started: number, flags: Flags, progress: Progress): Promise<Result> {
	const first = await createCustomers(demo, progress);
	print(flags, `\n${table(first)}\n`);
	const second = await changeCustomers(demo, progress);
	const result = resultOf(first, second, (Date.now() - started) / 1000);
	print(flags, summary(result));
	return result;
}

function summary({ ok, again, problems }: Result): string {
	if (!ok) return ['\nSomething is wrong:', ...problems.map((problem) => `- ${problem}`)].join('\n');
	return `Changed once more, all of them: still ${again.contacts} contacts and ${again.tasks} tasks, no duplicates, ${again.seconds} s.`;
}

const print = ({ json }: Flags, text: string) => void (json ? process.stderr : process.stdout).write(`${text}\n`);

/** Where to look, and what ends it. */
function invitation({ n8n, sandbox, workflow }: Demo, others: number): string {
	return [
		'',
		`Try it      ${sandbox.url}/__sandbox/try`,
		'            Change a name there, and watch it arrive. The workflow that does it runs already:',
		`Editor      ${n8n.url}/workflow/${workflow.id}`,
		`            ${others} more are at ${n8n.url}, with credentials: open one, read its notes, publish it.`,
		`Login       ${OWNER.email}  ${OWNER.password}`,
		'Credentials for the stand-ins, which this n8n has already:',
		`  GHL       token ${PIT_US}, location ${LOCATION_US}, base URL ${sandbox.url}/ghl`,
		`  Booqable  token ${ACCESS_TOKEN}, slug ${DEMO_SLUG}, base URL ${sandbox.url}/booqable/{slug}`,
		`  Roofr     bridge URL ${sandbox.url}/roofr${ROOFR.hook}, webhook secret ${ROOFR.webhookSecret},`,
		`            API key ${ROOFR.apiKey}, base URL ${sandbox.url}/roofr/api/v1`,
		`n8n's log   ${n8n.logFile}`,
		'',
		'Ctrl+C ends it. Everything lies in a temporary folder, which goes with it.',
	].join('\n');
}

async function main(): Promise<void> {
	const started = Date.now();
	const flags = readFlags();
	const progress = printedProgress();
	let demo: Demo | undefined = undefined;
	let leaving = false;
	const leave = () => {
		if (leaving) return; // the terminal sends the signal to every process, and npm passes it on
		leaving = true;
		progress.say('Stopping …');
		void (demo?.stop() ?? Promise.resolve()).then(() => process.exit(demo && !flags.once ? 0 : 130));
	};
	process.on('SIGINT', leave);
	process.on('SIGTERM', leave);

	const port = await choosePort(flags, progress);
	demo = await startDemo({ progress, port, codeNode: !flags.once });
	let staying = false;
	try {
		const result = await runJob(demo, started, flags, progress);
		if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
		process.exitCode = result.ok ? 0 : 1;
		staying = !flags.once;
		if (staying) print(flags, invitation(demo, (await importOthers(demo)).length));
	} finally {
		if (!staying) await demo.stop();
	}
}

main().catch((error: unknown) => {
	const problem = explain(error);
	process.stderr.write(`${problem}\n`);
	if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ ok: false, problems: [problem] })}\n`);
	process.exit(1);
});
