import type { INodeProperties } from 'n8n-workflow';
import { apps } from '../../../apps';
import { fieldMapper, valueOptions } from '../../../shared/parameters/mapper';
import { mappedValues } from '../../../shared/sync/mappedValues';
import { syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { ORDER_CALLS, orderTarget } from '../../sync/orderTarget';
import { mappedOrder, orderKinds, synced } from '../../sync/orderFields';
import { definitionReads, definitionsFor, formatFor, unsynced } from '../../sync/syncFields';
import { booqable } from '../../transport';
import { confirmShortage } from './fields';
import { orderTimes } from './timeZone';

const revert: INodeProperties = {
	displayName: 'Revert',
	name: 'revert',
	type: 'boolean',
	default: false,
	description: 'Whether the order may go back to an earlier status. The employee needs the permission to revert.',
};

const entity: Entity = {
	system: 'booqable',
	apps,
	words: {
		app: 'Booqable',
		record: 'order',
		initialSystem: 'ghl',
		pair: 'appointments',
		isThing: true,
		neverMade: true,
		archive: 'Cancel',
	},
	traits: { service: booqable, patience: 75_000, unclear: [] },
	mapper: fieldMapper({
		resourceMapperMethod: 'getOrderColumnsForSync',
		mode: 'add',
		hint: 'Only mapped fields are written. Booqable rounds times down to a quarter of an hour. What it does not accept, such as a status that cannot follow the current one, gives the outcome "review" with the reason. Map Status or Canceled, not both.',
	}),
	options: [confirmShortage, ...valueOptions, orderTimes, revert],
	account: ({ account }) => account.values.slug,
	many: () => 'none',
	usual: { whenUnmatched: 'skip', targetGone: 'unlink' },
	mapped: async (calls, input) => {
		const {
			fields,
			problem,
			leftOut = [],
		} = await mappedValues(definitionReads(synced), calls, input, async (attempt) => {
			const known = await definitionsFor(calls, synced, input);
			return mappedOrder(input, known, attempt, await formatFor(calls, synced, input, known));
		});
		const definitions = await definitionsFor(calls, synced, input);
		const format = await formatFor(calls, synced, input, definitions);
		const kinds = orderKinds(definitions);
		return {
			fields,
			problem,
			leftOut: [...unsynced(synced, input, definitions), ...leftOut],
			kinds,
			keyFields: { email: '', phone: '', name: [] },
			target: (targetCalls) =>
				orderTarget(targetCalls, {
					account: calls.account.values.slug,
					kinds,
					format,
					columns: Object.keys(fields),
					options: input.collection('options'),
				}),
		};
	},
};

export const sync = syncOperation(entity, {
	resource: 'order',
	endpoints: ORDER_CALLS,
	description:
		'Make an order match the record of another app that it is linked to, such as an appointment: write the changed times, status and properties. Orders without a link stay as they are, and none is created. Returns one outcome for each record.',
});
