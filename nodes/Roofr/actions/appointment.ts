import type { Resource } from '../../shared/operation';
import { create, get, getMany, remove, update } from '../direct/operations';
import { filters, recordId } from '../parameters';
import { directSync, JOBS } from '../sync/directSync';

const subject = {
	resource: 'appointment',
	noun: 'appointment',
	plural: 'appointments',
	parents: [],
	id: recordId('appointmentId', 'Appointment ID'),
};

const within = filters(['endBefore', 'Before', 'dateTime'], ['jobId', 'Job ID'], ['startAfter', 'After', 'dateTime']);
const parts = {
	create: create(subject),
	get: get(subject),
	getMany: getMany(subject, within),
	remove: remove(subject),
	update: update(subject),
};

export const appointment: Resource = {
	name: 'appointment',
	label: 'Appointment',
	operations: [
		parts.create,
		parts.remove,
		parts.get,
		parts.getMany,
		directSync({ subject, parts, ofJob: 'field' }, { pair: 'appointments', parent: 'contact', parentPair: JOBS }),
		parts.update,
	],
};
