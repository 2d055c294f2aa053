import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { plain, tokenIn } from '../../shared/credentials/pasted';

/**
 * Path that stands for the bridge URL. The URL is a secret, so it joins the call here, as a key does, and appears in no
 * error.
 */
export const BRIDGE_PATH = '/(bridge)';

/** Adds the key to calls of the base URL, and to no other; turns the stand-in path into the bridge URL. */
export function authenticateRoofr(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): IHttpRequestOptions {
	const address = `${request.baseURL ?? ''}${request.url}`;
	const bridge = textOf(credentials.secretBridgeUrl);
	if (URL.canParse(bridge) && address === `${new URL(bridge).origin}${BRIDGE_PATH}`) return { ...request, url: bridge };
	return isBelow(address, textOf(credentials.baseUrl))
		? { ...request, headers: { ...request.headers, ...keyHeader(credentials) } }
		: request;
}

function keyHeader(credentials: ICredentialDataDecryptedObject): Record<string, string> {
	const key = textOf(credentials.apiKey);
	if (credentials.keyStyle !== 'header') return { Authorization: `Bearer ${tokenIn(key)}` };
	return { [textOf(credentials.headerName).replace(/:$/, '') || 'X-API-Key']: key };
}

/** Compared as parsed addresses, so that neither `..` nor a longer host name leads out. */
function isBelow(address: string, base: string): boolean {
	if (!URL.canParse(base) || !URL.canParse(address)) return false;
	const [called, root] = [new URL(address), new URL(base)];
	return (
		called.origin === root.origin && `${called.pathname}/`.startsWith(`${root.pathname.replace(/(?<!\/)\/+$/, '')}/`)
	);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? plain(value) : '');
