import { leaseKey } from './observation';
import type { Run } from '../run';

/** How long a run waits for others to finish, and between two tries (ms). */
const PATIENCE = 30_000;
const PAUSE = { least: 50, most: 1_000 };

/** A lease outlives every call a run can make: a read, three writes, and one search (ms). */
export const leaseTime = (callBudget: number): number => Math.max(120_000, 6 * callBudget);

export type Lease = 'held' | 'busy' | 'superseded';

/**
 * Takes the keys, all or none, so that two runs never wait for each other. A newer version that waits too goes first.
 */
export async function takeLeases(run: Run, keys: readonly string[]): Promise<Lease> {
	const { ledger, clock, random, target } = run.ports;
	const { version } = run.request.source;
	const sorted = [...new Set(keys)].sort();
	const waiting = version === undefined ? undefined : { key: leaseKey(run.source), version, patience: PATIENCE };
	const until = clock.now() + PATIENCE;
	for (let pause = PAUSE.least; ; pause = Math.min(PAUSE.most, pause * 2)) {
		const answer = await ledger.acquire(run.owner, sorted, leaseTime(target.callBudget), waiting);
		if (version !== undefined && (answer.newest ?? version) > version) {
			if (answer.held) await ledger.release(run.owner);
			return 'superseded';
		}
		if (answer.held) {
			run.leased = sorted;
			return 'held';
		}
		if (clock.now() >= until) return 'busy';
		await clock.sleep(pause * (0.5 + random.next()));
	}
}
