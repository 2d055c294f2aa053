import type { INodeProperties } from 'n8n-workflow';
import { apps } from '../../../apps';
import type { Input } from '../../../shared/parameters/input';
import { fieldMapper, isEmpty, valueOptions } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { givenFields } from '../../../shared/sync/mappedValues';
import { sync, syncOperation, type Entity } from '../../../shared/sync/syncOperation';
import { columns } from '../../bridge/columns';
import { accessNotice } from '../../direct/operations';
import { accountIn, accountName } from '../../sync/account';
import { bridgeTarget } from '../../sync/bridgeTarget';
import { directCalls, type Synced } from '../../sync/directTarget';
import { directEntity, JOBS } from '../../sync/directSync';
import { bridge } from '../../transport';
import { completions, createWithCustomer, forms } from './createWithCustomer';

const isBridge = (input: Input): boolean => input.text('authentication') === 'bridge';

const shownFor = (ways: string[], property: INodeProperties, parameter = 'authentication'): INodeProperties => ({
	...property,
	displayOptions: { show: { [parameter]: ways } },
});
const throughBridge = (property: INodeProperties): INodeProperties => shownFor(['bridge'], property);

const bridgeNotice: INodeProperties = {
	displayName:
		'The bridge only creates: "created" means that it accepted the job, not that it exists. Later changes give "review" with the fields that a person has to enter in Roofr.',
	name: 'bridgeNotice',
	type: 'notice',
	default: '',
};

/** In each format of name and address: n8n keeps what was mapped in another one. */
const EVERY_COLUMN = ['parts', 'full'].flatMap((nameAs) =>
	['parts', 'line'].flatMap((addressAs) => columns(nameAs, addressAs)),
);

const entity: Entity = {
	system: 'roofr',
	apps,
	words: { app: 'Roofr', record: 'job and customer', initialSystem: 'ghl', pair: JOBS, isThing: true },
	traits: { service: bridge, patience: 75_000, unclear: [] },
	mapper: fieldMapper({
		resourceMapperMethod: 'getJobColumnsForSync',
		mode: 'add',
		loadOptionsDependsOn: ['nameAs', 'addressAs'],
	}),
	options: [
		accountName,
		...valueOptions.map((option) => shownFor(['apiKey', 'oAuth2'], option, '/authentication')),
		...completions.map((option) => shownFor(['bridge'], option, '/authentication')),
	],
	account: (_, input) => accountIn(input),
	many: () => 'target', // somebody may have several jobs
	mapped: async (_, input, sourceApp) => {
		const [nameAs, addressAs] = [input.text('nameAs'), input.text('addressAs')];
		const { values, unmatched } = givenFields(
			input,
			EVERY_COLUMN.map(({ id, displayName }) => ({ id, names: [displayName] })),
		);
		const shown = columns(nameAs, addressAs).map(({ id }) => id);
		const [used, others] = [true, false].map((isUsed) =>
			Object.entries(values).filter(([id]) => shown.includes(id) === isUsed),
		);
		// Without the account: the marker in the job's name, which events come back with, has no place for it.
		const parameters = {
			sourceSystem: sourceApp,
			sourceAccount: '',
			sourceId: input.id('sourceId'),
			nameAs,
			addressAs,
			options: input.collection('options'),
		};
		return await Promise.resolve({
			fields: Object.fromEntries(used),
			leftOut: [...unmatched, ...others.filter(([, value]) => !isEmpty(value)).map(([id]) => id)],
			kinds: {},
			keyFields: { email: '', phone: '', name: [] },
			region: 'US',
			target: (calls) => bridgeTarget(calls, accountIn(input), parameters),
		});
	},
};

/**
 * Through the bridge a job with its customer is created and nothing else; with direct access the job is read and
 * changed as well.
 */
export function syncOfJobs(synced: Synced) {
	const made = syncOperation(entity, {
		resource: 'job',
		endpoints: [createWithCustomer, ...directCalls(synced)],
		description:
			'Make a job with its customer match a record of another app. The bridge only creates: a job is created once, and later changes go to review with the names of the fields. With direct access the job is changed as well. Returns one outcome for each record.',
	});
	const direct = directEntity(synced, { pair: JOBS });
	const ways = [throughBridge(bridgeNotice), shownFor(['apiKey', 'oAuth2'], accessNotice)];
	return operation({
		...made,
		parameters: [
			...ways,
			...made.parameters.flatMap((property) =>
				property === entity.mapper ? [...forms.map(throughBridge), property] : [property],
			),
		],
		execute: async (calls, input) => await sync(isBridge(input) ? entity : direct, calls, input),
	});
}
