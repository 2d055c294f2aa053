import { amountIn, USUAL, type NumberFormat } from '../../shared/values/money';
import { only } from '../../shared/values/text';

/** An amount as it was written, and in cents where it is one clear amount. */
export interface Money {
	readonly text: string;
	readonly cents: number | null;
}

/**
 * "$12,345.67", "12345.67 USD", 12345.67 and "12345" alike. What could be two amounts, such as "12.500", has no cents.
 */
export function moneyOf(value: unknown, format: NumberFormat = USUAL): Money {
	const single = only(value);
	if (typeof single === 'number')
		return { text: String(single), cents: centsIn(String(single), { decimal: '.', isKnown: true }) };
	const text = typeof single === 'string' ? single.trim() : '';
	return { text, cents: centsIn(text, format) };
}

function centsIn(text: string, format: NumberFormat): number | null {
	const amount = amountIn(text, format);
	return 'cents' in amount ? amount.cents : null;
}

/** What an estimate in words spans. The words are kept: a range is not a price. */
export interface Range {
	readonly text: string;
	readonly minCents: number | null;
	readonly maxCents: number | null;
}

/** Longer texts are not estimates. */
const LONGEST = 2_000;

/** A number with what tells an amount from a count: a dollar sign before it, a "k" behind it. */
const NUMBERS = /(\$\s?)?(\d[\d.,]*)(\s?k(?![a-z]))?([\w%])?/gi;

/**
 * Lowest and highest amount in text such as "Asphalt: $12,000 - $15,500". Numbers without "$" count where none has one,
 * and there are at most two.
 */
export function rangeOf(value: unknown): Range {
	const { text } = moneyOf(value);
	const all = text.length > LONGEST ? [] : [...text.matchAll(NUMBERS)].filter(([, , , , unit]) => unit === undefined);
	const inDollars = all.filter(([, dollar]) => dollar !== undefined);
	const used = inDollars.length > 0 ? inDollars : all.length <= 2 ? all : [];
	const cents = used.map(([, , digits, thousands]) => centsOf(digits, thousands !== undefined));
	const known = cents.filter((one): one is number => one !== null);
	if (known.length === 0 || known.length < cents.length) return { text, minCents: null, maxCents: null };
	return { text, minCents: Math.min(...known), maxCents: Math.max(...known) };
}

/** A comma or full stop behind the digits belongs to the sentence. */
function centsOf(digits: string, inThousands: boolean): number | null {
	const cents = centsIn(digits.replace(/(?<![.,])[.,]+$/, ''), USUAL);
	return cents === null || !inThousands ? cents : cents * 1000;
}
