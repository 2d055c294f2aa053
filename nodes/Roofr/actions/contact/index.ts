import type { Resource } from '../../../shared/operation';
import { create, get, getMany, remove, update } from '../../direct/operations';
import { upsert } from '../../direct/upsert';
import { contactId, filters } from '../../parameters';
import { directSync } from '../../sync/directSync';
import { upsertMany } from './upsertMany';

const subject = { resource: 'contact', noun: 'contact', plural: 'contacts', parents: [], id: contactId };

export const getManyContacts = getMany(
	subject,
	filters(
		['businessId', 'Business ID'],
		['email', 'Email'],
		['externalId', 'External ID'],
		['phone', 'Phone'],
		['search', 'Search'],
	),
);
const parts = {
	create: create(subject),
	get: get(subject),
	getMany: getManyContacts,
	remove: remove(subject),
	update: update(subject),
};

export const contact: Resource = {
	name: 'contact',
	label: 'Contact',
	operations: [
		parts.create,
		parts.remove,
		parts.get,
		getManyContacts,
		directSync({ subject, parts }, { pair: 'contacts' }),
		parts.update,
		upsert(subject, parts),
		upsertMany(subject, parts),
	],
};
