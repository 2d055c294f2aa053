import type { ResourceMapperFields, ILoadOptionsFunctions } from 'n8n-workflow';
import type { FieldKind } from '../../../sync/canonical';
import { listOf, type Input } from '../../shared/input';
import type { Lookup } from '../../shared/lookup';
import { column } from '../../shared/mapper';
import { withCalls } from '../../shared/methods';
import { getMany as getFields } from '../actions/customField/getMany';
import { contactMapping } from '../contactFields';
import { columnType, contactFields, fieldOf, isCustomColumn, isReadOnly, type CustomField } from '../customFields';
import { columnsOf } from '../mapping';
import { ghl } from '../transport';

/** What an update takes: GHL refuses company name and gender there, so a sync could never change them. */
const mapping = contactMapping('update');

export const STANDARD: readonly string[] = mapping.standard.map(({ id }) => id);
export const TAGS = 'tags';

/** The same definitions, kept for longer: a sync asks for them with every event, and fields are rarely made. */
export const syncedFields: Lookup<CustomField[]> = { ...contactFields, name: 'custom fields for sync', keep: 3_600_000 };

export async function getContactColumnsForSync(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await withCalls(this, ghl, getFields, async (calls) => ({
		fields: [...columnsOf(mapping, await calls.look(contactFields)), column({ id: TAGS, displayName: 'Tags', type: 'array' })],
	}));
}

const STANDARD_KINDS: Readonly<Record<string, FieldKind>> = {
	email: 'email', phone: 'phone', name: 'name', firstName: 'name', lastName: 'name', dateOfBirth: 'date', dnd: 'boolean', tags: 'tags',
};
const TYPE_KINDS: Readonly<Partial<Record<ReturnType<typeof columnType>, FieldKind>>> = { number: 'number', dateTime: 'date' };

/** How each of these columns is compared; what is not named is text. */
export function kindsOf(columns: readonly string[], definitions: readonly CustomField[]): Record<string, FieldKind> {
	const custom = columns.filter(isCustomColumn).map((name) => [name, TYPE_KINDS[columnType(fieldOf(name, definitions))] ?? 'text'] as const);
	return { ...STANDARD_KINDS, ...Object.fromEntries(custom) };
}

/** The mapped columns that can be synced. Choices are sorted, since GHL gives them in the order of the field. */
export function mappedFields(input: Input, definitions: readonly CustomField[]): Record<string, unknown> {
	const known = (name: string) => STANDARD.includes(name) || name === TAGS || (isCustomColumn(name) && !(input.mapsAutomatically('fields') && !definitions.some((field) => isNamed(name, field))));
	const mapped = Object.entries(input.mapped('fields')).filter(([name]) => known(name));
	return Object.fromEntries(mapped.map(([name, value]) => [name, isCustomColumn(name) ? comparable(fieldOf(name, definitions), value) : value]));
}

const isNamed = (name: string, field: CustomField): boolean => name === `custom_${field.fieldKey.replace(/^contact\./, '')}` || name === `custom_${field.id}`;

/** A custom field's value in one form, whether it comes from the mapper or from GHL. */
export function comparable(field: CustomField, value: unknown): unknown {
	if (isReadOnly(field)) return undefined;
	return columnType(field) === 'array' ? listOf(value ?? []).sort() : value;
}
