import { operation } from '../../../shared/operation';
import { appointmentId } from '../../parameters';
import { deleted, SUCCESS } from '../../responses';

export const deleteAppointment = operation({
	resource: 'appointment',
	name: 'delete',
	label: 'Delete',
	action: 'Delete appointment',
	description: 'Delete an appointment from its calendar',
	parameters: [appointmentId],
	keys: (input) => [input.id('appointmentId')],
	endpoint: {
		route: 'DELETE /calendars/events/{appointmentId}',
		effect: 'idempotent',
		scopes: ['calendars/events.write'],
		source: 'calendars.json delete-event',
		body: () => ({}), // GHL asks for a body, though there is nothing to say in it
		envelope: SUCCESS,
		answer: deleted('appointmentId'),
	},
});
