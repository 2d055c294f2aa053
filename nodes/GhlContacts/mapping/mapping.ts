import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import type { CachedRead } from '../../shared/endpoint';
import { InputProblem, type Input } from '../../shared/input';
import { column, isEmpty, refuseOtherColumns } from '../../shared/mapper';
import type { Attempt } from '../../shared/sync/mappedValues';
import { readBoolean } from '../../shared/values/boolean';
import { readChoice, type Choice } from '../../shared/values/choice';
import { COUNTRIES, readCountry } from '../../shared/values/country';
import { readText } from '../../shared/values/text';
import { isId, readEntry, type Listed } from './accountLists';
import {
	choicesOf,
	clearedValue,
	columnOf,
	customValue,
	fieldOf,
	isCustomColumn,
	isReadOnly,
	kindOf,
	type CustomField,
} from './customFields';

export interface MappedField {
	readonly id: string;
	readonly label: string;
	readonly type?: 'string' | 'boolean' | 'dateTime' | 'number' | 'country';
	readonly choices?: readonly Choice[];
	/** GHL takes other values than the choices, too. */
	readonly others?: true;
	/** Its value is the ID of an entry of this list. */
	readonly list?: CachedRead<Listed>;
	/** In the form of a new node. */
	readonly first?: true;
	/** Can identify a record. */
	readonly match?: boolean;
	/** False where GHL takes no null to clear it. Source: `nullable` in its OpenAPI files. */
	readonly nullable?: false;
}

/** What the visual mapper offers for one kind of write, and how a value becomes what GHL wants. */
export interface Mapping {
	readonly standard: readonly MappedField[];
	/** Definitions of the custom fields, where any can be written. */
	readonly custom?: CachedRead<CustomField[]>;
	/** Undefined leaves the field out. */
	readonly written: (field: MappedField, value: unknown, input: Input) => IDataObject[string] | undefined;
}

/** Entries of a list of the sub-account. */
export type Lists = (cachedRead: CachedRead<Listed>) => Listed;

/** Columns of the mapper: the standard fields, then the custom fields. */
export const columnsOf = (
	{ standard }: Mapping,
	fields: readonly CustomField[],
	lists: Lists = () => undefined,
): ResourceMapperField[] => [...standardColumns(standard, lists), ...fields.map(customColumn)];

/** A list of the account that cannot be read is entered as text: names and IDs are taken all the same. */
export const standardColumns = (fields: readonly MappedField[], lists: Lists): ResourceMapperField[] =>
	fields.map(({ id, label, type = 'string', choices, list, first, match }) => {
		const entries = type === 'country' ? COUNTRIES : (choices ?? (list && lists(list)));
		return column({
			id,
			displayName: label,
			type: type === 'country' ? 'string' : type,
			first,
			match,
			...(entries?.length && { choices: entries }),
		});
	});

const COLUMN_TYPES = {
	number: 'number',
	date: 'dateTime',
	choices: 'string',
	choice: 'string',
	textBoxes: 'string',
	text: 'string',
} as const;

function customColumn(field: CustomField): ResourceMapperField {
	const kind = kindOf(field);
	const { choices, others } = choicesOf(field);
	const isList = kind === 'choice' && !others;
	return column({
		id: columnOf(field),
		displayName: kind === 'textBoxes' ? `${field.name} (JSON)` : field.name,
		type: COLUMN_TYPES[kind],
		readOnly: isReadOnly(field),
		...((isList || kind === 'choices') && { choices }),
		...(kind === 'choices' && { several: true }),
	});
}

/** The definitions of custom fields are read only where a mapped column, or the names of the input, may need them. */
export const definitionsFor = (input: Input, { custom }: Mapping): Array<CachedRead<unknown>> =>
	custom && (input.mapsAutomatically('fields') || Object.keys(input.mapped('fields')).some(isCustomColumn))
		? [custom]
		: [];

