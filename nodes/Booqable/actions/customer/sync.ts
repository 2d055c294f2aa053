import { regionOf } from '../../../../sync/model/phone';
import { apps } from '../../../apps';
import { textOf } from '../../../shared/parameters/input';
import { fieldMapper, valueOptions } from '../../../shared/parameters/mapper';
import { mappedValues } from '../../../shared/sync/mappedValues';
import { extensionOf, phoneIn } from '../../../shared/values/phone';
import { only } from '../../../shared/values/text';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { companyCountry } from '../../sync/companyCountry';
import { CUSTOMER_CALLS, customerTarget } from '../../sync/customerTarget';
import { externalIdColumn } from '../../sync/externalId';
import {
	definitionReads,
	listsOf,
	definitionsFor,
	formatFor,
	kindsOf,
	mappedFields,
	PHONE,
	unsynced,
} from '../../sync/syncFields';
import { listsFor } from '../../mapping/recordFields';
import { customerFields } from './fields';
import { booqable } from '../../transport';

const entity: Entity = {
	system: 'booqable',
	apps,
	words: { app: 'Booqable', record: 'customer', initialSystem: 'ghl', pair: 'contacts' },
	// A minute's allowance can be spent: a call waits for the next one rather than fail.
	traits: { service: booqable, patience: 75_000, unclear: [] },
	mapper: fieldMapper({
		resourceMapperMethod: 'getCustomerColumnsForSync',
		mode: 'add',
		hint: 'Only mapped fields are written. Email, phone and name also find the customer.',
	}),
	options: valueOptions,
	account: ({ account }) => account.values.slug,
	// of a customer of Roofr there may be several jobs
	many: (sourceApp) => (sourceApp === 'ghl' ? 'target' : sourceApp === 'roofr' ? 'source' : 'none'),
	mapped: async (calls, input, sourceApp) => {
		const {
			fields,
			problem,
			leftOut = [],
		} = await mappedValues(
			[...definitionReads(customerFields), ...listsFor(customerFields, input)],
			calls,
			input,
			async (attempt) => {
				const known = await definitionsFor(calls, customerFields, input);
				const format = await formatFor(calls, customerFields, input, known);
				return mappedFields(input, known, attempt, format, await listsOf(calls, customerFields, input));
			},
		);
		const definitions = await definitionsFor(calls, customerFields, input);
		const format = await formatFor(calls, customerFields, input, definitions);
		const kinds = kindsOf(definitions);
		const chosen = regionOf(input.phoneCountry);
		const region = chosen ?? (PHONE in fields ? regionOf(await calls.cached(companyCountry)) : undefined);
		return {
			fields,
			problem,
			leftOut: [
				...unsynced(customerFields, input, definitions),
				...leftOut,
				...extensionOf(phoneIn(textOf(only(fields[PHONE])), region)), // phones are compared and written as E.164
			],
			kinds,
			keyFields: { email: 'email', phone: PHONE, name: ['name'] },
			...(region && { region }),
			target: (targetCalls) =>
				customerTarget(targetCalls, {
					account: calls.account.values.slug,
					kinds,
					format,
					columns: Object.keys(fields),
					externalId: externalIdColumn(sourceApp, definitions),
				}),
		};
	},
};

export const sync = syncOperation(entity, { resource: 'customer', endpoints: CUSTOMER_CALLS });
