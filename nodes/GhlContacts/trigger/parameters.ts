import type { INodeProperties } from 'n8n-workflow';
import { deduplicationStore } from '../../shared/trigger/deduplication';
import { EVENT_OPTIONS } from './events';
import { LIST } from '../../shared/parameters/parameter';

const ofApp = { show: { source: ['app'] } };
const ofWorkflow = { show: { source: ['workflow'] } };

export const TRIGGER_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{
				name: 'Marketplace App',
				value: 'app',
				description: 'Signed events of your app, of every location in which it is installed',
			},
			{
				name: 'Workflow Action "Custom Webhook"',
				value: 'workflow',
				description: 'Unsigned posts of workflows in GHL: for form submissions and all that has no event',
			},
		],
		default: 'app',
	},
	{
		displayName:
			'Copy the <b>Production URL</b> from "Webhook URLs" above into your app in the GHL Marketplace (Advanced Settings → Webhooks), switch on the events that you choose here, and publish this workflow. To test, paste the Test URL there for as long as you listen. GHL stops sending, after some days, to the address of a workflow that is not published.',
		name: 'appNotice',
		type: 'notice',
		default: '',
		displayOptions: ofApp,
	},
	{
		displayName:
			'Copy the <b>Production URL</b> from "Webhook URLs" above into the action "Custom Webhook" (POST) of a workflow in GHL, and add the header X-Webhook-Secret (or the one that you named in the credential) with the secret. GHL charges for the action, does not repeat a post that fails, and gives it no ID: one that arrives twice starts this workflow twice.',
		name: 'workflowNotice',
		type: 'notice',
		default: '',
		displayOptions: ofWorkflow,
	},
	{
		displayName: 'App ID',
		name: 'appId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 66f0c1d2e3f4a5b6c7d8e9f0',
		displayOptions: ofApp,
		description:
			'ID of your app, or its client ID, whose first part it is. GHL signs the events of all apps with one key, so this tells yours from those of others.',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: EVENT_OPTIONS,
		default: ['ContactCreate', 'ContactUpdate'],
		displayOptions: ofApp,
		description:
			'What starts the workflow. The app needs the scope of each. GHL has no event for an updated task or a submitted form. Where it sends an event without its name, as its documentation shows for invoices, prices, products, records and relations, give that event an address of its own in the app, with the name at its end: ?event=InvoicePaid.',
	},
	{
		displayName: 'Location IDs',
		name: 'locationIds',
		type: 'string',
		typeOptions: LIST,
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description:
			'Only events of these locations (sub-accounts), separated by commas. Empty: all. Events that name no location pass.',
	},
	{
		displayName: 'Record',
		name: 'recordFrom',
		type: 'options',
		options: [
			{
				name: 'As Sent',
				value: 'payload',
				description: 'No call. Some fields are missing, such as the update time and the names of custom fields.',
			},
			{
				name: 'Read Fresh',
				value: 'fresh',
				description:
					'One call for each event, or a few: the whole record as it is now. In a burst, events wait for the limit of GHL.',
			},
		],
		default: 'payload',
		description:
			'For bursts, take events as sent and let a later node read what it needs. Deleted records, relations, associations and locations always come as sent.',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{
				name: 'OAuth2',
				value: 'oAuth2',
				description: 'With the credential of an agency, records of all its locations can be read',
			},
			{ name: 'Private Integration Token', value: 'privateIntegration', description: 'Records of its own location' },
		],
		default: 'oAuth2',
		displayOptions: { show: { '/recordFrom': ['fresh'] } }, // from the root: see withPostgres
	},
	{ ...deduplicationStore, displayOptions: ofApp },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: ofApp,
		options: [
			{
				displayName: 'Maximum Age (Minutes)',
				name: 'freshness',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 60,
				description:
					'Drop events that GHL sent longer ago. Attempts after a failure, and those sent again by hand, keep their old time and are dropped as well. Without this option, or with 0, age does not matter; duplicates are told by their ID.',
			},
			{
				displayName: 'Public Keys',
				name: 'publicKeys',
				type: 'string',
				typeOptions: { rows: 6 },
				default: '',
				placeholder: '-----BEGIN PUBLIC KEY-----',
				description:
					'Ed25519 keys (PEM) instead of the one that GHL has published. Several, one below the other, are all accepted: the old and the new one while GHL changes its key.',
			},
		],
	},
];
