import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { describe } from '../shared/editor/nodeProperties';
import { operationSubtitle } from '../shared/editor/subtitle';
import { locator } from '../shared/parameters/locator';
import { runOperation } from '../shared/runner/run';
import { LEDGER_CREDENTIAL, withPostgres } from '../shared/sync/ledger';
import { resources } from './actions';
import { methods } from './methods';
import { namedLists } from './mapping/accountLists';
import { ghl } from './transport';
import { testPrivateIntegration } from './transport/credentialTest';

/** Only the token of an agency leaves open which sub-account is meant. */
const location: INodeProperties = {
	...locator({
		name: 'location',
		label: 'Location',
		searchListMethod: 'searchLocations',
		description:
			'Only for credentials of an agency (company): the sub-account to work in, by an expression another for each item. Leave it empty otherwise.',
		idPlaceholder: 'e.g. ve9EPM428h8vShlRW1KT',
		required: false,
	}),
	displayOptions: { show: { authentication: ['oAuth2'] } },
};

export class GhlContacts implements INodeType {
	description: INodeTypeDescription = {
		// and no longer: to a search for "ghl", n8n's node panel answers with its HighLevel node before any longer name
		displayName: 'GHL',
		name: 'ghlContacts',
		icon: { light: 'file:../../icons/ghl.svg', dark: 'file:../../icons/ghl.dark.svg' },
		group: ['output'],
		// a list, so that n8n does not add a "Custom API Call" of its own to every list: ours has limits, paging and errors
		version: [1],
		defaultVersion: 1,
		subtitle: operationSubtitle(resources),
		description:
			'Work with contacts of GoHighLevel (HighLevel, LeadConnector), their tasks, notes, appointments and opportunities',
		defaults: { name: 'GHL' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'goHighLevelApi',
				required: true,
				testedBy: 'testPrivateIntegration',
				displayOptions: { show: { authentication: ['privateIntegration'] } },
			},
			{ name: 'goHighLevelOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
			{ name: LEDGER_CREDENTIAL, required: true, displayOptions: withPostgres },
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
			location,
			...describe(resources),
		],
	};

	methods = { ...methods, credentialTest: { testPrivateIntegration } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation.call(this, ghl, resources, namedLists);
	}
}
