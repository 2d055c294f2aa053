import { z } from 'zod';
import { contactCreate, contactUpdate, contactUpsert, v2DndKeys } from '../rules/contactBodies';
import { contactEvent, businessContactView, contactView, createdView } from '../views/contacts';
import {
	applyFields,
	byEmail,
	byPhone,
	changeContact,
	createContact,
	findDuplicate,
	ownContact,
	refuseDuplicate,
	updateMatch,
} from '../rules/contacts';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, forbidden, unprocessable } from '../errors';
import type { Contact } from '../models/records';
import { numeric, shape, text } from '../rules/validation';
import { succeeded } from '../views/succeeded';

const postContact = endpoint({
	method: 'POST',
	path: '/contacts/',
	scope: 'contacts.write',
	status: 201,
	body: contactCreate,
	fromV3: v2DndKeys,
	run({ account, locationId, version, body: { locationId: _own, ...fields } }) {
		refuseDuplicate(account, locationId, fields);
		return { contact: createdView(createContact(account, locationId, fields), version) };
	},
});

const upsertContact = endpoint({
	method: 'POST',
	path: '/contacts/upsert',
	scope: 'contacts.write',
	body: contactUpsert,
	fromV3: v2DndKeys,
	run({ account, locationId, version, body: { locationId: _own, createNewIfDuplicateAllowed, ...fields } }) {
		if (!fields.email && !fields.phone) throw unprocessable('email or phone should not be empty');
		const forceNew =
			createNewIfDuplicateAllowed === true && account.store.locations.get(locationId)?.allowDuplicateContact === true;
		const match = forceNew ? undefined : findDuplicate(account, locationId, fields);
		const contact = match ? updateMatch(account, match.contact, fields) : createContact(account, locationId, fields);
		return { new: match === undefined, contact: contactView(contact, version) };
	},
});

const getContact = endpoint({
	method: 'GET',
	path: '/contacts/:contactId',
	scope: 'contacts.readonly',
	run: ({ account, locationId, version, params }) => ({
		contact: contactView(ownContact(account, locationId, params.contactId ?? ''), version),
	}),
});

const updateContact = endpoint({
	method: 'PUT',
	path: '/contacts/:contactId',
	scope: 'contacts.write',
	body: contactUpdate,
	fromV3: v2DndKeys,
	run({ account, locationId, version, params, body }) {
		const contact = ownContact(account, locationId, params.contactId ?? '');
		refuseDuplicate(account, locationId, body, contact.id);
		const changed = changeContact(account, contact, (draft) => applyFields(account, draft, body));
		return { ...(version === 'v3' ? { succeeded: true } : { succeded: true }), contact: contactView(changed, version) };
	},
});

const deleteContact = endpoint({
	method: 'DELETE',
	path: '/contacts/:contactId',
	scope: 'contacts.write',
	run({ account, locationId, version, params }) {
		const contact = ownContact(account, locationId, params.contactId ?? '');
		account.store.contacts.delete(contact.id);
		account.store.contactIndex.write(contact.id, undefined, account.world.now());
		for (const table of [account.store.tasks, account.store.notes])
			table.deleteWhere((record: { contactId: string }) => record.contactId === contact.id);
		account.events.emit('ContactDelete', locationId, contactEvent(contact));
		return succeeded(version);
	},
});

const findDuplicateContact = endpoint({
	method: 'GET',
	path: '/contacts/search/duplicate',
	scope: 'contacts.readonly',
	query: shape({ locationId: text, number: text.optional(), email: text.optional() }),
	run({ account, locationId, version, query }) {
		if (query.email === undefined && query.number === undefined) throw badRequest('Either email or number is required');
		const contact = byEmail(account, locationId, query.email) ?? byPhone(account, locationId, query.number);
		return { contact: contact ? contactView(contact, version) : null };
	},
});

const LOOKUP_PAGE = 20;

/** Only for tokens of the OAuth channel; matches additional emails and phones too. */
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
	run({ account, token, locationId, version, query }) {
		if (token.kind === 'pit') throw forbidden('You do not have permission to access this resource.');
		if ((query.email === undefined) === (query.phone === undefined))
			throw unprocessable('exactly one of email, phone must be given');
		const found = account.store.contacts.where(
			(contact) => contact.locationId === locationId && lookupMatches(contact, query.email, query.phone),
		);
		const start =
			query.nextCursor === undefined ? 0 : found.findIndex((contact) => contact.id === query.nextCursor) + 1;
		const page = found.slice(start, start + query.limit);
		return {
			contacts: page.map((contact) => contactView(contact, version)),
			...(page.length === query.limit ? { nextCursor: page.at(-1)?.id } : {}),
		};
	},
});

function lookupMatches(contact: Contact, email: string | undefined, phone: string | undefined): boolean {
	if (email !== undefined)
		return [contact.email, ...contact.additionalEmails].some((each) => each?.toLowerCase() === email.toLowerCase());
	return phone !== undefined && [contact.phone, ...contact.additionalPhones].includes(phone);
}

const contactsOfBusiness = endpoint({
	method: 'GET',
	path: '/contacts/business/:businessId',
	scope: 'contacts.readonly',
	query: shape({ locationId: text, limit: numeric.default(25), skip: numeric.default(0), query: text.optional() }),
	run({ account, locationId, params, query }) {
		const wanted = (query.query ?? '').toLowerCase();
		const found = account.store.contacts.where(
			(contact) =>
				contact.locationId === locationId &&
				contact.businessId === params.businessId &&
				`${contact.firstName} ${contact.lastName} ${contact.email}`.toLowerCase().includes(wanted),
		);
		return {
			contacts: found.slice(query.skip, query.skip + query.limit).map(businessContactView),
			count: found.length,
		};
	},
});

export const contactEndpoints: Endpoint[] = [
	postContact,
	upsertContact,
	getContact,
	updateContact,
	deleteContact,
	findDuplicateContact,
	lookupContacts,
	contactsOfBusiness,
];
