import { fieldMapper } from '../../../shared/parameters/mapper';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { definitionsFor as definitionsNeeded } from '../../mapping/mapping';
import { customKinds, definitionsFor, missingFields, unmatchedIn } from '../../sync/customColumns';
import { common, NO_KEYS, OF_A_CONTACT } from '../../sync/entity';
import { withLists } from '../../sync/fields';
import {
	mappedFields,
	OPPORTUNITY_CALLS,
	opportunityTarget,
	SYNCED,
	syncedOpportunityFields,
} from '../../sync/opportunityTarget';

const entity: Entity = {
	...common,
	words: { ...OF_A_CONTACT, record: 'opportunity', pair: 'opportunities' },
	mapper: fieldMapper({
		resourceMapperMethod: 'getOpportunityColumnsForSync',
		mode: 'add',
		hint: 'GHL accepts no opportunity without a name and a pipeline. Most sub-accounts allow one for each contact and pipeline.',
	}),
	mapped: async (calls, input) => {
		const isCustom = definitionsNeeded(input, SYNCED).length > 0;
		if (isCustom) await definitionsFor(calls, input, syncedOpportunityFields);
		const values = await withLists(
			calls,
			input,
			SYNCED.standard,
			isCustom ? [syncedOpportunityFields] : [],
			async (lists, attempt) =>
				mappedFields(input, isCustom ? await calls.cached(syncedOpportunityFields) : [], lists, attempt),
		);
		const definitions = isCustom ? await calls.cached(syncedOpportunityFields) : [];
		const kinds = { monetaryValue: 'number', ...customKinds(Object.keys(values.fields), definitions) } as const;
		return {
			...values,
			leftOut: [...unmatchedIn(input, SYNCED.standard, definitions), ...(values.leftOut ?? [])],
			missing: missingFields(input, definitions, 'Create'),
			kinds,
			keyFields: NO_KEYS,
			target: (targetCalls) => opportunityTarget(targetCalls, { account: common.account(calls), kinds, definitions }),
		};
	},
};

export const sync = syncOperation(entity, { resource: 'opportunity', endpoints: OPPORTUNITY_CALLS });
