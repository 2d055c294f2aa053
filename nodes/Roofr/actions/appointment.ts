import type { Resource } from '../../shared/operation';
import { create, get, getMany, remove, update } from '../direct/operations';
import { filters, recordId } from '../parameters';

const subject = { resource: 'appointment', noun: 'appointment', plural: 'appointments', parents: [], id: recordId('appointmentId', 'Appointment ID') };

const within = filters(['endBefore', 'Before', 'dateTime'], ['jobId', 'Job ID'], ['startAfter', 'After', 'dateTime']);

export const appointment: Resource = {
	name: 'appointment',
	label: 'Appointment',
	operations: [create(subject), remove(subject), get(subject), getMany(subject, within), update(subject)],
};
