import type { IBinaryData, IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { InputProblem } from '../parameters/input';
import { isPrivate } from './loopback';
import { NoResponseError } from './errors';
import { codeOf } from './send';

/** A file that a service names by its address in a record. */
export interface RemoteFile {
	readonly url: string;
	readonly fileName: string;
	readonly mimeType: string;
}

/** Longest wait for a file, in milliseconds. */
const TIMEOUT = 60_000;
/** Storage hosts send on to a signed address; no more often than this. */
const REDIRECTS = 5;

/**
 * Reads a file as binary. The credential stays out of it: such addresses may lie with any host, and carry what they
 * need.
 */
export async function download(
	context: IExecuteFunctions,
	{ url, fileName, mimeType }: RemoteFile,
): Promise<IBinaryData> {
	return await context.helpers.prepareBinaryData(
		Buffer.from(await bytesAt(context, url, REDIRECTS)),
		fileName,
		mimeType,
	);
}

/** Follows redirects itself, so that none leads to plain http. */
async function bytesAt(context: IExecuteFunctions, url: string, redirects: number): Promise<ArrayBuffer> {
	checkAddress(url);
	const { statusCode, headers, body } = await answerOf(context, url);
	if (statusCode >= 200 && statusCode < 300) return asFile(body, headers);
	const next =
		typeof headers.location === 'string' && URL.canParse(headers.location, url)
			? new URL(headers.location, url).href
			: undefined;
	if (statusCode < 400 && next && redirects > 0) return await bytesAt(context, next, redirects - 1);
	throw new InputProblem(
		'file',
		`The file cannot be downloaded: its address answered ${statusCode}`,
		'Such addresses end after a while. Run the node again, which gets a new one.',
	);
}

/** Files that services make are neither empty nor web pages, such as that of a login. */
function asFile(body: ArrayBuffer, headers: IDataObject): ArrayBuffer {
	const found = /^text\/html/i.test(String(headers['content-type'] ?? '')) ? 'a web page' : 'nothing';
	if (found === 'nothing' && body.byteLength > 0) return body;
	throw new InputProblem(
		'file',
		`The file cannot be downloaded: its address answered with ${found}`,
		'There may be a proxy or a login page between n8n and the file. Run the node again, which gets a new address.',
	);
}

type FileAnswer = { statusCode: number; headers: IDataObject; body: ArrayBuffer };

async function answerOf(context: IExecuteFunctions, url: string): Promise<FileAnswer> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		encoding: 'arraybuffer',
		timeout: TIMEOUT,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
	return (await context.helpers
		.httpRequest(options)
		.catch((error: unknown) =>
			Promise.reject(new NoResponseError('GET of the file', codeOf(error), false)),
		)) as FileAnswer; // the full answer, its body as bytes
}

function checkAddress(address: string): void {
	if (URL.canParse(address) && isPrivate(new URL(address))) return;
	throw new InputProblem(
		'file',
		'The service gave an address for the file that cannot be used',
		'It must begin with https.',
	);
}
