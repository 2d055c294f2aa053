import type { FieldKind } from '../../../sync/model/canonical';
import type { DateUse } from '../../../sync/model/dates';
import { withNewEntries } from '../../shared/runner/cachedRead';
import type { Calls } from '../../shared/runner/calls';
import type { CachedRead } from '../../shared/endpoint';
import { listOf, UnknownEntry, type Input } from '../../shared/parameters/input';
import type { Matched } from '../../shared/parameters/automatic';
import { isEmpty, refuseOtherColumns } from '../../shared/parameters/mapper';
import type { Attempt, MissingFields } from '../../shared/sync/mappedValues';
import {
	byName,
	columnOf,
	customValue,
	dayIn,
	fieldOf,
	isCustomColumn,
	isReadOnly,
	keyIn,
	kindOf,
	type CustomField,
} from '../mapping/customFields';
import { comparableStandard, matchedFields, type Lists, type MappedField } from '../mapping/mapping';

const KINDS: Readonly<Partial<Record<ReturnType<typeof kindOf>, FieldKind>>> = { number: 'number', date: 'date' };

/** How custom columns among these are compared. */
export const customKinds = (
	columns: readonly string[],
	definitions: readonly CustomField[],
): Record<string, FieldKind> =>
	Object.fromEntries(
		columns.filter(isCustomColumn).map((name) => [name, KINDS[kindOf(fieldOf(name, definitions))] ?? 'text']),
	);

/** Definitions for the mapped columns: read again where one of these is not among those that were kept. */
export async function definitionsFor(
	calls: Calls,
	input: Input,
	cachedRead: CachedRead<CustomField[]>,
): Promise<CustomField[]> {
	const named = customColumns(input);
	return await withNewEntries([cachedRead], calls, async () => {
		const definitions = await calls.cached(cachedRead);
		named.forEach((name) => fieldOf(name, definitions));
		return definitions;
	}).catch(async (error: unknown) => {
		if (!(error instanceof UnknownEntry)) throw error;
		return await calls.cached(cachedRead); // the others are written all the same: see missingFields
	});
}

/** Among fields that are mapped by name, one that the sub-account does not have is another app's. */
const customColumns = (input: Input): string[] =>
	input.mapsAutomatically('fields') ? [] : Object.keys(input.mapped('fields')).filter(isCustomColumn);

/** Mapped custom fields that the sub-account does not have, by their keys. `maker`: the operation that makes them. */
export const missingFields = (
	input: Input,
	definitions: readonly CustomField[],
	maker: 'Set Up Fields' | 'Create' = 'Set Up Fields',
): MissingFields | undefined => {
	const names = customColumns(input).filter((name) => !definitions.some((field) => isNamed(name, field)));
	if (names.length === 0) return undefined;
	const keys = names.map(keyIn);
	const it = keys.length > 1 ? 'them' : 'it';
	return {
		fields: keys,
		hint: `The sub-account has no custom field ${inWords(keys)}. Make ${it} with the operation ${maker} of Custom Field, or remove ${it} from the mapping.`,
	};
};

const inWords = (keys: readonly string[]): string =>
	new Intl.ListFormat('en', { type: 'disjunction' }).format(keys.map((key) => `"${key}"`));

/**
 * The mapped columns in the form in which GHL keeps them: the standard ones, and custom ones. One that the sub-account
 * does not have is left out.
 */
export function mappedColumns(
	input: Input,
	standard: readonly MappedField[],
	definitions: readonly CustomField[],
	lists: Lists,
	attempt: Attempt,
): Record<string, unknown> {
	const isCustom = (name: string) => isCustomColumn(name) && definitions.some((field) => isNamed(name, field));
	const { values } = valuesIn(input, standard, definitions);
	const entries = Object.entries(values).flatMap(([name, value]): Array<[string, unknown]> => {
		const field = standard.find(({ id }) => id === name);
		if (field) return [[name, comparableStandard(field, value, lists, attempt, input.dates)]];
		return isCustom(name) ? [[name, comparable(fieldOf(name, definitions), value, attempt, input.dates)]] : [];
	});
	return Object.fromEntries(entries);
}

/** Mapped values by column: in automatic mapping a field counts by column, key or name. */
export const valuesIn = (
	input: Input,
	standard: readonly MappedField[],
	definitions: readonly CustomField[],
): Matched =>
	input.mapsAutomatically('fields')
		? matchedFields(input.mapped('fields'), standard, definitions)
		: { values: input.mapped('fields'), unmatched: [] };

/**
 * Fields of an item that automatic mapping takes for no column. One that was mapped by hand for another resource is
 * refused. Throws `InputProblem`.
 */
export function unmatchedIn(
	input: Input,
	standard: readonly MappedField[],
	definitions: readonly CustomField[],
): readonly string[] {
	refuseOtherColumns(input, (id) => isCustomColumn(id) || standard.some((field) => field.id === id));
	return valuesIn(input, standard, definitions).unmatched;
}

const isNamed = (name: string, field: CustomField): boolean =>
	name === columnOf(field) || name === columnOf({ ...field, fieldKey: field.id });

/** Custom fields of an answer, by column; a field whose definition is gone keeps its ID. */
export function customIn(values: unknown, definitions: readonly CustomField[]): Record<string, unknown> {
	const columns = definitions.map((field) => ({ ...field, name: columnOf(field) }));
	const isKnown = (name: string) => columns.some((one) => one.name === name);
	return Object.fromEntries(
		Object.entries(byName(values, columns)).map(([name, value]) => [
			name,
			isKnown(name) ? kept(fieldOf(name, definitions), value) : value,
		]),
	);
}

/** A value of the mapper in the form in which GHL gives it: choices as the field names them, and in one order. */
function comparable(field: CustomField, value: unknown, attempt: Attempt, dates: DateUse): unknown {
	return isReadOnly(field) || isEmpty(value)
		? kept(field, value)
		: attempt(value, () => kept(field, customValue(field, value, dates)));
}

/** GHL gives choices in the order of the field, and days with the time of their beginning. */
function kept(field: CustomField, value: unknown): unknown {
	if (isReadOnly(field)) return undefined;
	if (kindOf(field) === 'date') return dayIn(value);
	return kindOf(field) === 'choices' ? listOf(value ?? []).sort() : value;
}