/** The lists that the mapped values of these fields are looked up in: none for IDs. */
export function listsFor(input: Input, fields: readonly MappedField[]): Array<CachedRead<Listed>> {
	const mapped = input.mapped('fields');
	return [
		...new Set(fields.flatMap(({ id, list }) => (list && !isEmpty(mapped[id]) && !isId(mapped[id]) ? [list] : []))),
	];
}

/** All reads that the mapped values need. */
export const needsOf = (input: Input, mapping: Mapping): Array<CachedRead<unknown>> => [
	...definitionsFor(input, mapping),
	...listsFor(input, mapping.standard),
];

/**
 * Mapped values by column. In automatic mode only keys that are fields count: by column, or by the custom field's name.
 */
function valuesOf(input: Input, { standard }: Mapping, fields: readonly CustomField[]): IDataObject {
	const mapped = input.mapped('fields');
	if (!input.mapsAutomatically('fields')) return mapped;
	const known = new Set(standard.map(({ id }) => id));
	const named = new Map(
		fields.filter((field) => !isReadOnly(field)).map((field) => [field.name.toLowerCase(), columnOf(field)]),
	);
	return Object.fromEntries(
		Object.entries(mapped).flatMap(([name, value]) => {
			const id = known.has(name) || isCustomColumn(name) ? name : named.get(name.toLowerCase());
			return id ? [[id, value] as const] : [];
		}),
	);
}

/** The mapped fields as GHL's body wants them. Unmapped fields are absent, so GHL leaves them as they are. */
export function mappedBody(input: Input, mapping: Mapping): IDataObject {
	const { standard, custom: ofAccount } = mapping;
	refuseOtherColumns(
		input,
		(id) => standard.some((field) => field.id === id) || (ofAccount !== undefined && isCustomColumn(id)),
	);
	const fields = ofAccount && definitionsFor(input, mapping).length > 0 ? input.cached(ofAccount) : [];
	const values = Object.entries(valuesOf(input, mapping, fields)).filter(
		([, value]) => !isEmpty(value) || input.option('emptyValues') === 'clear',
	);
	const custom = values
		.filter(([id]) => isCustomColumn(id))
		.map(([id, value]) => customEntry(fieldOf(id, fields), value));
	return { ...standardBody(values, mapping, input), ...(custom.length > 0 && { customFields: custom }) };
}

const customEntry = (field: CustomField, value: unknown): IDataObject => ({
	id: field.id,
	field_value: isEmpty(value) ? clearedValue(field) : customValue(field, value),
});

function standardBody(
	values: ReadonlyArray<[string, unknown]>,
	{ standard, written }: Mapping,
	input: Input,
): IDataObject {
	const body: IDataObject = {};
	for (const [id, value] of values) {
		const field = standard.find((one) => one.id === id);
		if (!field) continue; // an empty one of another operation, or a field of the item that is none of GHL's
		const result = isEmpty(value) ? cleared(field) : written(field, value, input);
		if (result !== undefined) body[id] = result;
	}
	return body;
}

function cleared({ id, label, nullable }: MappedField): null {
	if (nullable === false)
		throw new InputProblem(id, `GHL cannot clear the field ${label}`, 'Map a value, or leave the field out.');
	return null;
}

/**
 * A value in the form in which GHL keeps it: texts, choices, countries, yes or no, and entries of lists. Throws
 * `InputProblem`.
 */
export function standardValue(field: MappedField, value: unknown, lists: Lists): IDataObject[string] {
	const { type, choices, list, others } = field;
	if (list) return readEntry(value, field, () => lists(list));
	if (type === 'boolean') return readBoolean(value, field);
	if (type === 'country') return readCountry(value, field);
	return choices ? readChoice(value, field, choices, { others }) : readText(value, field);
}

/** As `standardValue`, for Sync, which compares numbers and times by their kind and knows what empty values mean. */
export const comparableStandard = (field: MappedField, value: unknown, lists: Lists, attempt: Attempt): unknown =>
	isEmpty(value) || field.type === 'number' || field.type === 'dateTime'
		? value
		: attempt(value, () => standardValue(field, value, lists));
