import type { INodeProperties } from 'n8n-workflow';
import { ledgerChoice } from '../../shared/sync/ledger';
import { sourceApp } from '../../shared/sync/parameters';
import { pauseAtPercent } from '../../shared/parameters/pauseAtPercent';
import { LIST } from '../../shared/parameters/parameter';

const APPS = sourceApp('booqable').options ?? [];

export const TRIGGER_PARAMETERS: INodeProperties[] = [
	ledgerChoice,
	{
		displayName: 'Return',
		name: 'returned',
		type: 'options',
		options: [
			{
				name: 'Due Records',
				value: 'due',
				description:
					'Records whose sync did not finish or must be tried again, and those whose review was answered. Poll every minute: it costs no call.',
			},
			{
				name: 'Linked Records',
				value: 'linked',
				description:
					'Both records of every link, to check them again, such as once a night. Each is read by its ID, which is a call.',
			},
		],
		default: 'due',
		description: 'What starts the workflow. The records come without fields: the next node reads them.',
	},
	{
		displayName: 'Pairs',
		name: 'pairs',
		type: 'string',
		typeOptions: LIST,
		required: true,
		default: 'contacts',
		placeholder: 'e.g. notes, tasks',
		description: 'The pairs that the Sync nodes of this workflow use, separated by commas',
	},
	{
		displayName: 'Records Of',
		name: 'recordsOf',
		type: 'options',
		options: [{ name: 'Any App', value: 'any' }, ...APPS],
		default: 'any',
		description: 'The app whose records start the workflow',
	},
	{
		displayName: 'App Name',
		name: 'recordsOfName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. warehouse',
		displayOptions: { show: { recordsOf: ['other'] } },
		description: 'The name that the Sync nodes have for the app',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Limit',
				name: 'limit',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Max number of results to return',
			},
			pauseAtPercent(
				'From this share of the calls that an app allows in a day or month, its records are not returned but stay due, so that the rest is left for what is urgent. Answered reviews are returned all the same. It knows the share once another node with this option, or any call to GHL, has shown it. 100: never.',
			),
		],
	},
];
