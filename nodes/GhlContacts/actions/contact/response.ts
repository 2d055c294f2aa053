import type { IDataObject } from 'n8n-workflow';
import type { CachedRead } from '../../../shared/endpoint';
import { asObjects, type Input } from '../../../shared/parameters/input';
import { byName, contactFields } from '../../mapping/customFields';
import { unwrap } from '../../responses';

/** What "Simplify" keeps of a contact. */
export const SIMPLE = [
	'id',
	'name',
	'firstName',
	'lastName',
	'email',
	'phone',
	'companyName',
	'address1',
	'city',
	'state',
	'postalCode',
	'country',
	'website',
	'source',
	'tags',
	'customFields',
	'assignedTo',
	'dateAdded',
	'dateUpdated',
];

const named = (input: Input): boolean => input.option('customFieldsByName') !== false;

/** Names of custom fields are read only where the answer shows them by name. */
export const contactNeeds = (input: Input): Array<CachedRead<unknown>> => (named(input) ? [contactFields] : []);

const fromEnvelope = unwrap('contact');

/**
 * After a write, names are read only where the answer has custom fields; a token without that scope gets them by ID.
 */
export const contactWants = (body: IDataObject, input: Input): Array<CachedRead<unknown>> =>
	asObjects(fromEnvelope(body).customFields).length > 0 ? contactNeeds(input) : [];

/**
 * A contact in one shape, read or written: search names some fields differently, and lists have names in lower case
 * beside the raw ones.
 */
export function asContact(body: IDataObject, input: Input): IDataObject {
	const { contactName, address, firstNameRaw, lastNameRaw, ...contact } = fromEnvelope(body);
	const written = [firstNameRaw ?? contact.firstName, lastNameRaw ?? contact.lastName].filter(Boolean).join(' ');
	const same: IDataObject = {
		...contact,
		name: contact.name ?? (written || contactName),
		...(firstNameRaw !== undefined && { firstName: firstNameRaw }),
		...(lastNameRaw !== undefined && { lastName: lastNameRaw }),
		...(address !== undefined && { address1: contact.address1 ?? address }),
	};
	return named(input)
		? { ...same, customFields: byName(contact.customFields, input.cachedIfAny(contactFields) ?? []) }
		: same;
}
