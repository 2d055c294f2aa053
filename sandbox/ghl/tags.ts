import { z } from 'zod';
import { learnTags, ownContact } from './contactRules';
import { changeContact, succeeded } from './contacts';
import type { View } from './contactViews';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound } from './errors';
import type { Ghl } from './ghl';
import type { Contact, Tag } from './records';
import { filled, flag, list, shape } from './validation';
import { tagNames } from './values';

function setTags(ghl: Ghl, contact: Contact, tags: string[]): Contact {
	return changeContact(ghl, contact, (draft) => {
		draft.tags = tags;
		learnTags(ghl, draft);
	});
}

const plus = (contact: Contact, tags: string[]): string[] => [...new Set([...contact.tags, ...tagNames(tags)])];
const minus = (contact: Contact, tags: string[]): string[] => contact.tags.filter((tag) => !tagNames(tags).includes(tag));

const onContact: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/contacts/:contactId/tags',
		scope: 'contacts.write',
		status: 201,
		body: shape({ tags: list }),
		run({ ghl, locationId, params, body }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			return { tags: setTags(ghl, contact, plus(contact, body.tags)).tags };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/tags',
		scope: 'contacts.write',
		body: shape({ tags: list }),
		run({ ghl, locationId, params, body }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			return { tags: setTags(ghl, contact, minus(contact, body.tags)).tags };
		},
	}),
	endpoint({
		method: 'POST',
		path: '/contacts/bulk/tags/update/:type',
		scope: 'contacts.write',
		status: 201,
		body: shape({ contacts: list, tags: list, locationId: filled, removeAllTags: flag.optional() }),
		run({ ghl, locationId, params: { type }, body }) {
			if (type !== 'add' && type !== 'remove') throw badRequest('type must be one of the following values: add, remove');
			const responses = body.contacts.map((id) => bulkAnswer(ghl, locationId, id, type, body));
			return { succeded: true, errorCount: responses.filter((response) => response.type === 'error').length, responses };
		},
	}),
];

function bulkAnswer(
	ghl: Ghl,
	locationId: string,
	contactId: string,
	type: 'add' | 'remove',
	body: { tags: string[]; removeAllTags?: boolean | undefined },
): View {
	const contact = ghl.store.contacts.get(contactId);
	if (!contact || contact.locationId !== locationId)
		return { contactId, message: 'Contact not found', type: 'error', oldTags: [], tagsAdded: [], tagsRemoved: [] };
	const kept = body.removeAllTags === true ? [] : minus(contact, body.tags);
	const { tags } = setTags(ghl, contact, type === 'add' ? plus(contact, body.tags) : kept);
	return {
		contactId,
		message: type === 'add' ? 'Tags Added' : 'Tags Removed',
		type: 'success',
		oldTags: contact.tags,
		tagsAdded: tags.filter((tag) => !contact.tags.includes(tag)),
		tagsRemoved: contact.tags.filter((tag) => !tags.includes(tag)),
	};
}

function ownTag(ghl: Ghl, locationId: string, id: string): Tag {
	const tag = ghl.store.tags.get(id);
	if (!tag || tag.locationId !== locationId) throw notFound(`Tag with id ${id} not found`);
	return tag;
}

/** Contacts carry names, so a renamed or deleted tag changes them. */
function replaceOnContacts(ghl: Ghl, tag: Tag, names: string[]): void {
	for (const contact of ghl.store.contacts.where((each) => each.locationId === tag.locationId && each.tags.includes(tag.name))) {
		setTags(ghl, contact, [...new Set([...minus(contact, [tag.name]), ...names])]);
	}
}

const name = z
	.string()
	.transform((value) => value.trim().toLowerCase())
	.refine((value) => value !== '', 'should not be empty');

function refuseSameName(ghl: Ghl, locationId: string, wanted: string): void {
	if (ghl.store.tags.find((tag) => tag.locationId === locationId && tag.name === wanted)) throw badRequest('The tag name is already exist.');
}

const ofLocation: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/tags',
		scope: 'locations/tags.readonly',
		run: ({ ghl, locationId }) => ({ tags: ghl.store.tags.where((tag) => tag.locationId === locationId) }),
	}),
	endpoint({
		method: 'POST',
		path: '/locations/:locationId/tags',
		scope: 'locations/tags.write',
		body: shape({ name }),
		run({ ghl, locationId, body }) {
			refuseSameName(ghl, locationId, body.name);
			return { tag: ghl.store.tags.add({ id: ghl.id(), locationId, name: body.name }) };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/tags/:tagId',
		scope: 'locations/tags.readonly',
		run: ({ ghl, locationId, params }) => ({ tag: ownTag(ghl, locationId, params.tagId ?? '') }),
	}),
	endpoint({
		method: 'PUT',
		path: '/locations/:locationId/tags/:tagId',
		scope: 'locations/tags.write',
		body: shape({ name }),
		run({ ghl, locationId, params, body }) {
			const tag = ownTag(ghl, locationId, params.tagId ?? '');
			if (tag.name !== body.name) refuseSameName(ghl, locationId, body.name);
			replaceOnContacts(ghl, tag, [body.name]);
			ghl.store.tags.deleteWhere((each) => each.id !== tag.id && each.locationId === locationId && each.name === body.name);
			tag.name = body.name;
			return { tag };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/locations/:locationId/tags/:tagId',
		scope: 'locations/tags.write',
		run({ ghl, locationId, version, params }) {
			const tag = ownTag(ghl, locationId, params.tagId ?? '');
			replaceOnContacts(ghl, tag, []);
			ghl.store.tags.delete(tag.id);
			return succeeded(version);
		},
	}),
];

export const tagEndpoints: Endpoint[] = [...onContact, ...ofLocation];
