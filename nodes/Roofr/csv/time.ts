import { dayOf, momentOf, parseDate, type DayOrder } from '../../../sync/model/dates';
import { utcOf } from '../../shared/values/moment';

/**
 * A day as YYYY-MM-DD, a moment as ISO 8601 in UTC; undefined where a text is neither, or could be two days. A time
 * without offset is one of `zone`.
 */
export function timeIn(text: string, order: DayOrder | undefined, zone?: string): string | undefined {
	const parsed = parseDate(text, { order, zone });
	if (typeof parsed === 'string') return undefined;
	if (parsed.moment === undefined) return dayOf(parsed, zone);
	return utcOf(momentOf(parsed, zone));
}

/** Whether a text is a date that could be two days, by the order of day and month. */
export const isUnordered = (text: string): boolean => parseDate(text) === 'unordered';

/** Whether a text is a date with a year such as 26. */
export const hasShortYear = (text: string): boolean => parseDate(text, { order: 'monthFirst' }) === 'shortYear';

/** The order that these dates show: some have a day after the twelfth. `both` where they speak against each other. */
export function orderIn(texts: readonly string[]): DayOrder | 'both' | undefined {
	const orders = (['monthFirst', 'dayFirst'] as const).filter((order) =>
		texts.some((text) => isDate(text, order) && !isDate(text, order === 'dayFirst' ? 'monthFirst' : 'dayFirst')),
	);
	return orders.length > 1 ? 'both' : orders[0];
}

const isDate = (text: string, order: DayOrder): boolean => typeof parseDate(text, { order }) !== 'string';
