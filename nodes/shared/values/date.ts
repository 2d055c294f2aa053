import { dayOf, parseDate, type DateProblem, type DateUse, type ParsedDate } from '../../../sync/model/dates';
import { invalid, type Field } from './field';
import { only } from './text';

/**
 * YYYY-MM-DD of a day, also where it is given with a time, as a Date, as milliseconds or seconds since 1970, or as the
 * number of a spreadsheet. Of a moment it is the day in `zone`. Throws `InputProblem`.
 */
export function readDate(value: unknown, field: Field, use: DateUse = {}): string {
	return dayOf(parsedDate(value, field, use), use.zone);
}

/** What `readDate` and `readMoment` have in common. Throws `InputProblem`. */
export function parsedDate(value: unknown, field: Field, use: DateUse): ParsedDate {
	const single = plainDate(only(value));
	if (single === undefined) throw invalid(field, value, ADVICE.unknown);
	const parsed = parseDate(single, use);
	if (typeof parsed === 'string') throw invalid(field, value, ADVICE[parsed]);
	return parsed;
}

const ADVICE: Readonly<Record<DateProblem, string>> = {
	unknown: 'Write the date as 2026-11-24, with a time as 2026-11-24T09:00:00Z.',
	impossible: 'There is no such day or time. Write the date as 2026-11-24.',
	unordered: 'Day and month cannot be told apart. Write the year first, as in 2026-11-24.',
	shortYear: 'Write the year with four digits and first, as in 2026-11-24.',
};

/** Luxon's objects, such as `$now`, know their moment; a number, text or Date is itself. */
function plainDate(value: unknown): string | number | Date | undefined {
	if (typeof value === 'string' || typeof value === 'number' || value instanceof Date) return value;
	if (typeof value === 'bigint') return Number(value);
	if (value === null || typeof value !== 'object' || !('toISO' in value) || typeof value.toISO !== 'function')
		return undefined;
	const iso: unknown = value.toISO();
	return typeof iso === 'string' ? iso : undefined;
}
