import { randomUUID } from 'node:crypto';
import type { Clock, OpenLedger, Random } from '../../../sync';
import { InputProblem } from '../input';
import { pause } from '../http/pause';

const QUEUE = new InputProblem(
	'ledger',
	'Sync keeps its ledger in a file of this host, and n8n runs in queue mode',
	'Workers on several hosts would each have a ledger of their own, and make records twice. Run the workflows that sync in an n8n in regular mode (EXECUTIONS_MODE=regular).',
);

/** The ledger of this n8n, made on first use. Loaded late: nodes that never sync need no SQLite. */
export async function openLedger(): Promise<OpenLedger> {
	const { hostLedger, isQueueMode } = await import('../../../sync/host');
	if (isQueueMode()) throw QUEUE;
	return hostLedger();
}

/** Waiting ends with `Cancelled` when the user cancels the execution. */
export const clockOf = (signal?: AbortSignal): Clock => ({ now: () => Date.now(), sleep: async (milliseconds) => await pause(milliseconds, signal) });

export const random: Random = { next: () => Math.random(), id: () => randomUUID() };
