import { InputProblem } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { calendarId, contactId } from '../../parameters';
import { flat } from '../../responses';
import { additionalFields, optionalFields, SIMPLE, startTime } from './fields';

export const create = operation({
	resource: 'appointment',
	name: 'create',
	label: 'Create',
	action: 'Create appointment',
	description: 'Book an appointment with a contact in a calendar',
	parameters: [contactId, calendarId, startTime, additionalFields],
	keys: (input) => [input.id('contactId'), input.text('calendarId')],
	endpoint: {
		route: 'POST /calendars/events/appointments',
		effect: 'create',
		scopes: ['calendars/events.write'],
		source: 'calendars.json create-appointment',
		body: (input) => {
			const start = input.time('startTime');
			if (!start) throw new InputProblem('startTime', 'Start is empty', 'Map a time, e.g. a free slot.');
			return {
				...optionalFields(input, 'additionalFields'),
				calendarId: input.required('calendarId'),
				contactId: input.id('contactId'),
				locationId: input.account.values.locationId,
				startTime: start,
			};
		},
		envelope: { record: [''] },
		answer: flat,
	},
	simplify: SIMPLE,
});
