import type { INodeProperties } from 'n8n-workflow';
import { InputProblem, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/http/paging';
import { dropdown, time } from '../../parameters';
import { SIMPLE } from './fields';

const of: INodeProperties = {
	displayName: 'List By',
	name: 'of',
	type: 'options',
	options: [
		{ name: 'Calendar', value: 'calendarId' },
		{ name: 'Calendar Group', value: 'groupId' },
		{ name: 'User', value: 'userId' },
	],
	default: 'calendarId',
};

const owner = (name: string, label: string, method: string): INodeProperties => ({
	...dropdown({ name, label, method, required: true }),
	displayOptions: { show: { of: [name] } },
});

/** The window is in milliseconds since 1970 here, unlike everywhere else in GHL. */
export function epoch(input: Input, name: string): number {
	const moment = input.time(name);
	if (!moment)
		throw new InputProblem(
			name,
			`${name === 'from' ? 'From' : 'To'} is empty`,
			'GHL lists appointments of a window of time: fill in both ends.',
		);
	return Date.parse(moment);
}

export const getMany = operation({
	resource: 'appointment',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many appointments',
	description: 'List the appointments of a calendar, calendar group or user within a window of time',
	parameters: [
		of,
		owner('calendarId', 'Calendar', 'getCalendars'),
		owner('groupId', 'Calendar Group', 'getCalendarGroups'),
		owner('userId', 'User', 'getUsers'),
		time('From', 'from', 'Appointments that end at this time or later', true),
		time('To', 'to', 'Appointments that begin at this time or earlier', true),
	],
	endpoint: {
		route: 'GET /calendars/events',
		effect: 'read',
		scopes: ['calendars/events.readonly'],
		source: 'calendars.json get-calendar-events',
		query: (input) => {
			const by = input.text('of') || 'calendarId';
			return {
				locationId: input.account.values.locationId,
				[by]: input.required(by),
				startTime: epoch(input, 'from'),
				endTime: epoch(input, 'to'),
			};
		},
		paging: whole('events'),
	},
	simplify: SIMPLE,
});
