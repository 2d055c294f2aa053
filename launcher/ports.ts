import { createServer } from 'node:net';

import { errorCode, Problem } from './problem';

export const LOOPBACK = '127.0.0.1';
const NEIGHBORS = 20;

/** Binds the port for a moment and gives its number, or undefined when somebody has it. 0 lets the system choose. */
async function bind(port: number): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error) => {
			if (['EADDRINUSE', 'EACCES'].includes(errorCode(error))) resolve(undefined);
			else reject(error);
		});
		server.listen(port, LOOPBACK, () => {
			const address = server.address();
			const bound = typeof address === 'object' && address ? address.port : port;
			server.close(() => resolve(bound));
		});
	});
}

/** A port nobody listens on now. Somebody may take it before its user does, so users must cope with that. */
export async function freePort(): Promise<number> {
	const port = await bind(0);
	if (port === undefined) throw new Problem(`No free port could be found on ${LOOPBACK}.`);
	return port;
}

/** Whether nobody listens on this port of the loopback address. */
export async function isFree(port: number): Promise<boolean> {
	return (await bind(port)) !== undefined;
}

/** @throws Problem when somebody has the port */
export async function requireFree(port: number): Promise<void> {
	if (!(await isFree(port))) throw new Problem(`Port ${port} is taken on ${LOOPBACK}. Give another one.`);
}

/** The wanted port, or the next free one after it. */
export async function freePortFrom(wanted: number): Promise<number> {
	for (let port = wanted; port < wanted + NEIGHBORS; port++) {
		if (await isFree(port)) return port;
	}
	throw new Problem(
		`Ports ${wanted} to ${wanted + NEIGHBORS - 1} are all taken on ${LOOPBACK}. Give another one with --port.`,
	);
}
