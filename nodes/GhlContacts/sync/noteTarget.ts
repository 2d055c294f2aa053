import type { TargetService } from '../../../sync';
import { textOf } from '../../shared/parameters/input';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { create } from '../actions/note/create';
import { deleteNote } from '../actions/note/delete';
import { get } from '../actions/note/get';
import { getMany } from '../actions/note/getMany';
import { update } from '../actions/note/update';
import { users } from '../mapping/accountLists';
import { RecordCalls, times } from './recordCalls';
import { fieldsIn, kindsOf, written, type SyncedField } from './fields';

/** Writable fields of a note. Source: contacts.json, NotesDTO and UpdateNoteDTO. */
export const NOTE: readonly SyncedField[] = [
	{ id: 'body', label: 'Text', rich: true, first: true },
	{ id: 'title', label: 'Title', clears: true },
	{ id: 'userId', label: 'Author', list: users },
	{ id: 'color', label: 'Color' },
	{ id: 'pinned', label: 'Pinned', kind: 'boolean' },
];

/** All that Sync may call for them. */
export const NOTE_CALLS = [getMany, get, create, update, deleteNote];

/** The notes of a contact, as Sync needs them. GHL says when a note was made, not when it was changed. */
export function noteTarget(calls: TargetCalls, account: string, contactId = ''): TargetService {
	const records = new RecordCalls(calls, (note) => ({
		id: textOf(note.id),
		fields: fieldsIn(note, NOTE),
		...times(undefined, note.dateAdded),
	}));
	return {
		system: 'ghl',
		account,
		kinds: kindsOf(NOTE),
		lagCeiling: 0,
		callBudget: calls.budget,
		under: (parentId) => noteTarget(calls, account, parentId),
		list: async () => await records.many(getMany, { contactId }),
		read: async (noteId) => await records.oneOrNone(get, { contactId, noteId }),
		create: async ({ body, ...rest }) => await records.one(create, { contactId, body, additionalFields: rest }),
		update: async (noteId, values) =>
			await records.one(update, { contactId, noteId, updateFields: written(values, NOTE) }),
		delete: async (noteId) => await records.removed(deleteNote, { contactId, noteId }),
	};
}
