import { textOf } from '../parameters/input';

const TAG =
	/<\/?(?:p|div|br|ul|ol|li|h[1-6]|blockquote|pre|hr|table|tr|td|span|strong|em|b|i|u|s|a|code|img)\b[^<>]*>/i;
const ENTITIES: Readonly<Record<string, string>> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/**
 * What was written, where a rich-text editor keeps it as HTML: blocks and breaks are line ends. Text without tags stays
 * as it is. Both directions of a sync compare this form, so that formatting alone is not a change.
 */
export function plainText(value: unknown): string {
	const written = textOf(value);
	if (!TAG.test(written)) return written;
	return withoutEntities(withoutTags(written))
		.split('\n')
		.map((line) => line.trim())
		.join('\n')
		.trim();
}

/** An editor puts a break that is not seen into an empty paragraph. */
const withoutTags = (html: string): string =>
	html
		.replace(/\s+/g, ' ')
		.replace(/<br\s*\/?>\s*(?=<\/(?:p|div|li)>)/gi, '')
		.replace(/<li\b[^<>]*>/gi, '- ')
		.replace(/<br\s*\/?>|<\/(?:p|div|li|h[1-6]|blockquote|pre|tr)>/gi, '\n')
		.replace(/<[a-z/][^<>]*>/gi, '');

const withoutEntities = (text: string): string =>
	text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole: string, decimal?: string, hex?: string, name?: string) => {
		if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
		const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
