import type { INodeProperties } from 'n8n-workflow';
import { orderTimes } from '../actions/order/timeZone';
import { pauseAtPercent } from '../../shared/parameters/pauseAtPercent';
import { authentication } from '../parameters';
import { repeatAfterRestart } from '../../shared/trigger/repeat';
import { POLL_EVENTS } from './watches';
import { grouped } from '../../shared/inEnglish';

/** Minutes between polls, with the calls that one event costs in a month of 30 days. */
const INTERVALS: ReadonlyArray<readonly [minutes: number, name: string]> = [
	[1, 'Every Minute'],
	[5, 'Every 5 Minutes'],
	[15, 'Every 15 Minutes'],
	[30, 'Every 30 Minutes'],
	[60, 'Every Hour'],
	[360, 'Every 6 Hours'],
	[1440, 'Every Day'],
];

const monthly = (minutes: number): string => grouped((30 * 24 * 60) / minutes);

export const POLL_PARAMETERS: INodeProperties[] = [
	authentication,
	{
		displayName:
			'Each event costs a call at each poll, out of the 10,000 to 1,000,000 a month that your plan of Booqable has for all programs together ("Company: Get API Usage" shows it). Customers, orders and payments cost less with the Booqable Trigger. Leave Poll Times above at every minute: the interval below decides.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: POLL_EVENTS,
		default: ['note.created'],
	},
	{
		displayName: 'Interval',
		name: 'minutes',
		type: 'options',
		options: INTERVALS.map(([minutes, name]) => ({
			name: `${name} (${monthly(minutes)} Calls a Month per Event)`,
			value: minutes,
		})),
		default: 15,
		description:
			'How often Booqable is polled. The calls are those of a month of 30 days, for each event; more only where more than a hundred records changed.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Latest Notes to Watch',
				name: 'watchedNotes',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 1000 },
				default: 100,
				description:
					'Of how many notes, counted from the newest, a deletion is noticed. Each hundred costs a call at each poll.',
			},
			{
				displayName: 'Ignore Own Changes',
				name: 'leaveOutOwn',
				type: 'boolean',
				default: true,
				description:
					'Whether to leave out notes, emails and payments of the employee whose token this is. Booqable does not say who changed customers, orders and properties, nor who deleted a note.',
			},
			{
				displayName: 'Owners of Notes and Properties',
				name: 'ownerType',
				type: 'options',
				options: [
					{ name: 'Customers', value: 'customers' },
					{ name: 'Everything', value: '' },
					{ name: 'Orders', value: 'orders' },
					{ name: 'Product Groups', value: 'product_groups' },
					{ name: 'Stock Items', value: 'stock_items' },
				],
				default: 'customers',
				description: 'Whose notes and properties are watched',
			},
			orderTimes,
			pauseAtPercent(
				'From this share of the calls that the plan allows in a month, nothing is polled, so that the rest is left for what is urgent, such as webhooks. Events from that time are returned when polling resumes. Takes one more call per hour. 100: never.',
			),
			repeatAfterRestart,
		],
	},
];
