import { e164 } from '../../../sync/model/phone';
import { invalid, type Field } from './field';
import { visible } from './marks';
import { only, readText } from './text';

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
	if (whole) return { ...whole, others: [] };
	const [first, ...others] = text
		.split(BETWEEN)
		.map(visible)
		.filter((part) => part !== '');
	const phone = first === undefined || others.length === 0 ? undefined : single(first, region);
	return phone && others.every((other) => single(other, region)) ? { ...phone, others } : undefined;
}

/** One number, with or without extension. */
function single(text: string, region?: string): Omit<Phone, 'others'> | undefined {
	const [, written, extension] = WITH_EXTENSION.exec(undamaged(visible(text))) ?? [];
	const number = written === undefined ? undefined : e164(written, region);
	return number === undefined ? undefined : { number, ...(extension && { extension }) };
}

const WITH_EXTENSION = /^(.*?)(?:[\s,;]*(?:\bext(?:ension|n)?|(?<![a-z])x|#)[\s.:=]*(\d{1,7}))?$/i;

/** As it was before a spreadsheet took it for a number or a formula: 3035550142.0, 3.035550142E+09. */
function undamaged(text: string): string {
	const undressed = text.replace(/^[='"]+|"$/g, '');
	const plain = undressed.replace(/^[a-z]+:\s*|\s*\([a-z ]+\)$/gi, ''); // "C: 303 555 0142", "303 555 0142 (cell)"
	const [, first, digits = '', power] = /^(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i.exec(plain) ?? [];
	// Fewer digits than the power tells: the others are lost.
	if (first !== undefined) return digits.length === Number(power) ? `${first}${digits}` : '';
	return plain.replace(/^(\+?\d{7,})\.0+$/, '$1');
}

const HOW = 'Map one phone number with its area code, such as +1 303 555 0142.';

/** A number as E.164, with its extension in words where it has one. Throws `InputProblem`. */
export function readPhone(value: unknown, field: Field, region?: string): string {
	const phone = phoneIn(readText(only(value), field), region);
	if (!phone || phone.others.length > 0) throw invalid(field, value, HOW);
	return phone.extension === undefined ? phone.number : `${phone.number} ext. ${phone.extension}`;
}
