import { randomUUID } from 'node:crypto';
import type { INodeProperties } from 'n8n-workflow';
import { isQueueMode } from '../../../sync/ledger/host';

/** Another one each time that n8n is started. */
export const START: string = randomUUID();

/** Ms within which a record that a poll has returned has come to its Sync node, which keeps it from then on. */
const UNDER_WAY = 15 * 60_000;

/** What a poll trigger kept at a time (ms), as it was before the poll of that time. */
interface Checkpoint<S> {
	readonly at: number;
	readonly state: S;
}

/**
 * Where a poll goes back to: to the older one, which is a quarter of an hour old at least, or to the first there was.
 * Plain JSON, kept in the static data of the node.
 */
export interface Checkpoints<S> {
	readonly start: string;
	readonly older?: Checkpoint<S>;
	readonly newer: Checkpoint<S>;
}

export const repeatAfterRestart: INodeProperties = {
	displayName: 'Repeat After Restart',
	name: 'repeatAfterRestart',
	type: 'boolean',
	default: false,
	description:
		'Whether the first poll after a restart of n8n returns what the last 15 to 30 minutes before it returned once more. n8n does not continue an execution that a restart ended, so records that had not reached a Sync node would be lost until they change again. In queue mode workers end unnoticed, so there it is done every 15 minutes. For workflows that only sync: Sync leaves alone what it has synced already, other nodes would do their work twice.',
};

/** After a first poll, which has left this state: there is nothing before it to go back to. */
export const begun = <S>(newer: Checkpoint<S>, start = START): Checkpoints<S> => ({ start, newer });

/** Whether n8n was started again since the last poll. */
export const isRestarted = (checkpoints: Checkpoints<unknown> | undefined, start = START): boolean =>
	checkpoints !== undefined && checkpoints.start !== start;

/**
 * The state that the poll of this time begins with, where `state` is what the last one left, and the checkpoints after
 * it. It is an earlier state after a restart, and in queue mode whenever another quarter of an hour is over.
 */
export function repeated<S>(
	{ at, state }: Checkpoint<S>,
	checkpoints: Checkpoints<S> | undefined,
	{ start = START, inQueue = isQueueMode() } = {},
): { readonly begin: S; readonly checkpoints: Checkpoints<S> } {
	const now = { at, state };
	if (!checkpoints) return { begin: state, checkpoints: { start, newer: now } };
	const { older, newer } = checkpoints;
	const isOver = at - newer.at >= UNDER_WAY;
	if (isRestarted(checkpoints, start)) {
		const begin = (isOver ? newer : (older ?? newer)).state;
		// If n8n is soon restarted once more, all of it must come again.
		return { begin, checkpoints: { start, newer: { at, state: begin } } };
	}
	if (!isOver) return { begin: state, checkpoints };
	return { begin: inQueue ? (older ?? newer).state : state, checkpoints: { start, older: newer, newer: now } };
}
