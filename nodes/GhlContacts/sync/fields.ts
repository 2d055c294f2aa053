import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import type { FieldKind } from '../../../sync/model/canonical';
import type { DateUse } from '../../../sync/model/dates';
import { ServiceError } from '../../../sync/model/ports';
import type { Calls } from '../../shared/runner/calls';
import type { CachedRead } from '../../shared/endpoint';
import type { Input } from '../../shared/parameters/input';
import { givenFields, mappedValues, type Attempt, type MappedValues } from '../../shared/sync/mappedValues';
import { plainText } from '../../shared/sync/plainText';
import type { Choice } from '../../shared/values/choice';
import { isEmpty } from '../../shared/values/empty';
import type { Listed } from '../../shared/values/entry';
import { readText } from '../../shared/values/text';
import { comparableStandard, listsFor, standardColumns, type Lists, type MappedField } from '../mapping/mapping';

/** A field that Sync writes: how the mapper shows it, and how it is compared. */
export interface SyncedField {
	readonly id: string;
	readonly label: string;
	/** Text, unless it says otherwise. */
	readonly kind?: FieldKind;
	/** GHL's editor may keep it as HTML. */
	readonly rich?: true;
	/** An empty text empties it. GHL documents no other way, and not for each field. */
	readonly clears?: true;
	readonly choices?: readonly Choice[];
	/** Its value is the ID of an entry of this list. */
	readonly list?: CachedRead<Listed>;
	/** Kept as an ISO code. */
	readonly country?: true;
	/** In the form of a new node. */
	readonly first?: true;
}

const COLUMN_TYPES: Readonly<Partial<Record<FieldKind, MappedField['type']>>> = {
	email: 'email',
	date: 'dateTime',
	boolean: 'boolean',
	number: 'number',
};

/** Columns of the mapper. None is for matching: children have nothing to match by, and a business has "Match By". */
export const columnsFor = (fields: readonly SyncedField[], lists: Lists): ResourceMapperField[] =>
	standardColumns(fields.map(inMapper), lists);

const inMapper = ({ kind = 'text', country, ...field }: SyncedField): MappedField => ({
	...field,
	type: country ? 'country' : (COLUMN_TYPES[kind] ?? 'string'),
});

export const kindsOf = (fields: readonly SyncedField[]): Record<string, FieldKind> =>
	Object.fromEntries(fields.flatMap(({ id, kind }) => (kind ? [[id, kind]] : [])));

/** The mapped values of these fields, in the form in which GHL keeps them. */
export async function valuesOf(calls: Calls, input: Input, fields: readonly SyncedField[]): Promise<MappedValues> {
	const { values, unmatched } = givenFields(
		input,
		fields.map(({ id, label }) => ({ id, names: [label] })),
	);
	const given = fields.filter(({ id }) => values[id] !== undefined);
	const read = await withLists(
		calls,
		input,
		fields.map(inMapper),
		[],
		async (lists, attempt) =>
			await Promise.resolve(
				Object.fromEntries(
					given.map((field) => [field.id, kept(field, values[field.id], input.dates, lists, attempt)]),
				),
			),
	);
	return { ...read, leftOut: [...unmatched, ...(read.leftOut ?? [])] };
}

function kept(field: SyncedField, value: unknown, dates: DateUse, lists: Lists, attempt: Attempt): unknown {
	if (!field.rich) return comparableStandard(inMapper(field), value, lists, attempt, dates);
	return isEmpty(value) ? value : attempt(value, () => plainText(readText(value, field)));
}

/** The mapped values, read with the lists that they are looked up in at hand. `others` are read in `work`. */
export async function withLists(
	calls: Calls,
	input: Input,
	fields: readonly MappedField[],
	others: ReadonlyArray<CachedRead<unknown>>,
	work: (lists: Lists, attempt: Attempt) => Promise<Readonly<Record<string, unknown>>>,
): Promise<MappedValues> {
	const needed = listsFor(input, fields);
	return await mappedValues([...needed, ...others], calls, input, async (attempt) => {
		const found = new Map(await Promise.all(needed.map(async (list) => [list, await calls.cached(list)] as const)));
		return await work((list) => found.get(list), attempt);
	});
}

/**
 * These fields of an answer. One that is not in it is left out: it may have no value, or the answer does not tell of
 * it.
 */
export function fieldsIn(record: IDataObject, fields: readonly SyncedField[]): Record<string, unknown> {
	const present = fields.filter(({ id }) => record[id] !== undefined && record[id] !== null);
	return Object.fromEntries(present.map(({ id, rich }) => [id, rich ? plainText(record[id]) : record[id]]));
}

/**
 * Values of an update as GHL takes them: null is an emptied field. Throws `ServiceError` for one that it cannot empty.
 */
export const written = (
	values: Readonly<Record<string, unknown>>,
	fields: readonly SyncedField[],
): Record<string, unknown> =>
	Object.fromEntries(Object.entries(values).map(([id, value]) => [id, value === null ? emptied(id, fields) : value]));

function emptied(id: string, fields: readonly SyncedField[]): '' {
	const field = fields.find((one) => one.id === id);
	if (field?.clears) return '';
	throw new ServiceError(`GHL cannot clear the field ${field?.label ?? id}`, { written: 'no', again: false });
}
