import { z } from 'zod';
import { contactCreate, contactUpdate, contactUpsert, v2DndKeys, type ContactFields } from './contactShapes';
import { contactEvent, contactView, createdView, listedView, type View } from './contactViews';
import { applyFields, byEmail, byPhone, findDuplicate, newContact, ownContact, refuseDuplicate, saveContact } from './contactRules';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, forbidden, unprocessable } from './errors';
import type { Ghl } from './ghl';
import type { Contact } from './records';
import { numeric, shape, text } from './validation';

/** `succeded` is how dated versions spell it; v3 adds the right one. */
export function succeeded(version: string): View {
	return version === 'v3' ? { succeded: true, succeeded: true } : { succeded: true };
}

/** Emits what changed between two states of a contact: tags and DND have events of their own. */
export function emitChanges(ghl: Ghl, before: Contact, after: Contact): void {
	const old = contactEvent(before);
	const now = contactEvent(after);
	const changed = Object.keys({ ...old, ...now }).filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]));
	if (changed.includes('tags')) ghl.events.emit('ContactTagUpdate', after.locationId, now);
	const dndChanged = changed.includes('dnd') || JSON.stringify(before.dndSettings) !== JSON.stringify(after.dndSettings);
	// A change of the inbound settings alone makes no event.
	if (dndChanged) ghl.events.emit('ContactDndUpdate', after.locationId, { ...now, dndSettings: after.dndSettings });
	if (changed.some((key) => key !== 'tags' && key !== 'dnd')) ghl.events.emit('ContactUpdate', after.locationId, now);
}

/** Changes a contact in one step: nothing is kept when the change is refused half-way. */
export function changeContact(ghl: Ghl, contact: Contact, change: (draft: Contact) => void): Contact {
	const draft = structuredClone(contact);
	change(draft);
	saveContact(ghl, draft);
	emitChanges(ghl, contact, draft);
	return draft;
}

function create(ghl: Ghl, locationId: string, fields: ContactFields): Contact {
	const contact = newContact(ghl, locationId);
	applyFields(ghl, contact, fields);
	contact.source ??= 'public api';
	saveContact(ghl, contact);
	ghl.events.emit('ContactCreate', locationId, contactEvent(contact));
	return contact;
}

/**
 * Updates the match by e-mail, else the one by phone. When the two differ, the phone goes nowhere and nothing says so.
 * A match through an additional e-mail gives the contact that e-mail as its primary one. `gender` is dropped.
 */
function updateMatch(ghl: Ghl, contact: Contact, fields: ContactFields): Contact {
	const { gender: _dropped, ...rest } = fields;
	const phoneOwner = byPhone(ghl, contact.locationId, fields.phone, contact.id);
	const { phone: _ignored, ...withoutPhone } = rest;
	return changeContact(ghl, contact, (draft) => applyFields(ghl, draft, phoneOwner ? withoutPhone : rest));
}

const createContact = endpoint({
	method: 'POST',
	path: '/contacts/',
	scope: 'contacts.write',
	status: 201,
	body: contactCreate,
	fromV3: v2DndKeys,
	run({ ghl, locationId, version, body: { locationId: _own, ...fields } }) {
		refuseDuplicate(ghl, locationId, fields);
		return { contact: createdView(create(ghl, locationId, fields), version) };
	},
});

const upsertContact = endpoint({
	method: 'POST',
	path: '/contacts/upsert',
	scope: 'contacts.write',
	body: contactUpsert,
	fromV3: v2DndKeys,
	run({ ghl, locationId, version, body: { locationId: _own, createNewIfDuplicateAllowed, ...fields } }) {
		if (!fields.email && !fields.phone) throw unprocessable('email or phone should not be empty');
		const forceNew = createNewIfDuplicateAllowed === true && ghl.store.locations.get(locationId)?.allowDuplicateContact === true;
		const match = forceNew ? undefined : findDuplicate(ghl, locationId, fields);
		const contact = match ? updateMatch(ghl, match.contact, fields) : create(ghl, locationId, fields);
		return { new: match === undefined, contact: contactView(contact, version) };
	},
});

const getContact = endpoint({
	method: 'GET',
	path: '/contacts/:contactId',
	scope: 'contacts.readonly',
	run: ({ ghl, locationId, version, params }) => ({ contact: contactView(ownContact(ghl, locationId, params.contactId ?? ''), version) }),
});

