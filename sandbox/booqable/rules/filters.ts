import { badRequest } from '../errors';
import { filterValues } from '../routes/query';
import { isObject, text, type Json, type Values } from '../models/records';
import { attributeType, operatorsOf, type ResourceTable } from '../models/tables/table';

/** What a filter looks at: an attribute, or something the resource computes for filtering only. */
export type FieldOf<Row> = (row: Row, name: string) => Json | undefined;
type Test<Row> = (row: Row) => boolean;

/**
 * Compiles `filter[…]` of a list. Several filters, and several operators on one attribute, combine with "and".
 * @throws ApiError 400 for a filter or an operator the resource does not have, and for a required one that is missing
 */
export function compileFilter<Row>(table: ResourceTable, filter: Values, fieldOf: FieldOf<Row>): Test<Row> {
	for (const name of table.filters?.required ?? []) {
		if (!(name in filter)) throw badRequest(`Required filter "${name}" was not provided`);
	}
	const tests = Object.entries(filter).map(([name, condition]) => compileOne(table, name, condition, fieldOf));
	return (row) => tests.every((test) => test(row));
}

function compileOne<Row>(table: ResourceTable, name: string, condition: Json, fieldOf: FieldOf<Row>): Test<Row> {
	const operators = operatorsOf(table, name);
	if (!operators) throw badRequest(`Invalid filter: ${table.type} cannot be filtered on "${name}"`);
	if (name === 'conditions')
		return compileConditions(table, isObject(condition) && isObject(condition.eq) ? condition.eq : condition, fieldOf);
	const byOperator = isObject(condition) ? condition : { eq: condition };
	const tests = Object.entries(byOperator).map(([operator, value]) => {
		if (!operators.includes(operator))
			throw badRequest(`Invalid filter: "${name}" does not support "${operator}", only ${operators.join(', ')}`);
		return compileOperator(table, name, operator, value, fieldOf);
	});
	return (row) => tests.every((test) => test(row));
}

/** The advanced search: groups of attributes joined by "and" or "or", to any depth. */
function compileConditions<Row>(table: ResourceTable, group: Json, fieldOf: FieldOf<Row>): Test<Row> {
	const members = isObject(group) ? asArray(group.attributes) : undefined;
	if (!isObject(group) || !members) throw badRequest('Invalid filter: conditions need "operator" and "attributes"');
	if (group.operator !== 'and' && group.operator !== 'or')
		throw badRequest('Invalid filter: operator must be "and" or "or"');
	const tests = members.map((member) => compileMember(table, member, fieldOf));
	return group.operator === 'and'
		? (row) => tests.every((test) => test(row))
		: (row) => tests.some((test) => test(row));
}

function compileMember<Row>(table: ResourceTable, member: Json, fieldOf: FieldOf<Row>): Test<Row> {
	if (!isObject(member)) throw badRequest('Invalid filter: an attribute of conditions must be an object');
	if ('attributes' in member) return compileConditions(table, member, fieldOf);
	const tests = Object.entries(member).map(([name, condition]) => compileOne(table, name, condition, fieldOf));
	return (row) => tests.every((test) => test(row));
}

/** `attributes[0][name]=x` of a query arrives as an object with numbered keys. */
function asArray(value: Json | undefined): Json[] | undefined {
	if (Array.isArray(value)) return value;
	return isObject(value) ? Object.values(value) : undefined;
}

function compileOperator<Row>(
	table: ResourceTable,
	name: string,
	operator: string,
	value: Json,
	fieldOf: FieldOf<Row>,
): Test<Row> {
	const base =
		name === 'start_or_stop_time' || name === 'date_or_created_at'
			? 'datetime'
			: (attributeType(table, name)?.base ?? 'string');
	if (name === 'q') {
		const terms = text(value).toLowerCase().split(/\s+/).filter(Boolean);
		return (row) => matchesTerms(text(fieldOf(row, 'q')), terms);
	}
	const wanted = filterValues(value).map((each) => cast(name, base, each));
	const compare = comparison(operator, base, wanted);
	return (row) => {
		const field = fieldOf(row, name);
		if (!Array.isArray(field)) return compare(castField(base, field));
		// An array matches when one element does; "not" only when none does.
		const elements = field.map((each) => castField(base, each));
		return operator.startsWith('not_') ? elements.every(compare) : elements.some(compare);
	};
}

const matchesTerms = (searched: string, terms: readonly string[]): boolean =>
	terms.every((term) => searched.toLowerCase().includes(term));

type Comparable = string | number | boolean | null;

function cast(name: string, base: string, value: Json): Comparable {
	if (value === null) return null;
	const given = text(value);
	if (base === 'boolean') {
		if (given !== 'true' && given !== 'false')
			throw badRequest(`Failed typecasting "${name}"! Given "${given}", which is no boolean`);
		return given === 'true';
	}
	const number = base === 'datetime' || base === 'date' ? Date.parse(given) : Number(given);
	if (base === 'datetime' || base === 'date' || base === 'integer' || base === 'float') {
		if (Number.isNaN(number)) throw badRequest(`Failed typecasting "${name}"! Given "${given}", which is no ${base}`);
		return number;
	}
	return given;
}

function castField(base: string, value: Json | undefined): Comparable {
	if (value === undefined || value === null || typeof value === 'object') return null;
	if (base === 'datetime' || base === 'date') return Date.parse(String(value));
	return value;
}

// Booqable does not say which comparisons ignore case. These follow Graphiti, the library it is built with:
// `eq` and the partial matches ignore it, `eql` does not.
const folded = (value: Comparable): Comparable => (typeof value === 'string' ? value.toLowerCase() : value);

function comparison(operator: string, base: string, wanted: Comparable[]): (field: Comparable) => boolean {
	if (operator.startsWith('not_')) {
		const positive = comparison(operator.slice(4), base, wanted);
		return (field) => !positive(field);
	}
	if (operator === 'between') return between(wanted);
	const single = operation(operator);
	const fold = operator === 'eql' || base === 'uuid' ? (value: Comparable) => value : folded;
	const targets = wanted.map(fold);
	return (field) => targets.some((target) => single(fold(field), target));
}

function between([from, till]: Comparable[]): (field: Comparable) => boolean {
	return (field) =>
		typeof field === 'number' && typeof from === 'number' && typeof till === 'number' && field >= from && field <= till;
}

function operation(operator: string): (field: Comparable, target: Comparable) => boolean {
	switch (operator) {
		case 'gt':
			return (field, target) => ordered(field, target) && field! > target!;
		case 'gte':
			return (field, target) => ordered(field, target) && field! >= target!;
		case 'lt':
			return (field, target) => ordered(field, target) && field! < target!;
		case 'lte':
			return (field, target) => ordered(field, target) && field! <= target!;
		case 'prefix':
			return (field, target) => text(field).startsWith(text(target));
		case 'suffix':
			return (field, target) => text(field).endsWith(text(target));
		case 'match':
			return (field, target) => text(field).includes(text(target));
		default:
			return (field, target) => field === target;
	}
}

const ordered = (field: Comparable, target: Comparable): boolean => field !== null && target !== null;
