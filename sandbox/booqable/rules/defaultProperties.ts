import type { Account, Behavior } from '../models/account';
import { blank, invalidValue, notIncluded } from '../errors';
import { identifierOf } from './propertyValues';
import { text, type StoredRecord, type Values } from '../models/records';
import { tableOf } from '../models/tables';
import { attributeType } from '../models/tables/table';

/** Once a property holds values, its type stays. */
const canChangeType = (account: Account, { values }: StoredRecord): boolean =>
	!account
		.where('properties', 'identifier', values.identifier)
		.some((property) => property.values.owner_type === values.owner_type);

function check(account: Account, merged: Values, current: StoredRecord | undefined): void {
	if (!text(merged.name).trim()) throw blank('name');
	if (!text(merged.owner_type)) throw blank('owner_type');
	if (!attributeType(tableOf('default_properties'), 'property_type')?.options.includes(text(merged.property_type)))
		throw notIncluded('property_type');
	const twin = account
		.where('default_properties', 'identifier', merged.identifier)
		.find(({ id, values }) => id !== current?.id && values.owner_type === merged.owner_type);
	if (twin) throw invalidValue('identifier', 'has already been taken', 'taken');
	if (current && merged.property_type !== current.values.property_type && !canChangeType(account, current)) {
		throw invalidValue('property_type', 'cannot be changed', 'unchangeable');
	}
}

export const defaultProperties: Behavior = {
	prepare({ account }, written, current) {
		const merged: Values = { property_type: 'text_field', ...current?.values, ...written };
		const identifier = text(written.identifier) || text(current?.values.identifier) || identifierOf(text(merged.name));
		check(account, { ...merged, identifier }, current);
		const position =
			current?.values.position ?? account.where('default_properties', 'owner_type', merged.owner_type).length + 1;
		return { position, property_type: merged.property_type ?? null, ...written, identifier };
	},
	defaults: () => ({ editable: true }),
	derive: (account, record) => ({ can_change_property_type: canChangeType(account, record) }),
	// Values outlive their default as one-off properties.
	removing({ account }, record) {
		for (const property of account.where('properties', 'default_property_id', record.id))
			account.change(property, { default_property_id: null });
	},
};
