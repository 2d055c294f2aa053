/**
 * What Intl does for English texts that nodes have when they are loaded: its tables take longer to load than the nodes.
 */

/** A whole number in groups of three digits: 1,000,000. */
export function grouped(whole: number): string {
	const digits = String(whole);
	return digits.length > 3 ? `${grouped(Number(digits.slice(0, -3)))},${digits.slice(-3)}` : digits;
}

function inOrder(one: string, other: string): number {
	const [a, b] = [one.toLowerCase(), other.toLowerCase()];
	return a < b ? -1 : Number(a > b);
}

/** For `sort`. */
export const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
	inOrder(one.name, other.name);

/** For `sort`. */
export const byDisplayName = (one: { readonly displayName: string }, other: { readonly displayName: string }): number =>
	inOrder(one.displayName, other.displayName);
