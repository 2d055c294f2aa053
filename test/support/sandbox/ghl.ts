import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { ghl } from '../../../sandbox/ghl';
import { LOCATION_US, PIT_US } from '../../../sandbox/ghl/world';

export interface GhlAccount {
	sandbox: Sandbox;
	/** Calls with any other token, version or none. */
	http: AxiosInstance;
	/** Calls with the first location's token. */
	api(method: string, path: string, data?: unknown, version?: string): Promise<AxiosResponse>;
	/** Creates a contact in the first location and gives its id. */
	contact(fields: object): Promise<string>;
}

/** A sandbox for a test file, empty before each test. */
export function ghlAccount(): GhlAccount {
	let sandbox: Sandbox | undefined;
	let http: AxiosInstance | undefined;
	const started = <T>(value: T | undefined): T => {
		if (value === undefined) throw new Error('The sandbox runs only inside of tests.');
		return value;
	};
	const account: GhlAccount = {
		get sandbox() {
			return started(sandbox);
		},
		get http() {
			return started(http);
		},
		async api(method, path, data, version = '2021-07-28') {
			return account.http.request({ method, url: path, data, headers: { authorization: `Bearer ${PIT_US}`, version } });
		},
		async contact(fields) {
			const response = await account.api('POST', '/contacts/', { locationId: LOCATION_US, ...fields });
			expect(response.status).toBe(201);
			return response.data.contact.id;
		},
	};
	beforeAll(async () => {
		sandbox = await startSandbox({ services: [ghl] });
		http = axios.create({ baseURL: `${sandbox.url}/ghl`, validateStatus: () => true, maxRedirects: 0 });
	});
	beforeEach(() => account.sandbox.reset());
	afterAll(async () => sandbox?.close());
	return account;
}

export interface Receiver {
	url: string;
	received: Array<{ body: string; headers: { [name: string]: string | string[] | undefined } }>;
	/** Statuses of the next answers; 200 when there are none. */
	answers: number[];
}

/** A webhook receiver for a test file, empty before each test. */
export function webhookReceiver(): Receiver {
	const receiver: Receiver = { url: '', received: [], answers: [] };
	let server: Server | undefined;
	beforeAll(async () => {
		const listening = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				receiver.received.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
				response.writeHead(receiver.answers.shift() ?? 200).end();
			});
		});
		server = listening;
		await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
		receiver.url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/hook`; // a TCP server's address is never a string
	});
	beforeEach(() => {
		receiver.received.length = 0;
		receiver.answers.length = 0;
	});
	afterAll(() => {
		server?.close();
		server?.closeAllConnections();
	});
	return receiver;
}
