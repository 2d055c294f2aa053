import type { ContactFields, CustomFieldInput } from './contactBodies';
import { badRequest, notFound, unprocessable, wrongLocation } from '../errors';
import type { Account } from '../models/account';
import type { Contact, Location } from '../models/records';
import { birthDate, customFieldValue, e164, knownChoices, phoneNumber, sameText, tagNames } from './values';
import { contactEvent } from '../views/contacts';

export function locationOf(account: Account, id: string): Location {
	const location = account.store.locations.get(id);
	if (!location) throw notFound(`Location with id ${id} not found`);
	return location;
}

/** @throws ApiError 404 for an unknown contact, 403 for one of another location */
export function ownContact(account: Account, locationId: string, id: string): Contact {
	const contact = account.store.contacts.get(id);
	if (!contact) throw notFound(`Contact with id ${id} not found`);
	if (contact.locationId !== locationId) throw wrongLocation();
	return contact;
}

/** Stores a contact and lets the search index know of it later. */
export function saveContact(account: Account, contact: Contact): Contact {
	contact.dateUpdated = account.world.now();
	account.store.contacts.add(contact);
	account.store.contactIndex.write(contact.id, contact, account.world.now());
	return contact;
}

export function newContact(account: Account, locationId: string): Contact {
	const now = account.world.now();
	return {
		id: account.id(),
		locationId,
		type: 'lead',
		dnd: false,
		dndSettings: {},
		tags: [],
		followers: [],
		customFields: {},
		campaigns: [],
		workflows: [],
		additionalEmails: [],
		additionalPhones: [],
		country: locationOf(account, locationId).country,
		dateAdded: now,
		dateUpdated: now,
	};
}

const PLAIN_FIELDS = [
	'firstName',
	'lastName',
	'email',
	'address1',
	'city',
	'state',
	'postalCode',
	'website',
	'timezone',
	'source',
	'country',
	'assignedTo',
	'gender',
	'companyName',
] as const;

/** Writes the given fields over the contact; null and the empty string clear. */
export function applyFields(account: Account, contact: Contact, fields: ContactFields): void {
	if (fields.name !== undefined && fields.firstName === undefined && fields.lastName === undefined)
		splitName(contact, fields.name ?? '');
	for (const field of PLAIN_FIELDS) {
		const value = fields[field];
		if (value !== undefined) contact[field] = value?.trim() || undefined;
	}
	const { country } = locationOf(account, contact.locationId);
	if (fields.phone !== undefined) contact.phone = fields.phone ? phoneNumber(fields.phone, country) : undefined;
	if (fields.dateOfBirth !== undefined)
		contact.dateOfBirth = fields.dateOfBirth ? birthDate(fields.dateOfBirth) : undefined;
	if (fields.dnd !== undefined) contact.dnd = fields.dnd;
	if (fields.dndSettings) contact.dndSettings = { ...contact.dndSettings, ...fields.dndSettings };
	if (fields.inboundDndSettings) contact.inboundDndSettings = fields.inboundDndSettings;
	if (fields.tags) contact.tags = tagNames(fields.tags);
	if (fields.customFields) applyCustomFields(account, contact, fields.customFields);
	learnTags(account, contact);
}

function splitName(contact: Contact, name: string): void {
	const [first = '', ...rest] = name.trim().split(/\s+/);
	contact.firstName = first || undefined;
	contact.lastName = rest.join(' ') || undefined;
}

/** Fields that the location does not have are dropped without a word, and so is a key with its model in front. */
function applyCustomFields(account: Account, contact: Contact, inputs: CustomFieldInput[]): void {
	for (const [index, input] of inputs.entries()) {
		if (input.id === undefined && input.key === undefined)
			throw unprocessable(`customFields.${index}.id should not be empty`);
		const field = account.store.customFields.find(
			(each) =>
				each.locationId === contact.locationId &&
				each.model === 'contact' &&
				(input.id === undefined ? each.fieldKey === `contact.${input.key}` : each.id === input.id),
		);
		if (!field) continue;
		const value = customFieldValue(field, input.fieldValue ?? input.field_value, `customFields.${index}.field_value`);
		const kept = knownChoices(field, value);
		if (kept !== undefined) contact.customFields[field.id] = kept;
		else if (value === undefined) delete contact.customFields[field.id];
	}
}

