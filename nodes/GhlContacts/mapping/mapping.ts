import type { FieldType, IDataObject, ResourceMapperField } from 'n8n-workflow';
import type { DateUse } from '../../../sync/model/dates';
import { matched, type Matched } from '../../shared/parameters/automatic';
import type { CachedRead } from '../../shared/endpoint';
import { InputProblem, type Input } from '../../shared/parameters/input';
import { column, isEmpty, refuseOtherColumns } from '../../shared/parameters/mapper';
import type { Attempt } from '../../shared/sync/mappedValues';
import { orNone } from '../../shared/values/field';
import { readBoolean } from '../../shared/values/boolean';
import { readChoice, type Choice } from '../../shared/values/choice';
import { countries, readCountry } from '../../shared/values/country';
import { readDate } from '../../shared/values/date';
import { readEntry, type Listed } from '../../shared/values/entry';
import { readEmail } from '../../shared/values/email';
import { readMoment } from '../../shared/values/moment';
import { readNumber } from '../../shared/values/number';
import { readText } from '../../shared/values/text';
import { readTimeZone } from '../../shared/values/timeZone';
import { isId } from '../transport/id';
import {
	amountOf,
	choicesOf,
	clearedValue,
	columnOf,
	customValue,
	fieldOf,
	isCustomColumn,
	isReadOnly,
	kindOf,
	ownName,
	type CustomField,
} from './customFields';

export interface MappedField {
	readonly id: string;
	readonly label: string;
	readonly type?: 'string' | 'boolean' | 'date' | 'dateTime' | 'number' | 'money' | 'email' | 'country' | 'timeZone';
	readonly choices?: readonly Choice[];
	/** GHL takes other values than the choices, too. */
	readonly others?: true;
	/** Its value is the ID of an entry of this list. */
	readonly list?: CachedRead<Listed>;
	/** In the form of a new node. */
	readonly first?: true;
	/** Can identify a record. */
	readonly match?: boolean;
	/**
	 * False where GHL takes no null to clear it; `omit` where there is nothing to clear yet, or nobody could. Source:
	 * `nullable` in its OpenAPI files.
	 */
	readonly nullable?: false | 'omit';
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
		const entries = type === 'country' ? countries() : (choices ?? (list && lists(list)));
		return column({
			id,
			displayName: label,
			type: STANDARD_TYPES[type] ?? 'string',
			first,
			match,
			...(entries?.length && { choices: entries }),
		});
	});

const STANDARD_TYPES: Readonly<Partial<Record<NonNullable<MappedField['type']>, FieldType>>> = {
	boolean: 'boolean',
	date: 'dateTime',
	dateTime: 'dateTime',
	number: 'number',
	money: 'number',
};

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
	const mapped = standardMapped(input, fields);
	return [
		...new Set(fields.flatMap(({ id, list }) => (list && !isEmpty(mapped[id]) && !isId(mapped[id]) ? [list] : []))),
	];
}

/** All reads that the mapped values need. */
export const needsOf = (input: Input, mapping: Mapping): Array<CachedRead<unknown>> => [
	...definitionsFor(input, mapping),
	...listsFor(input, mapping.standard),
];

const namedStandard = ({ id, label }: MappedField) => ({ id, names: [label] });

/** The mapped values of standard fields, by column. */
export const standardMapped = (input: Input, standard: readonly MappedField[]): IDataObject =>
	input.mapsAutomatically('fields')
		? matched(input.mapped('fields'), standard.map(namedStandard)).values
		: input.mapped('fields');

/** Mapped values by column. In automatic mode a field counts by column, key or name. */
function valuesOf(input: Input, { standard }: Mapping, fields: readonly CustomField[]): Matched {
	const mapped = input.mapped('fields');
	return input.mapsAutomatically('fields')
		? matchedFields(mapped, standard, fields)
		: { values: mapped, unmatched: [] };
}

/** Fields of an item by column, as automatic mapping means them. */
export const matchedFields = (
	item: IDataObject,
	standard: readonly MappedField[],
	fields: readonly CustomField[],
): Matched =>
	matched(item, [
		...standard.map(namedStandard),
		...fields
			.filter((field) => !isReadOnly(field))
			.map((field) => ({ id: columnOf(field), names: namesOf(field, fields) })),
	]);

const namesOf = (field: CustomField, fields: readonly CustomField[]): string[] => [
	columnOf({ ...field, fieldKey: field.id }),
	field.name,
	ownName(field, fields),
];

