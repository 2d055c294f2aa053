import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import type { Lookup } from '../shared/endpoint';
import type { Input } from '../shared/input';
import { attributeColumns, attributeValues, type Attribute, type ColumnUse, type TimeWriter } from './attributes';
import { automaticProperties, isPropertyColumn, propertiesAttributes, propertyColumns, type DefaultProperty } from './properties';

/** What the visual mapper shows of a resource: its writable attributes and the account's default properties. */
export interface RecordFields {
	readonly attributes: readonly Attribute[];
	readonly properties: Lookup<DefaultProperty[]>;
}

export const columnsOf = ({ attributes }: RecordFields, properties: readonly DefaultProperty[], use: ColumnUse = {}): ResourceMapperField[] => [
	...attributeColumns(attributes, use),
	...propertyColumns(properties, use.matching),
];

/** Automatic mapping needs the names of the properties; mapped columns name theirs. */
export const needsOf = ({ properties }: RecordFields) => (input: Input): Array<Lookup<unknown>> => (input.mapsAutomatically('fields') ? [properties] : []);

/** Mapped values by column. In automatic mode fields of the item that are neither attribute nor property are left out. */
export function mappedColumns({ attributes, properties }: RecordFields, input: Input): IDataObject {
	const mapped = input.mapped('fields');
	if (!input.mapsAutomatically('fields')) return mapped;
	const own = attributes.filter(({ id }) => id in mapped).map(({ id }) => [id, mapped[id]] as const);
	return { ...Object.fromEntries(own), ...automaticProperties(mapped, input.looked(properties)) };
}

/** The mapped fields as a write wants them: attributes, and properties under `properties_attributes`. */
export function writtenFields(fields: RecordFields, input: Input, time?: TimeWriter): IDataObject {
	const mapped = mappedColumns(fields, input);
	const clear = input.option('emptyValues') === 'clear';
	const properties = propertiesAttributes(Object.fromEntries(Object.entries(mapped).filter(([id]) => isPropertyColumn(id))), clear);
	return { ...attributeValues(fields.attributes, mapped, clear, time), ...(properties.length > 0 && { properties_attributes: properties }) };
}
