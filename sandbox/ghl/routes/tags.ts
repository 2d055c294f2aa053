import { z } from 'zod';
import { changeContact, learnTags, ownContact } from '../rules/contacts';
import { succeeded } from '../views/succeeded';
import type { View } from '../views/view';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound } from '../errors';
import type { Account } from '../models/account';
import type { Contact, Tag } from '../models/records';
import { filled, flag, list, shape } from '../rules/validation';
import { tagNames } from '../rules/values';

function setTags(account: Account, contact: Contact, tags: string[]): Contact {
	return changeContact(account, contact, (draft) => {
		draft.tags = tags;
		learnTags(account, draft);
	});
}

const plus = (contact: Contact, tags: string[]): string[] => [...new Set([...contact.tags, ...tagNames(tags)])];
const minus = (contact: Contact, tags: string[]): string[] =>
	contact.tags.filter((tag) => !tagNames(tags).includes(tag));

const onContact: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/contacts/:contactId/tags',
		scope: 'contacts.write',
		status: 201,
		body: shape({ tags: list }),
		run({ account, locationId, params, body }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			return { tags: setTags(account, contact, plus(contact, body.tags)).tags };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/tags',
		scope: 'contacts.write',
		body: shape({ tags: list }),
		run({ account, locationId, params, body }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			return { tags: setTags(account, contact, minus(contact, body.tags)).tags };
		},
	}),
	endpoint({
		method: 'POST',
		path: '/contacts/bulk/tags/update/:type',
		scope: 'contacts.write',
		status: 201,
		body: shape({ contacts: list, tags: list, locationId: filled, removeAllTags: flag.optional() }),
		run({ account, locationId, params: { type }, body }) {
			if (type !== 'add' && type !== 'remove')
				throw badRequest('type must be one of the following values: add, remove');
			const responses = body.contacts.map((id) => bulkAnswer(account, locationId, id, type, body));
			return {
				succeded: true,
				errorCount: responses.filter((response) => response.type === 'error').length,
				responses,
			};
		},
	}),
];

function bulkAnswer(
	account: Account,
	locationId: string,
	contactId: string,
	type: 'add' | 'remove',
	body: { tags: string[]; removeAllTags?: boolean | undefined },
): View {
	const contact = account.store.contacts.get(contactId);
	if (!contact || contact.locationId !== locationId)
		return { contactId, message: 'Contact not found', type: 'error', oldTags: [], tagsAdded: [], tagsRemoved: [] };
	const kept = body.removeAllTags === true ? [] : minus(contact, body.tags);
	const { tags } = setTags(account, contact, type === 'add' ? plus(contact, body.tags) : kept);
	return {
		contactId,
		message: type === 'add' ? 'Tags Added' : 'Tags Removed',
		type: 'success',
		oldTags: contact.tags,
		tagsAdded: tags.filter((tag) => !contact.tags.includes(tag)),
		tagsRemoved: contact.tags.filter((tag) => !tags.includes(tag)),
	};
}

function ownTag(account: Account, locationId: string, id: string): Tag {
	const tag = account.store.tags.get(id);
	if (!tag || tag.locationId !== locationId) throw notFound(`Tag with id ${id} not found`);
	return tag;
}

/** Contacts carry names, so a renamed or deleted tag changes them. */
function replaceOnContacts(account: Account, tag: Tag, names: string[]): void {
	for (const contact of account.store.contacts.where(
		(each) => each.locationId === tag.locationId && each.tags.includes(tag.name),
	)) {
		setTags(account, contact, [...new Set([...minus(contact, [tag.name]), ...names])]);
	}
}

const name = z
	.string()
	.transform((value) => value.trim().toLowerCase())
	.refine((value) => value !== '', 'should not be empty');

function refuseSameName(account: Account, locationId: string, wanted: string): void {
	if (account.store.tags.find((tag) => tag.locationId === locationId && tag.name === wanted))
		throw badRequest('The tag name is already exist.');
}

const ofLocation: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/tags',
		scope: 'locations/tags.readonly',
		run: ({ account, locationId }) => ({ tags: account.store.tags.where((tag) => tag.locationId === locationId) }),
	}),
	endpoint({
		method: 'POST',
		path: '/locations/:locationId/tags',
		scope: 'locations/tags.write',
		body: shape({ name }),
		run({ account, locationId, body }) {
			refuseSameName(account, locationId, body.name);
			return { tag: account.store.tags.add({ id: account.id(), locationId, name: body.name }) };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/tags/:tagId',
		scope: 'locations/tags.readonly',
		run: ({ account, locationId, params }) => ({ tag: ownTag(account, locationId, params.tagId ?? '') }),
	}),
	endpoint({
		method: 'PUT',
		path: '/locations/:locationId/tags/:tagId',
		scope: 'locations/tags.write',
		body: shape({ name }),
		run({ account, locationId, params, body }) {
			const tag = ownTag(account, locationId, params.tagId ?? '');
			if (tag.name !== body.name) refuseSameName(account, locationId, body.name);
			replaceOnContacts(account, tag, [body.name]);
			account.store.tags.deleteWhere(
				(each) => each.id !== tag.id && each.locationId === locationId && each.name === body.name,
			);
			tag.name = body.name;
			return { tag };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/locations/:locationId/tags/:tagId',
		scope: 'locations/tags.write',
		run({ account, locationId, version, params }) {
			const tag = ownTag(account, locationId, params.tagId ?? '');
			replaceOnContacts(account, tag, []);
			account.store.tags.delete(tag.id);
			return succeeded(version);
		},
	}),
];

export const tagEndpoints: Endpoint[] = [...onContact, ...ofLocation];
