import { breather } from '../../shared/breather';
import type { Parts } from '../../shared/parameters/file';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'macintosh'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const MARKS: ReadonlyArray<readonly [bytes: readonly number[], encoding: Encoding]> = [
	[[0xef, 0xbb, 0xbf], 'utf-8'],
	[[0xff, 0xfe], 'utf-16le'],
	[[0xfe, 0xff], 'utf-16be'],
];

/** How files begin that are no text. */
const OTHERS: ReadonlyArray<readonly [bytes: readonly number[], name: string]> = [
	[[0x50, 0x4b, 0x03, 0x04], 'an Excel workbook or a zip file'],
	[[0xd0, 0xcf, 0x11, 0xe0], 'an Excel workbook'],
	[[0x25, 0x50, 0x44, 0x46], 'a PDF'],
	[[0x1f, 0x8b], 'a packed file'],
];

/** What a file is that is no text; undefined where it may be one. */
export async function otherThanText(parts: Parts): Promise<string | undefined> {
	for await (const part of parts()) return OTHERS.find(([bytes]) => startsWith(part, bytes))?.[1];
	return undefined;
}

const startsWith = (part: Uint8Array, bytes: readonly number[]): boolean =>
	bytes.every((byte, index) => part[index] === byte);

const LINE_FEED = 0x0a;

/** Bytes by which UTF-16 is recognized: the head of the columns, which is in Latin letters. */
const HEAD = 1_000;

/**
 * The encoding of a file: by its mark, else by the zeros that UTF-16 has in each Latin letter, else UTF-8, or
 * Windows-1252 where most letters cannot be that; Mac OS Roman where lines end as Excel for Mac ends them. A letter
 * that was cut does not make another encoding of the others.
 */
export async function encodingOf(parts: Parts): Promise<Encoding> {
	const strict = new TextDecoder('utf-8', { fatal: true });
	const lenient = new TextDecoder('utf-8');
	const letters = { lost: 0, read: 0 };
	let [isFirst, isValid, hasLineFeed] = [true, true, false];
	for await (const part of parts()) {
		if (breather.isDue) await breather.breathe(); // the whole file is read here, and may be in memory
		const marked = isFirst ? (markedAs(part) ?? utf16In(part.subarray(0, HEAD))) : undefined;
		if (marked) return marked;
		isFirst = false;
		hasLineFeed ||= part.includes(LINE_FEED);
		isValid &&= canDecode(() => strict.decode(part, { stream: true }));
		count(lenient.decode(part, { stream: true }), letters);
	}
	isValid &&= canDecode(() => strict.decode());
	if (isValid || letters.lost <= letters.read) return 'utf-8';
	return hasLineFeed ? 'windows-1252' : 'macintosh';
}

/** A strict decoder throws at bytes that its encoding does not have. */
function canDecode(decode: () => string): boolean {
	try {
		decode();
		return true;
	} catch {
		return false;
	}
}

/** Counts the letters beyond ASCII, and those that bytes of another encoding make. */
function count(text: string, letters: { lost: number; read: number }): void {
	for (const [found] of text.matchAll(/\uFFFD|[^\0-\x7F]/gu)) letters[found === '\uFFFD' ? 'lost' : 'read']++;
}

const markedAs = (part: Uint8Array): Encoding | undefined => MARKS.find(([mark]) => startsWith(part, mark))?.[1];

function utf16In(head: Uint8Array): Encoding | undefined {
	const units = Math.floor(head.length / 2);
	const share = (parity: number) => head.filter((byte, index) => byte === 0 && index % 2 === parity).length / units;
	const [even, odd] = [share(0), share(1)];
	if (odd > 0.4 && even < 0.05) return 'utf-16le';
	return even > 0.4 && odd < 0.05 ? 'utf-16be' : undefined;
}

/** The text of a file, in parts, without its mark. */
export async function* decoded(parts: Parts, encoding: Encoding): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding);
	for await (const part of parts()) yield decoder.decode(part, { stream: true });
	yield decoder.decode();
}
