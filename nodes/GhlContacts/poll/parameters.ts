import type { INodeProperties } from 'n8n-workflow';
import { eventOptions } from '../../shared/editor/eventOptions';
import { BUSINESS_CHANGED } from './businesses';
import { TAG_ADDED } from './snapshots';
import { LIST } from '../../shared/parameters/parameter';
import { pauseAtPercent } from '../../shared/parameters/pauseAtPercent';
import { repeatAfterRestart } from '../../shared/trigger/repeat';

const EVENT_OPTIONS = eventOptions([
	{ name: 'Contact Created', value: 'ContactCreate' },
	{ name: 'Contact Updated', value: 'ContactUpdate', description: 'GHL does not say which fields changed' },
	{
		name: 'Contact Tag Added',
		value: TAG_ADDED,
		description: 'One of the tags named below. Taken away and given again within an hour does not count.',
	},
	{
		name: 'Contact Business Changed',
		value: BUSINESS_CHANGED,
		description:
			'Linked to a business, to another one, or to none. GHL gives neither name nor phone of the contact here.',
	},
	{ name: 'Opportunity Created', value: 'OpportunityCreate' },
	{ name: 'Opportunity Stage Changed', value: 'OpportunityStageUpdate' },
	{ name: 'Opportunity Status Changed', value: 'OpportunityStatusUpdate' },
	{ name: 'Opportunity Updated', value: 'OpportunityUpdate', description: 'Changes of stage and status included' },
	{ name: 'Appointment Created', value: 'AppointmentCreate' },
	{ name: 'Appointment Updated', value: 'AppointmentUpdate' },
	{ name: 'Task Created', value: 'TaskCreate' },
	{
		name: 'Task Updated',
		value: 'TaskUpdate',
		description: 'Title, description, due date, user or contact changed, or opened again',
	},
	{ name: 'Task Completed', value: 'TaskComplete' },
	{ name: 'Form Submitted', value: 'FormSubmit' },
]);

const days = { type: 'number', typeOptions: { minValue: 0, maxValue: 730 } } as const;

export const POLL_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: EVENT_OPTIONS,
		default: ['ContactCreate'],
		description:
			'What starts the workflow. What is there when you publish it is not an event. GHL lists notes of one contact only, so there are none of notes here: use the GHL Trigger.',
	},
	{
		displayName:
			'<b>Calls.</b> Each event costs one call at each poll, and one more for each hundred new records: every minute 1,440 a day and 43,200 a month, every 5 minutes 288 and 8,640, every 15 minutes 96 and 2,880, every hour 24 and 720. GHL allows 200,000 a day for each app and sub-account, shared with all that uses the same credential.',
		name: 'callsNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName:
			'GHL cannot list tasks by time, so all of them are read at each poll: one call for each hundred for each event of tasks. With 1,000 tasks, every minute is 14,400 calls a day and 432,000 a month, every 15 minutes 960 and 28,800. More than 10,000 tasks are refused.',
		name: 'tasksNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { events: ['TaskCreate', 'TaskUpdate', 'TaskComplete'] } },
	},
	{
		displayName:
			'GHL lists appointments by calendar, so each poll takes one call for each calendar and one for their list. With 5 calendars, every minute is 8,640 calls a day and 259,200 a month, every 15 minutes 576 and 17,280. Only those that take place within the days given in the options are seen.',
		name: 'appointmentsNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { events: ['AppointmentCreate', 'AppointmentUpdate'] } },
	},
	{
		displayName:
			'Whether a new tag changes the update time of a contact is not documented, so all contacts with a tag are read at each poll: one call for each hundred. More than 10,000 contacts with one tag are refused.',
		name: 'tagsNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { events: [TAG_ADDED] } },
	},
	{
		displayName:
			'GHL sends no event when a contact gets another business, and lists contacts by business, so each poll takes one call for each business and one for their list. With 20 businesses, every minute is 30,240 calls a day and 907,200 a month, every 15 minutes 2,016 and 60,480. More than 200 businesses are refused.',
		name: 'businessesNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { events: [BUSINESS_CHANGED] } },
	},
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		typeOptions: LIST,
		required: true,
		default: '',
		placeholder: 'e.g. rental customer, vip',
		displayOptions: { show: { events: [TAG_ADDED] } },
		description: 'Separated by commas. A contact that gets one of them starts the workflow.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Appointments: Days Ahead',
				name: 'daysAhead',
				...days,
				default: 365,
				description: 'How far ahead an appointment may take place to be seen',
			},
			{
				displayName: 'Appointments: Days Back',
				name: 'daysBack',
				...days,
				default: 7,
				description: 'How long ago an appointment may have taken place to be seen',
			},
			{
				displayName: 'Calendar Names or IDs',
				name: 'calendarIds',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getCalendars' },
				default: [],
				description:
					'Only appointments of these calendars. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				displayName: 'Form Name or ID',
				name: 'formId',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getForms' },
				default: '',
				description:
					'Only submissions of this form. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			pauseAtPercent(
				'From this share of the calls that GHL allows in a day, nothing is polled, so that the rest is left for what is urgent. Events from that time are returned when polling resumes. 100: never.',
			),
			repeatAfterRestart,
		],
	},
];
