import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CUSTOM_FIELDS, pageAfter } from './contactPages';

/** An allowance that holds up nobody, in GHL's headers. */
const HEADERS = {
	'content-type': 'application/json',
	'x-ratelimit-max': '100000000',
	'x-ratelimit-interval-milliseconds': '10000',
	'x-ratelimit-remaining': '100000000',
};

/** What was created or changed, by ID: a Sync reads it again. */
const contacts = new Map<string, object>();

function saved(id: string, body: string): string {
	const contact = { ...contacts.get(id), ...(JSON.parse(body) as object), id };
	contacts.set(id, contact);
	return JSON.stringify({ contact });
}

/** A search with filters is one for a contact that nobody has made yet. */
function answerTo(method: string, url: string, body: string): string {
	const [, id = ''] = /^\/contacts\/([^/?]+)$/.exec(url) ?? [];
	if (id === 'search') return body.includes('"filters"') ? '{"contacts":[],"total":0}' : pageAfter(body);
	if (url.startsWith('/contacts/search/duplicate')) return '{"contact":null}';
	if (method === 'POST') return saved(`contact-${contacts.size + 1}`, body);
	if (method === 'PUT') return saved(id, body);
	if (id !== '') return JSON.stringify({ contact: contacts.get(id) });
	return JSON.stringify({ customFields: CUSTOM_FIELDS, location: { id: 'location', country: 'US' } });
}

/**
 * As much of GHL as creates, Syncs and a list need, without latency and limits: it runs as a process of its own, so
 * that its processor time is not counted. Sends its port to the process that forked it.
 */
const server = createServer((request, response) => {
	const { method = '', url = '' } = request;
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		response.writeHead(method === 'POST' ? 201 : 200, HEADERS);
		response.end(answerTo(method, url, Buffer.concat(chunks).toString()));
	});
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
