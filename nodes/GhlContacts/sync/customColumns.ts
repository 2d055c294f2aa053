import type { FieldKind } from '../../../sync/model/canonical';
import { listOf, type Input } from '../../shared/input';
import { byName, columnOf, columnType, fieldOf, isCustomColumn, isReadOnly, type CustomField } from '../customFields';

const KINDS: Readonly<Partial<Record<ReturnType<typeof columnType>, FieldKind>>> = { number: 'number', dateTime: 'date' };

/** How custom columns among these are compared. */
export const customKinds = (columns: readonly string[], definitions: readonly CustomField[]): Record<string, FieldKind> =>
	Object.fromEntries(columns.filter(isCustomColumn).map((name) => [name, KINDS[columnType(fieldOf(name, definitions))] ?? 'text']));

/** The mapped columns: the standard ones, and custom ones. Among fields that are mapped by name, one that the sub-account does not have is another app's. */
export function mappedColumns(input: Input, standard: readonly string[], definitions: readonly CustomField[]): Record<string, unknown> {
	const isCustom = (name: string) => isCustomColumn(name) && (!input.mapsAutomatically('fields') || definitions.some((field) => isNamed(name, field)));
	const wanted = Object.entries(input.mapped('fields')).filter(([name]) => standard.includes(name) || isCustom(name));
	return Object.fromEntries(wanted.map(([name, value]) => [name, isCustomColumn(name) ? comparable(fieldOf(name, definitions), value) : value]));
}

const isNamed = (name: string, field: CustomField): boolean => name === columnOf(field) || name === columnOf({ ...field, fieldKey: field.id });

/** Custom fields of an answer, by column; a field whose definition is gone keeps its ID. */
export function customIn(values: unknown, definitions: readonly CustomField[]): Record<string, unknown> {
	const columns = definitions.map((field) => ({ ...field, name: columnOf(field) }));
	const isKnown = (name: string) => columns.some((one) => one.name === name);
	return Object.fromEntries(Object.entries(byName(values, columns)).map(([name, value]) => [name, isKnown(name) ? comparable(fieldOf(name, definitions), value) : value]));
}

/** A value in one form, whether it comes from the mapper or from GHL, which gives choices in the order of the field. */
function comparable(field: CustomField, value: unknown): unknown {
	if (isReadOnly(field)) return undefined;
	return columnType(field) === 'array' ? listOf(value ?? []).sort() : value;
}
