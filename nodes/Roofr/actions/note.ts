import type { Resource } from '../../shared/operation';
import { create, get, getMany, remove, update } from '../direct/operations';
import { jobId, recordId } from '../parameters';
import { directSync, JOBS } from '../sync/directSync';

const subject = {
	resource: 'note',
	noun: 'note',
	plural: 'notes',
	parents: [jobId],
	id: recordId('noteId', 'Note ID'),
};
const parts = {
	create: create(subject),
	get: get(subject),
	getMany: getMany(subject),
	remove: remove(subject),
	update: update(subject),
};

export const note: Resource = {
	name: 'note',
	label: 'Note',
	operations: [
		parts.create,
		parts.remove,
		parts.get,
		parts.getMany,
		directSync({ subject, parts, ofJob: 'path' }, { pair: 'notes', parent: 'contact', parentPair: JOBS }),
		parts.update,
	],
};
