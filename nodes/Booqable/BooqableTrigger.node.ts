import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { eventsSubtitle } from '../shared/editor/subtitle';
import { LEDGER_CREDENTIAL, withPostgres } from '../shared/sync/ledger';
import { warnWithoutStore } from '../shared/trigger/deduplication';
import { parametersOf, triggerCalls } from '../shared/trigger/trigger';
import { receive } from './trigger/receive';
import { TRIGGER_PARAMETERS } from './trigger/parameters';
import { isRegistered, register, unregister, type Place } from './trigger/registration';
import { booqable } from './transport';
import { testAccessToken } from './transport/credentialTest';

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
		subtitle: eventsSubtitle(TRIGGER_PARAMETERS),
		description: 'Starts the workflow when something happens in Booqable',
		defaults: { name: 'Booqable Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'booqableApi',
				required: true,
				testedBy: 'testAccessToken',
				displayOptions: { show: { authentication: ['accessToken'] } },
			},
			{ name: 'booqableOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
			{ name: LEDGER_CREDENTIAL, required: true, displayOptions: withPostgres },
		],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData', path: 'webhook' },
		],
		properties: TRIGGER_PARAMETERS,
	};

	methods = { credentialTest: { testAccessToken } };

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
					await warnWithoutStore(this);
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
