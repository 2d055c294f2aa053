/** Marks that nobody sees, which copying from chats, contacts and web pages brings along. */
const MARKS = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/** They join letters of Persian or parts of an emoji; between letters of Latin they join nothing. */
const JOINERS = /(?<![^\0-\u024F])[\u200C\u200D]|[\u200C\u200D](?![^\0-\u024F])/g;

/** Characters for programs, of which no text of a person has one. Databases refuse the first or cut the text there. */
const CONTROLS = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F]/g;

/** Letters that are drawn as blanks. */
const BLANKS = '\\u2800\\u3164\\uFFA0';

/** Begins where a run of them begins: from within it, no end is found again for each character. */
const AROUND = `[\\s\\u200C\\u200D${BLANKS}${MARKS.source.slice(1)}`;
const AT_ENDS = new RegExp(`^${AROUND}+|(?<!${AROUND})${AROUND}+$`, 'g');

/** Without blanks and invisible marks around it; those within are part of a text, such as the joiner of an emoji. */
export const trimmed = (text: string): string => text.replace(CONTROLS, '').replace(AT_ENDS, '');

/** Without invisible marks, and with one plain blank for each run of blanks. */
export const visible = (text: string): string =>
	text.normalize('NFC').replace(CONTROLS, '').replace(MARKS, '').replace(JOINERS, '').replace(/\s+/g, ' ').trim();
