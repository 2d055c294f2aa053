import type { INodeProperties } from 'n8n-workflow';
import { deduplicationStore } from '../../shared/trigger/deduplication';
import { EVENT_OPTIONS } from './events';
import { OPTIONS } from './options';
import { LIST } from '../../shared/parameters/parameter';

export const TRIGGER_PARAMETERS: INodeProperties[] = [
	{
		displayName:
			'A relay (an automation platform with the Roofr app) sends events to the address of this node: one relay for each event, with the name of the event in the address, e.g. ?event=lead.created, and the webhook secret of the credential.',
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['bridge'] } },
	},
	{
		displayName: 'Registration',
		name: 'authentication',
		type: 'options',
		options: [
			{
				name: 'By Hand (Relay)',
				value: 'bridge',
				description: 'You give the address to the relay. The documented way.',
			},
			{
				name: 'Direct, API Key',
				value: 'apiKey',
				description: 'Only where the credential names endpoints for subscriptions',
			},
			{
				name: 'Direct, OAuth2',
				value: 'oAuth2',
				description: 'Only where the credential names endpoints for subscriptions',
			},
		],
		default: 'bridge',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: EVENT_OPTIONS,
		default: ['lead.created'],
		description: 'What starts the workflow. Roofr has no event for a changed contact, note, task or appointment.',
	},
	{
		displayName: 'Names of Custom Events',
		name: 'customEvents',
		type: 'string',
		typeOptions: LIST,
		default: '',
		placeholder: 'e.g. invoice.paid, crew.assigned',
		displayOptions: { show: { events: ['custom'] } },
		description: 'Separated by commas, as your relays send them',
	},
	{
		displayName: 'Verification',
		name: 'proof',
		type: 'options',
		options: [
			{
				name: 'Bearer Token',
				value: 'bearer',
				description: 'The secret in the header Authorization, behind "Bearer"',
			},
			{ name: 'HMAC Signature', value: 'hmac', description: 'HMAC-SHA256 of the body, made with the secret' },
			{
				name: 'Secret',
				value: 'secret',
				description: 'In the header X-Webhook-Secret, as ?secret= in the address, or as field "secret" of the body',
			},
		],
		default: 'secret',
		description: 'How a delivery shows that it comes from your relay. Others are refused with 401.',
	},
	deduplicationStore,
	OPTIONS,
];
