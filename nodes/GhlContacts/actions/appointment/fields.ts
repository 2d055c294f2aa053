import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { textOf, timeOf, type Input } from '../../../shared/parameters/input';
import { assignedTo, calendarId, collection, text, time } from '../../parameters';
import { byDisplayName } from '../../../shared/inEnglish';

export const startTime = time('Start', 'startTime', 'A time without offset is in the time zone of the workflow', true);

export const endTime = time('End', 'endTime', 'By default the length that the calendar is set to');

const status: INodeProperties = {
	displayName: 'Status',
	name: 'appointmentStatus',
	type: 'options',
	options: [
		{ name: 'Cancelled', value: 'cancelled' },
		{ name: 'Confirmed', value: 'confirmed' },
		{ name: 'Invalid', value: 'invalid' },
		{ name: 'New', value: 'new' },
		{ name: 'No Show', value: 'noshow' },
		{ name: 'Showed', value: 'showed' },
	],
	default: 'confirmed',
};

const meeting: INodeProperties = {
	displayName: 'Meeting Location Type',
	name: 'meetingLocationType',
	type: 'options',
	options: [
		{ name: 'Address', value: 'address' },
		{ name: 'Custom', value: 'custom' },
		{ name: 'Google', value: 'google' },
		{ name: 'Google Meet', value: 'gmeet' },
		{ name: 'Microsoft Teams', value: 'ms_teams' },
		{ name: 'Phone', value: 'phone' },
		{ name: 'Zoom', value: 'zoom' },
	],
	default: 'custom',
};

const flag = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'boolean',
	default: true,
	description,
});

/** Whether the calendar may refuse the time. */
export const overrides: INodeProperties[] = [
	flag(
		'Ignore Date Range',
		'ignoreDateRange',
		'Whether to book outside the scheduling notice and date range of the calendar',
	),
	flag('Ignore Free Slots', 'ignoreFreeSlotValidation', 'Whether to book at any time, even if the slot is taken'),
	flag('Run Automations', 'toNotify', 'Whether automations of GHL, such as reminders, run'),
];

const optional: INodeProperties[] = [
	text('Address', 'address', { description: 'Where it takes place: an address, a link, or a number' }),
	text('Description', 'description', { typeOptions: { rows: 3 } }),
	endTime,
	...overrides,
	meeting,
	text('Recurrence Rule', 'rrule', {
		placeholder: 'e.g. RRULE:FREQ=DAILY;INTERVAL=1;COUNT=5',
		description: 'Works only together with Ignore Free Slots',
	}),
	status,
	text('Title', 'title'),
];

export const additionalFields = collection('Additional Fields', 'additionalFields', optional);

export const updateFields = collection(
	'Update Fields',
	'updateFields',
	[
		...optional,
		{ ...assignedTo, displayName: 'Assigned To Name or ID', name: 'assignedUserId' },
		{ ...calendarId, required: false },
		{ ...startTime, required: false },
	].sort(byDisplayName),
	'Only what is added here is changed',
);

/** What "Simplify" keeps of an appointment. */
export const SIMPLE = [
	'id',
	'title',
	'calendarId',
	'contactId',
	'appointmentStatus',
	'assignedUserId',
	'startTime',
	'endTime',
	'address',
	'notes',
];

const TIMES = ['startTime', 'endTime'];

/** The chosen fields; times with an offset, as the calendars of GHL want them. */
export function optionalFields(input: Input, parameter: string): IDataObject {
	const chosen = Object.entries(input.collection(parameter)).filter(
		([, value]) => value !== undefined && value !== null && value !== '',
	);
	return Object.fromEntries(
		chosen.map(([field, value]) => [
			field,
			TIMES.includes(field) ? timeOf(value, field, input.zone) : typeof value === 'boolean' ? value : textOf(value),
		]),
	);
}
