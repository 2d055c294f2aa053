import type { INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import { textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { contactId } from '../../parameters';
import { unwrap } from '../../responses';
import { additionalFields, body, optionalFields } from './fields';
import { getMany } from './getMany';

const sameText: INodeProperties = {
	displayName: 'If the Text Exists',
	name: 'sameText',
	type: 'options',
	options: [
		{ name: 'Create Another', value: 'create' },
		{ name: 'Return Existing', value: 'any' },
	],
	default: 'create',
	description:
		'What happens when the contact has a note with this text, blanks and markup aside. Looking takes one call more; two workflows that look at the same moment both find none.',
};

const post: Endpoint = {
	route: 'POST /contacts/{contactId}/notes',
	effect: 'create',
	scopes: ['contacts.write'],
	source: 'contacts.json create-note',
	body: (input) => ({ ...optionalFields(input, 'additionalFields'), body: input.required('body') }),
	envelope: { record: ['note'] },
	answer: unwrap('note'),
};

/** A note as it is read, whatever markup and blanks GHL makes of it. */
export const comparable = (text: unknown): string => textOf(text).replace(/<[^<>]*>|\s+/g, '');

const postUnlessThere: Endpoint = { ...post, lookedFor: true };

export const create = operation({
	resource: 'note',
	name: 'create',
	label: 'Create',
	action: 'Create note',
	description: 'Write a note to a contact',
	parameters: [contactId, body, additionalFields],
	options: [sameText],
	keys: (input) => [input.id('contactId')],
	markers: ['created'],
	effect: 'create',
	endpoints: [post, getMany],
	execute: async (calls, input) => {
		if ((textOf(input.option('sameText')) || 'create') === 'create') return await calls.perform(post, input);
		const wanted = comparable(input.required('body'));
		const notes = await calls.many(getMany, { contactId: input.id('contactId') });
		const existing = notes.find((note) => comparable(note.bodyText || note.body) === wanted);
		if (existing) return { ...existing, created: false };
		return { ...(await calls.onePerformed(postUnlessThere, input)), created: true };
	},
});
