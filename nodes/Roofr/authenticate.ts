import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

/** Path that stands for the bridge URL. The URL is a secret, so it joins the call here, as a key does, and appears in no error. */
export const BRIDGE_PATH = '/(bridge)';

/** Never resolves (RFC 2606): a test without a path to test ends here and cannot pass. */
const NOTHING_TO_TEST = 'https://nothing-to-test.invalid';

export const TESTED_ADDRESS = `={{$credentials.hasAccess && $credentials.baseUrl && $credentials.testPath ? $credentials.baseUrl : "${NOTHING_TO_TEST}"}}`;

/** Adds the key to calls of the base URL, and to no other; turns the stand-in path into the bridge URL. */
export function authenticateRoofr(credentials: ICredentialDataDecryptedObject, request: IHttpRequestOptions): IHttpRequestOptions {
	const address = `${request.baseURL ?? ''}${request.url}`;
	if (address.startsWith(NOTHING_TO_TEST)) {
		throw new Error('Nothing was tested: a bridge cannot be tried without creating a job, and direct access needs a base URL and a test path.');
	}
	const bridge = textOf(credentials.secretBridgeUrl);
	if (URL.canParse(bridge) && address === `${new URL(bridge).origin}${BRIDGE_PATH}`) return { ...request, url: bridge };
	return isBelow(address, textOf(credentials.baseUrl)) ? { ...request, headers: { ...request.headers, ...keyHeader(credentials) } } : request;
}

function keyHeader(credentials: ICredentialDataDecryptedObject): Record<string, string> {
	const key = textOf(credentials.apiKey);
	return credentials.keyStyle === 'header' ? { [textOf(credentials.headerName) || 'X-API-Key']: key } : { Authorization: `Bearer ${key}` };
}

/** Compared as parsed addresses, so that neither `..` nor a longer host name leads out. */
function isBelow(address: string, base: string): boolean {
	if (!URL.canParse(base) || !URL.canParse(address)) return false;
	const [asked, root] = [new URL(address), new URL(base)];
	return asked.origin === root.origin && `${asked.pathname}/`.startsWith(`${root.pathname.replace(/\/+$/, '')}/`);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
