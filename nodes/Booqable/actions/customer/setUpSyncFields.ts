import { operation } from '../../../shared/operation';
import { sourceApp, otherSystem } from '../../../shared/sync/parameters';
import { systemOf } from '../../../shared/sync/parseInput';
import { customerProperties, keptLonger, readAnew } from '../../mapping/properties';
import { externalIdProperty } from '../../sync/externalId';
import { create } from '../defaultProperty/create';
import { getMany } from '../defaultProperty/getMany';

const syncedApp = {
	...sourceApp('ghl'),
	displayName: 'Source App',
	description: 'The app whose records the customers are synced with',
};

/** Found again by its identifier, so that running it twice is the same as once. */
export const setUpSyncFields = operation({
	resource: 'customer',
	name: 'setUpSyncFields',
	label: 'Set Up Sync Fields',
	action: 'Set up sync fields of customers',
	description:
		'Make sure that customers have the custom field in which Sync keeps the ID of the linked record. With it, links can be rebuilt and unclear creates found again.',
	parameters: [syncedApp, otherSystem('sourceApp', 'sourceAppName')],
	keys: () => ['sync fields'],
	effect: 'idempotent',
	endpoints: [getMany, create],
	execute: async (calls, input) => {
		const { identifier, name } = externalIdProperty(systemOf(input, 'sourceApp'));
		const present = await calls.many(getMany, { ownerType: 'customers' });
		const known = present.find((one) => one.identifier === identifier);
		const property =
			known ??
			(await calls.one(create, { ownerType: 'customers', name, propertyType: 'text_field', options: { identifier } }));
		for (const kept of [customerProperties, keptLonger(customerProperties), readAnew(customerProperties)])
			calls.forget(kept);
		return { ...property, created: !known };
	},
});
