import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

/** Marks that come along when text is copied from a page or an email, and cannot be seen. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const QUOTES = /^["'`\u2018-\u201f\u00ab\u00bb]+|(?<!["'`\u2018-\u201f\u00ab\u00bb])["'`\u2018-\u201f\u00ab\u00bb]+$/g;

/** Text of a credential as it was meant: without invisible marks, and without blanks and quotes around it. */
export function plain(typed: string): string {
	return typed.replace(INVISIBLE, '').trim().replace(QUOTES, '').trim();
}

/** The same for the expressions of a credential, of what the expression `typed` gives. */
export const plainExpression = (typed: string): string =>
	`(${typed} || "").replace(${INVISIBLE}, "").trim().replace(${QUOTES}, "").trim()`;

/** Whether an address was pasted where a key or secret belongs. */
export const isAddress = (text: string): boolean => /^https?:/i.test(text);

/** A token, also where the whole header was pasted, or a line break got in. None has blanks. */
export function tokenIn(typed: string): string {
	return plain(
		plain(typed)
			.replace(/^authorization\s*:\s*/i, '')
			.replace(/^bearer(\s+|$)/i, ''),
	).replace(/\s+/g, '');
}

/** Shows the token of a credential to the service. */
export function withBearer(
	token: ICredentialDataDecryptedObject[string],
	request: IHttpRequestOptions,
): IHttpRequestOptions {
	const Authorization = `Bearer ${typeof token === 'string' ? tokenIn(token) : ''}`;
	return { ...request, headers: { ...request.headers, Authorization } };
}
