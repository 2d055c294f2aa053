import type { IBinaryData } from 'n8n-workflow';
import { isEmpty } from './empty';
import { invalid, type Field } from './field';
import { listIn } from './json';
import { only, readText } from './text';

/** A file that came with an item: the name of its binary field, or the file itself. */
export type ItemFile = string | IBinaryData;

/**
 * The file that is meant by the name of its binary field, such as `data`, or by an expression for the file itself, such
 * as `{{ $binary.data }}`. Throws `InputProblem`.
 */
export function readFile(value: unknown, field: Field): ItemFile {
	const single = only(value);
	if (isFile(single)) return single;
	if (single !== null && typeof single === 'object')
		throw invalid(field, value, 'Map the name of a binary field, such as data.');
	return readText(single, field);
}

/** As n8n gives them: the content, or where it is kept. */
const isFile = (value: unknown): value is IBinaryData =>
	value !== null &&
	typeof value === 'object' &&
	'mimeType' in value &&
	typeof value.mimeType === 'string' &&
	('data' in value || 'id' in value);

/**
 * Addresses of files that a service fetches itself: a list of texts, or of objects that have a `url` as services give
 * their files; JSON typed as text; or text with commas. Throws `InputProblem` for what is not an address.
 */
export function readAddresses(value: unknown, field: Field): string[] {
	const entries = Array.isArray(value) ? value : typeof value === 'string' ? split(value) : [value];
	const addresses = entries.filter((entry) => !isEmpty(entry)).map((entry) => address(entry, field));
	if (addresses.length === 0 && !isEmpty(value)) throw invalid(field, value, HOW);
	return [...new Set(addresses)];
}

const HOW = 'Map the address of a file, such as https://example.com/offer.pdf.';

/** An address may hold commas itself: the next one begins again. */
const split = (text: string): unknown[] =>
	listIn(text) ??
	text
		.split(/(?<![,;|\s])[,;|\s]+(?=https?:|$)/i)
		.map((part) => part.trim())
		.filter((part) => part !== '');

function address(entry: unknown, field: Field): string {
	const single = only(entry);
	const given = single !== null && typeof single === 'object' && 'url' in single ? single.url : single;
	const text = readText(given, field);
	if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) throw invalid(field, entry, HOW);
	return text;
}
