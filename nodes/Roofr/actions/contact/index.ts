import type { Resource } from '../../../shared/operation';
import { create, get, getMany, remove, update } from '../../direct/operations';
import { upsert } from '../../direct/upsert';
import { contactId, filters } from '../../parameters';
import { upsertMany } from './upsertMany';

const subject = { resource: 'contact', noun: 'contact', plural: 'contacts', parents: [], id: contactId };

export const getManyContacts = getMany(subject, filters(['businessId', 'Business ID'], ['email', 'Email'], ['externalId', 'External ID'], ['phone', 'Phone'], ['search', 'Search']));
const parts = { create: create(subject), update: update(subject), getMany: getManyContacts };

export const contact: Resource = {
	name: 'contact',
	label: 'Contact',
	operations: [parts.create, remove(subject), get(subject), getManyContacts, parts.update, upsert(subject, parts), upsertMany(subject, parts)],
};
