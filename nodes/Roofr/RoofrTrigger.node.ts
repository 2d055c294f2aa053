import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { eventsSubtitle } from '../shared/editor/subtitle';
import { contextOf } from '../shared/account';
import type { Calls } from '../shared/runner/calls';
import { LEDGER_CREDENTIAL, withPostgres } from '../shared/sync/ledger';
import { warnWithoutStore } from '../shared/trigger/deduplication';
import { parametersOf, triggerCalls } from '../shared/trigger/trigger';
import { directAccess, local, manifestOf } from './transport';
import { testRoofr } from './transport/credentialTest';
import { TRIGGER_PARAMETERS } from './trigger/parameters';
import { receive } from './trigger/receive';
import { isSubscribed, register, secretOf, unregister, type Registry } from './trigger/registration';

const isByHand = (context: IHookFunctions): boolean => context.getNodeParameter('authentication') === 'bridge';
const serviceOf = (context: IHookFunctions) => (isByHand(context) ? local : directAccess);

const registry = async (context: IHookFunctions, calls: Calls): Promise<Registry> => ({
	calls,
	manifest: await manifestOf(contextOf(context)),
});

export class RoofrTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Roofr Trigger',
		name: 'roofrTrigger',
		icon: { light: 'file:../../icons/roofr.svg', dark: 'file:../../icons/roofr.dark.svg' },
		group: ['trigger'],
		// not 1, which n8n takes for its own first Webhook node: docs/decisions/009-webhook-nodes-begin-at-version-2.md
		version: 2,
		subtitle: eventsSubtitle(TRIGGER_PARAMETERS),
		description: 'Starts the workflow when something happens in Roofr',
		defaults: { name: 'Roofr Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'roofrApi', required: true, testedBy: 'testRoofr' },
			// From the root, so that the editor does not take the choice for one between credentials: the other one, with the
			// secret, is always needed.
			{ name: 'roofrOAuth2Api', required: true, displayOptions: { show: { '/authentication': ['oAuth2'] } } },
			{ name: LEDGER_CREDENTIAL, required: true, displayOptions: withPostgres },
		],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData', path: 'webhook' },
			// Relays look whether an address answers before they take it.
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', responseData: 'noData', path: 'webhook' },
		],
		properties: TRIGGER_PARAMETERS,
	};

	methods = { credentialTest: { testRoofr } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await triggerCalls(
					this,
					serviceOf(this),
					async (calls, url) =>
						!isByHand(this) &&
						(await isSubscribed(await registry(this, calls), url, this.getWorkflowStaticData('node'))),
				);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await triggerCalls(this, serviceOf(this), async (calls, url) => {
					const input = parametersOf(this, TRIGGER_PARAMETERS);
					const wanted = {
						events: input.list('events'),
						secret: await secretOf(this),
						proof: input.text('proof'),
					};
					if (!isByHand(this))
						await register(await registry(this, calls), url, wanted, this.getWorkflowStaticData('node'));
					await warnWithoutStore(this);
					return true;
				});
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await triggerCalls(this, serviceOf(this), async (calls, url) => {
					if (!isByHand(this)) await unregister(await registry(this, calls), url, this.getWorkflowStaticData('node'));
					return true;
				});
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
