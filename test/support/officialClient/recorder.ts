import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a call says to GHL: everything that the API reads, and nothing else. */
export interface Call {
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly body: unknown;
	readonly headers: { readonly version?: string; readonly authorization?: string; readonly contentType?: string };
}

/** Headers that belong to one connection and not to the message. */
const OF_THE_CONNECTION = new Set([
	'connection',
	'content-encoding',
	'content-length',
	'host',
	'keep-alive',
	'transfer-encoding',
]);

/** Stands before the sandbox, writes down each call as it came over the wire, and passes it on. */
export class Recorder {
	private made: Call[] = [];

	private constructor(
		private readonly target: string,
		private readonly server: Server,
	) {}

	static async start(target: string): Promise<Recorder> {
		const server = createServer();
		const recorder = new Recorder(target, server);
		server.on('request', (request: IncomingMessage, response) => {
			recorder
				.passOn(request)
				.then(async (answer) => {
					response.writeHead(answer.status, kept([...answer.headers]));
					response.end(Buffer.from(await answer.arrayBuffer()));
				})
				.catch((error: unknown) => response.destroy(error as Error)); // what fetch throws
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		return recorder;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // it listens on a port
	}

	/** The calls since the last look. */
	take(): Call[] {
		return this.made.splice(0);
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((closed) => this.server.close(closed));
	}

	private async passOn(request: IncomingMessage): Promise<Response> {
		const { method = '', url = '' } = request;
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
		const body = Buffer.concat(chunks);
		this.made.push(callOf(request, body.toString()));
		const headers = kept(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
		return await fetch(this.target + url, {
			method,
			headers,
			body: body.length > 0 ? body : undefined,
			redirect: 'manual',
		});
	}
}

const kept = (headers: ReadonlyArray<readonly [string, string]>): Record<string, string> =>
	Object.fromEntries(headers.filter(([name]) => !OF_THE_CONNECTION.has(name)));

function callOf({ method = '', url = '', headers }: IncomingMessage, body: string): Call {
	const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
	return {
		method,
		path: pathname,
		query: Object.fromEntries(
			[...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name).join(' & ')]),
		),
		body: read(body, headers['content-type']),
		headers: {
			version: headers.version as string | undefined, // sent once
			authorization: headers.authorization?.split(' ')[0],
			contentType: headers['content-type']?.split(';')[0],
		},
	};
}

function read(body: string, contentType = ''): unknown {
	if (body === '') return undefined;
	return contentType.startsWith('application/json') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
}
