import { momentOf, type DateUse } from '../../../sync/model/dates';
import { parsedDate } from './date';
import type { Field } from './field';

/** ISO 8601 in UTC, without milliseconds, which services refuse now and then. */
export const utcOf = (moment: number): string => new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * A moment in UTC. What names no zone is meant in `zone`; a day is its beginning there. Throws `InputProblem`.
 */
export function readMoment(value: unknown, field: Field, use: DateUse = {}): string {
	return utcOf(momentOf(parsedDate(value, field, use), use.zone));
}
