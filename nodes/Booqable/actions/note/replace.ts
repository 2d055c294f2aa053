import { operation } from '../../../shared/operation';
import { noteId } from '../../parameters';
import { create, noteBody } from './create';
import { remove } from './delete';
import { get } from './get';

/** The new note is written first: a failure in between leaves two notes, never none. */
export const replace = operation({
	resource: 'note',
	name: 'replace',
	label: 'Replace',
	action: 'Replace note',
	description:
		'Write a new note on the same record and delete this one, since Booqable cannot change notes. ID, date and author are those of the new one.',
	parameters: [noteId, noteBody],
	keys: (input) => [input.id('noteId')],
	effect: 'create',
	endpoints: [get, create, remove],
	execute: async (calls, input) => {
		const noteId = input.id('noteId');
		const { owner_id: ownerId, owner_type: ownerType } = await calls.one(get, { noteId });
		const made = await calls.one(create, { ownerId, ownerType, body: input.required('body') });
		await calls.one(remove, { noteId });
		return { ...made, replacedId: noteId };
	},
	markers: ['replacedId'],
});
