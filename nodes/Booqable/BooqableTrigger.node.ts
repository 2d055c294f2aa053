import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { parametersOf, triggerCalls } from '../shared/trigger/trigger';
import { credentials } from './parameters';
import { receive } from './trigger/receive';
import { TRIGGER_PARAMETERS } from './trigger/parameters';
import { isRegistered, register, unregister, type Place } from './trigger/registration';
import { booqable } from './transport';

const placeOf = (context: IHookFunctions, webhookUrl: string): Place => ({
	webhookUrl,
	isTest: context.getMode() === 'manual',
	staticData: context.getWorkflowStaticData('node'),
});

const eventsOf = (context: IHookFunctions): string[] => parametersOf(context, TRIGGER_PARAMETERS).list('events');

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
		properties: TRIGGER_PARAMETERS,
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
