import { fieldMapper } from '../../../shared/mapper';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { definitionsFor } from '../../mapping';
import { opportunityMapping } from '../../opportunityFields';
import { customKinds, mappedColumns } from '../../sync/customColumns';
import { common, NO_KEYS, OF_A_CONTACT } from '../../sync/entity';
import { OPPORTUNITY_CALLS, opportunityFar, STANDARD, syncedOpportunityFields } from '../../sync/opportunityFar';

const entity: Entity = {
	...common,
	words: { ...OF_A_CONTACT, record: 'opportunity', pair: 'opportunities' },
	mapper: fieldMapper({ resourceMapperMethod: 'getOpportunityColumnsForSync', mode: 'add', hint: 'GHL takes no opportunity without a name and a pipeline. Most sub-accounts allow one for each contact and pipeline.' }),
	mapped: async (calls, input) => {
		const definitions = definitionsFor(input, opportunityMapping).length > 0 ? await calls.look(syncedOpportunityFields) : [];
		const fields = mappedColumns(input, STANDARD, definitions);
		const kinds = { monetaryValue: 'number', ...customKinds(Object.keys(fields), definitions) } as const;
		return { fields, kinds, keyFields: NO_KEYS, far: (far) => opportunityFar(far, { account: common.account(calls), kinds, definitions }) };
	},
};

export const sync = syncOperation(entity, { resource: 'opportunity', endpoints: OPPORTUNITY_CALLS });
