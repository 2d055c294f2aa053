import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import type { FieldKind } from '../../../sync/canonical';
import type { Input } from '../../shared/input';
import type { Lookup } from '../../shared/lookup';
import { column } from '../../shared/mapper';
import { withCalls } from '../../shared/methods';
import { getMany } from '../actions/customer/getMany';
import { customerFields } from '../customerFields';
import { columnOf, customerProperties, isPropertyColumn, type DefaultProperty } from '../properties';
import { columnsOf, mappedColumns } from '../recordFields';
import { booqable } from '../transport';

export const TAGS = 'tags';
export const PHONE = columnOf('phone');
export const ATTRIBUTES: readonly string[] = customerFields.attributes.map(({ id }) => id);

/** The same definitions, kept for longer: a sync asks for them with every event, and the calls of a month are counted. */
export const syncedProperties: Lookup<DefaultProperty[]> = { ...customerProperties, name: 'default properties for sync', keep: 3_600_000 };

/** An address is read as one text and written in parts, so that nothing could be compared: it is no column here. */
const isAddress = ({ property_type }: DefaultProperty): boolean => property_type === 'address';

export async function getCustomerColumnsForSync(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await withCalls(this, booqable, getMany, async (calls) => {
		const properties = (await calls.look(customerProperties)).filter((property) => !isAddress(property));
		return { fields: [...columnsOf(customerFields, properties), column({ id: TAGS, displayName: 'Tags', type: 'array' })] };
	});
}

const ATTRIBUTE_KINDS: Readonly<Record<string, FieldKind>> = {
	name: 'name', email: 'email', email_marketing_consented: 'boolean', discount_percentage: 'number', deposit_value: 'number', [TAGS]: 'tags', [PHONE]: 'phone',
};
const PROPERTY_KINDS: Readonly<Record<string, FieldKind>> = { phone: 'phone', email: 'email', date_field: 'date' };

/** How each column is compared; what is not named is text. */
export const kindsOf = (definitions: readonly DefaultProperty[]): Record<string, FieldKind> => ({
	...Object.fromEntries(definitions.map(({ identifier, property_type }) => [columnOf(identifier), PROPERTY_KINDS[property_type] ?? 'text'])),
	...ATTRIBUTE_KINDS,
});

/** The mapped columns that can be synced. */
export function mappedFields(input: Input, definitions: readonly DefaultProperty[]): Record<string, unknown> {
	const found = new Map<string, unknown>([[customerFields.properties.name, definitions]]);
	const mapped = { ...mappedColumns(customerFields, input.withFound(found)), ...tagsOf(input) };
	const addresses = definitions.filter(isAddress).map(({ identifier }) => columnOf(identifier));
	const isSynced = (name: string) => ATTRIBUTES.includes(name) || name === TAGS || (isPropertyColumn(name) && !addresses.some((address) => name.startsWith(address)));
	return Object.fromEntries(Object.entries(mapped).filter(([name]) => isSynced(name)));
}

function tagsOf(input: Input): Record<string, unknown> {
	const mapped = input.mapped('fields');
	return TAGS in mapped ? { [TAGS]: mapped[TAGS] } : {};
}
