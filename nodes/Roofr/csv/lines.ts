/** One line of a file, without its end. */
export interface Line {
	/** Counted from 1. */
	readonly number: number;
	readonly text: string;
	/** What was left out: its zeros, other control characters, or all of it, since it is too long. */
	readonly lost?: 'zeros' | 'controls' | 'all';
}

/** Characters of a line, or of a field over several lines, at most. */
export const LONGEST = 1_000_000;

/** The lines of a text that comes in parts; as many at a time as a part ends. */
export async function* linesOf(parts: AsyncIterable<string>): AsyncGenerator<Line[]> {
	let number = 0;
	const line = (text: string): Line => ({ number: ++number, ...limited(text) });
	let open = '';
	let carriageReturn = '';
	for await (const part of parts) {
		const text = carriageReturn + part;
		carriageReturn = text.endsWith('\r') ? '\r' : ''; // its line feed may come with the next part
		const [first, ...others] = text.slice(0, text.length - carriageReturn.length).split(/\r\n|\n|\r/);
		if (open.length <= LONGEST) open += first;
		if (others.length === 0) continue;
		const ended = [open, ...others.slice(0, -1)];
		open = others[others.length - 1];
		yield ended.map(line);
	}
	if (open !== '' || carriageReturn !== '') yield [line(open)];
}

function limited(text: string): Omit<Line, 'number'> {
	if (text.length > LONGEST) return { text: '', lost: 'all' };
	if (!CONTROLS.test(text)) return { text };
	const kept = text.replaceAll(CONTROLS_ALL, '');
	return { text: kept, lost: text.includes('\0') ? 'zeros' : 'controls' };
}

/** Such as what ends files of old programs. The tab, and breaks within a page, are blanks. */
const CONTROLS = /[\0-\x08\x0E-\x1F\x7F]/;
const CONTROLS_ALL = new RegExp(CONTROLS, 'g');

/** Text that is there as a whole, in parts. */
export async function* textParts(text: string): AsyncGenerator<string> {
	const part = 64 * 1024;
	for (let at = 0; at < text.length; at += part) yield await Promise.resolve(text.slice(at, at + part));
}
