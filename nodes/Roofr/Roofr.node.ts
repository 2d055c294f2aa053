import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { describe } from '../shared/editor/nodeProperties';
import { operationSubtitle } from '../shared/editor/subtitle';
import { runOperation } from '../shared/runner/run';
import { namedLists } from './direct/lists';
import { LEDGER_CREDENTIAL, withPostgres } from '../shared/sync/ledger';
import { resources } from './actions';
import * as methods from './methods';
import { serviceOf } from './transport';
import { testRoofr } from './transport/credentialTest';

export class Roofr implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Roofr',
		name: 'roofr',
		icon: { light: 'file:../../icons/roofr.svg', dark: 'file:../../icons/roofr.dark.svg' },
		group: ['output'],
		// a list, so that n8n does not add a "Custom API Call" of its own to every list: ours has limits, paging and errors
		version: [1],
		defaultVersion: 1,
		subtitle: operationSubtitle(resources),
		description: 'Create jobs with their customers in Roofr, read its exports, and more where Roofr gave API access',
		defaults: { name: 'Roofr' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'roofrApi',
				required: true,
				testedBy: 'testRoofr',
				displayOptions: { show: { authentication: ['bridge', 'apiKey'] }, hide: { '/resource': ['csvExport'] } },
			},
			{
				name: 'roofrOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] }, hide: { '/resource': ['csvExport'] } },
			},
			{ name: LEDGER_CREDENTIAL, required: true, displayOptions: withPostgres },
		],
		properties: [
			{
				displayName: 'Connection',
				name: 'authentication',
				type: 'options',
				options: [
					{
						name: 'Bridge',
						value: 'bridge',
						description: 'Through a hook of an automation platform: creates jobs with customers. The documented way.',
					},
					{ name: 'Direct, API Key', value: 'apiKey', description: 'Only for accounts to which Roofr gave API access' },
					{ name: 'Direct, OAuth2', value: 'oAuth2', description: 'Only for accounts to which Roofr gave API access' },
				],
				default: 'bridge',
				description: 'How calls reach Roofr. CSV exports need none.',
			},
			...describe(resources),
		],
	};

	methods = {
		credentialTest: { testRoofr },
		listSearch: {
			searchContacts: methods.searchContacts,
			searchJobs: methods.searchJobs,
			searchStages: methods.searchStages,
			searchSyncAccounts: methods.searchSyncAccounts,
		},
		resourceMapping: {
			getColumns: methods.getColumns,
			getJobAndCustomerColumns: methods.getJobAndCustomerColumns,
			getJobColumnsForSync: methods.getJobColumnsForSync,
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation.call(
			this,
			(context, item, resource) => serviceOf(resource, context.getNodeParameter('authentication', item)),
			resources,
			namedLists,
		);
	}
}
