import { once } from 'node:events';
import { createServer } from 'node:net';

import { freePort, freePortFrom, isFree, LOOPBACK } from '../../launcher/ports';

async function occupy(port: number): Promise<() => void> {
	const server = createServer().listen(port, LOOPBACK);
	await once(server, 'listening');
	return () => server.close();
}

test('a free port can be listened on', async () => {
	const port = await freePort();
	expect(await isFree(port)).toBe(true);
	const release = await occupy(port);
	expect(await isFree(port)).toBe(false);
	release();
});

test('the requested port is returned when it is free, the next one when it is taken', async () => {
	const wanted = await freePort();
	expect(await freePortFrom(wanted)).toBe(wanted);
	const release = await occupy(wanted);
	expect(await freePortFrom(wanted)).toBeGreaterThan(wanted);
	release();
});
