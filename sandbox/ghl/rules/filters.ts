import { z } from 'zod';
import { unprocessable } from '../errors';

/*
 * The filter grammar of POST /contacts/search and POST /opportunities/search:
 * conditions and AND/OR groups, nested as deep as wanted; the list at the top is an AND.
 */
const OPERATORS = ['eq', 'not_eq', 'contains', 'not_contains', 'exists', 'not_exists', 'range', 'nested'] as const;
export type Operator = (typeof OPERATORS)[number];

export const EQUAL: Operator[] = ['eq', 'not_eq'];
export const PRESENT: Operator[] = ['exists', 'not_exists'];
export const EXACT: Operator[] = [...EQUAL, ...PRESENT];
export const TEXTUAL: Operator[] = [...EXACT, 'contains', 'not_contains'];
export const DATES: Operator[] = ['range', ...PRESENT];
export const NUMBERS: Operator[] = ['range', ...EXACT];

export interface Condition {
	field: string;
	operator: Operator;
	value?: unknown;
}

export type Filter = Condition | { group: 'AND' | 'OR'; filters: Filter[] };

const condition = z.object({ field: z.string(), operator: z.enum(OPERATORS), value: z.unknown() }).strict();
export const filterSchema: z.ZodType<Filter> = z.lazy(() =>
	z
		.object({ group: z.enum(['AND', 'OR']), filters: z.array(filterSchema) })
		.strict()
		.or(condition),
);

/** One field that can be searched: which operators it takes, and where it is found in a record. */
export interface SearchField<T> {
	operators: Operator[];
	read(record: T): unknown;
	/** For `nested`: whether some sub-record meets all the conditions. */
	nested?(record: T, conditions: Condition[]): boolean;
}

export type FieldLookup<T> = (name: string) => SearchField<T> | undefined;

const MAX_LENGTH = 75;

/** @throws ApiError 422 for a field or operator that the API does not have */
export function compileFilters<T>(filters: Filter[], fields: FieldLookup<T>): (record: T) => boolean {
	const tests = filters.map((filter) => compile(filter, fields));
	return (record) => tests.every((test) => test(record));
}

function compile<T>(filter: Filter, fields: FieldLookup<T>): (record: T) => boolean {
	if ('field' in filter) return compileCondition(filter, fields);
	const tests = filter.filters.map((each) => compile(each, fields));
	return filter.group === 'AND'
		? (record) => tests.every((test) => test(record))
		: (record) => tests.some((test) => test(record));
}

function compileCondition<T>({ field, operator, value }: Condition, fields: FieldLookup<T>): (record: T) => boolean {
	const found = fields(field);
	if (!found) throw unprocessable(`filters field ${field} is not supported`);
	if (!found.operators.includes(operator))
		throw unprocessable(`operator ${operator} is not supported for field ${field}`);
	switch (operator) {
		case 'exists':
			return (record) => !isEmpty(found.read(record));
		case 'not_exists':
			return (record) => isEmpty(found.read(record));
		case 'range':
			return inRange(field, value, found);
		case 'nested':
			return isNested(field, value, found);
		case 'eq':
			return equals(field, value, found, true);
		case 'not_eq':
			return equals(field, value, found, false);
		case 'contains':
			return contains(field, value, found, true);
		case 'not_contains':
			return contains(field, value, found, false);
	}
}

const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

function scalars(field: string, value: unknown): string[] {
	const values = [value].flat();
	for (const each of values) {
		if (!['string', 'number', 'boolean'].includes(typeof each))
			throw unprocessable(`filters value of ${field} is invalid`);
		if (String(each).length > MAX_LENGTH)
			throw unprocessable(`filters value of ${field} must be shorter than or equal to ${MAX_LENGTH} characters`);
	}
	return values.map(String);
}

function equals<T>(field: string, value: unknown, { read }: SearchField<T>, wanted: boolean): (record: T) => boolean {
	const allowed = new Set(scalars(field, value));
	return (record) => [read(record)].flat().some((each) => !isEmpty(each) && allowed.has(String(each))) === wanted;
}

function contains<T>(field: string, value: unknown, { read }: SearchField<T>, wanted: boolean): (record: T) => boolean {
	const parts = scalars(field, value).map((part) => part.toLowerCase());
	return (record) => {
		const texts = [read(record)].flat().map((each) => String(each ?? '').toLowerCase());
		return parts.some((part) => texts.some((text) => text.includes(part))) === wanted;
	};
}

const rangeValue = z
	.object({ gt: z.unknown(), gte: z.unknown(), lt: z.unknown(), lte: z.unknown() })
	.partial()
	.strict();

/** A date as ISO text or epoch milliseconds, or a plain number. */
function bound(field: string, value: unknown): number | undefined {
	if (value === undefined) return undefined;
	const number =
		typeof value === 'number'
			? value
			: typeof value === 'string'
				? value.trim() !== '' && !Number.isNaN(Number(value))
					? Number(value)
					: Date.parse(value)
				: NaN;
	if (Number.isNaN(number)) throw unprocessable(`filters value of ${field} is no date or number`);
	return number;
}

function inRange<T>(field: string, value: unknown, { read }: SearchField<T>): (record: T) => boolean {
	const parsed = rangeValue.safeParse(value);
	if (!parsed.success || Object.keys(parsed.data).length === 0)
		throw unprocessable(`filters value of ${field} must be an object with gt, gte, lt or lte`);
	const [gt, gte, lt, lte] = [parsed.data.gt, parsed.data.gte, parsed.data.lt, parsed.data.lte].map((each) =>
		bound(field, each),
	);
	return (record) => {
		const stored = read(record);
		if (isEmpty(stored)) return false;
		const number = typeof stored === 'number' ? stored : Date.parse(String(stored));
		return (
			(gt === undefined || number > gt) &&
			(gte === undefined || number >= gte) &&
			(lt === undefined || number < lt) &&
			(lte === undefined || number <= lte)
		);
	};
}

function isNested<T>(field: string, value: unknown, found: SearchField<T>): (record: T) => boolean {
	const conditions = z.array(condition).safeParse(value);
	if (!conditions.success) throw unprocessable(`filters value of ${field} must be an array`);
	return (record) => found.nested?.(record, conditions.data) ?? false;
}
