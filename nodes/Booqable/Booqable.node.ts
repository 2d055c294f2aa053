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
import { LEDGER_CREDENTIAL, withPostgres } from '../shared/sync/ledger';
import { resources } from './actions';
import * as methods from './methods';
import { authentication } from './parameters';
import { namedLists } from './mapping/accountLists';
import { booqable } from './transport';
import { testAccessToken } from './transport/credentialTest';

export class Booqable implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booqable',
		name: 'booqable',
		icon: { light: 'file:../../icons/booqable.svg', dark: 'file:../../icons/booqable.dark.svg' },
		group: ['output'],
		// a list, so that n8n does not add a "Custom API Call" of its own to every list: ours has limits, paging and errors
		version: [1],
		defaultVersion: 1,
		subtitle: operationSubtitle(resources),
		description: 'Work with customers, orders, notes and everything else in Booqable',
		defaults: { name: 'Booqable' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'booqableApi',
				required: true,
				testedBy: 'testAccessToken',
				displayOptions: { show: { authentication: ['accessToken'] } },
			},
			{ name: 'booqableOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
			{ name: LEDGER_CREDENTIAL, required: true, displayOptions: withPostgres },
		],
		properties: [authentication, ...describe(resources)],
	};

	methods = {
		credentialTest: { testAccessToken },
		listSearch: {
			searchBundles: methods.searchBundles,
			searchCustomers: methods.searchCustomers,
			searchDefaultProperties: methods.searchDefaultProperties,
			searchDocuments: methods.searchDocuments,
			searchEmailTemplates: methods.searchEmailTemplates,
			searchNotes: methods.searchNotes,
			searchOrders: methods.searchOrders,
			searchOwners: methods.searchOwners,
			searchPayments: methods.searchPayments,
			searchProductGroups: methods.searchProductGroups,
			searchProducts: methods.searchProducts,
			searchProperties: methods.searchProperties,
			searchSyncAccounts: methods.searchSyncAccounts,
			searchWebhookEndpoints: methods.searchWebhookEndpoints,
		},
		resourceMapping: {
			getCustomerColumnsForCreate: methods.getCustomerColumnsForCreate,
			getCustomerColumnsForSync: methods.getCustomerColumnsForSync,
			getCustomerColumnsForUpdate: methods.getCustomerColumnsForUpdate,
			getCustomerColumnsForUpsert: methods.getCustomerColumnsForUpsert,
			getNoteColumnsForSync: methods.getNoteColumnsForSync,
			getOrderColumns: methods.getOrderColumns,
			getOrderColumnsForSync: methods.getOrderColumnsForSync,
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation.call(this, booqable, resources, namedLists);
	}
}
