import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import type { CachedRead } from '../../shared/endpoint';
import type { Input } from '../../shared/input';
import { isEmpty, refuseOtherColumns } from '../../shared/mapper';
import type { Attempt } from '../../shared/sync/mappedValues';
import {
	attributeColumns,
	attributeValues,
	comparableAttribute,
	type Attribute,
	type ColumnUse,
	type TimeWriter,
} from './attributes';
import {
	automaticProperties,
	identifierOf,
	isPropertyColumn,
	keptLonger,
	propertiesAttributes,
	propertyColumns,
	propertyValue,
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

/** Automatic mapping needs the names of the properties; mapped columns name theirs, and may hold a choice. */
export const needsOf =
	(fields: RecordFields) =>
	(input: Input): Array<CachedRead<unknown>> => {
		const cachedRead = definitionsFor(fields, input);
		return cachedRead ? [cachedRead] : [];
	};

function definitionsFor({ properties }: RecordFields, input: Input): CachedRead<DefaultProperty[]> | undefined {
	if (input.mapsAutomatically('fields')) return properties;
	return Object.entries(input.mapped('fields')).some(([id, value]) => isPropertyColumn(id) && !isEmpty(value))
		? keptLonger(properties)
		: undefined;
}

/**
 * Mapped values by column. In automatic mode fields of the item that are neither attribute nor property are left out.
 */
export function mappedColumns({ attributes, properties }: RecordFields, input: Input): IDataObject {
	const mapped = input.mapped('fields');
	if (!input.mapsAutomatically('fields')) return mapped;
	const own = attributes.filter(({ id }) => id in mapped).map(({ id }) => [id, mapped[id]] as const);
	return { ...Object.fromEntries(own), ...automaticProperties(mapped, input.cached(properties)) };
}

/** The mapped fields as a write wants them: attributes, and properties under `properties_attributes`. */
export function writtenFields(fields: RecordFields, input: Input, time?: TimeWriter): IDataObject {
	refuseOtherColumns(
		input,
		(id) => id === 'id' || fields.attributes.some((one) => one.id === id) || isPropertyColumn(id),
	);
	const mapped = mappedColumns(fields, input);
	const clear = input.option('emptyValues') === 'clear';
	const cachedRead = definitionsFor(fields, input);
	const properties = propertiesAttributes(mapped, clear, cachedRead ? input.cached(cachedRead) : []);
	return {
		...attributeValues(fields.attributes, mapped, clear, time),
		...(properties.length > 0 && { properties_attributes: properties }),
	};
}

/** Mapped columns in the form in which Booqable keeps them, for Sync. */
export function comparableColumns(
	{ attributes }: RecordFields,
	mapped: Readonly<Record<string, unknown>>,
	definitions: readonly DefaultProperty[],
	attempt: Attempt,
): Record<string, unknown> {
	const comparable = (id: string, value: unknown): unknown => {
		const attribute = attributes.find((one) => one.id === id);
		if (attribute) return comparableAttribute(attribute, value);
		return isPropertyColumn(id) && !isEmpty(value) ? propertyValue(identifierOf(id), value, definitions) : value;
	};
	return Object.fromEntries(
		Object.entries(mapped).map(([id, value]) => [id, attempt(value, () => comparable(id, value))]),
	);
}
