import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { eventsSubtitle } from '../shared/editor/subtitle';
import { locator } from '../shared/parameters/locator';
import { methods } from './methods';
import { POLL_PARAMETERS } from './poll/parameters';
import { poll } from './poll/poll';
import { testPrivateIntegration } from './transport/credentialTest';

export class GhlContactsPollTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'GHL Poll Trigger',
		name: 'ghlContactsPollTrigger',
		icon: { light: 'file:../../icons/ghl.svg', dark: 'file:../../icons/ghl.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: eventsSubtitle(POLL_PARAMETERS),
		description:
			'Starts the workflow when something is new in GoHighLevel (HighLevel, LeadConnector), without webhooks',
		defaults: { name: 'GHL Poll Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'goHighLevelApi',
				required: true,
				testedBy: 'testPrivateIntegration',
				displayOptions: { show: { authentication: ['privateIntegration'] } },
			},
			{ name: 'goHighLevelOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
		],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'OAuth2', value: 'oAuth2' },
					{ name: 'Private Integration Token', value: 'privateIntegration' },
				],
				default: 'privateIntegration',
			},
			{
				...locator({
					name: 'location',
					label: 'Location',
					searchListMethod: 'searchLocations',
					description:
						'Only for credentials of an agency (company): the sub-account to watch. Leave it empty otherwise.',
					idPlaceholder: 'e.g. ve9EPM428h8vShlRW1KT',
					required: false,
				}),
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			...POLL_PARAMETERS,
		],
	};

	methods = { ...methods, credentialTest: { testPrivateIntegration } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
