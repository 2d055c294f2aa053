import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An allowance that holds up nobody, in GHL's headers. */
const HEADERS = {
	'content-type': 'application/json',
	'x-ratelimit-max': '100000000',
	'x-ratelimit-interval-milliseconds': '10000',
	'x-ratelimit-remaining': '100000000',
};

/**
 * As much of GHL as a create needs, without latency, limits and memory: it runs as a process of its own, so
 * that its processor time is not counted. Sends its port to the process that forked it.
 */
const server = createServer((request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const body = Buffer.concat(chunks).toString();
		const isPost = request.method === 'POST';
		const answer = isPost ? { contact: { id: 'contact-1', ...(JSON.parse(body) as object) } } : { customFields: [] };
		response.writeHead(isPost ? 201 : 200, HEADERS);
		response.end(JSON.stringify(answer));
	});
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
