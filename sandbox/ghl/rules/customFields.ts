import { notFound } from '../errors';
import type { Account } from '../models/account';
import type { CustomField } from '../models/records';
import { saveContact } from './contacts';

export const keyOf = (owner: 'contact' | 'opportunity', name: string): string =>
	`${owner}.${name
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '_')}`;
/** By id or by key, with its model in front. */
export function ownField(account: Account, locationId: string, idOrKey: string | undefined): CustomField {
	const field = account.store.customFields.find(
		(each) => each.locationId === locationId && (each.id === idOrKey || each.fieldKey === idOrKey),
	);
	if (!field) throw notFound(`Custom field with id ${idOrKey} not found`);
	return field;
}

export function forgetValues(account: Account, field: CustomField): void {
	for (const contact of account.store.contacts.where((each) => field.id in each.customFields)) {
		delete contact.customFields[field.id];
		saveContact(account, contact);
	}
}
