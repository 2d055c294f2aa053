import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import { z } from 'zod';
import type { Named } from '../../shared/parameters/automatic';
import type { CachedRead } from '../../shared/endpoint';
import { InputProblem, textOf } from '../../shared/parameters/input';
import { column, isEmpty } from '../../shared/parameters/mapper';
import { plainChoices, readChoice, type Choice } from '../../shared/values/choice';
import { readEmail } from '../../shared/values/email';
import { orNone } from '../../shared/values/field';
import { readWrittenPhone } from '../../shared/values/phone';
import { readText } from '../../shared/values/text';
import type { Writing, Written } from './attributes';
import { plainDay, writtenDay } from './dateFormat';
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
 * for again.
 */
export const keptLonger = (properties: CachedRead<DefaultProperty[]>): CachedRead<DefaultProperty[]> => ({
	...properties,
	name: `${properties.name} for an hour`,
	keep: 3_600_000,
});

/** The same definitions for a column that is not among those that were kept: its property may have been made since. */
export const readAnew = (properties: CachedRead<DefaultProperty[]>): CachedRead<DefaultProperty[]> => ({
	...properties,
	name: `${properties.name} for a minute`,
	keep: 60_000,
});

export const customerProperties = propertiesOf('customers');
export const orderProperties = propertiesOf('orders');

/** Every cached read of default properties. */
export const DEFINITIONS = [customerProperties, orderProperties].flatMap((properties) => [
	properties,
	keptLonger(properties),
	readAnew(properties),
]);

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

/** Whether a property is mapped that is not among these. */
export const lacksOne = (mapped: IDataObject, definitions: readonly DefaultProperty[]): boolean =>
	Object.entries(mapped).some(
		([id, value]) =>
			isPropertyColumn(id) && !isEmpty(value) && !definitions.some(({ identifier }) => identifier === identifierOf(id)),
	);

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

/** The text of a property: a choice as the definition has it, a day as the account writes it. Throws `InputProblem`. */
export function propertyValue(
	identifier: string,
	value: unknown,
	definitions: readonly DefaultProperty[],
	{ dates, dateFormat }: Pick<Writing, 'dates' | 'dateFormat'>,
): string {
	const definition = definitions.find((property) => property.identifier === identifier);
	const field = { id: columnOf(identifier), label: definition?.name ?? identifier };
	if (definition?.property_type === 'date_field') return writtenDay(value, field, dates, dateFormat);
	if (definition?.property_type === 'email') return readEmail(value, field);
	if (definition?.property_type === 'phone') return readWrittenPhone(value, field);
	const choices = definition && choicesOf(definition);
	return choices ? readChoice(value, field, choices) : readText(value, field);
}

/** As `propertyValue`, for Sync: days are YYYY-MM-DD. */
export function comparableProperty(
	identifier: string,
	value: unknown,
	definitions: readonly DefaultProperty[],
	writing: Pick<Writing, 'dates' | 'dateFormat'>,
): string {
	const definition = definitions.find((property) => property.identifier === identifier);
	if (definition?.property_type !== 'date_field') return propertyValue(identifier, value, definitions, writing);
	return plainDay(value, { id: columnOf(identifier), label: definition.name }, writing.dates, writing.dateFormat);
}

export const isDay = (identifier: string, definitions: readonly DefaultProperty[]): boolean =>
	definitions.some((property) => property.identifier === identifier && property.property_type === 'date_field');

/** The names by which automatic mapping knows the properties. */
export const namedProperties = (properties: readonly DefaultProperty[]): Named[] =>
	properties.flatMap(({ identifier, name, property_type }) => [
		{ id: columnOf(identifier), names: [identifier, name] },
		...(property_type === 'address'
			? ADDRESS_PARTS.map(([part, label]) => ({
					id: columnOf(identifier, part),
					names: [`${identifier}_${part}`, `${name}: ${label}`],
				}))
			: []),
	]);

/** Values by column, with addresses that are objects in their parts. */
export function withAddressParts(values: IDataObject, properties: readonly DefaultProperty[]): IDataObject {
	const addresses = new Set(
		properties.filter(({ property_type }) => property_type === 'address').map(({ identifier }) => columnOf(identifier)),
	);
	return Object.fromEntries(
		Object.entries(values).flatMap(([id, value]): Array<[string, IDataObject[string]]> =>
			addresses.has(id) ? Object.entries(addressColumns(identifierOf(id), value)) : [[id, value]],
		),
	);
}

/** What other apps call the parts of an address. */
const OTHER_PARTS = /^(street\w*|line_?\d|state\w*|province\w*|zip|zip_code|zipCode|post\w*)$/;

function addressColumns(identifier: string, value: unknown): IDataObject {
	if (isEmpty(value)) return {};
	const advice = `Map an object with ${ADDRESS_PARTS.map(([part]) => part).join(', ')}, or map the parts below each other.`;
	if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date)
		throw new InputProblem(
			identifier,
			`The address "${identifier}" cannot be written from ${Array.isArray(value) ? 'a list' : 'one text'}`,
			advice,
		);
	const parts = value as IDataObject; // an object, see above
	const others = Object.keys(parts).filter((name) => OTHER_PARTS.test(name) && !isEmpty(parts[name]));
	const isKnown = ADDRESS_PARTS.some(([part]) => part in parts);
	if (others.length > 0 || !isKnown)
		throw new InputProblem(
			identifier,
			`The address "${identifier}" has parts that Booqable does not know: ${(isKnown ? others : Object.keys(parts)).join(', ')}`,
			advice,
		);
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
	definitions: readonly DefaultProperty[],
	writing: Writing,
): Written<IDataObject[]> {
	const written = new Map<string, IDataObject>();
	const ignored: string[] = [];
	for (const [id, value] of Object.entries(mapped)) {
		if (!isPropertyColumn(id) || (isEmpty(value) && !writing.clear)) continue;
		const identifier = identifierOf(id);
		const read = () => attributesOf(id, value, written.get(identifier), definitions, writing);
		const entry = writing.leaveOut ? orNone(read) : read();
		if (entry) written.set(identifier, entry);
		else ignored.push(id);
	}
	const values = [...written.values()].map((property) =>
		isEmptyAddress(property) ? removal(String(property.identifier)) : property,
	);
	return { values, ignored };
}

/** A property with one more value: its own, or a part of its address. */
function attributesOf(
	id: string,
	value: unknown,
	known: IDataObject | undefined,
	definitions: readonly DefaultProperty[],
	writing: Writing,
): IDataObject {
	const [identifier, part] = id.slice(PREFIX.length).split(PART);
	if (part === undefined)
		return isEmpty(value)
			? removal(identifier)
			: { identifier, value: propertyValue(identifier, value, definitions, writing) };
	return {
		...(known ?? { identifier, property_type: 'address' }),
		[part]: isEmpty(value) ? '' : readText(value, { id, label: partLabel(identifier, part, definitions) }),
	};
}

const removal = (identifier: string): IDataObject => ({ identifier, _destroy: true });

/** Only when every part was mapped and is empty: an unmapped part may hold something. */
const isEmptyAddress = (property: IDataObject): boolean =>
	property.property_type === 'address' && ADDRESS_PARTS.every(([part]) => property[part] === '');

const partLabel = (identifier: string, part: string, definitions: readonly DefaultProperty[]): string =>
	`${definitions.find((property) => property.identifier === identifier)?.name ?? identifier}: ${ADDRESS_PARTS.find(([name]) => name === part)?.[1] ?? part}`;
