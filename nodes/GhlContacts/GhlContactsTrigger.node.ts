import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { activate } from './trigger/activation';
import { TRIGGER_PARAMETERS } from './trigger/parameters';
import { receive } from './trigger/receive';

export class GhlContactsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'GHL Contacts Trigger',
		name: 'ghlContactsTrigger',
		icon: { light: 'file:../../icons/ghl.svg', dark: 'file:../../icons/ghl.dark.svg' },
		group: ['trigger'],
		// For each request to a webhook of version 1, n8n evaluates an expression that only its own Webhook node needs: 45 ms, a limit of 20 a second.
		version: 2,
		subtitle: '={{ $parameter["source"] === "app" ? $parameter["events"].join(", ") : "Custom Webhook" }}',
		description: 'Starts the workflow when GoHighLevel (HighLevel, LeadConnector) sends an event',
		defaults: { name: 'GHL Contacts Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'goHighLevelApi', required: true, displayOptions: { show: { recordFrom: ['fresh'], authentication: ['privateIntegration'] } } },
			{ name: 'goHighLevelOAuth2Api', required: true, displayOptions: { show: { recordFrom: ['fresh'], authentication: ['oAuth2'] } } },
		],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData', path: 'webhook' }],
		properties: TRIGGER_PARAMETERS,
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false; // nobody can be asked, so `create` always checks the settings
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return activate(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true; // nothing was registered
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
