import { operation } from '../../../shared/operation';
import { unwrap } from '../../answers';
import { appointmentId } from '../../parameters';
import { SIMPLE } from './fields';

export const get = operation({
	resource: 'appointment',
	name: 'get',
	label: 'Get',
	action: 'Get appointment',
	description: 'Get one appointment by its ID',
	effect: 'read',
	endpoint: 'GET /calendars/events/appointments/{appointmentId}',
	scopes: ['calendars/events.readonly'],
	source: 'calendars.json get-appointment',
	parameters: [appointmentId],
	answer: unwrap('event', 'appointment'),
	simplify: SIMPLE,
});
