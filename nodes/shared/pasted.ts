/** Marks that come along when text is copied from a page or an email, and cannot be seen. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const QUOTES = /^["'`\u2018-\u201f\u00ab\u00bb]+|["'`\u2018-\u201f\u00ab\u00bb]+$/g;

/** Text of a credential as it was meant: without invisible marks, and without blanks and quotes around it. */
export function plain(typed: string): string {
	return typed.replace(INVISIBLE, '').trim().replace(QUOTES, '').trim();
}

/** A token, also where the whole header was pasted, or a line break got in. None has blanks. */
export function tokenIn(typed: string): string {
	return plain(plain(typed).replace(/^authorization\s*:\s*/i, '').replace(/^bearer\s+/i, '')).replace(/\s+/g, '');
}

/** The header by which a token is shown to a service. */
export const bearer = (token: unknown): { Authorization: string } => ({ Authorization: `Bearer ${typeof token === 'string' ? tokenIn(token) : ''}` });
