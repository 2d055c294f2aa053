import { textOf } from '../../shared/input';

/** An amount as it was written, and in cents where it is one plain amount. */
export interface Money {
	readonly text: string;
	readonly cents: number | null;
}

const AMOUNT = /^(-)?\s*(?:(?:US|CA)?\s*\$)?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2})0*)?\s*(?:USD|CAD)?$/i;

/**
 * "$12,345.67", "12345.67 USD", 12345.67 and "12345" alike, without floating point. Anything else, "12.345" too, has no
 * cents.
 */
export function moneyOf(value: unknown): Money {
	const text = textOf(value);
	const [matched, sign = '', whole = '', fraction = ''] = AMOUNT.exec(text) ?? [];
	const cents = Number(`${sign}${whole.replaceAll(',', '')}${fraction.padEnd(2, '0')}`);
	return { text, cents: matched !== undefined && Number.isSafeInteger(cents) ? cents : null };
}

/** What an estimate in words spans. The words are kept: a range is no price. */
export interface Range {
	readonly text: string;
	readonly minCents: number | null;
	readonly maxCents: number | null;
}

const AMOUNTS = /\$?\s?\d[\d,]*(?:\.\d+)?\s?k?(?![\w%])/gi;

/**
 * Lowest and highest amount in text such as "Asphalt: $12,000 - $15,500". Numbers without "$" count where none has one,
 * and there are at most two.
 */
export function rangeOf(value: unknown): Range {
	const text = textOf(value);
	const all = (text.match(AMOUNTS) ?? []).map((amount) => amount.trim());
	const inDollars = all.filter((amount) => amount.startsWith('$'));
	const used = inDollars.length > 0 ? inDollars : all.length <= 2 ? all : [];
	const cents = used.map(amountOf);
	const known = cents.filter((one): one is number => one !== null);
	if (known.length === 0 || known.length < cents.length) return { text, minCents: null, maxCents: null };
	return { text, minCents: Math.min(...known), maxCents: Math.max(...known) };
}

function amountOf(text: string): number | null {
	const { cents } = moneyOf(text.replace(/\s?k$/i, ''));
	return cents === null ? null : /k$/i.test(text) ? cents * 1000 : cents;
}
