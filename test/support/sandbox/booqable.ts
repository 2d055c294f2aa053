import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios, { type AxiosResponse } from 'axios';
import { booqable } from '../../../sandbox/booqable';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../../sandbox/booqable/world';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox';

export type Attributes = Record<string, unknown>;

/** The answer's body, as loose as a test needs it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = AxiosResponse<any>;

export const startBooqable = (options: SandboxOptions = {}): Promise<Sandbox> =>
	startSandbox({ limits: 'off', ...options, services: [booqable] });

/** Calls one account as a client of the API does: axios, Bearer token, JSON:API bodies for writes. */
export class Client {
	constructor(
		private readonly sandbox: Sandbox,
		private readonly token: string = ACCESS_TOKEN,
		private readonly slug: string = DEMO_SLUG,
	) {}

	send(method: string, path: string, data?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
		return axios.request({
			method,
			data,
			url: `${this.sandbox.url}/booqable/${this.slug}/api/4/${path}`,
			validateStatus: () => true,
			headers: {
				Authorization: `Bearer ${this.token}`,
				...(data === undefined ? {} : { 'Content-Type': 'application/json' }),
				...headers,
			},
		});
	}

	get(path: string): Promise<Answer> {
		return this.send('GET', path);
	}

	create(type: string, attributes: Attributes): Promise<Answer> {
		return this.send('POST', type, { data: { type, attributes } });
	}

	update(type: string, id: string, attributes: Attributes): Promise<Answer> {
		return this.send('PUT', `${type}/${id}`, { data: { id, type, attributes } });
	}

	remove(type: string, id: string): Promise<Answer> {
		return this.send('DELETE', `${type}/${id}`);
	}

	/** A created record's id; fails the test when it was refused. */
	async made(type: string, attributes: Attributes): Promise<string> {
		const { status, data } = await this.create(type, attributes);
		expect({ status, errors: data.errors }).toEqual({ status: expect.any(Number), errors: undefined });
		return data.data.id;
	}

	/** A record's attributes as a read by id gives them. */
	async read(type: string, id: string): Promise<Attributes & { id: string }> {
		return (await this.get(`${type}/${id}.json`)).data.data;
	}
}

export interface Delivery {
	headers: IncomingHttpHeaders;
	body: string;
}

/** A receiver of webhooks that answers as it is told to. */
export class Receiver {
	readonly deliveries: Delivery[] = [];
	/** Statuses of the next answers; 200 once they are used up. */
	answers: number[] = [];
	private readonly server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			this.deliveries.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
			response.writeHead(this.answers.shift() ?? 200).end();
		});
	});

	async start(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		// A server that listens on a port has an address with one.
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook?secret=s3cret`;
	}

	events(): string[] {
		return this.deliveries.map(({ body }) => JSON.parse(body).event);
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
