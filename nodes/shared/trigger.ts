import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { Calls } from './calls';
import { nodeError } from './errors';
import type { Operation } from './operation';
import { connect } from './run';
import type { Context, Service } from './service';

/** Runs `work` for the life of a webhook (exists? make, remove), with the address that the service is to call. */
export async function triggerCalls<T>(
	context: IHookFunctions,
	service: Service,
	operation: Operation,
	work: (calls: Calls, webhookUrl: string) => Promise<T>,
): Promise<T> {
	try {
		const calls = new Calls(await connect(context as unknown as Context, service)); // it has all of it; its overloads differ
		return await work(calls, context.getNodeWebhookUrl('default') ?? '');
	} catch (error) {
		throw nodeError(error, { node: context.getNode(), service, operation });
	}
}

/** The bytes of a request. n8n reads them beforehand for the usual types of content only, and keeps none of a multipart form. */
export async function bytesOf(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject();
	if (!request.rawBody && !request.readableEnded && request.readRawBody) await request.readRawBody();
	return request.rawBody ?? Buffer.alloc(0);
}
