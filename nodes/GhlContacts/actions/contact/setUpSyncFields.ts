import { operation } from '../../../shared/operation';
import { sourceApp, otherSystem } from '../../../shared/sync/parameters';
import { systemOf } from '../../../shared/sync/parseInput';
import { externalIdName } from '../../sync/externalId';
import { create } from '../customField/create';
import { SIMPLE } from '../customField/fields';
import { getMany } from '../customField/getMany';

const syncedApp = {
	...sourceApp('booqable'),
	displayName: 'Source App',
	description: 'The app whose records the contacts are synced with',
};

/** Found again by its key, so that running it twice is the same as once. */
export const setUpSyncFields = operation({
	resource: 'contact',
	name: 'setUpSyncFields',
	label: 'Set Up Sync Fields',
	action: 'Set up sync fields of contacts',
	description:
		'Make sure that contacts have the custom field in which Sync keeps the ID of the linked record. With it, links can be rebuilt and unclear creates found again.',
	parameters: [syncedApp, otherSystem('sourceApp', 'sourceAppName')],
	keys: () => ['sync fields'],
	effect: 'idempotent',
	endpoints: [getMany, create],
	execute: async (calls, input) => {
		const system = systemOf(input, 'sourceApp');
		const present = await calls.many(getMany, { model: 'contact' });
		const known = present.find(({ fieldKey }) => fieldKey === `contact.${system}_id`);
		const field =
			known ??
			(await calls.one(create, {
				name: externalIdName(system),
				dataType: 'TEXT',
				model: 'contact',
				additionalFields: {},
			}));
		return { ...field, created: !known };
	},
	simplify: SIMPLE,
	markers: ['created'],
});
