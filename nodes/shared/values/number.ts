import { numberParts, type NumberUse } from '../../../sync/model/numbers';
import { invalid, type Field } from './field';
import { visible } from './marks';
import { only } from './text';

/**
 * A number, also one written with separators of thousands. `1.250` and `1,250` are refused where `decimal` does not say
 * which number it is. Throws `InputProblem`.
 */
export function readNumber(value: unknown, field: Field, use: NumberUse = {}): number {
	const single = only(value);
	if (typeof single === 'number' && Number.isFinite(single)) return kept(single, value, field);
	if (typeof single !== 'string' && typeof single !== 'bigint') throw invalid(field, value, 'Map a number.');
	const parts = numberParts(visible(String(single)).replace(/^'/, ''), use);
	if (parts === 'ambiguous')
		throw invalid(field, value, `It can be read in two ways. Write ${bothWays(String(single))}.`);
	const number = parts && Number(`${parts.negative ? '-' : ''}${parts.whole}.${parts.fraction || '0'}`);
	if (number === undefined || !Number.isFinite(number)) throw invalid(field, value, 'Map a number.');
	return kept(number, value, field);
}

/** The last digits of a longer whole number may be others than those that were written. */
function kept(number: number, value: unknown, field: Field): number {
	if (Number.isInteger(number) && !Number.isSafeInteger(number))
		throw invalid(field, value, 'It has more digits than a number keeps.');
	return number === 0 ? 0 : number;
}

/** As either of the two numbers is written, so that it is one alone. */
const bothWays = (text: string): string => {
	const [whole, thousandths] = text.split(/[.,]/).map((part) => part.replace(/\D/g, ''));
	return `${whole}${thousandths} or ${Number(`${whole}.${thousandths}`)}`;
};
