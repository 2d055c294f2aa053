/** The decimal mark, if it is known: from a file, an option or a service. */
export type DecimalMark = '.' | ',';

export interface NumberUse {
	/** If it is not known, `1.250` and `1,250` can mean 1250 or 1.25. */
	readonly decimal?: DecimalMark;
}

/** The parts of a number: `whole` and `fraction` are digits only, `fraction` as long as it was written. */
export interface NumberParts {
	readonly negative: boolean;
	readonly whole: string;
	readonly fraction: string;
}

/** Longer texts are not numbers. */
const LONGEST = 60;

const PLAIN = /^(\d+)(?:\.(\d+))?$/;
const SCIENTIFIC = /^(\d(?:\.\d+)?)e([+-]?\d{1,2})$/i;
const BLANKS = /[\s\u00A0\u202F]/g;
const MINUS = /^[-\u2212\u2013]/;

/**
 * The number in a text, with or without thousands separators; parentheses count as a minus, as in accounting. Undefined
 * if it is not a number, `ambiguous` if it can mean two.
 */
export function numberParts(text: string, { decimal }: NumberUse = {}): NumberParts | 'ambiguous' | undefined {
	const trimmed = text.trim();
	if (trimmed.length > LONGEST) return undefined;
	const bracketed = /^\((.*)\)$/s.exec(trimmed);
	const unsigned = (bracketed?.[1] ?? trimmed).trim();
	if (bracketed && /^[-+\u2212\u2013]|-$/.test(unsigned)) return undefined;
	const negative = bracketed !== null || MINUS.test(unsigned) || /\d-$/.test(unsigned);
	const digits = unsigned
		.replace(MINUS, '')
		.replace(/^\+/, '')
		.replace(/(?<=\d)-$/, '')
		.trim();
	const scientific = SCIENTIFIC.exec(digits);
	if (scientific) return { negative, ...plainParts(Number(digits)) };
	const written = machineForm(digits, decimal);
	if (written === 'ambiguous' || written === undefined) return written;
	const [, whole = '', fraction = ''] = PLAIN.exec(written) ?? [];
	return whole === '' ? undefined : { negative, whole, fraction };
}

function plainParts(number: number): Pick<NumberParts, 'whole' | 'fraction'> {
	const [whole, fraction = ''] = number.toFixed(10).split('.');
	return { whole, fraction: fraction.replace(/(?<!0)0+$/, '') };
}

/** Without thousands separators, and with a point before the fraction. */
function machineForm(digits: string, decimal: DecimalMark | undefined): string | 'ambiguous' | undefined {
	if (/^\d+$/.test(digits)) return digits;
	if (/^[.,]\d+$/.test(digits)) return digits[0] === (decimal ?? digits[0]) ? `0.${digits.slice(1)}` : undefined;
	if (!/^\d[\d.,'’\s\u00A0\u202F]*\d[.,]?$/.test(digits) && !/^\d[.,]$/.test(digits)) return undefined;
	const mark = decimal ?? decimalMarkIn(digits);
	if (mark === 'ambiguous') return mark;
	const cut = mark === undefined ? -1 : digits.lastIndexOf(mark);
	const [whole, fraction] = cut < 0 ? [digits, ''] : [digits.slice(0, cut), digits.slice(cut + 1)];
	const plain = withoutThousands(whole, mark);
	if (plain === undefined || !/^\d*$/.test(fraction)) return undefined;
	return fraction === '' ? plain : `${plain}.${fraction}`;
}

/** Which of the two marks comes before the fraction; undefined if there is no fraction. */
function decimalMarkIn(digits: string): DecimalMark | 'ambiguous' | undefined {
	const [points, commas] = [digits.split('.').length - 1, digits.split(',').length - 1];
	if (points > 0 && commas > 0) return digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
	if (points > 1 || commas > 1 || points + commas === 0) return undefined;
	if (/['’\s\u00A0\u202F]/.test(digits)) return points === 1 ? '.' : ',';
	if (/^(?!0)\d{1,3}[.,]\d{3}$/.test(digits)) return 'ambiguous';
	return commas === 1 ? ',' : '.';
}

/** Groups of three with one mark between them, or no mark at all; otherwise undefined. */
function withoutThousands(whole: string, decimal: DecimalMark | undefined): string | undefined {
	if (/^\d+$/.test(whole)) return whole;
	const marks = new Set(whole.replace(/\d/g, '').replace(BLANKS, ' '));
	if (marks.size !== 1 || (decimal !== undefined && marks.has(decimal))) return undefined;
	// India groups by two above the thousand: 12,34,567
	const isGrouped = /^\d{1,3}(?:\D\d{3})+$/.test(whole) || /^\d{1,2}(?:,\d{2})+,\d{3}$/.test(whole);
	return isGrouped ? whole.replace(/\D/g, '') : undefined;
}

/** Number of digits of the minor unit of a currency (ISO 4217). */
export function minorDigits(currency: string): number {
	try {
		return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
	} catch {
		return 2; // not a currency code: two digits are by far the most common
	}
}

/** The amount in minor units; undefined if it has a part smaller than one unit. */
export function minorUnits({ negative, whole, fraction }: NumberParts, currency: string): bigint | undefined {
	const digits = minorDigits(currency);
	if (/[1-9]/.test(fraction.slice(digits))) return undefined;
	const minor = BigInt(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`);
	return negative ? -minor : minor;
}
