import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InputProblem, type Input } from '../../../shared/parameters/input';
import { locator } from '../../../shared/parameters/locator';
import { operation } from '../../../shared/operation';
import { offset } from '../../paging';
import { appointmentId, assignedTo, collection } from '../../parameters';
import { deleted, SUCCESS, unwrap } from '../../responses';

const MAX_LENGTH = 5_000;

const noteId = locator({
	name: 'noteId',
	label: 'Note',
	searchListMethod: 'searchAppointmentNotes',
	description: 'The note to work on. The list shows those of the appointment above.',
	idPlaceholder: 'e.g. otg8dTQqGLh3Q6iQI55w',
});

const body: INodeProperties = {
	displayName: 'Text',
	name: 'body',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default: '',
	description: `Up to ${MAX_LENGTH} characters`,
};

const author = collection('Additional Fields', 'additionalFields', [
	{ ...assignedTo, displayName: 'Author Name or ID', name: 'userId' },
]);

function written(input: Input): IDataObject {
	const text = input.required('body');
	if (text.length > MAX_LENGTH)
		throw new InputProblem(
			'body',
			`Text is longer than ${MAX_LENGTH} characters`,
			'Shorten it, or write a note to the contact.',
		);
	const { userId } = input.collection('additionalFields');
	return { body: text, ...(userId ? { userId } : {}) };
}

export const getMany = operation({
	resource: 'appointmentNote',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many appointment notes',
	description: 'List the notes of an appointment',
	parameters: [appointmentId],
	endpoint: {
		route: 'GET /calendars/appointments/{appointmentId}/notes',
		effect: 'read',
		scopes: ['calendars/events.readonly'],
		source: 'calendars.json get-appointment-notes',
		paging: offset('notes', 20),
	},
});

export const create = operation({
	resource: 'appointmentNote',
	name: 'create',
	label: 'Create',
	action: 'Create appointment note',
	description: 'Write a note to an appointment',
	parameters: [appointmentId, body, author],
	keys: (input) => [input.id('appointmentId')],
	endpoint: {
		route: 'POST /calendars/appointments/{appointmentId}/notes',
		effect: 'create',
		scopes: ['calendars/events.write'],
		source: 'calendars.json create-appointment-note',
		body: written,
		envelope: { record: ['note'] },
		answer: unwrap('note'),
	},
});

export const update = operation({
	...create,
	name: 'update',
	label: 'Update',
	action: 'Update appointment note',
	description: 'Replace the text of a note of an appointment',
	parameters: [appointmentId, noteId, body, author],
	endpoint: {
		...create.endpoint,
		route: 'PUT /calendars/appointments/{appointmentId}/notes/{noteId}',
		effect: 'idempotent',
		source: 'calendars.json update-appointment-note',
	},
});

export const deleteNote = operation({
	resource: 'appointmentNote',
	name: 'delete',
	label: 'Delete',
	action: 'Delete appointment note',
	description: 'Delete a note of an appointment',
	parameters: [appointmentId, noteId],
	keys: (input) => [input.id('appointmentId')],
	endpoint: {
		route: 'DELETE /calendars/appointments/{appointmentId}/notes/{noteId}',
		effect: 'idempotent',
		scopes: ['calendars/events.write'],
		source: 'calendars.json delete-appointment-note',
		envelope: SUCCESS,
		answer: deleted('noteId'),
	},
});
