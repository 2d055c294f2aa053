import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import { z } from 'zod';
import type { CachedRead } from '../../shared/endpoint';
import { InputProblem, textOf } from '../../shared/input';
import { column, isEmpty } from '../../shared/mapper';
import { plainChoices, readChoice, type Choice } from '../../shared/values/choice';
import { readText } from '../../shared/values/text';
import { getMany } from '../actions/defaultProperty/getMany';

const definition = z.object({
	id: z.string(),
	identifier: z.string(),
	name: z.string(),
	property_type: z.string(),
	select_options: z.array(z.unknown()).catch([]),
});
export type DefaultProperty = z.infer<typeof definition>;

/** The default properties of one kind of record; those of customers hold phone and address. Kept for five minutes. */
const propertiesOf = (ownerType: string): CachedRead<DefaultProperty[]> => ({
	name: `default properties of ${ownerType}`,
	keep: 300_000,
	endpoint: getMany.endpoint,
	values: { ownerType },
	read: (properties) => properties.flatMap((one) => definition.safeParse(one).data ?? []),
});

/**
 * The same definitions, kept for longer: the calls of a month are counted. A choice that is not among them is looked
 * for anew.
 */
export const keptLonger = (properties: CachedRead<DefaultProperty[]>): CachedRead<DefaultProperty[]> => ({
	...properties,
	name: `${properties.name} for an hour`,
	keep: 3_600_000,
});

export const customerProperties = propertiesOf('customers');
export const orderProperties = propertiesOf('orders');

/** Parts of an address property that can be written. Source: Booqable API v4, Properties. */
export const ADDRESS_PARTS: ReadonlyArray<readonly [name: string, label: string]> = [
	['first_name', 'First Name'],
	['last_name', 'Last Name'],
	['address1', 'Street'],
	['address2', 'Street, Second Line'],
	['city', 'City'],
	['zipcode', 'Postal Code'],
	['region', 'State or Region'],
	['country', 'Country'],
];

const PREFIX = 'property_';
const PART = '__';

export const isPropertyColumn = (id: string): boolean => id.startsWith(PREFIX);
export const identifierOf = (column: string): string => column.slice(PREFIX.length).split(PART)[0];
export const columnOf = (identifier: string, part?: string): string =>
	`${PREFIX}${identifier}${part === undefined ? '' : `${PART}${part}`}`;

/** A column for each property, and one for each part of an address. */
export function propertyColumns(properties: readonly DefaultProperty[], matching = false): ResourceMapperField[] {
	return properties.flatMap((property) => {
		const { identifier, name, property_type } = property;
		if (property_type === 'address')
			return ADDRESS_PARTS.map(([part, label]) =>
				column({ id: columnOf(identifier, part), displayName: `${name}: ${label}`, type: 'string' }),
			);
		const choices = choicesOf(property);
		return [
			column({ id: columnOf(identifier), displayName: name, type: 'string', match: matching && !choices, choices }),
		];
	});
}

/** What can be chosen; undefined for text. */
function choicesOf({ property_type, select_options }: DefaultProperty): Choice[] | undefined {
	const names = select_options.map(textOf).filter(Boolean);
	return property_type === 'select' && names.length > 0 ? plainChoices(names) : undefined;
}

/** The text of a property, or its choice as the definition has it. Throws `InputProblem`. */
export function propertyValue(identifier: string, value: unknown, definitions: readonly DefaultProperty[]): string {
	const definition = definitions.find((property) => property.identifier === identifier);
	const field = { id: columnOf(identifier), label: definition?.name ?? identifier };
	const choices = definition && choicesOf(definition);
	return choices ? readChoice(value, field, choices) : readText(value, field);
}

/**
 * In automatic mapping: fields of an item that are properties, by column, identifier or name. Addresses are objects of
 * parts.
 */
export function automaticProperties(item: IDataObject, properties: readonly DefaultProperty[]): IDataObject {
	const known = new Map(
		properties.flatMap((property) =>
			[property.identifier, property.name.toLowerCase()].map((name) => [name, property] as const),
		),
	);
	const mapped: IDataObject = {};
	for (const [field, value] of Object.entries(item)) {
		const property = known.get(field) ?? known.get(field.toLowerCase());
		if (isPropertyColumn(field)) mapped[field] = value;
		else if (property?.property_type === 'address') Object.assign(mapped, addressColumns(property.identifier, value));
		else if (property) mapped[columnOf(property.identifier)] = value;
	}
	return mapped;
}

function addressColumns(identifier: string, value: unknown): IDataObject {
	if (isEmpty(value)) return {};
	if (typeof value !== 'object' || value === null) {
		throw new InputProblem(
			identifier,
			`The address "${identifier}" cannot be written from one text`,
			`Map an object with ${ADDRESS_PARTS.map(([part]) => part).join(', ')}, or map the parts below each other.`,
		);
	}
	const parts = value as IDataObject; // an object, see above
	return Object.fromEntries(
		ADDRESS_PARTS.filter(([part]) => part in parts).map(([part]) => [columnOf(identifier, part), parts[part]]),
	);
}

/**
 * Mapped property columns as `properties_attributes`: those not listed stay as they are. All values are text in
 * Booqable; an emptied one is removed with `_destroy`, which is the only documented way.
 */
export function propertiesAttributes(
	mapped: Readonly<Record<string, unknown>>,
	clear: boolean,
	definitions: readonly DefaultProperty[],
): IDataObject[] {
	const written = new Map<string, IDataObject>();
	for (const [id, value] of Object.entries(mapped)) {
		if (!isPropertyColumn(id) || (isEmpty(value) && !clear)) continue;
		const [identifier, part] = id.slice(PREFIX.length).split(PART);
		if (part === undefined)
			written.set(
				identifier,
				isEmpty(value) ? removal(identifier) : { identifier, value: propertyValue(identifier, value, definitions) },
			);
		else
			written.set(identifier, {
				...(written.get(identifier) ?? { identifier, property_type: 'address' }),
				[part]: isEmpty(value) ? '' : readText(value, { id, label: partLabel(identifier, part, definitions) }),
			});
	}
	return [...written.values()].map((property) =>
		isEmptyAddress(property) ? removal(String(property.identifier)) : property,
	);
}

const removal = (identifier: string): IDataObject => ({ identifier, _destroy: true });

/** Only when every part was mapped and is empty: an unmapped part may hold something. */
const isEmptyAddress = (property: IDataObject): boolean =>
	property.property_type === 'address' && ADDRESS_PARTS.every(([part]) => property[part] === '');

const partLabel = (identifier: string, part: string, definitions: readonly DefaultProperty[]): string =>
	`${definitions.find((property) => property.identifier === identifier)?.name ?? identifier}: ${ADDRESS_PARTS.find(([name]) => name === part)?.[1] ?? part}`;
