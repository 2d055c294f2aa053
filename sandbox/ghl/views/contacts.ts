import { V3_DND_CHANNELS, type Contact } from '../models/records';
import type { View } from './view';
import { iso } from '../models/times';

/*
 * The same contact looks different on every endpoint. Each function here is one of those looks.
 * Fields without a value are absent, except in lists and search results, which have null.
 */

export const fullName = (contact: Contact): string => [contact.firstName, contact.lastName].filter(Boolean).join(' ');

const pick = (contact: Contact, fields: ReadonlyArray<keyof Contact>): View =>
	Object.fromEntries(fields.map((field) => [field, contact[field]]));
const present = (view: View): View =>
	Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined && value !== ''));
const orNull = (view: View): View =>
	Object.fromEntries(Object.entries(view).map(([field, value]) => [field, value ?? null]));
const customFields = (contact: Contact): View[] =>
	Object.entries(contact.customFields).map(([id, value]) => ({ id, value }));
const birthday = (contact: Contact): string | undefined =>
	contact.dateOfBirth && `${contact.dateOfBirth}T00:00:00.000Z`;

/** Written the same way everywhere. */
const PLAIN = [
	'id',
	'locationId',
	'email',
	'phone',
	'companyName',
	'businessId',
	'city',
	'state',
	'country',
	'postalCode',
	'website',
	'source',
	'type',
	'assignedTo',
	'dnd',
	'tags',
] as const;

function v3DndKeys(settings: { [channel: string]: unknown }): { [channel: string]: unknown } {
	return Object.fromEntries(
		Object.entries(V3_DND_CHANNELS)
			.filter(([, name]) => name in settings)
			.map(([key, name]) => [key, settings[name]]),
	);
}

function dates(contact: Contact): View {
	return { dateAdded: iso(contact.dateAdded), dateUpdated: iso(contact.dateUpdated) };
}

function lowerCaseNames({ firstName, lastName }: Contact): View {
	return { firstNameLowerCase: firstName?.toLowerCase(), lastNameLowerCase: lastName?.toLowerCase() };
}

/** What a read and a creation have in common. */
function base(contact: Contact, version: string): View {
	return {
		...pick(contact, [...PLAIN, 'firstName', 'lastName', 'address1']),
		...lowerCaseNames(contact),
		fullNameLowerCase: fullName(contact).toLowerCase(),
		emailLowerCase: contact.email?.toLowerCase(),
		dndSettings: version === 'v3' ? v3DndKeys(contact.dndSettings) : contact.dndSettings,
		dateOfBirth: birthday(contact),
		...dates(contact),
		customFields: customFields(contact),
	};
}

/** GET /contacts/{id}, PUT and upsert. */
export function contactView(contact: Contact, version: string): View {
	return present({
		...base(contact, version),
		...pick(contact, ['timezone', 'additionalEmails', 'additionalPhones', 'followers', 'inboundDndSettings']),
		name: fullName(contact),
		lastActivity: iso(contact.dateUpdated),
	});
}

/** POST /contacts/: no name, no timezone, some fields of its own. v3 answers with the look of GET. */
export function createdView(contact: Contact, version: string): View {
	if (version === 'v3') return contactView(contact, version);
	const [, birthMonth, birthDay] = (contact.dateOfBirth ?? '').split('-').map(Number);
	return present({
		...base(contact, version),
		deleted: false,
		bounceEmail: false,
		unsubscribeEmail: false,
		birthMonth,
		birthDay,
	});
}

/** GET /contacts/ and GET /contacts/business/{id}: lower-case names, with the written ones beside them. */
export function listedView(contact: Contact): View {
	return orNull({
		...pick(contact, [...PLAIN, 'address1', 'timezone', 'followers', 'additionalEmails']),
		contactName: fullName(contact).toLowerCase(),
		firstName: contact.firstName?.toLowerCase(),
		lastName: contact.lastName?.toLowerCase(),
		firstNameRaw: contact.firstName,
		lastNameRaw: contact.lastName,
		dateOfBirth: birthday(contact),
		...dates(contact),
		attributions: [],
		customFields: customFields(contact),
	});
}

/**
 * GET /contacts/business/{id}: no more than ContactsSearchSchema of the OpenAPI specification has, so neither name nor
 * phone.
 */
export function businessContactView(contact: Contact): View {
	return orNull({
		...pick(contact, ['id', 'locationId', 'email', 'timezone', 'country', 'source', 'tags', 'businessId', 'followers']),
		dateAdded: iso(contact.dateAdded),
		customFields: customFields(contact),
		attributions: [],
	});
}

/** POST /contacts/search: `address` for address1, the date of birth as a number, no name and no email in lower case. */
export function searchView(contact: Contact, searchAfter: unknown[]): View {
	return orNull({
		...pick(contact, [
			...PLAIN,
			'firstName',
			'lastName',
			'timezone',
			'followers',
			'additionalEmails',
			'additionalPhones',
			'dndSettings',
		]),
		...lowerCaseNames(contact),
		contactName: fullName(contact) || null,
		address: contact.address1,
		businessName: contact.companyName,
		dateOfBirth: contact.dateOfBirth === undefined ? null : Date.parse(contact.dateOfBirth),
		...dates(contact),
		customFields: customFields(contact),
		phoneLabel: null,
		validEmail: null,
		opportunities: [],
		searchAfter,
	});
}

/**
 * The fields of a ContactCreate, ContactUpdate, ContactDelete or ContactTagUpdate event: no dateUpdated, no timezone,
 * empty ones left out.
 */
export function contactEvent(contact: Contact): View {
	const {
		businessId: _unsaid,
		locationId: _inEnvelope,
		type: _shadowed,
		...fields
	} = pick(contact, [...PLAIN, 'firstName', 'lastName', 'address1']);
	return present({
		...fields,
		name: fullName(contact),
		dateAdded: iso(contact.dateAdded),
		dateOfBirth: birthday(contact),
		customFields: customFields(contact),
	});
}
