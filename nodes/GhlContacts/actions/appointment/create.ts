import type { Endpoint } from '../../../shared/endpoint';
import { InputProblem, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { calendarId, contactId } from '../../parameters';
import { flat } from '../../responses';
import { additionalFields, optionalFields, SIMPLE, startTime } from './fields';
import { memberFor, namedUser, TEAM_CALLS, teamMember } from './team';

/** With the user who keeps it, where there is one, as `assignedUserId`. */
export const post: Endpoint = {
	route: 'POST /calendars/events/appointments',
	effect: 'create',
	scopes: ['calendars/events.write'],
	source: 'calendars.json create-appointment',
	body: (input) => {
		const assignedUserId = input.text('assignedUserId');
		return {
			...optionalFields(input, 'additionalFields'),
			...(assignedUserId && { assignedUserId }),
			calendarId: input.required('calendarId'),
			contactId: input.id('contactId'),
			locationId: input.account.values.locationId,
			startTime: startOf(input),
		};
	},
	envelope: { record: [''] },
	answer: flat,
};

export const create = operation({
	resource: 'appointment',
	name: 'create',
	label: 'Create',
	action: 'Create appointment',
	description: 'Book an appointment with a contact in a calendar',
	parameters: [contactId, calendarId, startTime, teamMember, namedUser, additionalFields],
	keys: (input) => [input.id('contactId'), input.text('calendarId')],
	effect: 'create',
	endpoints: [post, ...TEAM_CALLS],
	execute: async (calls, input) => {
		const choice = input.text('teamMember');
		if (choice === 'named')
			return await calls.perform(post, input.with({ assignedUserId: input.required('assignedUserId') }));
		const assignedUserId = await memberFor(calls, {
			calendarId: input.required('calendarId'),
			contactId: input.id('contactId'),
			start: startOf(input),
			choice,
			anyTime: optionalFields(input, 'additionalFields').ignoreFreeSlotValidation === true,
		});
		return await calls.perform(post, input.with({ assignedUserId }));
	},
	simplify: SIMPLE,
});

function startOf(input: Input): string {
	const start = input.time('startTime');
	if (!start) throw new InputProblem('startTime', 'Start is empty', 'Map a time, e.g. a free slot.');
	return start;
}