const definitionsOf = (input: Input, mapping: Mapping): readonly CustomField[] =>
	mapping.custom && definitionsFor(input, mapping).length > 0 ? input.cached(mapping.custom) : [];

/** The mapped fields as GHL's body wants them. Unmapped fields are absent, so GHL leaves them as they are. */
export const mappedBody = (input: Input, mapping: Mapping): IDataObject => ({ ...writtenOnce(input, mapping).body });

/** Mapped fields with a value that is not written: no field has their name, or the value cannot be used. */
export const ignoredFields = (input: Input, mapping: Mapping): readonly string[] => writtenOnce(input, mapping).ignored;

/** What an answer says of fields that were not written. */
export const withIgnored = (ignored: readonly string[]): IDataObject =>
	ignored.length > 0 ? { ignoredFields: [...new Set(ignored)] } : {};

interface Written {
	readonly body: IDataObject;
	/** Columns that are not written. */
	readonly ignored: readonly string[];
}

const writtenOnce = (input: Input, mapping: Mapping): Written =>
	input.once(mapping, () => writtenFields(input, mapping));

function writtenFields(input: Input, mapping: Mapping): Written {
	refuseOtherColumns(
		input,
		(id) => mapping.standard.some((field) => field.id === id) || (mapping.custom !== undefined && isCustomColumn(id)),
	);
	const fields = definitionsOf(input, mapping);
	const { values, unmatched } = valuesOf(input, mapping, fields);
	const [body, custom, ignored]: [IDataObject, IDataObject[], string[]] = [{}, [], [...unmatched]];
	const read = (id: string, value: unknown): Entry =>
		isCustomColumn(id)
			? { custom: [customEntry(fieldOf(id, fields), value, input)] }
			: { standard: standardEntry(id, value, mapping, input) };
	const clears = input.option('emptyValues') === 'clear';
	const leavesOut = input.option('invalidValues') === 'omit';
	for (const [id, value] of Object.entries(values).filter(([, given]) => clears || !isEmpty(given))) {
		const entry = leavesOut ? orNone(() => read(id, value)) : read(id, value);
		if (!entry) ignored.push(id);
		custom.push(...(entry?.custom ?? []));
		Object.assign(body, entry?.standard);
	}
	return { body: { ...body, ...(custom.length > 0 && { customFields: custom }) }, ignored };
}

/** What one mapped value adds to the body. */
interface Entry {
	readonly standard?: IDataObject;
	readonly custom?: readonly IDataObject[];
}

const customEntry = (field: CustomField, value: unknown, input: Input): IDataObject => ({
	id: field.id,
	field_value: isEmpty(value) ? clearedValue(field) : customValue(field, value, input.dates),
});

/** Empty for a field that is left out, and for an empty one of another operation. */
function standardEntry(id: string, value: unknown, { standard, written }: Mapping, input: Input): IDataObject {
	const field = standard.find((one) => one.id === id);
	const result = field && (isEmpty(value) ? cleared(field) : written(field, value, input));
	return result === undefined ? {} : { [id]: result };
}

function cleared({ id, label, nullable }: MappedField): null | undefined {
	if (nullable === false)
		throw new InputProblem(id, `GHL cannot clear the field ${label}`, 'Map a value, or leave the field out.');
	return nullable === 'omit' ? undefined : null;
}

/**
 * A value in the form in which GHL keeps it: texts, choices, countries, yes or no, and entries of lists. Throws
 * `InputProblem`.
 */
export function standardValue(
	field: MappedField,
	value: unknown,
	lists: Lists,
	dates: DateUse = {},
): IDataObject[string] {
	const { type, choices, list, others } = field;
	if (list) return readEntry(value, field, isId, () => lists(list));
	switch (type) {
		case 'boolean':
			return readBoolean(value, field);
		case 'country':
			return readCountry(value, field);
		case 'date':
			return readDate(value, field, dates);
		case 'dateTime':
			return readMoment(value, field, dates);
		case 'email':
			return readEmail(value, field);
		case 'money':
			return amountOf(value, field);
		case 'number':
			return readNumber(value, field);
		case 'timeZone':
			return readTimeZone(value, field);
		default:
			return choices ? readChoice(value, field, choices, { others }) : readText(value, field);
	}
}

/** As `standardValue`, for Sync, which knows what empty values mean. */
export const comparableStandard = (
	field: MappedField,
	value: unknown,
	lists: Lists,
	attempt: Attempt,
	dates: DateUse = {},
): unknown => (isEmpty(value) ? value : attempt(value, () => standardValue(field, value, lists, dates)));
