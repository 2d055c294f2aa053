import type { INodeProperties } from 'n8n-workflow';
import { LIST } from '../../shared/parameters/parameter';

/** The collection "Options" of the trigger. */
export const OPTIONS: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Default Phone Country',
			name: 'region',
			type: 'string',
			default: 'US',
			description: 'Two-letter country of phone numbers that name none',
		},
		{
			displayName: 'Delivery ID Header',
			name: 'deliveryIdHeader',
			type: 'string',
			default: 'X-Delivery-Id',
			description:
				'Header with an ID that a repeated delivery has again, where the relay sends one. Otherwise an ID of the event in the body counts, or record and time of the event.',
		},
		{
			displayName: 'Maximum Age (Minutes)',
			name: 'maximumAge',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 5,
			description:
				'Deliveries whose signed time differs more from now are refused, so that nobody can send a recorded one again. Only with a timestamp header.',
			displayOptions: { show: { '/proof': ['hmac'] } },
		},
		{
			displayName: 'Only From Stages',
			name: 'previousStages',
			type: 'string',
			typeOptions: LIST,
			default: '',
			placeholder: 'e.g. Estimating',
			description: 'Separated by commas. Only for changes of stage, and only where the relay sends the stage before.',
		},
		{
			displayName: 'Only To Stages',
			name: 'stages',
			type: 'string',
			typeOptions: LIST,
			default: '',
			placeholder: 'e.g. Won, In Production',
			description: 'Separated by commas. Only for changes of stage.',
		},
		{
			displayName: 'Signature Header',
			name: 'signatureHeader',
			type: 'string',
			default: 'X-Signature',
			description: 'Header with the HMAC, in hexadecimal or base64, with or without "sha256=" before it',
			displayOptions: { show: { '/proof': ['hmac'] } },
		},
		{
			displayName: 'Timestamp Header',
			name: 'timestampHeader',
			type: 'string',
			default: 'X-Timestamp',
			description:
				'Header with the time of the delivery. The signature is then over the time, a dot and the body. Without this option it is over the body alone.',
			displayOptions: { show: { '/proof': ['hmac'] } },
		},
		{
			displayName: 'Unknown Events',
			name: 'unknownEvents',
			type: 'options',
			options: [
				{ name: 'Emit', value: 'emit', description: 'Start the workflow, with "unknown" as event' },
				{ name: 'Ignore', value: 'ignore', description: 'Answer 200 and do nothing' },
				{ name: 'Refuse', value: 'refuse', description: 'Answer 400, so that the relay shows it' },
			],
			default: 'ignore',
			description: 'What happens with events that have no name, or one that is not listed above',
		},
	],
};
