import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { eventsInWords } from '../shared/editor/subtitle';
import { LEDGER_CREDENTIAL, withPostgres } from '../shared/sync/ledger';
import { testPrivateIntegration } from './transport/credentialTest';
import { activate } from './trigger/activation';
import { TRIGGER_PARAMETERS } from './trigger/parameters';
import { receive } from './trigger/receive';
import { webhookSecret } from './trigger/webhookSecret';

export class GhlContactsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'GHL Trigger',
		name: 'ghlContactsTrigger',
		icon: { light: 'file:../../icons/ghl.svg', dark: 'file:../../icons/ghl.dark.svg' },
		group: ['trigger'],
		// not 1, which n8n takes for its own first Webhook node: docs/decisions/009-webhook-nodes-begin-at-version-2.md
		version: 2,
		subtitle: `={{ $parameter["source"] === "app" ? ${eventsInWords(TRIGGER_PARAMETERS)} : "Custom Webhook" }}`,
		description: 'Starts the workflow when GoHighLevel (HighLevel, LeadConnector) sends an event',
		defaults: { name: 'GHL Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'goHighLevelWebhookApi',
				required: true,
				testedBy: 'webhookSecret',
				displayOptions: { show: { '/source': ['workflow'] } },
			},
			{
				name: 'goHighLevelApi',
				required: true,
				testedBy: 'testPrivateIntegration',
				displayOptions: { show: { '/recordFrom': ['fresh'], authentication: ['privateIntegration'] } },
			},
			{
				name: 'goHighLevelOAuth2Api',
				required: true,
				displayOptions: { show: { '/recordFrom': ['fresh'], authentication: ['oAuth2'] } },
			},
			{ name: LEDGER_CREDENTIAL, required: true, displayOptions: withPostgres },
		],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData', path: 'webhook' },
		],
		properties: TRIGGER_PARAMETERS,
	};

	methods = { credentialTest: { testPrivateIntegration, webhookSecret } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false; // GHL has no list of its webhooks, so `create` always checks the settings
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await activate(this);
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
