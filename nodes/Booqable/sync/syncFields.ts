import type { ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { FieldKind } from '../../../sync/canonical';
import type { Lookup } from '../../shared/endpoint';
import type { Input } from '../../shared/input';
import { column } from '../../shared/mapper';
import { withCalls } from '../../shared/methods';
import { customerFields } from '../customerFields';
import { columnOf, customerProperties, isPropertyColumn, type DefaultProperty } from '../properties';
import { columnsOf, mappedColumns, type RecordFields } from '../recordFields';
import { booqable } from '../transport';

export const TAGS = 'tags';
export const PHONE = columnOf('phone');
export const ATTRIBUTES: readonly string[] = customerFields.attributes.map(({ id }) => id);

/** The same definitions, kept for longer: a sync asks for them with every event, and the calls of a month are counted. */
export const keptForSync = (properties: Lookup<DefaultProperty[]>): Lookup<DefaultProperty[]> => ({ ...properties, name: `${properties.name} for sync`, keep: 3_600_000 });

export const syncedProperties = keptForSync(customerProperties);

/** An address is read as one text and written in parts, so that nothing could be compared: it is no column here. */
const isAddress = ({ property_type }: DefaultProperty): boolean => property_type === 'address';

export const syncedColumns = (fields: RecordFields, properties: readonly DefaultProperty[]): ResourceMapperField[] =>
	columnsOf(fields, properties.filter((property) => !isAddress(property)));

export async function getCustomerColumnsForSync(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await withCalls(this, booqable, async (calls) => {
		const columns = syncedColumns(customerFields, await calls.look(customerProperties));
		return { fields: [...columns, column({ id: TAGS, displayName: 'Tags', type: 'array' })] };
	});
}

const ATTRIBUTE_KINDS: Readonly<Record<string, FieldKind>> = {
	name: 'name', email: 'email', email_marketing_consented: 'boolean', discount_percentage: 'number', deposit_value: 'number', [TAGS]: 'tags', [PHONE]: 'phone',
};
const PROPERTY_KINDS: Readonly<Record<string, FieldKind>> = { phone: 'phone', email: 'email', date_field: 'date' };

/** How the columns of properties are compared. */
export const propertyKinds = (definitions: readonly DefaultProperty[]): Record<string, FieldKind> =>
	Object.fromEntries(definitions.map(({ identifier, property_type }) => [columnOf(identifier), PROPERTY_KINDS[property_type] ?? 'text']));

/** How each column of a customer is compared; what is not named is text. */
export const kindsOf = (definitions: readonly DefaultProperty[]): Record<string, FieldKind> => ({ ...propertyKinds(definitions), ...ATTRIBUTE_KINDS });

/** The mapped columns of a resource that can be synced. */
export function mappedRecord(fields: RecordFields, input: Input, definitions: readonly DefaultProperty[]): Record<string, unknown> {
	const found = new Map<string, unknown>([[fields.properties.name, definitions]]);
	const attributes = fields.attributes.map(({ id }) => id);
	const addresses = definitions.filter(isAddress).map(({ identifier }) => columnOf(identifier));
	const isSynced = (name: string) => attributes.includes(name) || (isPropertyColumn(name) && !addresses.some((address) => name.startsWith(address)));
	return Object.fromEntries(Object.entries(mappedColumns(fields, input.withFound(found))).filter(([name]) => isSynced(name)));
}

/** The mapped columns of a customer. */
export const mappedFields = (input: Input, definitions: readonly DefaultProperty[]): Record<string, unknown> => ({ ...mappedRecord(customerFields, input, definitions), ...tagsOf(input) });

function tagsOf(input: Input): Record<string, unknown> {
	const mapped = input.mapped('fields');
	return TAGS in mapped ? { [TAGS]: mapped[TAGS] } : {};
}
