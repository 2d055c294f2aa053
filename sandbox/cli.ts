import { parseArgs } from 'node:util';
import { startSandbox, type Sandbox } from './server';
import { defaultServices } from './services';

const DEFAULT_PORT = 4010;

function readArguments(): { port: number; seed?: string; limits: 'real' | 'off' } {
	const { values } = parseArgs({
		options: { port: { type: 'string' }, seed: { type: 'string' }, limits: { type: 'string' } },
	});
	const port = Number(values.port ?? DEFAULT_PORT);
	if (!Number.isInteger(port) || port < 0 || port > 65535)
		throw new Error(`--port must be a number from 0 to 65535, not "${values.port}".`);
	if (values.limits !== undefined && values.limits !== 'real' && values.limits !== 'off')
		throw new Error(`--limits is "real" or "off", not "${values.limits}".`);
	return { port, ...(values.seed === undefined ? {} : { seed: values.seed }), limits: values.limits ?? 'real' };
}

function explain(error: unknown, port: number): string {
	if (error instanceof Error && 'code' in error) {
		if (error.code === 'EADDRINUSE')
			return `Port ${port} is already in use. Stop what runs there, or choose another: npm run sandbox -- --port ${port + 1}`;
		if (error.code === 'EACCES')
			return `Port ${port} may not be used by this account. Choose one above 1023: npm run sandbox -- --port ${DEFAULT_PORT}`;
	}
	return error instanceof Error ? error.message : String(error);
}

async function start(options: { port: number; seed?: string; limits: 'real' | 'off' }): Promise<Sandbox> {
	const sandbox = await startSandbox({ ...options, services: defaultServices });
	const names = Object.keys(Object(sandbox.state()));
	for (const name of names) console.log(`${name.padEnd(10)} ${sandbox.url}/${name}`);
	console.log(`${'control'.padEnd(10)} ${sandbox.url}/__sandbox/state`);
	console.log(`${'try it'.padEnd(10)} ${sandbox.url}/__sandbox/try`);
	console.log('Press Ctrl+C to stop.');
	return sandbox;
}

async function main(): Promise<void> {
	let port = DEFAULT_PORT;
	try {
		const options = readArguments();
		port = options.port;
		const sandbox = await start(options);
		const stop = (): void => void sandbox.close().then(() => process.exit(0));
		process.once('SIGINT', stop);
		process.once('SIGTERM', stop);
	} catch (error) {
		console.error(explain(error, port));
		process.exit(1);
	}
}

void main();
