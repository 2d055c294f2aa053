import { listIn } from './json';
import { trimmed } from './marks';

/** Whether a value stands for nothing: blanks and lists without a value, too, also where they are typed as JSON. */
export const isEmpty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' && (trimmed(value) === '' || isEmptyList(value))) ||
	(Array.isArray(value) && value.every(isEmpty));

const isEmptyList = (text: string): boolean => listIn(text)?.every(isEmpty) ?? false;

/** What is read of a value; undefined where there is none. */
export const filled = <T>(value: unknown, read: (value: unknown) => T): T | undefined =>
	isEmpty(value) ? undefined : read(value);