/** A tag that is used for the first time becomes one of the location's tags. */
export function learnTags(account: Account, contact: Contact): void {
	for (const name of contact.tags) {
		if (!account.store.tags.find((tag) => tag.locationId === contact.locationId && tag.name === name)) {
			account.store.tags.add({ id: account.id(), locationId: contact.locationId, name });
		}
	}
}

export interface Match {
	contact: Contact;
	by: 'email' | 'phone';
}

/** The contact that has this email, its additional ones included. */
export function byEmail(
	account: Account,
	locationId: string,
	email: string | null | undefined,
	except?: string,
): Contact | undefined {
	if (!email) return undefined;
	return account.store.contacts.find(
		(contact) =>
			contact.locationId === locationId &&
			contact.id !== except &&
			(sameText(contact.email, email) || contact.additionalEmails.some((additional) => sameText(additional, email))),
	);
}

export function byPhone(
	account: Account,
	locationId: string,
	phone: string | null | undefined,
	except?: string,
): Contact | undefined {
	const number = phone ? e164(phone, locationOf(account, locationId).country) : undefined;
	if (number === undefined) return undefined;
	return account.store.contacts.find(
		(contact) =>
			contact.locationId === locationId &&
			contact.id !== except &&
			(contact.phone === number || contact.additionalPhones.includes(number)),
	);
}

/** Email before phone: the order that a new location has. */
export function findDuplicate(
	account: Account,
	locationId: string,
	fields: ContactFields,
	except?: string,
): Match | undefined {
	const emailMatch = byEmail(account, locationId, fields.email, except);
	if (emailMatch) return { contact: emailMatch, by: 'email' };
	const phoneMatch = byPhone(account, locationId, fields.phone, except);
	return phoneMatch && { contact: phoneMatch, by: 'phone' };
}

/** @throws ApiError 400 that names the contact in the way, unless the location allows duplicates */
export function refuseDuplicate(account: Account, locationId: string, fields: ContactFields, except?: string): void {
	if (locationOf(account, locationId).allowDuplicateContact) return;
	const match = findDuplicate(account, locationId, fields, except);
	if (!match) return;
	const { id, firstName, lastName } = match.contact;
	throw badRequest('This location does not allow duplicated contacts.', {
		meta: {
			contactId: id,
			matchingField: match.by,
			contactName: [firstName, lastName].filter(Boolean).join(' ').toLowerCase(),
		},
	});
}

/** Emits what changed between two states of a contact: tags and DND have events of their own. */
export function emitChanges(account: Account, before: Contact, after: Contact): void {
	const old = contactEvent(before);
	const now = contactEvent(after);
	const changed = Object.keys({ ...old, ...now }).filter(
		(key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]),
	);
	if (changed.includes('tags')) account.events.emit('ContactTagUpdate', after.locationId, now);
	const dndChanged =
		changed.includes('dnd') || JSON.stringify(before.dndSettings) !== JSON.stringify(after.dndSettings);
	// A change of the inbound settings alone makes no event.
	if (dndChanged) account.events.emit('ContactDndUpdate', after.locationId, { ...now, dndSettings: after.dndSettings });
	if (changed.some((key) => key !== 'tags' && key !== 'dnd'))
		account.events.emit('ContactUpdate', after.locationId, now);
}

/** Changes a contact in one step: nothing is kept when the change is refused half-way. */
export function changeContact(account: Account, contact: Contact, change: (draft: Contact) => void): Contact {
	const draft = structuredClone(contact);
	change(draft);
	saveContact(account, draft);
	emitChanges(account, contact, draft);
	return draft;
}

/** @throws ApiError 422 for a value that the field does not take */
export function createContact(account: Account, locationId: string, fields: ContactFields): Contact {
	const contact = newContact(account, locationId);
	applyFields(account, contact, fields);
	contact.source ??= 'public api';
	saveContact(account, contact);
	account.events.emit('ContactCreate', locationId, contactEvent(contact));
	return contact;
}

/**
 * Updates the match by email, else the one by phone. When the two differ, the phone goes nowhere and nothing says so.
 * A match through an additional email gives the contact that email as its primary one. `gender` is dropped.
 */
export function updateMatch(account: Account, contact: Contact, fields: ContactFields): Contact {
	const { gender: _dropped, ...rest } = fields;
	const phoneOwner = byPhone(account, contact.locationId, fields.phone, contact.id);
	const { phone: _ignored, ...withoutPhone } = rest;
	return changeContact(account, contact, (draft) => applyFields(account, draft, phoneOwner ? withoutPhone : rest));
}
