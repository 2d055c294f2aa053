import { operation } from '../../../shared/operation';
import { appointmentId } from '../../parameters';
import { unwrap } from '../../responses';
import { SIMPLE } from './fields';

export const get = operation({
	resource: 'appointment',
	name: 'get',
	label: 'Get',
	action: 'Get appointment',
	description: 'Get one appointment by its ID',
	parameters: [appointmentId],
	endpoint: {
		route: 'GET /calendars/events/appointments/{appointmentId}',
		effect: 'read',
		scopes: ['calendars/events.readonly'],
		source: 'calendars.json get-appointment',
		envelope: { record: ['event', 'appointment'] },
		answer: unwrap('event', 'appointment'),
	},
	simplify: SIMPLE,
});
