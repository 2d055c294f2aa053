import { momentOf, type DateUse } from '../../../sync/model/dates';
import { parsedDate } from './date';
import type { Field } from './field';

/**
 * A moment as ISO 8601 in UTC, without milliseconds, which services refuse now and then. What names no zone is meant in
 * `zone`; a day is its beginning there. Throws `InputProblem`.
 */
export function readMoment(value: unknown, field: Field, use: DateUse = {}): string {
	const moment = momentOf(parsedDate(value, field, use), use.zone);
	return new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}
