import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import { matched, type Matched, type Named } from '../../shared/parameters/automatic';
import type { CachedRead } from '../../shared/endpoint';
import type { Input } from '../../shared/parameters/input';
import { isEmpty, refuseOtherColumns } from '../../shared/parameters/mapper';
import type { Listed } from '../../shared/values/entry';
import type { Attempt } from '../../shared/sync/mappedValues';
import {
	attributeColumns,
	attributeValues,
	comparableAttribute,
	type Attribute,
	type ColumnUse,
	type TimeWriter,
	type Writing,
	type Written,
} from './attributes';
import { isId } from './accountLists';
import { dateFormat } from './dateFormat';
import {
	identifierOf,
	isPropertyColumn,
	keptLonger,
	lacksOne,
	namedProperties,
	propertiesAttributes,
	propertyColumns,
	comparableProperty,
	isDay,
	readAnew,
	withAddressParts,
	type DefaultProperty,
} from './properties';

/** What the visual mapper shows of a resource: its writable attributes and the account's default properties. */
export interface RecordFields {
	readonly attributes: readonly Attribute[];
	readonly properties: CachedRead<DefaultProperty[]>;
}

export const columnsOf = (
	{ attributes }: RecordFields,
	properties: readonly DefaultProperty[],
	use: ColumnUse = {},
): ResourceMapperField[] => [...attributeColumns(attributes, use), ...propertyColumns(properties, use.matching)];

/**
 * Automatic mapping needs the names of the properties; mapped columns name theirs, and may hold a choice or a day. The
 * format of days is read only where there is one to write.
 */
export const needsOf =
	(fields: RecordFields) =>
	(input: Input): Array<CachedRead<unknown>> => {
		const cachedRead = definitionsFor(fields, input);
		const lists = listsFor(fields, input);
		if (!cachedRead) return lists;
		const definitions = input.cachedIfAny(cachedRead); // worked out again once these are known
		const isOld = definitions && !input.mapsAutomatically('fields') && lacksOne(input.mapped('fields'), definitions);
		const known = definitions && knownIn(fields, input);
		return [
			cachedRead,
			...(isOld ? [readAnew(fields.properties)] : []),
			...lists,
			...(known && hasDay(fields, input, known) ? [dateFormat] : []),
		];
	};

/** The definitions that were read for the mapped fields: the newest ones. */
function knownIn(fields: RecordFields, input: Input): readonly DefaultProperty[] {
	const cachedRead = definitionsFor(fields, input);
	return cachedRead ? (input.cachedIfAny(readAnew(fields.properties)) ?? input.cached(cachedRead)) : [];
}

/** The lists that mapped values are looked up in: none for IDs. */
export function listsFor(fields: RecordFields, input: Input): Array<CachedRead<Listed>> {
	const mapped = attributeColumnsIn(fields, input);
	const lists = fields.attributes.flatMap(({ id, list }) =>
		list && !isEmpty(mapped[id]) && !isId(mapped[id]) ? [list] : [],
	);
	return [...new Set(lists)];
}

/** Whether a day is mapped, which is written as the account does. */
export const hasDay = (fields: RecordFields, input: Input, definitions: readonly DefaultProperty[]): boolean =>
	Object.entries(mappedColumns(fields, input, definitions).values).some(
		([id, value]) => isPropertyColumn(id) && !isEmpty(value) && isDay(identifierOf(id), definitions),
	);

function definitionsFor({ properties }: RecordFields, input: Input): CachedRead<DefaultProperty[]> | undefined {
	if (input.mapsAutomatically('fields')) return properties;
	return Object.entries(input.mapped('fields')).some(([id, value]) => isPropertyColumn(id) && !isEmpty(value))
		? keptLonger(properties)
		: undefined;
}

const namedAttributes = (attributes: readonly Attribute[]): Named[] =>
	attributes.map(({ id, label }) => ({ id, names: [label] }));

/** The mapped values of attributes, by column; what else is mapped, too, unless it is mapped automatically. */
export const attributeColumnsIn = ({ attributes }: RecordFields, input: Input): IDataObject =>
	input.mapsAutomatically('fields')
		? matched(input.mapped('fields'), namedAttributes(attributes)).values
		: input.mapped('fields');

/** Mapped values by column. In automatic mode a field of the item counts by column, identifier or name. */
export function mappedColumns(
	{ attributes }: RecordFields,
	input: Input,
	definitions: readonly DefaultProperty[],
): Matched {
	const mapped = input.mapped('fields');
	if (!input.mapsAutomatically('fields')) return { values: mapped, unmatched: [] };
	const { values, unmatched } = matched(mapped, [...namedAttributes(attributes), ...namedProperties(definitions)]);
	return { values: withAddressParts(values, definitions), unmatched };
}

function written(fields: RecordFields, input: Input, time?: TimeWriter): Written<IDataObject> {
	refuseOtherColumns(
		input,
		(id) => id === 'id' || fields.attributes.some((one) => one.id === id) || isPropertyColumn(id),
	);
	const definitions = knownIn(fields, input);
	const { values, unmatched } = mappedColumns(fields, input, definitions);
	const writing: Writing = {
		clear: input.option('emptyValues') === 'clear',
		leaveOut: input.option('invalidValues') === 'omit',
		dates: input.dates,
		dateFormat: input.cachedIfAny(dateFormat),
		time,
		lists: (list) => input.cachedIfAny(list),
	};
	const properties = propertiesAttributes(values, definitions, writing);
	const attributes = attributeValues(fields.attributes, values, writing);
	return {
		values: {
			...attributes.values,
			...(properties.values.length > 0 && { properties_attributes: properties.values }),
		},
		ignored: [...unmatched, ...attributes.ignored, ...properties.ignored],
	};
}

/** The mapped fields as a write wants them: attributes, and properties under `properties_attributes`. */
export const writtenFields = (fields: RecordFields, input: Input, time?: TimeWriter): IDataObject =>
	written(fields, input, time).values;

/** What an answer says of mapped fields that were not written: no column has their name, or their value is unusable. */
export function withIgnored(record: IDataObject, fields: RecordFields, input: Input, time?: TimeWriter): IDataObject {
	const { ignored } = written(fields, input, time);
	return ignored.length > 0 ? { ...record, ignoredFields: [...ignored] } : record;
}

/** Mapped columns in the form in which Sync compares them: days are YYYY-MM-DD. */
export function comparableColumns(
	{ attributes }: RecordFields,
	mapped: Readonly<Record<string, unknown>>,
	definitions: readonly DefaultProperty[],
	attempt: Attempt,
	writing: Omit<Writing, 'clear' | 'time'>,
): Record<string, unknown> {
	const comparable = (id: string, value: unknown): unknown => {
		const attribute = attributes.find((one) => one.id === id);
		if (attribute) return comparableAttribute(attribute, value, writing);
		return isPropertyColumn(id) && !isEmpty(value)
			? comparableProperty(identifierOf(id), value, definitions, writing)
			: value;
	};
	return Object.fromEntries(
		Object.entries(mapped).map(([id, value]) => [id, attempt(value, () => comparable(id, value))]),
	);
}
