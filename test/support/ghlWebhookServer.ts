import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'node:querystring';
import type { IDataObject } from 'n8n-workflow';
import { GoHighLevelApi } from '../../credentials/GoHighLevelApi.credentials';
import { GoHighLevelWebhookApi } from '../../credentials/GoHighLevelWebhookApi.credentials';
import { GhlContactsTrigger } from '../../nodes/GhlContacts/GhlContactsTrigger.node';
import { jsonIn } from '../../nodes/shared/values/json';
import { TestCredentials } from './credentials';
import { receive, type Setup } from './engine';

export const APP = '66f0c1d2e3f4a5b6c7d8e9f0';
export const LOCATION = 've9EPM428h8vShlRW1KT';

const pair = generateKeyPairSync('ed25519');
export const PRIVATE_KEY = pair.privateKey;
export const PUBLIC_KEY = pem(pair.publicKey);

export function pem(key: KeyObject): string {
	return createPublicKey(
		key.type === 'private'
			? createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }))
			: key.export({ type: 'spki', format: 'pem' }),
	)
		.export({ type: 'spki', format: 'pem' })
		.toString();
}

export const signature = (body: string | Buffer, key: KeyObject = PRIVATE_KEY): string =>
	sign(null, Buffer.from(body), key).toString('base64');

let numbered = 0;

/** An event as GHL sends it, with an ID of its own. */
export const event = (fields: IDataObject = {}): IDataObject => ({
	type: 'ContactCreate',
	locationId: LOCATION,
	appId: APP,
	versionId: APP,
	id: 'nmFmQEsNgz6AVpgLVUJ0',
	email: 'ada@example.com',
	timestamp: new Date().toISOString(),
	webhookId: `00000000-0000-4000-8000-${String(++numbered).padStart(12, '0')}`,
	...fields,
});

/** The trigger for events of the app, with the keys of these tests. */
export function trigger(
	parameters: IDataObject = {},
	options: IDataObject = {},
	credentials: Partial<Setup> = {},
): Setup {
	return {
		node: new GhlContactsTrigger(),
		parameters: {
			source: 'app',
			appId: APP,
			events: ['all contact'],
			locationIds: '',
			recordFrom: 'payload',
			...parameters,
			options: { publicKeys: PUBLIC_KEY, ...options },
		},
		credentials: new TestCredentials([], {}),
		uses: {},
		...credentials,
	};
}

/**
 * The trigger for posts of the workflow action, with this credential for its secret. Reads with `token`, if it reads.
 */
export function workflowTrigger(webhook: IDataObject, parameters: IDataObject = {}, token: IDataObject = {}): Setup {
	const credentials = new TestCredentials([new GoHighLevelWebhookApi(), new GoHighLevelApi()], { webhook, token });
	return trigger(
		{ source: 'workflow', authentication: 'privateIntegration', ...parameters },
		{},
		{ credentials, uses: { goHighLevelWebhookApi: 'webhook', goHighLevelApi: 'token' } },
	);
}

export interface Answer {
	readonly status: number;
	readonly text: string;
}

/** A server that receives as n8n does: bytes first, then the node, then the execution is stored, and only then 200. */
export class WebhookServer {
	/** Items of each execution that was stored. */
	readonly executions: IDataObject[][] = [];
	setup: Setup = trigger();
	mode: 'webhook' | 'manual' = 'webhook';
	/** What storing an execution takes; may fail. */
	store: () => Promise<void> = async () => undefined;
	private readonly server: Server = createServer((request, response) => void this.take(request, response));

	async open(): Promise<void> {
		// a connection that is closed just when the next delivery takes it would lose that
		this.server.keepAliveTimeout = 0;
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	/** Posts exactly these bytes. */
	async post(body: string | Buffer, headers: Record<string, string> = {}, query = ''): Promise<Answer> {
		const response = await fetch(`${this.url}${query}`, {
			method: 'POST',
			body: new Uint8Array(Buffer.from(body)),
			headers: { 'content-type': 'application/json', ...headers },
		});
		return { status: response.status, text: await response.text() };
	}

	/** Posts an event with its signature. */
	async send(fields: IDataObject, key: KeyObject = PRIVATE_KEY, query = ''): Promise<Answer> {
		const body = JSON.stringify(fields);
		return await this.post(body, { 'x-ghl-signature': signature(body, key) }, query);
	}

	/** The items of all executions, which are forgotten. */
	taken(): IDataObject[] {
		return this.executions.splice(0).flat();
	}

	private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const rawBody = Buffer.concat(chunks);
		const httpRequest = {
			rawBody,
			body: bodyIn(rawBody, request.headers['content-type']),
			headers: request.headers,
			query: queryOf(request.url),
			params: {},
		};
		try {
			const { workflowData, noWebhookResponse } = await receive(
				this.setup,
				{ httpRequest, httpResponse: likeExpress(response) },
				{},
				this.mode,
			);
			if (workflowData) {
				await this.store();
				this.executions.push(workflowData.flat().map(({ json }) => json));
			}
			if (!noWebhookResponse) response.writeHead(200).end();
		} catch {
			response.writeHead(500).end();
		}
	}
}

export const likeExpress = (response: ServerResponse): ServerResponse =>
	Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return this;
		},
		send(text: string) {
			response.end(text);
			return this;
		},
	});

const queryOf = (url = '/'): Record<string, string> =>
	Object.fromEntries(new URL(url, 'http://127.0.0.1').searchParams);

/** As n8n does it, by the type of the content. JSON that is none n8n refuses by itself. */
function bodyIn(bytes: Buffer, contentType = ''): unknown {
	const [type] = contentType.split(';');
	const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
	if (type === 'text/plain') return bytes.toString('utf8');
	if (type === 'application/x-www-form-urlencoded') return parse(text);
	if (type === 'multipart/form-data') return { data: partsOf(text), files: {} };
	return (type === 'application/json' && jsonIn(text)) || {};
}

/** Fields of a multipart form. */
const partsOf = (text: string): Record<string, string> =>
	Object.fromEntries([...text.matchAll(/name="([^"]*)"\r\n\r\n([^\r]*)\r\n/g)].map(([, name, value]) => [name, value]));
