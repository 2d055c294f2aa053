import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { InputProblem } from '../input';
import { isPrivate } from './loopback';
import { NoAnswer } from './refusal';

/** A file that a service names by its address in a record. */
export interface RemoteFile {
	readonly url: string;
	readonly fileName: string;
	readonly mimeType: string;
}

/** Longest wait for a file, in milliseconds. */
const TIMEOUT = 60_000;

/** Reads a file as binary. The credential stays out of it: such addresses may lie with any host, and carry what they need. */
export async function download(context: IExecuteFunctions, { url, fileName, mimeType }: RemoteFile): Promise<IBinaryData> {
	checkAddress(url);
	const bytes = await context.helpers
		.httpRequest({ method: 'GET', url, encoding: 'arraybuffer', timeout: TIMEOUT })
		.catch((error: unknown) => Promise.reject(new NoAnswer('GET of the file', error instanceof Error ? error.message : String(error), false))) as ArrayBuffer; // asked for above
	return await context.helpers.prepareBinaryData(Buffer.from(bytes), fileName, mimeType);
}

function checkAddress(address: string): void {
	if (URL.canParse(address) && isPrivate(new URL(address))) return;
	throw new InputProblem('file', 'The service gave an address for the file that cannot be used', 'It must begin with https.');
}
