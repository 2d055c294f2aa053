import { e164 } from '../../../sync/model/phone';
import { invalid, type Field } from './field';
import { visible } from './marks';
import { readText } from './text';

/** What a text says of phones. */
export interface Phone {
	/** E.164. */
	readonly number: string;
	/** Its digits. */
	readonly extension?: string;
	/** Other numbers that were joined to it, as they are written. */
	readonly others: readonly string[];
}

/** Longer texts are not phone numbers. */
const LONGEST = 200;

/** How contacts that were exported join several numbers; and a new line, a slash or a semicolon between two. */
const BETWEEN = /:::|[\n;|]|\/|,| or /i;

/** The phone that a text names; undefined where it is none. A number without country is one of `region`. */
export function phoneIn(text: string, region?: string): Phone | undefined {
	if (text.length > LONGEST) return undefined;
	const whole = single(text, region);
	const parts = (mark: RegExp): string[] =>
		text
			.split(mark)
			.map(visible)
			.filter((part) => part !== '');
	// "030/901820" has a slash within its number, behind a whole number it begins another
	const [start, ...rest] = parts(/[\n|/]/);
	if (whole && (rest.length === 0 || !single(start, region))) return { ...whole, others: [] };
	const [first, ...others] = parts(BETWEEN);
	const phone = first === undefined || others.length === 0 ? undefined : single(first, region);
	return phone && others.every((other) => single(other, region)) ? { ...phone, others } : undefined;
}

/** One number, with or without extension. */
function single(text: string, region?: string): Omit<Phone, 'others'> | undefined {
	const [, written, named, dialled] = WITH_EXTENSION.exec(undamaged(visible(text))) ?? [];
	const extension = named ?? dialled;
	// a second extension, or digits in brackets at the end: what is meant is unclear
	const number = written === undefined || /[x#,;]|\D[([]\d+[)\]]$/i.test(written) ? undefined : e164(written, region);
	return number === undefined ? undefined : { number, ...(extension && { extension }) };
}

/** `ext. 12`, `x12` or `#12`; `,12` and `;12` are pauses before it is dialled. */
const WITH_EXTENSION =
	/^(.*?)(?:(?<![\s,;])(?:[\s,;]*(?:\bext(?:ension|n)?|(?<![a-z])x|#)[\s.:=]*(\d{1,7})|\s*[,;]+\s*(\d{1,6})#?))?$/i;

/** What a number is of, which says nothing else of it: any other word does, such as "fax" or "do not call". */
const KIND =
	'(?:c|cell|m|mob|mobile|h|home|w|work|o|office|p|ph|phone|t|tel|telephone|main|direct|business|personal|primary|private|callto|sms|whatsapp)';
const LABEL = new RegExp(`^${KIND}(?: phone)?\\.?:\\s*|(?<!\\s)\\s*\\(${KIND}(?: phone)?\\)$`, 'gi');

/** As it was before a spreadsheet took it for a number or a formula: 3035550142.0, 3.035550142E+09. */
function undamaged(text: string): string {
	const undressed = text.replace(/^[='"]+|"$/g, '');
	const plain = undressed.replace(LABEL, '').replace(/^\(\+(\d{1,3})\)/, '+$1'); // "C: (+1) 303 555 0142 (cell)"
	if (/^\d{5,}[.,](?!0+$)\d{1,2}$/.test(plain)) return ''; // a number with a fraction
	const [, first, digits = '', power] = /^(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i.exec(plain) ?? [];
	// Fewer digits than the power tells: the others are lost.
	if (first !== undefined) return digits.length === Number(power) ? `${first}${digits}` : '';
	return plain.replace(/^(\+?\d{7,})\.0+$/, '$1');
}

/** What is lost of a phone where numbers alone are kept, in words. */
export const extensionOf = (phone: Phone | undefined): string[] =>
	phone?.extension === undefined ? [] : [`extension ${phone.extension} of phone`];

const HOW = 'Map one phone number with its area code, such as +1 303 555 0142.';

/** A number as E.164, with its extension in words where it has one. Throws `InputProblem`. */
export function readPhone(value: unknown, field: Field, region?: string): string {
	const { number, extension } = onePhone(value, field, region);
	return extension === undefined ? number : `${number} ext. ${extension}`;
}

/** The same without extension, for a search where none is kept. */
export const readPhoneNumber = (value: unknown, field: Field, region?: string): string =>
	onePhone(value, field, region).number;

function onePhone(value: unknown, field: Field, region?: string): Phone {
	const phone = phoneIn(readText(value, field, HOW), region);
	if (!phone || phone.others.length > 0) throw invalid(field, value, HOW);
	return phone;
}

/**
 * A number as it is written, for apps that keep phones as text: only what a spreadsheet added is taken away. Throws
 * `InputProblem` where it took digits.
 */
export function readWrittenPhone(value: unknown, field: Field): string {
	const text = readText(value, field, HOW);
	if (/[^\d\s.,+e='"]/i.test(text)) return text;
	const whole = undamaged(visible(text));
	if (whole === '') throw invalid(field, value, HOW);
	return whole;
}
