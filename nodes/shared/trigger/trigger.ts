import type { IHookFunctions, INodeProperties, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { contextOf } from '../account';
import { Calls } from '../runner/calls';
import { connect } from '../runner/connections';
import { nodeError } from '../runner/errors';
import { Input } from '../parameters/input';
import { typed } from '../parameters/parameter';
import type { Service } from '../service';
import { orNone } from '../values/field';

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

/** The parameters of a trigger, in the types that the editor gives them. Throws `InputProblem`. */
export const parametersOf = (
	context: IHookFunctions | IPollFunctions | IWebhookFunctions,
	properties: readonly INodeProperties[],
): Input =>
	new Input({
		read: typed(properties, (name) => context.getNodeParameter(name, null) as unknown),
		zone: context.getTimezone(),
	});

/** The options of a trigger, each as a parameter of its own. */
export const optionsIn = (input: Input): Input => input.with(input.collection('options'));

/**
 * The bytes of a request. n8n reads them beforehand for the usual types of content only. Of a multipart form it keeps
 * none: it has read the fields, and there is nothing more to be read, also while the request has not ended yet.
 */
export async function bytesOf(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject();
	const isRead = request.rawBody || request.readableEnded || isMultipart(request.headers['content-type']);
	if (!isRead && request.readRawBody) await request.readRawBody();
	return request.rawBody ?? Buffer.alloc(0);
}

const isMultipart = (contentType = ''): boolean => /^multipart\//i.test(contentType.trim());

/**
 * The text of a request: in the encoding that it names, else UTF-8, or Windows-1252 where it cannot be that. Neither an
 * encoding that nobody knows nor bytes that it does not have stop the reading.
 */
export function decoded(bytes: Buffer, contentType: unknown): string {
	const [, named = ''] = /charset="?([\w:-]+)/i.exec(String(contentType ?? '')) ?? [];
	const encodings = named === '' ? ['utf-8', 'windows-1252'] : [named, 'utf-8', 'windows-1252'];
	const texts = encodings.map((encoding) => orNone(() => new TextDecoder(encoding, { fatal: true }).decode(bytes)));
	return texts.find((text) => text !== undefined) ?? '';
}
