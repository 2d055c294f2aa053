import { regionOf } from '../../../../sync/model/phone';
import { fieldMapper } from '../../../shared/parameters/mapper';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { BUSINESS, BUSINESS_CALLS, businessTarget } from '../../sync/businessTarget';
import { common } from '../../sync/entity';
import { kindsOf, valuesOf } from '../../sync/fields';
import { locationCountry } from '../location/defaults';

const entity: Entity = {
	...common,
	words: { app: 'GHL', record: 'business', initialSystem: 'booqable', pair: 'companies' },
	mapper: fieldMapper({
		resourceMapperMethod: 'getBusinessColumnsForSync',
		mode: 'add',
		hint: 'Only mapped fields are written. Email, phone and name also find the business.',
	}),
	mapped: async (calls, input) => {
		const values = await valuesOf(calls, input, BUSINESS);
		// GHL keeps phones of businesses as they were typed, so the country is needed to compare even an international one.
		const region =
			regionOf(input.phoneCountry) ??
			('phone' in values.fields ? regionOf(await calls.cached(locationCountry)) : undefined);
		return {
			...values,
			kinds: kindsOf(BUSINESS),
			keyFields: { email: 'email', phone: 'phone', name: ['name'] },
			...(region && { region }),
			target: (targetCalls) => businessTarget(targetCalls, { account: common.account(calls), region }),
		};
	},
};

export const sync = syncOperation(entity, { resource: 'business', endpoints: BUSINESS_CALLS });
