/** Characters of a reason; what a service says beyond is left out. */
const LONGEST = 2_000;

/** Texts that a service gives back can hold what the record holds, and reasons are kept: values go out of them. */
export function redact(said: string, fields: Readonly<Record<string, unknown>>): string {
	const text = said.slice(0, LONGEST);
	const plain = text.toLowerCase();
	const words = Object.values(fields)
		.flatMap(wordsOf)
		.filter((word) => plain.includes(word.toLowerCase()))
		.sort((one, other) => other.length - one.length);
	const hidden = words.reduce((left, word) => left.replaceAll(new RegExp(escaped(word), 'gi'), '…'), text);
	return hidden.replaceAll(/\S+/g, (word) => (/.@./.test(word) ? '…' : word)).replaceAll(/\+?\d[\d\s().-]{5,}\d/g, '…');
}

/** Words of less than three letters reveal nothing and are part of too many others. */
function wordsOf(value: unknown): string[] {
	if (value !== null && typeof value === 'object') return Object.values(value).flatMap(wordsOf);
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	return [text, ...text.split(/[\s,;@]+/)].filter((word) => word.length > 2);
}

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
