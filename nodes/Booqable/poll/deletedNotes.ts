import type { IDataObject } from 'n8n-workflow';
import type { Calls } from '../../shared/runner/calls';
import { textOf } from '../../shared/parameters/input';
import { get as getNote } from '../actions/note/get';
import { listed, type Listed } from './lists';
import { WATCHES } from './watches';

/** The most notes that one poll reads by ID. */
const MOST_READ = 50;

/** What is kept of a note: enough to say which one is gone. */
type KnownNote = readonly [createdAt: number, ownerType: string, ownerId: string];
export type NoteState = Readonly<Record<string, KnownNote>>;

/**
 * Notes that were among the latest `watched` and no longer are. Booqable reports no deletion, so a note that its list
 * lacks is read by ID: only when Booqable does not know it, it is gone.
 */
export async function deletedNotes(
	calls: Calls,
	state: NoteState | undefined,
	ownerType: string,
	watched: number,
): Promise<{ gone: IDataObject[]; state: NoteState }> {
	const present = await listed(calls, WATCHES['note.created'], ownerType, watched);
	const known = Object.fromEntries(
		present.map(({ id, at, record }) => [id, [at, textOf(record.owner_type), textOf(record.owner_id)] as const]),
	);
	const gone: IDataObject[] = [];
	const kept: Record<string, KnownNote> = {};
	for (const [index, [id, note]] of missing(state ?? {}, present, watched).entries()) {
		const exists = index >= MOST_READ || (await calls.oneOrNone(getNote, { noteId: id })) !== undefined;
		if (exists) kept[id] = note;
		else gone.push({ id, owner_type: note[1], owner_id: note[2], created_at: new Date(note[0]).toISOString() });
	}
	return { gone, state: { ...kept, ...known } };
}

/** Known notes that are not listed although they are young enough to be. */
function missing(
	state: NoteState,
	present: readonly Listed[],
	watched: number,
): Array<readonly [id: string, note: KnownNote]> {
	const ids = new Set(present.map(({ id }) => id));
	const oldest = present.length < watched ? 0 : Math.min(...present.map(({ at }) => at));
	return Object.entries(state).filter(([id, [createdAt]]) => !ids.has(id) && createdAt >= oldest);
}
