import type { IDataObject } from 'n8n-workflow';
import { CALENDAR, PIPELINE, STAGES, USER_ANNA } from '../../sandbox/ghl/world';

/** Records that belong to a contact of GHL. */
export interface Kind {
	readonly resource: string;
	readonly table: string;
	/** Path of the list of a contact's children. */
	readonly list: string;
	readonly fields: IDataObject;
	readonly change: IDataObject;
	/** How the change arrives in GHL's record, where not as it was given. */
	readonly arrived?: IDataObject;
	/** The answer to an update does not say when it was made, so it is read once more. */
	readonly isReadAgain?: true;
	/** What a wish that GHL refuses looks like, and its reason. */
	readonly refused: IDataObject;
	readonly reason: string;
}

export const KINDS: readonly Kind[] = [
	{
		resource: 'note',
		table: 'notes',
		list: '/contacts/*/notes',
		fields: { body: 'Bring the key', title: 'Access' },
		change: { body: 'Bring both keys' },
		refused: { body: 'Bring the key', color: 'red' },
		reason: 'Color is not a color',
	},
	{
		resource: 'task',
		table: 'tasks',
		list: '/contacts/*/tasks',
		fields: {
			title: 'Pick up',
			body: 'The tent',
			dueDate: '2026-12-01T09:00:00Z',
			completed: false,
			assignedTo: USER_ANNA,
		},
		change: { completed: true },
		refused: { title: 'Pick up', dueDate: 'soon' },
		reason: 'Invalid value for Due Date. Write the date as 2026-11-24',
	},
	{
		resource: 'appointment',
		table: 'appointments',
		list: '/contacts/*/appointments',
		fields: {
			calendarId: CALENDAR,
			title: 'Pickup',
			startTime: '2026-12-01T03:00:00Z',
			endTime: '2026-12-01T03:30:00Z',
			appointmentStatus: 'confirmed',
			address: 'Dock 3',
			description: 'Bring the key',
		},
		change: { startTime: '2026-12-01T04:00:00Z', endTime: '2026-12-01T05:00:00Z' },
		isReadAgain: true,
		arrived: { startTime: Date.parse('2026-12-01T04:00:00Z'), endTime: Date.parse('2026-12-01T05:00:00Z') },
		refused: { calendarId: CALENDAR, title: 'Pickup', startTime: 'soon' },
		reason: 'Invalid value for Start',
	},
	{
		resource: 'opportunity',
		table: 'opportunities',
		list: '/opportunities/search',
		fields: {
			name: 'Tent for a party',
			pipelineId: PIPELINE,
			pipelineStageId: STAGES.lead,
			status: 'open',
			monetaryValue: '120.50',
			custom_project_code: 'T-1',
		},
		change: { pipelineStageId: STAGES.booked, status: 'won', monetaryValue: 150 },
		refused: { name: 'Tent', pipelineId: PIPELINE, monetaryValue: 'much' },
		reason: 'Invalid value for Value. Map an amount',
	},
];
