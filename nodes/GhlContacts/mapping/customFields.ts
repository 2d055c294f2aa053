import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { CachedRead } from '../../shared/endpoint';
import { InputProblem, textOf, timeOf, UnknownEntry } from '../../shared/input';
import { plainChoices, readChoice, type Choice, type ChoiceUse } from '../../shared/values/choice';
import { readChoices } from '../../shared/values/choices';
import { invalid, type Field } from '../../shared/values/field';
import { readText } from '../../shared/values/text';
import { getMany } from '../actions/customField/getMany';

/** Definition of a custom field, as `GET /locations/{id}/customFields` gives it. */
const definition = z.object({
	id: z.string(),
	name: z.string(),
	fieldKey: z.string(),
	dataType: z.string(),
	picklistOptions: z.array(z.unknown()).catch([]),
	isAllowedCustomOption: z.boolean().catch(false),
});
export type CustomField = z.infer<typeof definition>;

const fieldsOf = (model: 'contact' | 'opportunity'): CachedRead<CustomField[]> => ({
	name: `custom fields of ${model}`,
	keep: 300_000,
	endpoint: getMany.endpoint,
	values: { model },
	read: (fields) => fields.flatMap((field) => definition.safeParse(field).data ?? []),
});

/** The custom fields of the account, kept for five minutes. */
export const contactFields = fieldsOf('contact');
export const opportunityFields = fieldsOf('opportunity');

const PREFIX = 'custom_';

/** Column of a custom field. By its key and not its ID, so that a workflow can be moved to another sub-account. */
export const columnOf = (field: CustomField): string => `${PREFIX}${keyOf(field)}`;
export const keyOf = (field: CustomField): string => field.fieldKey.replace(/^(contact|opportunity)\./, '');
export const isCustomColumn = (column: string): boolean => column.startsWith(PREFIX);

/** The key that a mapped column names. */
export const keyIn = (column: string): string => column.slice(PREFIX.length);

/** The field of a mapped column: by key, or by its ID. */
export function fieldOf(column: string, fields: readonly CustomField[]): CustomField {
	const name = keyIn(column);
	const found = fields.find((field) => keyOf(field) === name || field.id === name);
	if (!found) {
		throw new UnknownEntry(
			'fields',
			`The sub-account has no custom field with the key "${name}"`,
			'Refresh the list of fields in the node, or make the field in Settings → Custom Fields.',
		);
	}
	return found;
}

const NUMBERS = new Set(['NUMERICAL', 'MONETORY']);
const LISTS = new Set(['CHECKBOX', 'MULTIPLE_OPTIONS']);

/** Files are written through forms only, so the mapper does not offer them. */
export const isReadOnly = (field: CustomField): boolean =>
	field.dataType === 'FILE_UPLOAD' || field.dataType === 'SIGNATURE';

export type FieldKind = 'number' | 'choices' | 'choice' | 'date' | 'textBoxes' | 'text';

export function kindOf({ dataType }: CustomField): FieldKind {
	if (NUMBERS.has(dataType)) return 'number';
	if (LISTS.has(dataType)) return 'choices';
	if (dataType === 'DATE') return 'date';
	if (dataType === 'SINGLE_OPTIONS' || dataType === 'RADIO') return 'choice';
	return dataType === 'TEXTBOX_LIST' ? 'textBoxes' : 'text';
}

/**
 * What can be chosen, and whether GHL takes other values too: where the field says so, or its choices are not given as
 * texts.
 */
export function choicesOf({
	picklistOptions,
	isAllowedCustomOption,
}: CustomField): ChoiceUse & { readonly choices: readonly Choice[] } {
	const names = picklistOptions.map(textOf).filter(Boolean);
	return {
		choices: plainChoices(names),
		others: isAllowedCustomOption || names.length === 0 || names.length < picklistOptions.length,
	};
}

/** A value in the form the field wants: numbers as numbers, choices as they are in the field, dates as YYYY-MM-DD. */
export function customValue(field: CustomField, value: unknown): IDataObject[string] {
	if (isReadOnly(field)) {
		throw new InputProblem(
			'fields',
			`The custom field "${field.name}" holds files, which cannot be mapped`,
			'Remove it from the mapping.',
		);
	}
	switch (kindOf(field)) {
		case 'number':
			return numberOf(field, value);
		case 'date':
			return dayOf(value, field.name);
		default:
			return comparableValue(field, value);
	}
}

/** As `customValue`, for the kinds that Sync compares as they are. */
export function comparableValue(field: CustomField, value: unknown): IDataObject[string] {
	const { choices, ...use } = choicesOf(field);
	const named: Field = { id: columnOf(field), label: field.name };
	switch (kindOf(field)) {
		case 'choices':
			return readChoices(value, named, choices, use);
		case 'choice':
			return readChoice(value, named, choices, use);
		case 'textBoxes':
			return textBoxesOf(value, named);
		case 'text':
			return readText(value, named);
		default:
			return value as IDataObject[string]; // numbers and dates are compared by their kind
	}
}

function numberOf({ name }: CustomField, value: unknown): number {
	const number = Number(value);
	if (!Number.isFinite(number))
		throw new InputProblem(
			'fields',
			`The custom field "${name}" takes a number`,
			'Map a number without currency or thousands separators.',
		);
	return number;
}

/** Text boxes are an object of texts by ID; the mapper gives it as JSON. */
function textBoxesOf(value: unknown, field: Field): IDataObject {
	const parsed = typeof value === 'string' ? jsonOf(value) : value;
	if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
		throw invalid(field, value, 'Map an object with one text for each box.');
	return parsed as IDataObject; // JSON, or what an expression gave
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined; // said by the caller
	}
}

/** YYYY-MM-DD as written: midnight in Paris is not the day before. */
export function dayOf(value: unknown, field: string): string | undefined {
	const written = /^\d{4}-\d{2}-\d{2}(?=T|$| )/.exec(String(value))?.[0];
	return written ?? timeOf(value, field)?.slice(0, 10);
}

/** The field's empty value, which clears it. */
export const clearedValue = (field: CustomField): string | string[] => (LISTS.has(field.dataType) ? [] : '');

/** `[{ id, value }]` of a contact as `{ name: value }`; a field whose definition is gone keeps its ID. */
export function byName(values: unknown, fields: readonly CustomField[]): IDataObject {
	const entries = z
		.array(z.object({ id: z.string() }).passthrough())
		.catch([])
		.parse(values);
	return Object.fromEntries(
		entries.map((entry) => [fields.find(({ id }) => id === entry.id)?.name ?? entry.id, readValue(entry)]),
	);
}

/** GHL names the value differently from endpoint to endpoint. */
function readValue(entry: Readonly<Record<string, unknown>>): IDataObject[string] {
	const value =
		entry.value ??
		entry.fieldValue ??
		entry.field_value ??
		entry.fieldValueString ??
		entry.fieldValueArray ??
		entry.fieldValueNumber ??
		entry.fieldValueDate ??
		entry.fieldValueObject;
	return (value ?? null) as IDataObject[string]; // parsed JSON
}
