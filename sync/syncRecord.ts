import { decide } from './decide/decide';
import { learn } from './gather/learn';
import { leaseTime, takeLeases } from './gather/lease';
import { takeLook } from './gather/look';
import { currentLink, familyLeaseKey, leaseKey, matchLeaseKey, targetOf } from './gather/observation';
import { StoreBusy } from './ledger/ledger';
import { targetRef } from './model/ports';
import type { Outcome, RecordRef, SyncRequest } from './model/types';
import { perform } from './perform/perform';
import { backoff, conclude } from './record/conclude';
import { asServiceError, beginRun, type Run, type SyncPorts } from './run';

export type { SyncPorts } from './run';

/** How often one run starts again because one more record turned out to matter. */
const RESTARTS = 4;

/**
 * Makes one target record match one source record, and says what came of it: gather, decide, perform, record.
 *
 * Takes the source record's place, id, version and mapped fields; reaches the target service, the ledger, the clock and
 * randomness through `ports`. Never throws for what a service answers: that is an outcome, and the record is due again
 * if another try can help.
 */
export async function syncRecord(request: SyncRequest, ports: SyncPorts): Promise<Outcome> {
	const run = beginRun(request, ports);
	try {
		return request.dryRun ? await dryRun(run) : await underLeases(run);
	} catch (error) {
		if (error instanceof StoreBusy) return await busy(run, error);
		const failure = asServiceError(error);
		return await conclude(run, { outcome: 'failed', reason: failure.message, dueAt: backoff(run, failure) });
	} finally {
		if (run.leased.length > 0) await ports.ledger.release(run.owner).catch(unlessBusy);
	}
}

/** How often a record that had to wait too long for the ledger is made due, until the ledger takes it. */
const TRIES = 3;

/**
 * The ledger had no time for this record: it is due again, and others go on. What was announced and not settled is
 * found by the next run, as after a kill.
 */
async function busy(run: Run, cause: StoreBusy, tried = 1): Promise<Outcome> {
	try {
		run.known = { ...run.known, now: await run.ports.ledger.now() };
		return await conclude(run, { outcome: 'busy', reason: cause.message, dueAt: run.known.now + 60_000 });
	} catch (error) {
		if (!(error instanceof StoreBusy) || tried === TRIES) throw error;
		return await busy(run, error, tried + 1);
	}
}

/** Leases that are not given back run out. */
function unlessBusy(error: unknown): void {
	if (!(error instanceof StoreBusy)) throw error;
}

async function dryRun(run: Run): Promise<Outcome> {
	await learn(run);
	const outcome = await reconcile(run);
	if (!outcome) throw new Error('a dry run needs no lease');
	return outcome;
}

/**
 * Decides, looks up what a decision needs, and performs, until there is an outcome. Undefined when one more record must
 * be leased first.
 */
async function reconcile(run: Run): Promise<Outcome | undefined> {
	run.looks = {};
	for (;;) {
		const action = decide(run);
		if (action.do === 'look') {
			await takeLook(run, action.look);
			continue;
		}
		if (action.do === 'lease') {
			run.candidate = action.record;
			return undefined;
		}
		const outcome = await perform(run, action);
		if (outcome) return outcome;
	}
}

async function underLeases(run: Run): Promise<Outcome> {
	const extra: RecordRef[] = [];
	for (let start = 0; start < RESTARTS; start++) {
		const records = await recordsToLease(run, extra);
		const lease = await takeLeases(run, records);
		if (lease === 'superseded')
			return await conclude(run, { outcome: 'stale', reason: 'A newer version of the record is waiting' });
		if (lease === 'busy')
			return await conclude(run, {
				outcome: 'busy',
				reason: 'Another execution is working on the record',
				dueAt: run.known.now + leaseTime(run.ports.target.callBudget) / 2,
			});
		await learn(run);
		if (isCovered(run)) {
			const outcome = await reconcile(run);
			if (outcome) return outcome;
			if (run.candidate) extra.push(targetRef(run.ports.target, run.candidate.id));
		}
		await run.ports.ledger.release(run.owner);
		run.leased = [];
	}
	return await conclude(run, { outcome: 'busy', reason: 'Its records keep changing', dueAt: run.known.now + 60_000 });
}

/** Whether the leases held cover the records that were learned about. */
function isCovered(run: Run): boolean {
	const link = currentLink(run);
	const needed = [
		...(link ? [leaseKey(targetOf(run, link))] : []),
		...(run.family ? [familyLeaseKey(run, run.family)] : []),
	];
	return needed.every((key) => run.leased.includes(key));
}

/** The source record, then what stands for the target: its ID if it is known, otherwise the match keys. */
async function recordsToLease(run: Run, extra: readonly RecordRef[]): Promise<string[]> {
	await learn(run);
	const link = currentLink(run);
	if (!link && !run.request.source.deleted)
		await run.ports.ledger.recordSighting(run.request.pair, run.source, run.keyHashes);
	const others = link ? [leaseKey(targetOf(run, link)), leaseKey(link.head)] : run.keyHashes.map(matchLeaseKey);
	return [
		leaseKey(run.source),
		...others,
		...(run.family ? [familyLeaseKey(run, run.family)] : []),
		...extra.map(leaseKey),
	];
}
