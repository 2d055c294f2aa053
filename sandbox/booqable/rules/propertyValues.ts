import type { Account } from '../models/account';
import { blank, invalidBody, invalidValue } from '../errors';
import { isObject, text, type Json, type StoredRecord, type Values } from '../models/records';
import { properties as table } from '../models/tables/properties';
import { mayWrite } from '../models/tables/table';

const ADDRESS_PARTS = [
	'first_name',
	'last_name',
	'address1',
	'address2',
	'city',
	'region',
	'zipcode',
	'country',
	'country_id',
	'province_id',
	'latitude',
	'longitude',
];

/** Keys that an order's hash always has, set or not. */
const ORDER_ADDRESSES: Values = { delivery_address: null, billing_address: null };

/** `Company size` → `company_size`, as Booqable makes an identifier from a name. */
export const identifierOf = (name: string): string =>
	name
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_|_$/g, '');

/** The `properties` hash of an owner: identifier → text, an address as lines of text. */
export function propertiesHash(account: Account, owner: StoredRecord): Values {
	// Variations show the properties of their group.
	const ownerId = owner.type === 'products' ? owner.values.product_group_id : owner.id;
	const entries = account
		.where('properties', 'owner_id', ownerId)
		.map(({ values }): [string, Json] => [text(values.identifier), shownValue(values)]);
	return { ...(owner.type === 'orders' ? ORDER_ADDRESSES : {}), ...Object.fromEntries(entries) };
}

const shownValue = (property: Values): Json =>
	property.property_type === 'address' ? addressLines(property) : (property.value ?? null);

/** Values of an owner's properties that free-text search finds: those with a default. */
export const shownProperties = (account: Account, ownerId: string): Json[] =>
	account
		.where('properties', 'owner_id', ownerId)
		.filter(({ values }) => values.default_property_id)
		.map(({ values }) => shownValue(values));

/** Street lines, then `City Region Zipcode`, then the country; names are left out. */
export function addressLines(address: Values): string {
	const place = [address.city, address.region, address.zipcode].map(text).filter(Boolean).join(' ');
	return [text(address.address1), text(address.address2), place, text(address.country)].filter(Boolean).join('\n');
}

/**
 * Checks a whole `properties_attributes` array and gives the writing of it as a function, so that nothing is written
 * when one entry is wrong. Properties that are not named stay as they are. The function says whether anything changed.
 * @throws ApiError 400 for an unknown key, 422 for an entry that fits no property
 */
export function planProperties(
	account: Account,
	ownerType: string,
	owner: StoredRecord | undefined,
	entries: Json,
): (owner: StoredRecord) => boolean {
	const changes = (Array.isArray(entries) ? entries : []).map((entry, position) => {
		if (!isObject(entry))
			throw invalidBody([
				{
					path: `data.attributes.properties_attributes.${position}`,
					message: 'should be type hash',
					code: 'type_error',
				},
			]);
		refuseUnknownKeys(entry, position);
		return planEntry(account, ownerType, owner, entry);
	});
	return (written) => changes.map((change) => change(written)).some(Boolean);
}

function refuseUnknownKeys(entry: Values, position: number): void {
	const unknown = Object.keys(entry).filter((key) => key !== '_destroy' && key !== 'id' && !mayWrite(table, key, true));
	if (unknown.length === 0) return;
	throw invalidBody(
		unknown.map((key) => ({
			path: `data.attributes.properties_attributes.${position}.${key}`,
			message: 'is an unknown attribute',
			code: 'unknown_attribute',
		})),
	);
}

function planEntry(
	account: Account,
	ownerType: string,
	owner: StoredRecord | undefined,
	entry: Values,
): (owner: StoredRecord) => boolean {
	const existing =
		owner && account.where('properties', 'owner_id', owner.id).find((property) => isMeant(property, entry));
	if (entry._destroy === true) return () => (existing ? (account.delete(existing), true) : false);
	const values = linkedValues(account, ownerType, entry, existing);
	if (existing) return () => changeIfDifferent(account, existing, values);
	return (created) => (account.insert('properties', { ...values, owner_id: created.id, owner_type: ownerType }), true);
}

function isMeant({ id, values }: StoredRecord, entry: Values): boolean {
	if (entry.id) return id === entry.id;
	if (entry.default_property_id) return values.default_property_id === entry.default_property_id;
	if (entry.identifier) return values.identifier === entry.identifier;
	return text(values.name).toLowerCase() === text(entry.name).toLowerCase();
}

function changeIfDifferent(account: Account, property: StoredRecord, values: Values): boolean {
	if (Object.entries(values).every(([key, value]) => (property.values[key] ?? null) === (value ?? null))) return false;
	account.change(property, values);
	return true;
}

/**
 * Values of a property as stored: name, identifier and type come from the default it fits, or from the property itself.
 */
export function linkedValues(account: Account, ownerType: string, entry: Values, existing?: StoredRecord): Values {
	const standard = fittingDefault(
		account,
		ownerType,
		existing ? { ...entry, identifier: entry.identifier ?? existing.values.identifier ?? null } : entry,
	);
	const name = standard?.values.name ?? entry.name ?? existing?.values.name ?? null;
	if (!text(name)) throw blank('properties.name');
	const propertyType =
		standard?.values.property_type ?? entry.property_type ?? existing?.values.property_type ?? 'text_field';
	return {
		name,
		identifier:
			standard?.values.identifier ??
			existing?.values.identifier ??
			(text(entry.identifier) || identifierOf(text(name))),
		property_type: propertyType,
		default_property_id: standard?.id ?? null,
		...(propertyType === 'address' ? addressValues(account, entry) : valueOf(entry)),
	};
}

function fittingDefault(account: Account, ownerType: string, entry: Values): StoredRecord | undefined {
	const defaults = account.where('default_properties', 'owner_type', ownerType);
	if (entry.default_property_id) {
		const wanted = defaults.find(({ id }) => id === entry.default_property_id);
		if (!wanted) throw invalidValue('properties.default_property', 'must exist', 'required');
		return wanted;
	}
	return defaults.find(({ values }) =>
		entry.identifier
			? values.identifier === entry.identifier
			: text(values.name).toLowerCase() === text(entry.name).toLowerCase(),
	);
}

/** Every value is kept as a text. What null and an empty text mean is not documented: they are kept as they are. */
function valueOf(entry: Values): Values {
	if (!('value' in entry)) return {};
	return { value: entry.value === null || entry.value === undefined ? null : text(entry.value) };
}

function addressValues(account: Account, entry: Values): Values {
	const country = account.find('countries', entry.country_id);
	const province = account.find('provinces', entry.province_id);
	const parts = Object.fromEntries(
		ADDRESS_PARTS.filter((part) => part in entry).map((part) => [part, entry[part] ?? null]),
	);
	return {
		...parts,
		...(country ? { country: country.values.name ?? null } : {}),
		...(province ? { region: province.values.name ?? null } : {}),
	};
}
