import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { contextOf } from '../account';
import { Calls } from '../runner/calls';
import { connect } from '../runner/connections';
import { nodeError } from '../runner/errors';
import type { Service } from '../service';

/** Runs `work` for the life of a webhook (exists? make, remove), with the address that the service is to call. */
export async function triggerCalls<T>(
	context: IHookFunctions,
	service: Service,
	work: (calls: Calls, webhookUrl: string) => Promise<T>,
): Promise<T> {
	try {
		return await work(
			new Calls(await connect(contextOf(context), service)),
			context.getNodeWebhookUrl('default') ?? '',
		);
	} catch (error) {
		throw nodeError(error, { node: context.getNode(), service });
	}
}

/**
 * The bytes of a request. n8n reads them beforehand for the usual types of content only, and keeps none of a multipart
 * form.
 */
export async function bytesOf(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject();
	if (!request.rawBody && !request.readableEnded && request.readRawBody) await request.readRawBody();
	return request.rawBody ?? Buffer.alloc(0);
}
