import { familyLeaseKey, resolveParent, PARENTLESS } from './gather/children';
import { answerOf, TARGET_GONE } from './perform/create';
import { establish, NeedsLease, settledCreate } from './gather/find';
import type { Change, Link } from './ledger/ledger';
import { leaseTime, takeLeases } from './gather/lease';
import { followDelete } from './decide/deleted';
import { answeredIntents, backoff, beginRun, conclude, targetOf, lastEnded, leaseKey, linksHere, matchLeaseKey, sourceIsHead, ownBaseline, reviewRecord, type Run, type SyncPorts } from './run';
import { sameRecord, type Outcome, type RecordRef, type SyncRequest } from './model/types';
import { updateLinked } from './decide/linked';
import { finishReplacing, REPLACED } from './perform/replace';
import { asServiceError, putLink } from './perform/write';

export type { SyncPorts } from './run';

/** How often one run starts again because one more record turned out to matter. */
const RESTARTS = 4;

/**
 * Makes one target record match one source record, and says what came of it.
 *
 * Takes the source record's place, id, version and mapped fields; reaches the target service, the ledger, time and chance through `ports`.
 * Never throws for what a service answers: that is an outcome, and the record is due again where another try can help.
 */
export async function syncRecord(request: SyncRequest, ports: SyncPorts): Promise<Outcome> {
	const run = beginRun(request, ports);
	try {
		return request.dryRun ? await decideDry(run) : await underLeases(run);
	} catch (error) {
		const failure = asServiceError(error);
		return await conclude(run, { outcome: 'failed', reason: failure.message, dueAt: backoff(run, failure) });
	} finally {
		if (run.leased.length > 0) await ports.ledger.release(run.owner);
	}
}

async function decideDry(run: Run): Promise<Outcome> {
	await learn(run);
	return decide(run);
}

async function learn(run: Run): Promise<void> {
	run.known = await run.ports.ledger.known(run.request.pair, run.source, run.place);
	run.begun ??= run.known.links;
	await resolveParent(run);
}

async function underLeases(run: Run): Promise<Outcome> {
	const extra: RecordRef[] = [];
	for (let start = 0; start < RESTARTS; start++) {
		const records = await recordsToLease(run, extra);
		const lease = await takeLeases(run, records);
		if (lease === 'superseded') return conclude(run, { outcome: 'stale', reason: 'a newer version of the record waits' });
		if (lease === 'busy') return conclude(run, { outcome: 'busy', reason: 'another run works on the record', dueAt: run.known.now + leaseTime(run.ports.target.callBudget) / 2 });
		await learn(run);
		const link = currentLink(run);
		const needed = [...(link ? [leaseKey(targetOf(run, link))] : []), ...(run.family ? [familyLeaseKey(run, run.family)] : [])];
		const isCovered = needed.every((key) => run.leased.includes(key));
		try {
			if (isCovered) return await decide(run);
		} catch (error) {
			if (!(error instanceof NeedsLease)) throw error;
			extra.push(error.record);
			run.candidate = error.found;
		}
		await run.ports.ledger.release(run.owner);
		run.leased = [];
	}
	return conclude(run, { outcome: 'busy', reason: 'the records it belongs to keep changing', dueAt: run.known.now + 60_000 });
}

/** The source record, then what stands for the target one: its id where it is known, the match keys where not. */
async function recordsToLease(run: Run, extra: readonly RecordRef[]): Promise<string[]> {
	await learn(run);
	const link = currentLink(run);
	if (!link && !run.request.source.deleted) await run.ports.ledger.recordSighting(run.request.pair, run.source, run.keyHashes);
	const others = link ? [leaseKey(targetOf(run, link)), leaseKey(link.head)] : run.keyHashes.map(matchLeaseKey);
	return [leaseKey(run.source), ...others, ...(run.family ? [familyLeaseKey(run, run.family)] : []), ...extra.map(leaseKey)];
}

/** The link this run works on: its own as a member, the feeding one as a head; a tombstone only where there is nothing else. */
function currentLink(run: Run): Link | undefined {
	return linksHere(run).find((link) => link.state === 'live' && (!sourceIsHead(run, link) || link.primary));
}

async function decide(run: Run): Promise<Outcome> {
	if (run.request.source.deleted) return followDelete(run);
	if (run.request.parent && !run.family?.isLive) return conclude(run, { outcome: 'waiting', reason: 'what it belongs to has no partner yet', dueAt: run.known.now + PARENTLESS, ...(await settledCreate(run)) });
	if ((run.known.due?.version ?? 0) > (run.request.source.version ?? Number.POSITIVE_INFINITY)) return conclude(run, { outcome: 'stale', reason: 'a newer version is due' });
	const link = currentLink(run);
	if (!link) return withoutLink(run, lastEnded(run));
	const open = await finishReplacing(run, link);
	return open ?? decideLinked(run, currentLink(run) ?? link);
}

async function decideLinked(run: Run, link: Link): Promise<Outcome> {
	const target = targetOf(run, link);
	if (!sourceIsHead(run, link) && !link.primary) return conclude(run, { outcome: 'unchanged', reason: 'another record of this person exchanges the fields', target });
	if ((ownBaseline(run, link).lastProcessedVersion ?? 0) > (run.request.source.version ?? Number.POSITIVE_INFINITY)) {
		return conclude(run, { outcome: 'stale', reason: 'a newer version was worked on already', target });
	}
	return updateLinked(run, link, () => targetIsGone(run, link));
}

async function withoutLink(run: Run, ended: Link | undefined): Promise<Outcome> {
	if (ended?.cause === REPLACED) return conclude(run, { outcome: 'unchanged', reason: 'a newer record took its place' });
	return establish(run, ended);
}

/** The target record is deleted or archived although the source one was edited: it may have been merged; else the edit decides, as chosen. */
async function targetIsGone(run: Run, link: Link): Promise<Outcome> {
	const target = targetOf(run, link);
	const ended: Link = { ...link, state: 'ended', cause: TARGET_GONE, endedAt: run.known.now, rev: link.rev + 1 };
	const answer = answerOf(run);
	const targetGone = answer === 'target' ? 'unlink' : run.request.options.targetGone;
	if (targetGone === 'review' && answer === undefined) return conclude(run, reviewRecord(run, 'the target record is gone, and the source one was edited', target));
	const changes: Change[] = [putLink(ended, link.rev), ...answeredIntents(run)];
	if (targetGone === 'unlink') return conclude(run, { outcome: 'unlinked', reason: 'the target record is gone', target, changes });
	if (run.request.dryRun) return establish(run, ended);
	if (!(await run.ports.ledger.commit(changes))) return conclude(run, { outcome: 'busy', reason: 'another run changed the link meanwhile', dueAt: run.known.now + 60_000 });
	await learn(run);
	const needed = run.keyHashes.map(matchLeaseKey).filter((key) => !run.leased.includes(key));
	if (needed.length > 0 && !(await run.ports.ledger.acquire(run.owner, needed, leaseTime(run.ports.target.callBudget))).held) {
		return conclude(run, { outcome: 'busy', reason: 'another run works on a record with the same e-mail or phone', target, dueAt: run.known.now + 60_000 });
	}
	run.leased = [...run.leased, ...needed];
	return establish(run, run.known.links.find((one) => sameRecord(one.member, link.member) && one.id === link.id));
}
