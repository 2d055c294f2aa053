import type { IDataObject } from 'n8n-workflow';
import type { OpenLedger } from '../../sync';
import type { Effect } from '../shared/http/route';
import type { Input } from '../shared/parameters/input';
import { operation, type Operation } from '../shared/operation';
import type { Service } from '../shared/service';
import { ledgerOf } from '../shared/sync/ledger';

/** There is no account, and nothing is called. */
export const ledgerService: Service = {
	name: 'Sync Ledger',
	account: async () =>
		await Promise.resolve({
			credentialType: '',
			baseUrl: '',
			key: 'sync ledger',
			token: '',
			renewable: false,
			workers: 1,
			values: {},
		}),
	headers: () => ({}),
	limits: { calls: Number.MAX_SAFE_INTEGER, interval: 1_000 },
	observed: () => ({}),
	explain: ({ message }) => ({ message }),
};

type Described = Pick<
	Operation,
	'resource' | 'name' | 'label' | 'action' | 'description' | 'parameters' | 'options' | 'keys' | 'file'
> & { readonly effect: Effect };

/** An operation on the ledger: no service is called. */
export const ledgerOperation = (
	described: Described,
	work: (opened: OpenLedger, input: Input) => Promise<IDataObject | IDataObject[]>,
) =>
	operation({
		...described,
		endpoints: [],
		execute: async (_, input) => await work(await ledgerOf(input), input),
	});
