import type { IDataObject } from 'n8n-workflow';
import type { Calls } from '../../shared/runner/calls';
import { textOf } from '../../shared/parameters/input';
import type { Cursor } from '../../shared/trigger/pollCursor';
import { changes, listed, type Listed } from './lists';
import { ORDER_CHANGES } from './watches';

/** Orders whose status is remembered: those changed last. */
const REMEMBERED = 1_000;

export interface StatusState {
	readonly cursor: Cursor;
	/** Status by ID of the order, longest unchanged first. */
	readonly statuses: Readonly<Record<string, string>>;
}

/** An order with the status that it had; null when it was not among those remembered. */
export interface StatusChange extends Listed {
	readonly previousStatus: string | null;
}

const statusOf = (record: IDataObject): string => textOf(record.status);

/** Orders whose status is another than last time. A first poll remembers the orders that changed last. */
export async function statusChanges(
	calls: Calls,
	state: StatusState | undefined,
	now: number,
): Promise<{ fresh: StatusChange[]; state: StatusState }> {
	const { fresh, cursor } = await changes(calls, ORDER_CHANGES, '', state?.cursor, now);
	if (!state) {
		const latest = await listed(calls, ORDER_CHANGES, '', REMEMBERED);
		return {
			fresh: [],
			state: { cursor, statuses: Object.fromEntries(latest.reverse().map(({ id, record }) => [id, statusOf(record)])) },
		};
	}
	const statuses = new Map(Object.entries(state.statuses));
	const changed: StatusChange[] = [];
	for (const entry of fresh) {
		const [before, after] = [statuses.get(entry.id), statusOf(entry.record)];
		// A draft never seen before is a new order, which is not a change.
		if (before !== after && (before !== undefined || after !== 'draft'))
			changed.push({ ...entry, previousStatus: before ?? null });
		statuses.delete(entry.id);
		statuses.set(entry.id, after);
	}
	return { fresh: changed, state: { cursor, statuses: Object.fromEntries([...statuses].slice(-REMEMBERED)) } };
}
