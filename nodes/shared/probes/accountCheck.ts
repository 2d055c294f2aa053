import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../endpoint';
import { operation, type Operation } from '../operation';
import type { Calls } from '../runner/calls';
import { itemOf, longestWait, reportOf, runProbes, writeProbes, type Probe } from './probe';

/** What a service adds to the operation "Check". */
export interface AccountCheck {
	/** The app, and what it calls an account, as users read them. */
	readonly app: string;
	readonly account: string;
	/** Such as "about 20 calls". */
	readonly cost: string;
	/** What the probes that write create, and what becomes of it. */
	readonly writesTo: string;
	readonly endpoints: ReadonlyArray<Endpoint | Operation>;
	/** If this one fails, nothing works, and the node fails with its error. */
	readonly first: Probe;
	readonly reads: readonly Probe[];
	/** `most`: seconds to wait until a search shows what was written. */
	readonly writes: (calls: Calls, most: number) => Promise<IDataObject[]>;
}

/** The operation "Check" of an account. */
export const accountCheck = ({ app, account, cost, writesTo, endpoints, first, reads, writes }: AccountCheck) =>
	operation({
		resource: 'account',
		name: 'check',
		label: 'Check',
		action: 'Check account',
		description: `Find out whether this ${account} does what the nodes expect, one item for each thing: expected, seen and verdict, and what to set where it differs. The last item is a report without personal data. Only reads, ${cost}, unless "Write Probes" is on.`,
		parameters: [writeProbes(writesTo), longestWait],
		keys: () => ['account check'],
		effect: 'create',
		endpoints,
		execute: async (calls, input) => {
			const answers = [
				itemOf(first, await first.run(calls)),
				...(await runProbes(reads, calls)),
				...(input.flag('writeProbes') ? await writes(calls, input.number('longestWait') ?? 120) : []),
			];
			return [...answers, reportOf(app, answers)];
		},
	});
