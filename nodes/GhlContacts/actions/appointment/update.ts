import type { IDataObject } from 'n8n-workflow';
import { InputProblem, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { appointmentId, collection } from '../../parameters';
import { changes, flat } from '../../responses';
import { endTime, optionalFields, overrides, SIMPLE, startTime, updateFields } from './fields';

export const update = operation({
	resource: 'appointment',
	name: 'update',
	label: 'Update',
	action: 'Update appointment',
	description:
		'Change fields of an appointment; those not named stay as they are. Of a series, map the ID in masterEventId to change all.',
	parameters: [appointmentId, updateFields],
	keys: (input) => [input.id('appointmentId')],
	endpoint: {
		route: 'PUT /calendars/events/appointments/{appointmentId}',
		effect: 'idempotent',
		scopes: ['calendars/events.write'],
		source: 'calendars.json edit-appointment',
		body: (input): IDataObject => changes(optionalFields(input, 'updateFields')),
		envelope: { record: [''] },
		answer: flat,
	},
	simplify: SIMPLE,
});

function newTimes(input: Input): IDataObject {
	const start = input.time('startTime');
	if (!start) throw new InputProblem('startTime', 'Start is empty', 'Map a time, e.g. a free slot.');
	return { ...optionalFields(input, 'additionalFields'), startTime: start };
}

export const reschedule = operation({
	...update,
	name: 'reschedule',
	label: 'Reschedule',
	action: 'Reschedule appointment',
	description: 'Move an appointment to another time',
	parameters: [appointmentId, startTime, collection('Additional Fields', 'additionalFields', [endTime, ...overrides])],
	endpoint: {
		...update.endpoint,
		body: newTimes,
	},
});

export const cancel = operation({
	...update,
	name: 'cancel',
	label: 'Cancel',
	action: 'Cancel appointment',
	description: 'Set the status of an appointment to canceled. It stays in the calendar, and the slot is free again.',
	parameters: [appointmentId],
	endpoint: {
		...update.endpoint,
		body: () => ({ appointmentStatus: 'cancelled' }),
	},
});
