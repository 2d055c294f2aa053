import type { INodeProperties } from 'n8n-workflow';
import { orderTimes } from '../actions/order/timeZone';
import { deduplicationStore } from '../../shared/trigger/deduplication';
import { authentication } from '../parameters';
import { EVENT_OPTIONS, INCLUDE_OPTIONS } from './events';

export const TRIGGER_PARAMETERS: INodeProperties[] = [
	authentication,
	{
		displayName:
			'Publishing this workflow registers its address in Booqable, and unpublishing removes it: there is nothing to copy.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: EVENT_OPTIONS,
		default: ['customer.created', 'customer.updated'],
		description: 'What starts the workflow. One save in Booqable can cause several events.',
	},
	{
		displayName: 'Record',
		name: 'recordFrom',
		type: 'options',
		options: [
			{
				name: 'As Sent',
				value: 'payload',
				description: 'No call. The record as it was when the event happened; events can come late or out of order.',
			},
			{
				name: 'As Sent, Verified',
				value: 'verified',
				description:
					'One call for each event: compared with the log of Booqable, which is kept for a limited time. After it the record is read fresh.',
			},
			{
				name: 'Read Fresh',
				value: 'fresh',
				description:
					'One call for each event: the record as it is now, whatever order events come in, and never a forged one',
			},
		],
		default: 'fresh',
		description:
			'Booqable does not sign its deliveries, so by default they are taken as a hint and the record is read. Carts, bundle items, companies and apps cannot be read by ID and come as they were sent.',
	},
	deduplicationStore,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			...INCLUDE_OPTIONS,
			orderTimes,
			{
				displayName: 'Unsaved Orders',
				name: 'unsavedOrders',
				type: 'boolean',
				default: false,
				description: 'Whether to include events of unsaved orders (status new, no number)',
			},
		],
	},
];
