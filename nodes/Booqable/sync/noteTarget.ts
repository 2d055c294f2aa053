import type { IDataObject } from 'n8n-workflow';
import type { TargetRecord, TargetService } from '../../../sync';
import { textOf } from '../../shared/parameters/input';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { create } from '../actions/note/create';
import { remove } from '../actions/note/delete';
import { get } from '../actions/note/get';
import { getMany } from '../actions/note/getMany';
import { LAG_CEILING, times } from './targetRecord';

/** All that Sync may call for them. */
export const NOTE_CALLS = [getMany, get, create, remove];

/**
 * The notes of one customer, as Sync needs them; `under` names the customer. Booqable can't edit notes, so there is no
 * `update`.
 * Their list is no search: it has no cursor by ID, which the lists of the search index have.
 */
export function noteTarget(calls: TargetCalls, account: string, customerId = ''): TargetService {
	const owner = { ownerType: 'customers', ownerId: customerId };
	return {
		system: 'booqable',
		account,
		kinds: { body: 'text' },
		lagCeiling: LAG_CEILING,
		callBudget: calls.budget,
		under: (parentId) => noteTarget(calls, account, parentId),
		read: async (noteId) => {
			const note = await calls.oneOrNone(get, { noteId });
			return note && targetRecord(note);
		},
		list: async () => (await calls.many(getMany, owner)).map(targetRecord),
		create: async ({ body }) => targetRecord(await calls.one(create, { ...owner, body })),
		delete: async (noteId) => void (await calls.oneOrNone(remove, { noteId })), // one that is gone is as good
	};
}

const targetRecord = (note: IDataObject): TargetRecord => ({
	id: textOf(note.id),
	fields: { body: note.body ?? '' },
	...times(note),
});
