/** Marks that nobody sees, which copying from chats, contacts and web pages brings along. */
const MARKS = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

const AT_ENDS = new RegExp(`^(?:${MARKS.source}|\\s)+|(?:${MARKS.source}|\\s)+$`, 'g');

/** Without blanks and invisible marks around it; those within are part of a text, such as the joiner of an emoji. */
export const trimmed = (text: string): string => text.replace(AT_ENDS, '');

/** Without invisible marks, and with one plain blank for each run of blanks. */
export const visible = (text: string): string => text.normalize('NFC').replace(MARKS, '').replace(/\s+/g, ' ').trim();
