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
import { searchTargetAccounts, searchSyncAccounts } from '../shared/sync/accounts';
import { ledgerChoice, withPostgres } from '../shared/sync/ledger';
import { resources } from './actions';
import { testLedger } from './credentialTest';
import { ledgerService } from './ledgerOperation';

export class SyncLedger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Ledger',
		name: 'syncLedger',
		icon: { light: 'file:../../icons/ledger.svg', dark: 'file:../../icons/ledger.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle(resources),
		description: 'See what Sync keeps: links between records, due records, open reviews, and the history',
		defaults: { name: 'Sync Ledger' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'syncLedgerPostgresApi', required: true, testedBy: 'testLedger', displayOptions: withPostgres },
		],
		properties: [ledgerChoice, ...describe(resources)],
	};

	methods = { credentialTest: { testLedger }, listSearch: { searchTargetAccounts, searchSyncAccounts } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation.call(this, ledgerService, resources);
	}
}
