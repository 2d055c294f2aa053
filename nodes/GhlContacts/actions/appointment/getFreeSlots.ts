import type { IDataObject } from 'n8n-workflow';
import { InputProblem } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { calendarId, dropdown, time } from '../../parameters';
import { epoch } from './getMany';
import { filled } from '../../../shared/values/empty';
import { readTimeZone } from '../../../shared/values/timeZone';

const MAX_DAYS = 31;

const TIME_ZONE = { id: 'timezone', label: 'Time Zone' };

export const getFreeSlots = operation({
	resource: 'appointment',
	name: 'getFreeSlots',
	label: 'Get Free Slots',
	action: 'Get free slots of calendar',
	description: 'List the times at which an appointment can be booked, one item for each',
	parameters: [
		calendarId,
		time('From', 'from', 'First moment of the window', true),
		time('To', 'to', `Last moment of the window, at most ${MAX_DAYS} days later`, true),
	],
	options: [
		dropdown({
			name: 'timezone',
			label: 'Time Zone',
			method: 'getTimeZones',
			about: 'Time zone in which the slots are written, by default that of the sub-account',
		}),
		dropdown({ name: 'userId', label: 'User', method: 'getUsers', about: 'Only slots of this user' }),
	],
	endpoint: {
		route: 'GET /calendars/{calendarId}/free-slots',
		effect: 'read',
		scopes: ['calendars.readonly'],
		source: 'calendars.json get-slots',
		query: (input): IDataObject => {
			const [startDate, endDate] = [epoch(input, 'from'), epoch(input, 'to')];
			if (endDate < startDate) throw new InputProblem('to', 'To lies before From', 'Swap the two.');
			if (endDate - startDate > MAX_DAYS * 86_400_000)
				throw new InputProblem(
					'to',
					`The window is longer than ${MAX_DAYS} days`,
					'GHL gives free slots of 31 days at a time: ask for less, or loop.',
				);
			return {
				startDate,
				endDate,
				timezone: filled(input.option('timezone'), (zone) => readTimeZone(zone, TIME_ZONE)),
				userId: input.option('userId') as string,
			}; // options of type string
		},
		// Days are keys, beside the trace of the call.
		answer: (body) =>
			Object.entries(body)
				.filter(([day]) => /^\d{4}-\d{2}-\d{2}$/.test(day))
				.flatMap(([date, day]) => {
					const slots =
						day !== null && typeof day === 'object' && 'slots' in day && Array.isArray(day.slots) ? day.slots : [];
					return slots.map((startTime) => ({ date, startTime: startTime as IDataObject[string] })); // parsed JSON
				}),
	},
});
