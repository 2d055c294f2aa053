import { numberParts, type NumberUse } from '../../../sync/model/numbers';
import { invalid, type Field } from './field';
import { visible } from './marks';
import { only } from './text';

/**
 * A number, also one written with separators of thousands. `1.250` is refused where `decimal` does not say which number
 * it is. Throws `InputProblem`.
 */
export function readNumber(value: unknown, field: Field, use: NumberUse = {}): number {
	const single = only(value);
	if (typeof single === 'number' && Number.isFinite(single)) return single;
	if (typeof single !== 'string' && typeof single !== 'bigint') throw invalid(field, value, 'Map a number.');
	const parts = numberParts(visible(String(single)), use);
	if (parts === 'ambiguous')
		throw invalid(field, value, 'It can be read in two ways. Write it without separators of thousands.');
	const number = parts && Number(`${parts.negative ? '-' : ''}${parts.whole}.${parts.fraction || '0'}`);
	if (number === undefined || !Number.isFinite(number)) throw invalid(field, value, 'Map a number.');
	if (parts?.fraction === '' && !Number.isSafeInteger(number) && /^\D*\d+$/.test(String(single)))
		throw invalid(field, value, 'It has more digits than a number keeps.');
	return number === 0 ? 0 : number;
}
