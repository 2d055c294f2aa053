import { randomUUID } from 'node:crypto';
import type { INodeProperties } from 'n8n-workflow';

/** Another one each time that n8n is started. */
export const START = randomUUID();

/** Ms within which a record that a poll has returned has come to its Sync node, which keeps it from then on. */
const UNDER_WAY = 15 * 60_000;

/** What a poll trigger kept at a time (ms), as it was before the poll of that time. */
interface Checkpoint<S> {
	readonly at: number;
	readonly state: S;
}

/**
 * Where a poll goes back to after a restart: to the older one, which is a quarter of an hour old at least, or to the
 * first there was. Plain JSON, kept in the static data of the node.
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
		'Whether the first poll after a restart of n8n returns what the last 15 to 30 minutes before it returned once more. n8n does not continue an execution that a restart ended, so records that had not reached a Sync node would be lost until they change again. For workflows that only sync: Sync leaves alone what it has synced already, other nodes would do their work twice.',
};

/** The state that a poll begins with: an earlier one where n8n was restarted since. */
export const resumed = <S>(state: S, checkpoints: Checkpoints<S> | undefined, start = START): S =>
	checkpoints && checkpoints.start !== start ? (checkpoints.older ?? checkpoints.newer).state : state;

/** The checkpoints after a poll at `at` that began with `state`. */
export function withCheckpoint<S>(
	checkpoints: Checkpoints<S> | undefined,
	{ at, state }: Checkpoint<S>,
	start = START,
): Checkpoints<S> {
	if (checkpoints && at - checkpoints.newer.at < UNDER_WAY) return { ...checkpoints, start };
	return { start, ...(checkpoints && { older: checkpoints.newer }), newer: { at, state } };
}
