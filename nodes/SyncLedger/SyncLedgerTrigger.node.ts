import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { choiceInWords } from '../shared/editor/subtitle';
import { withPostgres } from '../shared/sync/ledger';
import { testLedger } from './credentialTest';
import { TRIGGER_PARAMETERS } from './trigger/parameters';
import { poll } from './trigger/poll';

export class SyncLedgerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Ledger Trigger',
		name: 'syncLedgerTrigger',
		icon: { light: 'file:../../icons/ledger.svg', dark: 'file:../../icons/ledger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ ${choiceInWords(TRIGGER_PARAMETERS, 'returned')} + ": " + $parameter["pairs"] }}`,
		description: 'Starts the workflow with the records that must be synced again, such as those of an answered review',
		defaults: { name: 'Sync Ledger Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'syncLedgerPostgresApi', required: true, testedBy: 'testLedger', displayOptions: withPostgres },
		],
		properties: TRIGGER_PARAMETERS,
	};

	methods = { credentialTest: { testLedger } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
