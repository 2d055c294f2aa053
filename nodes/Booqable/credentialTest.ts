import type { ICredentialTestRequest } from 'n8n-workflow';

/** Address of an account's API, the slug to be put in. n8n leaves the field out of a credential while it is hidden. */
export const BASE_URL = 'https://{slug}.booqable.com';

/** The address in a credential's own expressions, from a slug or a pasted address. What it gives is checked again before any call. */
export function addressExpression(source: '$credentials' | '$self'): string {
	const slug = `${source}["slug"].trim().toLowerCase().replace(/^https?:\\/\\//, "").split(".booqable.com")[0].split("/")[0]`;
	return `={{(${source}["baseUrl"] || "${BASE_URL}").replace("{slug}", ${slug})}}`;
}

/** Tells a bad token, a plan without API and a bad slug apart. */
export function credentialTestRules(renewal: string): ICredentialTestRequest['rules'] {
	return [
		{ type: 'responseCode', properties: { value: 401, message: `Booqable refused the token. ${renewal}` } },
		{ type: 'responseCode', properties: { value: 402, message: 'The plan of this Booqable account has no API, or its trial has ended.' } },
		{ type: 'responseCode', properties: { value: 404, message: 'Booqable knows no account with this company slug.' } },
	];
}
