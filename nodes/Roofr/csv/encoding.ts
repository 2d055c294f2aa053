import type { Parts } from '../../shared/parameters/file';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const MARKS: ReadonlyArray<readonly [bytes: readonly number[], encoding: Encoding]> = [
	[[0xef, 0xbb, 0xbf], 'utf-8'],
	[[0xff, 0xfe], 'utf-16le'],
	[[0xfe, 0xff], 'utf-16be'],
];

/** Bytes from which UTF-16 is told: the head of the columns, which is in Latin letters. */
const HEAD = 1_000;

/**
 * The encoding of a file: by its mark, else by the zeros that UTF-16 has in each Latin letter, else UTF-8, or
 * Windows-1252 where it cannot be that.
 */
export async function encodingOf(parts: Parts): Promise<Encoding> {
	const strict = new TextDecoder('utf-8', { fatal: true });
	let isFirst = true;
	for await (const part of parts()) {
		const told = isFirst ? (markedAs(part) ?? utf16In(part.subarray(0, HEAD))) : undefined;
		if (told) return told;
		isFirst = false;
		if (!canDecode(() => strict.decode(part, { stream: true }))) return 'windows-1252';
	}
	return canDecode(() => strict.decode()) ? 'utf-8' : 'windows-1252';
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

const markedAs = (part: Uint8Array): Encoding | undefined =>
	MARKS.find(([mark]) => mark.every((byte, index) => part[index] === byte))?.[1];

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
