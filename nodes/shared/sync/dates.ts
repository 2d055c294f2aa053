import { timeOf } from '../parameters/input';

/**
 * A time as it is written: a day is its first moment, and a time without offset one of the zone. What is not a time
 * stays, and the write says so.
 */
export function momentIn(value: unknown, zone: string | undefined): unknown {
	try {
		return timeOf(value, '', zone) ?? '';
	} catch {
		return value;
	}
}
