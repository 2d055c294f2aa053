const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** FNV-1a: spreads a seed text over 32 bits. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return value >>> 0;
}

/** A seeded stream of numbers (mulberry32), with the shapes of identifier the services hand out. */
export class SeededRandom {
	private state: number;

	constructor(private readonly seed: string) {
		this.state = hash(seed);
	}

	reset(): void {
		this.state = hash(this.seed);
	}

	/** 0 ≤ x < 1 */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	}

	id(length: number): string {
		return this.pick(ALPHANUMERIC, length);
	}

	/** Version 4 in form; the bits are seeded. */
	uuid(): string {
		const hex = this.pick('0123456789abcdef', 30);
		const variant = this.pick('89ab', 1);
		return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
	}

	private pick(alphabet: string, length: number): string {
		return Array.from({ length }, () => alphabet[Math.floor(this.next() * alphabet.length)]).join('');
	}
}