const updateContact = endpoint({
	method: 'PUT',
	path: '/contacts/:contactId',
	scope: 'contacts.write',
	body: contactUpdate,
	fromV3: v2DndKeys,
	run({ ghl, locationId, version, params, body }) {
		const contact = ownContact(ghl, locationId, params.contactId ?? '');
		refuseDuplicate(ghl, locationId, body, contact.id);
		const changed = changeContact(ghl, contact, (draft) => applyFields(ghl, draft, body));
		return { ...(version === 'v3' ? { succeeded: true } : { succeded: true }), contact: contactView(changed, version) };
	},
});

const deleteContact = endpoint({
	method: 'DELETE',
	path: '/contacts/:contactId',
	scope: 'contacts.write',
	run({ ghl, locationId, version, params }) {
		const contact = ownContact(ghl, locationId, params.contactId ?? '');
		ghl.store.contacts.delete(contact.id);
		ghl.store.contactIndex.write(contact.id, undefined, ghl.world.now());
		for (const table of [ghl.store.tasks, ghl.store.notes]) table.deleteWhere((record: { contactId: string }) => record.contactId === contact.id);
		ghl.events.emit('ContactDelete', locationId, contactEvent(contact));
		return succeeded(version);
	},
});

const findDuplicateContact = endpoint({
	method: 'GET',
	path: '/contacts/search/duplicate',
	scope: 'contacts.readonly',
	query: shape({ locationId: text, number: text.optional(), email: text.optional() }),
	run({ ghl, locationId, version, query }) {
		if (query.email === undefined && query.number === undefined) throw badRequest('Either email or number is required');
		const contact = byEmail(ghl, locationId, query.email) ?? byPhone(ghl, locationId, query.number);
		return { contact: contact ? contactView(contact, version) : null };
	},
});

const LOOKUP_PAGE = 20;

/** Only for tokens of the OAuth channel; matches additional e-mails and phones too. */
const lookupContacts = endpoint({
	method: 'GET',
	path: '/contacts/lookup',
	scope: 'contacts.readonly',
	only: 'v3',
	query: shape({
		locationId: text,
		email: text.optional(),
		phone: text.optional(),
		limit: numeric.pipe(z.number().min(1).max(LOOKUP_PAGE)).default(LOOKUP_PAGE),
		nextCursor: text.optional(),
	}),
	run({ ghl, token, locationId, version, query }) {
		if (token.kind === 'pit') throw forbidden('You do not have permission to access this resource.');
		if ((query.email === undefined) === (query.phone === undefined)) throw unprocessable('exactly one of email, phone must be given');
		const found = ghl.store.contacts.where((contact) => contact.locationId === locationId && lookupMatches(contact, query.email, query.phone));
		const start = query.nextCursor === undefined ? 0 : found.findIndex((contact) => contact.id === query.nextCursor) + 1;
		const page = found.slice(start, start + query.limit);
		return {
			contacts: page.map((contact) => contactView(contact, version)),
			...(page.length === query.limit ? { nextCursor: page.at(-1)?.id } : {}),
		};
	},
});

function lookupMatches(contact: Contact, email: string | undefined, phone: string | undefined): boolean {
	if (email !== undefined) return [contact.email, ...contact.additionalEmails].some((each) => each?.toLowerCase() === email.toLowerCase());
	return phone !== undefined && [contact.phone, ...contact.additionalPhones].includes(phone);
}

const contactsOfBusiness = endpoint({
	method: 'GET',
	path: '/contacts/business/:businessId',
	scope: 'contacts.readonly',
	query: shape({ locationId: text, limit: numeric.default(25), skip: numeric.default(0), query: text.optional() }),
	run({ ghl, locationId, params, query }) {
		const wanted = (query.query ?? '').toLowerCase();
		const found = ghl.store.contacts.where(
			(contact) =>
				contact.locationId === locationId &&
				contact.businessId === params.businessId &&
				`${contact.firstName} ${contact.lastName} ${contact.email}`.toLowerCase().includes(wanted),
		);
		return { contacts: found.slice(query.skip, query.skip + query.limit).map(listedView), count: found.length };
	},
});

export const contactEndpoints: Endpoint[] = [
	createContact,
	upsertContact,
	getContact,
	updateContact,
	deleteContact,
	findDuplicateContact,
	lookupContacts,
	contactsOfBusiness,
];
