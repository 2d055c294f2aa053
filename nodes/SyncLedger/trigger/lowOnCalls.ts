import { isPaused, spentIn, type Spent } from '../../shared/http/allowance';
import type { Place } from '../../../sync';
import { appName } from '../toItem';

/** Leaves out records whose apps are low on calls, and remembers why. */
export class LowOnCalls {
	/** Of what was left out last; undefined while nothing was. */
	spent?: Spent;

	constructor(readonly pauseAt: number) {}

	/** Whether a record of one of these accounts must wait: it is read in its own app and synced into the other. */
	holds(...places: readonly Place[]): boolean {
		const low = places
			.map(({ system, account }) => spentIn(appName(system), account))
			.find((spent) => isPaused(spent, this.pauseAt));
		this.spent = low ?? this.spent;
		return low !== undefined;
	}
}
