import type { Resource } from '../../shared/operation';
import { create, get, getMany, remove, update } from '../direct/operations';
import { jobId, recordId } from '../parameters';

const subject = { resource: 'note', noun: 'note', plural: 'notes', parents: [jobId], id: recordId('noteId', 'Note ID') };

export const note: Resource = { name: 'note', label: 'Note', operations: [create(subject), remove(subject), get(subject), getMany(subject), update(subject)] };
