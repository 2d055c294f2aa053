import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

/** A call and its answer, which may be changed. */
export interface Exchange {
	readonly method: string;
	/** With the query. */
	readonly path: string;
	/** What the service gets. */
	sent: IDataObject;
	status: number;
	/** What the caller gets. */
	body: IDataObject;
	headers: Record<string, string>;
}

/** How an account does something else than the stand-in: before it gets a call, and after it has answered. */
export interface Alteration {
	readonly before?: (exchange: Exchange) => void;
	readonly after?: (exchange: Exchange) => void;
}

/**
 * A service in front of a stand-in, which it asks with this token, and whose answers it alters. Takes any token itself.
 */
export async function alteredService(
	target: string,
	token: string,
): Promise<{
	url: string;
	alter: (alteration: Alteration) => void;
	close: () => Promise<void>;
}> {
	let alteration: Alteration = {};
	const server = createServer((request, response) => {
		void (async () => {
			const text = await bodyOf(request);
			const exchange: Exchange = {
				method: request.method ?? 'GET',
				path: request.url ?? '/',
				sent: text === '' ? {} : (JSON.parse(text) as IDataObject),
				status: 200,
				body: {},
				headers: {},
			};
			alteration.before?.(exchange);
			const { host: _host, 'content-length': _length, ...headers } = request.headers;
			const answer = await axios.request<IDataObject>({
				url: target + exchange.path,
				method: exchange.method,
				headers: { ...headers, authorization: `Bearer ${token}` },
				...(text !== '' && { data: exchange.sent }),
				validateStatus: () => true,
			});
			Object.assign(exchange, { status: answer.status, body: answer.data, headers: { ...answer.headers } });
			alteration.after?.(exchange);
			const {
				'content-length': _size,
				'transfer-encoding': _coding,
				connection: _connection,
				...given
			} = exchange.headers;
			response.writeHead(exchange.status, given).end(JSON.stringify(exchange.body));
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		alter: (next) => {
			alteration = next;
		},
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString();
}
