import { lazy } from './lazy';
import { invalid, type Field } from './field';
import { visible } from './marks';
import { only, readText } from './text';

/** How amounts are written. */
export interface NumberFormat {
	readonly decimal: '.' | ',';
	/**
	 * Whether it is known rather than usual. Where it is only usual, an amount that the other format would read otherwise
	 * is unclear: 12.500 may be twelve and a half or twelve thousand five hundred.
	 */
	readonly isKnown: boolean;
}

/** As in the US. */
export const USUAL: NumberFormat = { decimal: '.', isKnown: false };

/** An amount in hundredths, or why a text has none. */
export type Amount = { readonly cents: number } | { readonly problem: 'unclear' | 'none' };

/** Longer texts are not amounts. */
const LONGEST = 60;

const SIGNS = ['', '$', 'US$', 'CA$', 'C$', 'A$', 'AU$', 'NZ$', 'R$', '€', '£', '¥'];
const currencies = lazy((): ReadonlySet<string> => new Set([...SIGNS, ...Intl.supportedValuesOf('currency')]));

const SIGNED = /^(\()?(-|\+)?([^\d\s.,()+'’-]*) ?(-)?((?:[.,'’ ]*\d)+[.,]?) ?([^\d\s.,()+-]*)(-)?(\))?$/;

/**
 * The amount that a text is, in hundredths and without floating point: "$12,345.67", "12345.67 USD", "1.250,00 €",
 * "(1,250.00)" and "-1,250" alike. Without a format, whatever two formats read differently is unclear.
 */
export function amountIn(text: string, format?: NumberFormat): Amount {
	const plain = visible(text)
		.replace(/[−–—]/g, '-')
		.replace(/^([^\d\s.,()+-]{1,3}) ?\((?=[\d.,' ]+\)$)/, '($1') // as spreadsheets write a debit: $ (1,250.00)
		.replace(/^([^\d\s.,()+-]{1,3}) ?-$/, '$10') // and nothing: $ -
		.replace(/(?<=\d)([.,]) ?--?(?! ?\d)/, '$100'); // "5,-" is five and no cents
	const [, open, sign, before, minus, digits, after, behind, close] =
		(plain.length <= LONGEST && SIGNED.exec(plain)) || [];
	const signs = [open, sign === '-' && sign, minus, behind].filter(Boolean).length;
	if (digits === undefined || signs > 1 || Boolean(open) !== Boolean(close)) return { problem: 'none' };
	if (![before, after].every((currency) => currencies().has(currency.toUpperCase()))) return { problem: 'none' };
	const parts = partsOf(digits, format);
	if (typeof parts === 'string') return { problem: parts };
	const fraction = parts.fraction.replace(/(?<!0)0+$/, '').padEnd(2, '0');
	const cents = Number(`${parts.whole}${fraction}`);
	if (fraction.length > 2 || !Number.isSafeInteger(cents)) return { problem: 'none' };
	return { cents: signs === 1 && cents !== 0 ? -cents : cents };
}

/** Groups of three digits, whatever stands between them, as long as it is the same. */
const GROUPS = /^\d{1,3}(?:(['’ .,])\d{3})(?:\1\d{3})*$/;

/** The digits on both sides of the decimal sign. */
function partsOf(digits: string, format?: NumberFormat): { whole: string; fraction: string } | 'unclear' | 'none' {
	const at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
	const [whole, fraction] = at < 0 ? [digits, ''] : [digits.slice(0, at), digits.slice(at + 1)];
	const isGrouped = GROUPS.test(digits);
	const asGroups = { whole: digits.replace(/\D/g, ''), fraction: '' };
	const asDecimal = { whole: whole.replace(/\D/g, ''), fraction };
	const isDecimal =
		at >= 0 && /^\d*$/.test(fraction) && (/^\d*$/.test(whole) || (GROUPS.test(whole) && !whole.includes(digits[at])));
	if (at < 0) return isGrouped || /^\d+$/.test(digits) ? asGroups : 'none';
	if (!isGrouped || /^0/.test(digits)) return isDecimal ? checked(asDecimal, digits, at, format) : 'none';
	if (!isDecimal) return asGroups; // 1,234,567
	if (format?.isKnown) return digits[at] === format.decimal ? asDecimal : asGroups;
	return format && digits[at] !== format.decimal ? asGroups : 'unclear';
}

/** What is surely a decimal sign must be that of a format that is known. */
const checked = <T>(parts: T, digits: string, at: number, format?: NumberFormat): T | 'none' =>
	format?.isKnown && digits[at] !== format.decimal && !/[.,]/.test(digits.slice(0, at)) ? 'none' : parts;

const HOW = {
	none: 'Map an amount such as 1234.50.',
	unclear: 'It can be read in two ways. Write it with two decimals, such as 1234.50.',
} as const;

/** An amount in hundredths. Throws `InputProblem`. */
export function readMoney(value: unknown, field: Field, format?: NumberFormat): number {
	const single = only(value);
	const amount = typeof single === 'number' ? amountOf(single) : amountIn(readText(single, field, HOW.none), format);
	if ('cents' in amount) return amount.cents;
	throw invalid(field, value, HOW[amount.problem]);
}

/** Of a number, which may have been calculated: 0.1 + 0.2 is 30. */
function amountOf(value: number): Amount {
	const cents = Math.round(value * 100);
	const isWhole = Number.isSafeInteger(cents) && Math.abs(value * 100 - cents) < 1e-4;
	return isWhole ? { cents: cents === 0 ? 0 : cents } : { problem: 'none' };
}
