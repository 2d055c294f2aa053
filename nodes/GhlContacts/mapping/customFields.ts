import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { dayOf, parseDate, type DateUse } from '../../../sync/model/dates';
import type { CachedRead } from '../../shared/endpoint';
import { textOf, UnknownEntry } from '../../shared/parameters/input';
import { plainChoices, readChoice, type Choice, type ChoiceUse } from '../../shared/values/choice';
import { readChoices } from '../../shared/values/choices';
import { filled } from '../../shared/values/empty';
import { invalid, type Field } from '../../shared/values/field';
import { readObject } from '../../shared/values/json';
import { readDate } from '../../shared/values/date';
import { readMoney } from '../../shared/values/money';
import { readNumber } from '../../shared/values/number';
import { only, readText } from '../../shared/values/text';
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
			'Refresh the list of fields in the node, or make the field with the operation Set Up Fields of Custom Field.',
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
export function customValue(field: CustomField, value: unknown, dates: DateUse): IDataObject[string] {
	const named: Field = { id: columnOf(field), label: field.name };
	if (isReadOnly(field)) throw invalid(named, value, 'The field holds files, which cannot be mapped: remove it.');
	const { choices, ...use } = choicesOf(field);
	switch (kindOf(field)) {
		case 'number':
			return field.dataType === 'MONETORY' ? amountOf(value, named) : readNumber(value, named);
		case 'date':
			return readDate(value, named, dates);
		case 'choices':
			return readChoices(value, named, choices, use);
		case 'choice':
			return readChoice(value, named, choices, use);
		case 'textBoxes':
			return textBoxesOf(value, named);
		case 'text':
			return readText(value, named);
	}
}

/** An amount in major units, as GHL wants it. A number is one already. */
export const amountOf = (value: unknown, field: Field): number =>
	typeof only(value) === 'number' ? readNumber(value, field) : readMoney(value, field) / 100;

/** Text boxes are an object of texts by ID; the mapper gives it as JSON. */
function textBoxesOf(value: unknown, field: Field): IDataObject {
	const boxes = Object.entries(readObject(value, field, '{ "ID of a box": "its text" }'));
	if (boxes.length === 0) throw invalid(field, value, 'Map an object with one text for each box.');
	return Object.fromEntries(
		boxes.map(([id, text]) => [
			id,
			filled(text, (one) => readText(one, { ...field, label: `${field.label}: ${id}` })) ?? '',
		]),
	);
}

/** The field's empty value, which clears it. */
export const clearedValue = (field: CustomField): string | string[] => (LISTS.has(field.dataType) ? [] : '');

const customValues = z.array(z.object({ id: z.string() }).passthrough()).catch([]);

/**
 * `[{ id, value }]` of a contact as `{ name: value }`. Fields that share a name have their key beside it; a field whose
 * definition is gone keeps its ID.
 */
export function byName(values: unknown, fields: readonly CustomField[]): IDataObject {
	return Object.fromEntries(
		customValues.parse(values).map((entry) => {
			const field = fields.find(({ id }) => id === entry.id);
			return [field ? ownName(field, fields) : entry.id, readValue(entry)];
		}),
	);
}

/** The name of a field, with its key where others have the same name. */
export const ownName = (field: CustomField, fields: readonly CustomField[]): string =>
	fields.some(({ id, name }) => name === field.name && id !== field.id)
		? `${field.name} (${keyOf(field)})`
		: field.name;

/** GHL names the value differently from endpoint to endpoint, and by its type. */
function readValue(entry: Readonly<Record<string, unknown>>): IDataObject[string] {
	const value =
		entry.value ??
		entry.fieldValue ??
		entry.field_value ??
		entry.fieldValueString ??
		entry.fieldValueArray ??
		entry.fieldValueNumber ??
		entry.fieldValueBoolean ??
		dayIn(entry.fieldValueDate) ??
		entry.fieldValueFiles ??
		entry.fieldValueObject;
	return (value ?? null) as IDataObject[string]; // parsed JSON
}

/** YYYY-MM-DD, as GHL takes it back, of the milliseconds or text that it gives. */
export function dayIn(given: unknown): unknown {
	if (typeof given !== 'string' && typeof given !== 'number') return given;
	const parsed = parseDate(given);
	return typeof parsed === 'string' ? given : dayOf(parsed);
}
