import { z } from 'zod';
import { unprocessable } from '../errors';

/*
 * Bodies and queries are checked as strictly as GHL's own classes check theirs: what is not in the shape is refused.
 * zod does the checking; this file gives its issues the wording of class-validator, which users see in practice.
 */

/** A body or query: nothing beyond these properties. */
export const shape = <T extends z.ZodRawShape>(properties: T): z.ZodObject<T, 'strict'> =>
	z.object(properties).strict();

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

export const text = z.string();
export const filled = z.string().refine((value) => value !== '', 'should not be empty');
export const flag = z.boolean();
export const list = z.array(z.string());
export const email = z.string().refine((value) => EMAIL.test(value), 'must be an email');
export const isoDate = z
	.string()
	.refine((value) => ISO_DATE.test(value) && !Number.isNaN(Date.parse(value)), 'must be a valid ISO 8601 date string');

/** Query parameters are text on the wire. */
export const numeric = z.coerce.number();
export const yesNo = z.enum(['true', 'false']).transform((value) => value === 'true');
export const texts = z.union([z.array(z.string()), z.string().transform((value) => [value])]);

const TYPE_PHRASES: { [expected: string]: string } = {
	string: 'must be a string',
	number: 'must be a number conforming to the specified constraints',
	boolean: 'must be a boolean value',
	array: 'must be an array',
	object: 'must be an object',
};

function phrase(issue: z.ZodIssue): string[] {
	const path = issue.path.join('.');
	const parent = issue.path.length > 0 ? `${path}.` : '';
	switch (issue.code) {
		case 'unrecognized_keys':
			return issue.keys.map((key) => `${parent}property ${key} should not exist`);
		case 'invalid_type':
			return typePhrase(path, issue);
		case 'invalid_enum_value':
			return [`${path} must be one of the following values: ${issue.options.join(', ')}`];
		case 'invalid_union':
			return issue.unionErrors[0] ? phrases(issue.unionErrors[0]) : [`${path} is invalid`];
		case 'too_big':
			return [
				issue.type === 'string'
					? `${path} must be shorter than or equal to ${issue.maximum} characters`
					: issue.type === 'array'
						? `${path} must contain no more than ${issue.maximum} elements`
						: `${path} must not be greater than ${issue.maximum}`,
			];
		case 'too_small':
			return [
				issue.type === 'array'
					? `${path} must contain at least ${issue.minimum} elements`
					: `${path} must not be less than ${issue.minimum}`,
			];
		default:
			return [`${path} ${issue.message}`.trim()];
	}
}

function typePhrase(path: string, issue: z.ZodInvalidTypeIssue): string[] {
	const lastStep = issue.path.at(-1);
	if (typeof lastStep === 'number' && issue.expected === 'string')
		return [`each value in ${issue.path.slice(0, -1).join('.')} must be a string`];
	const type = `${path || 'body'} ${TYPE_PHRASES[issue.expected] ?? 'is invalid'}`;
	return issue.received === 'undefined' && issue.expected === 'string' ? [`${path} should not be empty`, type] : [type];
}

function phrases(error: z.ZodError): string[] {
	return [...new Set(error.issues.flatMap(phrase))];
}

/** @throws ApiError 422 that names every property at fault */
export function check<T extends z.ZodTypeAny>(schema: T, value: unknown): z.output<T> {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	throw unprocessable(...phrases(result.error));
}
