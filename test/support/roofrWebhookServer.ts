import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { WebhookContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeTypes,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type { AddressInfo } from 'node:net';
import type { Setup } from './engine';
import { likeExpress } from './ghlWebhookServer';

const TYPE = 'trigger';

/** As n8n reads a body: by its type, the bytes kept beside it. */
function parsed(bytes: Buffer, { 'content-type': type = '' }: IncomingHttpHeaders): unknown {
	const text = bytes.toString();
	if (type.startsWith('application/json')) return JSON.parse(text || '{}');
	if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
	return text;
}

/** Of a multipart form n8n keeps its fields, and no bytes. */
async function requestOf(bytes: Buffer, headers: IncomingHttpHeaders): Promise<{ body: unknown; rawBody?: Buffer }> {
	const { 'content-type': type = '' } = headers;
	if (!type.startsWith('multipart/form-data')) return { body: parsed(bytes, headers), rawBody: bytes };
	const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
	return { body: { data: Object.fromEntries(form), files: {} } };
}

export interface Receiver {
	readonly url: string;
	/** What the trigger gave out, in order. */
	readonly given: IDataObject[];
	/** The trigger that receives from now on. */
	use(setup: Setup): void;
	/** The next delivery: n8n cannot store its execution. */
	fail(): void;
	close(): Promise<void>;
}

/** A trigger behind a real HTTP server: what is received are the bytes that were sent. */
export async function startReceiver(): Promise<Receiver> {
	let setup: Setup | undefined;
	let fails = false;
	let uses = 0; // each a node of its own, with deliveries of its own
	const given: IDataObject[] = [];
	const server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', async () => {
			const url = new URL(request.url ?? '/', 'http://127.0.0.1');
			const httpRequest = {
				...(await requestOf(Buffer.concat(chunks), request.headers)),
				headers: request.headers,
				query: Object.fromEntries(url.searchParams),
				params: {},
			};
			const answered = (status: number, text: string) => response.writeHead(status).end(text);
			const json = await received(setup!, `node${uses}`, request.method ?? 'POST', httpRequest, response).catch(
				(error: unknown) => void answered(500, String(error)),
			);
			if (json && fails) answered(500, '');
			else if (json) given.push(...json);
			fails = false;
			if (!response.writableEnded) answered(200, '');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // it listens on a port
	return {
		url: `http://127.0.0.1:${port}/webhook/hook-id/webhook`,
		given,
		use: (next) => {
			setup = next;
			uses++;
		},
		fail: () => void (fails = true),
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}

async function received(
	{ node, parameters, credentials, uses }: Setup,
	id: string,
	method: string,
	httpRequest: object,
	response: ServerResponse,
): Promise<IDataObject[] | undefined> {
	const self: INode = {
		id,
		name: 'Node',
		type: TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		webhookId: 'hook-id',
		credentials: Object.fromEntries(Object.entries(uses).map(([type, id]) => [type, { id, name: id }])),
	};
	const nodeTypes = {
		getByName: () => node,
		getByNameAndVersion: () => node,
		getKnownTypes: () => ({}),
	} as unknown as INodeTypes; // one type is all there is
	const workflow = new Workflow({
		id: 'workflow',
		active: false,
		nodeTypes,
		nodes: [self],
		connections: {},
		settings: { timezone: 'UTC' },
	});
	const httpResponse = likeExpress(response);
	const additional = {
		credentialsHelper: credentials,
		webhookBaseUrl: '',
		httpRequest,
		httpResponse,
	} as unknown as IWorkflowExecuteAdditionalData; // n8n's own tests build it in parts as well
	const webhookDescription = node.description.webhooks!.find(({ httpMethod }) => httpMethod === method);
	const context = new WebhookContext(workflow, self, additional, 'webhook', { webhookDescription } as never, [], null);
	const { workflowData } = await node.webhook!.call(context as IWebhookFunctions);
	return workflowData?.[0]?.map(({ json }) => json);
}
