import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { triggerCalls } from '../shared/trigger';
import { authentication, credentials } from './parameters';
import { receive } from './trigger/receive';
import { orderTimes } from './actions/order/timeZone';
import { EVENT_OPTIONS, INCLUDE_OPTIONS } from './trigger/events';
import { isRegistered, register, unregister, type Place } from './trigger/registration';
import { booqable } from './transport';

const placeOf = (context: IHookFunctions, webhookUrl: string): Place => ({
	webhookUrl,
	isTest: context.getMode() === 'manual',
	staticData: context.getWorkflowStaticData('node'),
});

// multiOptions give texts
const eventsOf = (context: IHookFunctions): string[] => context.getNodeParameter('events', []) as string[];

export class BooqableTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booqable Trigger',
		name: 'booqableTrigger',
		icon: { light: 'file:../../icons/booqable.svg', dark: 'file:../../icons/booqable.dark.svg' },
		group: ['trigger'],
		// not 1, which n8n takes for its own first Webhook node: docs/decisions/009-webhook-nodes-begin-at-version-2.md
		version: 2,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when something happens in Booqable',
		defaults: { name: 'Booqable Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData', path: 'webhook' },
		],
		properties: [
			authentication,
			{
				displayName:
					'Booqable is told the address of this workflow when you publish it, and forgets it when you unpublish.',
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
						description: 'Whether to let events of orders through that nobody has saved yet (status new, no number)',
					},
				],
			},
		],
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await triggerCalls(
					this,
					booqable,
					async (calls, url) => await isRegistered(calls, placeOf(this, url), eventsOf(this)),
				);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await triggerCalls(this, booqable, async (calls, url) => {
					await register(calls, placeOf(this, url), eventsOf(this));
					return true;
				});
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await triggerCalls(this, booqable, async (calls, url) => {
					await unregister(calls, placeOf(this, url));
					return true;
				});
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
