import type { FieldType, IDataObject, ResourceMapperField } from 'n8n-workflow';
import { canonicalBoolean, type FieldKind } from '../../../sync/canonical';
import { ServiceError } from '../../../sync/ports';
import type { Input } from '../../shared/input';
import { column } from '../../shared/mapper';
import { momentIn } from '../../shared/sync/moment';
import { plainText } from '../../shared/sync/plainText';

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
	readonly choices?: ReadonlyArray<{ readonly name: string; readonly value: string }>;
}

const COLUMN_TYPES: Readonly<Partial<Record<FieldKind, FieldType>>> = { date: 'dateTime', boolean: 'boolean', number: 'number' };

/** Columns of the mapper. None is for matching: children have nothing to match by, and a business has "Match By". */
export const columnsFor = (fields: readonly SyncedField[]): ResourceMapperField[] =>
	fields.map(({ id, label, kind = 'text', choices }) => column({ id, displayName: label, type: choices ? 'options' : (COLUMN_TYPES[kind] ?? 'string'), ...(choices && { options: [...choices] }) }));

export const kindsOf = (fields: readonly SyncedField[]): Record<string, FieldKind> => Object.fromEntries(fields.flatMap(({ id, kind }) => (kind ? [[id, kind]] : [])));

/** The mapped values of these fields, in the form in which GHL keeps them. */
export function valuesOf(input: Input, fields: readonly SyncedField[]): Record<string, unknown> {
	const mapped = input.mapped('fields');
	return Object.fromEntries(fields.filter(({ id }) => mapped[id] !== undefined).map((field) => [field.id, kept(field, mapped[field.id], input.zone)]));
}

function kept({ kind, rich }: SyncedField, value: unknown, zone: string | undefined): unknown {
	if (kind === 'date') return momentIn(value, zone);
	if (kind === 'boolean') return truthOf(value);
	return rich ? plainText(value) : value;
}

const truthOf = (value: unknown): unknown => ({ true: true, false: false })[canonicalBoolean(value)] ?? value;

/** These fields of an answer. One that is not in it is left out: it may have no value, or the answer does not tell of it. */
export function fieldsIn(record: IDataObject, fields: readonly SyncedField[]): Record<string, unknown> {
	const present = fields.filter(({ id }) => record[id] !== undefined && record[id] !== null);
	return Object.fromEntries(present.map(({ id, rich }) => [id, rich ? plainText(record[id]) : record[id]]));
}

/** Values of an update as GHL takes them: null is an emptied field. Throws `ServiceError` for one that it cannot empty. */
export const written = (values: Readonly<Record<string, unknown>>, fields: readonly SyncedField[]): Record<string, unknown> =>
	Object.fromEntries(Object.entries(values).map(([id, value]) => [id, value === null ? emptied(id, fields) : value]));

function emptied(id: string, fields: readonly SyncedField[]): '' {
	const field = fields.find((one) => one.id === id);
	if (field?.clears) return '';
	throw new ServiceError(`GHL cannot clear the field ${field?.label ?? id}`, { written: 'no', again: false });
}
