import type { IDataObject } from 'n8n-workflow';

/** Where services put their words, the most telling first. */
const PLACES = [
	'message',
	'msg',
	'errors',
	'error',
	'error_description',
	'detail',
	'details',
	'description',
	'title',
	'reason',
	'constraints',
];

/** Longest text of a service that an error shows. */
const LENGTH = 500;

/** What a service says in a body: text, a list, or an object that holds them, nested in each other as they come. */
export function wordsIn(said: unknown): string {
	if (typeof said === 'string') return said.trim();
	if (Array.isArray(said)) return [...new Set(said.map(wordsIn).filter(Boolean))].join(', ');
	if (said === null || typeof said !== 'object') return '';
	const object = said as IDataObject; // parsed JSON
	for (const place of PLACES) {
		const value = object[place];
		const found = wordsIn(value) || (place === 'errors' ? byField(value) : '');
		if (found) return found;
	}
	return '';
}

/** `{ email: ["is taken"] }` → `email: is taken`. */
function byField(errors: unknown): string {
	if (errors === null || typeof errors !== 'object' || Array.isArray(errors)) return '';
	return Object.entries(errors)
		.map(([field, said]): [string, string] => [field, wordsIn(said)])
		.filter(([, said]) => said !== '')
		.map(([field, said]) => `${field}: ${said}`)
		.join('; ');
}

/**
 * What the body of a refusal says that is no JSON, in the form of one: the title of a page, as proxies answer, or the
 * text itself.
 */
export function refusalOf(body: unknown, status: number): unknown {
	if (typeof body !== 'string') return body;
	if (!body.trimStart().startsWith('<')) return { message: cut(body) };
	const [, title = ''] = /<title[^<>]{0,200}>([^<]{0,500})</i.exec(body.slice(0, HEAD)) ?? [];
	const words = cut(title.replace(/&(?:#39|apos);/g, "'").replaceAll('&amp;', '&'));
	return words === '' ? {} : { message: `answered ${status}: ${words}` };
}

/** Characters of a page that its title is within. */
const HEAD = 20_000;

/** What may be a secret, behind the word for it. */
const NAMED = [
	/(\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
	/(\b(?:authorization|x-api-key|api[-_]?key|access[-_]?token|refresh[-_]?token|client[-_]?secret|token|password|secret)\b["']?\s*[:=]\s*["']?)[\w.~+/=-]{8,}/gi,
];

/** Characters within which a secret has a digit; a word without one is no secret. */
const DIGIT_WITHIN = 500;

const withoutNamed = (text: string, named: RegExp): string =>
	text.replace(named, (found: string, word: string, at: number) => {
		const from = at + word.length;
		return /^\S*\d/.test(text.slice(from, from + DIGIT_WITHIN)) ? `${word}•••` : found;
	});

/** From where a JSON Web Token begins, in words with full stops between them. */
function withoutToken(words: string): string {
	const at = words.search(/\beyJ[\w-]/);
	return at >= 0 && words.includes('.', at) ? `${words.slice(0, at)}•••` : words;
}

/** Without anything that looks like a secret, wherever it stands: services and proxies repeat requests in errors. */
export const masked = (text: string): string =>
	NAMED.reduce(withoutNamed, text)
		.replace(/(?<![\w-])[\w-]+(?:\.[\w-]+)+/g, withoutToken)
		.replace(/\bpit-[\w-]{6,}/gi, '•••')
		.replace(/\b[0-9a-f]{40,}\b/gi, '•••');

/** As much of a text as helps: the beginning, in one line. */
export const cut = (text: string): string => {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > LENGTH ? `${line.slice(0, LENGTH)}…` : line;
};
