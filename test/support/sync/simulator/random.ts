import type { Random } from '../../../../sync/model/ports';

/** A small seeded generator (mulberry32): the same seed gives the same run on every machine. */
export class SeededRandom implements Random {
	#state: number;
	#made = 0;
	readonly #name: string;

	constructor(seed: number, name = 'r') {
		this.#state = (seed ^ hashText(name)) >>> 0;
		this.#name = name;
	}

	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	id(): string {
		this.#made += 1;
		return `${this.#name}${this.#made}`;
	}

	/** A whole number from 0 up to, not including, `limit`. */
	below(limit: number): number {
		return Math.floor(this.next() * limit);
	}

	between(least: number, most: number): number {
		return least + this.next() * (most - least);
	}

	chance(share: number): boolean {
		return this.next() < share;
	}

	pick<T>(from: readonly T[]): T {
		return from[this.below(from.length)];
	}
}

/** FNV-1a over UTF-16 units, 32 bits. */
export function hashText(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	return hash >>> 0;
}

/** 64 bits of two FNV-like runs: a stand-in for the keyed hash that is fast enough for millions of runs. */
export function quickHash(text: string): string {
	let low = 0x811c9dc5;
	let high = 0x9e3779b9;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		low = Math.imul(low ^ unit, 0x01000193);
		high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
	}
	return `${(low >>> 0).toString(36)}${(high >>> 0).toString(36)}`;
}
