import type { ResourceMapperField } from 'n8n-workflow';
import type { FieldKind } from '../../../sync/model/canonical';
import type { Input } from '../../shared/parameters/input';
import { column, isEmpty, refuseOtherColumns } from '../../shared/parameters/mapper';
import type { Attempt } from '../../shared/sync/mappedValues';
import { mappedTags } from '../../shared/sync/tags';
import type { CachedRead } from '../../shared/endpoint';
import type { Calls } from '../../shared/runner/calls';
import { customerFields } from '../actions/customer/fields';
import { dateFormat } from '../mapping/dateFormat';
import {
	columnOf,
	identifierOf,
	isPropertyColumn,
	keptLonger,
	lacksOne,
	readAnew,
	type DefaultProperty,
} from '../mapping/properties';
import type { Lists } from '../mapping/attributes';
import {
	columnsOf,
	comparableColumns,
	hasDay,
	listsFor,
	mappedColumns,
	type RecordFields,
} from '../mapping/recordFields';

export const TAGS = 'tags';
export const PHONE = columnOf('phone');
export const ATTRIBUTES: readonly string[] = customerFields.attributes.map(({ id }) => id);

/** The cached reads of `definitionsFor`. */
export const definitionReads = ({ properties }: RecordFields): Array<CachedRead<DefaultProperty[]>> => [
	keptLonger(properties),
	readAnew(properties),
];

/** Definitions for the mapped columns: read again where one of these is not among those that were kept. */
export async function definitionsFor(calls: Calls, fields: RecordFields, input: Input): Promise<DefaultProperty[]> {
	const [kept, anew] = definitionReads(fields);
	const definitions = await calls.cached(kept);
	const isOld = !input.mapsAutomatically('fields') && lacksOne(input.mapped('fields'), definitions);
	return isOld ? await calls.cached(anew) : definitions;
}

/** An address is read as one text and written in parts, so that nothing could be compared: it is not a column here. */
const isAddress = ({ property_type }: DefaultProperty): boolean => property_type === 'address';

export const syncedColumns = (fields: RecordFields, properties: readonly DefaultProperty[]): ResourceMapperField[] =>
	columnsOf(
		fields,
		properties.filter((property) => !isAddress(property)),
	);

/** The columns of a customer for Sync. */
export const customerColumns = (properties: readonly DefaultProperty[]): ResourceMapperField[] => [
	...syncedColumns(customerFields, properties),
	column({ id: TAGS, displayName: 'Tags', type: 'string', several: true }),
];

const ATTRIBUTE_KINDS: Readonly<Record<string, FieldKind>> = {
	name: 'name',
	email: 'email',
	email_marketing_consented: 'boolean',
	discount_percentage: 'number',
	deposit_value: 'number',
	[TAGS]: 'tags',
	[PHONE]: 'phone',
};
const PROPERTY_KINDS: Readonly<Record<string, FieldKind>> = { phone: 'phone', email: 'email', date_field: 'date' };

/** How the columns of properties are compared. */
export const propertyKinds = (definitions: readonly DefaultProperty[]): Record<string, FieldKind> =>
	Object.fromEntries(
		definitions.map(({ identifier, property_type }) => [columnOf(identifier), PROPERTY_KINDS[property_type] ?? 'text']),
	);

/** How each column of a customer is compared; what is not named is text. */
export const kindsOf = (definitions: readonly DefaultProperty[]): Record<string, FieldKind> => ({
	...propertyKinds(definitions),
	...ATTRIBUTE_KINDS,
});

/** How the account writes days, where one is mapped. */
export const formatFor = async (
	calls: Calls,
	fields: RecordFields,
	input: Input,
	definitions: readonly DefaultProperty[],
): Promise<string> => (hasDay(fields, input, definitions) ? await calls.cached(dateFormat) : '');

/** The lists that mapped names are looked up in, so that they are compared as the IDs that are written. */
export async function listsOf(calls: Calls, fields: RecordFields, input: Input): Promise<Lists> {
	const reads = listsFor(fields, input);
	const found = new Map(await Promise.all(reads.map(async (read) => [read, await calls.cached(read)] as const)));
	return (list) => found.get(list);
}

/** The mapped columns of a resource that can be synced. */
export function mappedRecord(
	fields: RecordFields,
	input: Input,
	definitions: readonly DefaultProperty[],
	attempt: Attempt,
	format: string,
	lists?: Lists,
): Record<string, unknown> {
	const attributes = fields.attributes.map(({ id }) => id);
	const addresses = definitions.filter(isAddress).map(({ identifier }) => columnOf(identifier));
	const isSynced = (name: string) =>
		attributes.includes(name) || (isPropertyColumn(name) && !addresses.some((address) => name.startsWith(address)));
	const mapped = Object.entries(mappedColumns(fields, input, definitions).values).filter(([name]) => isSynced(name));
	return comparableColumns(fields, Object.fromEntries(mapped), definitions, attempt, {
		dates: input.dates,
		dateFormat: format,
		leaveOut: input.option('invalidValues') === 'omit',
		lists,
	});
}

const WITH_TAGS: RecordFields = {
	...customerFields,
	attributes: [...customerFields.attributes, { id: TAGS, label: 'Tags' }],
};

/** Mapped fields that Sync does not write: those that are no column, and addresses, which cannot be compared. */
export function unsynced(fields: RecordFields, input: Input, definitions: readonly DefaultProperty[]): string[] {
	const all = fields === customerFields ? WITH_TAGS : fields;
	refuseOtherColumns(input, (id) => isPropertyColumn(id) || all.attributes.some((one) => one.id === id));
	const { values, unmatched } = mappedColumns(all, input, definitions);
	const addresses = definitions.filter(isAddress).map(({ identifier }) => identifier);
	const isOfAddress = (id: string): boolean => isPropertyColumn(id) && addresses.includes(identifierOf(id));
	return [...unmatched, ...Object.keys(values).filter((id) => isOfAddress(id) && !isEmpty(values[id]))];
}

/** The mapped columns of a customer. */
export const mappedFields = (
	input: Input,
	definitions: readonly DefaultProperty[],
	attempt: Attempt,
	format: string,
	lists: Lists,
): Record<string, unknown> => ({
	...mappedRecord(customerFields, input, definitions, attempt, format, lists),
	...mappedTags(mappedColumns(WITH_TAGS, input, definitions).values, TAGS, attempt),
});
