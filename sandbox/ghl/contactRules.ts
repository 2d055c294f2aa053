import type { ContactFields, CustomFieldInput } from './contactShapes';
import { badRequest, notFound, unprocessable, wrongLocation } from './errors';
import type { Ghl } from './ghl';
import type { Contact, Location } from './records';
import { birthDate, customFieldValue, e164, phoneNumber, sameText, tagNames } from './values';

export function locationOf(ghl: Ghl, id: string): Location {
	const location = ghl.store.locations.get(id);
	if (!location) throw notFound(`Location with id ${id} not found`);
	return location;
}

/** @throws Refusal 404 for an unknown contact, 403 for one of another location */
export function ownContact(ghl: Ghl, locationId: string, id: string): Contact {
	const contact = ghl.store.contacts.get(id);
	if (!contact) throw notFound(`Contact with id ${id} not found`);
	if (contact.locationId !== locationId) throw wrongLocation();
	return contact;
}

/** Stores a contact and lets the search index know of it later. */
export function saveContact(ghl: Ghl, contact: Contact): Contact {
	contact.dateUpdated = ghl.world.now();
	ghl.store.contacts.add(contact);
	ghl.store.contactIndex.write(contact.id, contact, ghl.world.now());
	return contact;
}

export function newContact(ghl: Ghl, locationId: string): Contact {
	const now = ghl.world.now();
	return {
		id: ghl.id(),
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
		country: locationOf(ghl, locationId).country,
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
export function applyFields(ghl: Ghl, contact: Contact, fields: ContactFields): void {
	if (fields.name !== undefined && fields.firstName === undefined && fields.lastName === undefined) splitName(contact, fields.name ?? '');
	for (const field of PLAIN_FIELDS) {
		const value = fields[field];
		if (value !== undefined) contact[field] = value?.trim() || undefined;
	}
	const { country } = locationOf(ghl, contact.locationId);
	if (fields.phone !== undefined) contact.phone = fields.phone ? phoneNumber(fields.phone, country) : undefined;
	if (fields.dateOfBirth !== undefined) contact.dateOfBirth = fields.dateOfBirth ? birthDate(fields.dateOfBirth) : undefined;
	if (fields.dnd !== undefined) contact.dnd = fields.dnd;
	if (fields.dndSettings) contact.dndSettings = { ...contact.dndSettings, ...fields.dndSettings };
	if (fields.inboundDndSettings) contact.inboundDndSettings = fields.inboundDndSettings;
	if (fields.tags) contact.tags = tagNames(fields.tags);
	if (fields.customFields) applyCustomFields(ghl, contact, fields.customFields);
	learnTags(ghl, contact);
}

function splitName(contact: Contact, name: string): void {
	const [first = '', ...rest] = name.trim().split(/\s+/);
	contact.firstName = first || undefined;
	contact.lastName = rest.join(' ') || undefined;
}

/** Fields that the location does not have are dropped without a word, and so is a key with its model in front. */
function applyCustomFields(ghl: Ghl, contact: Contact, inputs: CustomFieldInput[]): void {
	for (const [index, input] of inputs.entries()) {
		if (input.id === undefined && input.key === undefined) throw unprocessable(`customFields.${index}.id should not be empty`);
		const field = ghl.store.customFields.find(
			(each) =>
				each.locationId === contact.locationId &&
				each.model === 'contact' &&
				(input.id === undefined ? each.fieldKey === `contact.${input.key}` : each.id === input.id),
		);
		if (!field) continue;
		const value = customFieldValue(field, input.fieldValue ?? input.field_value, `customFields.${index}.field_value`);
		if (value === undefined) delete contact.customFields[field.id];
		else contact.customFields[field.id] = value;
	}
}

/** A tag that is used for the first time becomes one of the location's tags. */
export function learnTags(ghl: Ghl, contact: Contact): void {
	for (const name of contact.tags) {
		if (!ghl.store.tags.find((tag) => tag.locationId === contact.locationId && tag.name === name)) {
			ghl.store.tags.add({ id: ghl.id(), locationId: contact.locationId, name });
		}
	}
}

export interface Match {
	contact: Contact;
	by: 'email' | 'phone';
}

/** The contact that has this e-mail, its additional ones included. */
export function byEmail(ghl: Ghl, locationId: string, email: string | null | undefined, except?: string): Contact | undefined {
	if (!email) return undefined;
	return ghl.store.contacts.find(
		(contact) =>
			contact.locationId === locationId &&
			contact.id !== except &&
			(sameText(contact.email, email) || contact.additionalEmails.some((additional) => sameText(additional, email))),
	);
}

export function byPhone(ghl: Ghl, locationId: string, phone: string | null | undefined, except?: string): Contact | undefined {
	const number = phone ? e164(phone, locationOf(ghl, locationId).country) : undefined;
	if (number === undefined) return undefined;
	return ghl.store.contacts.find(
		(contact) =>
			contact.locationId === locationId && contact.id !== except && (contact.phone === number || contact.additionalPhones.includes(number)),
	);
}

/** E-mail before phone: the order that a new location has. */
export function findDuplicate(ghl: Ghl, locationId: string, fields: ContactFields, except?: string): Match | undefined {
	const emailMatch = byEmail(ghl, locationId, fields.email, except);
	if (emailMatch) return { contact: emailMatch, by: 'email' };
	const phoneMatch = byPhone(ghl, locationId, fields.phone, except);
	return phoneMatch && { contact: phoneMatch, by: 'phone' };
}

/** @throws Refusal 400 that names the contact in the way, unless the location allows duplicates */
export function refuseDuplicate(ghl: Ghl, locationId: string, fields: ContactFields, except?: string): void {
	if (locationOf(ghl, locationId).allowDuplicateContact) return;
	const match = findDuplicate(ghl, locationId, fields, except);
	if (!match) return;
	const { id, firstName, lastName } = match.contact;
	throw badRequest('This location does not allow duplicated contacts.', {
		meta: { contactId: id, matchingField: match.by, contactName: [firstName, lastName].filter(Boolean).join(' ').toLowerCase() },
	});
}
