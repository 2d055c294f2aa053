import { createTarget, linkCreated } from './create';
import { removeTarget } from './remove';
import { finishReplacement, replaceTarget } from './replace';
import { writeFields } from './write';
import type { Action } from '../decide/action';
import { putLink } from '../decide/drafts';
import { learn } from '../gather/learn';
import { leaseTime } from '../gather/lease';
import { matchLeaseKey } from '../gather/observation';
import type { Outcome } from '../model/types';
import { conclude, leaseLost, withId } from '../record/conclude';
import type { Run } from '../run';

/**
 * Carries out an action. Undefined after an intermediate step: its result is in the observation, and another decision
 * follows.
 */
export async function perform(
	run: Run,
	action: Exclude<Action, { do: 'look' | 'lease' }>,
): Promise<Outcome | undefined> {
	switch (action.do) {
		case 'conclude':
			return await conclude(run, action.draft);
		case 'create':
			return await createTarget(run, action);
		case 'adopt':
			return await linkCreated(
				run,
				action.record,
				run.known.intents.map(({ id }) => ({ drop: 'intent', id })),
				'linked',
			);
		case 'write':
			return await writeFields(run, action);
		case 'replace':
			return await replaceTarget(run, action);
		case 'remove':
			return await removeTarget(run, action.link, action.record, action.how);
		case 'finish replacement':
			return void (await finishReplacement(run, action.link, action.isGoneFine));
		case 'end':
			return await endLink(run, action);
		case 'keep link':
			return await keepLink(run, action);
	}
}

/** Turns the link into a tombstone. From now on the match keys stand for the target, so they must be leased. */
async function endLink(
	run: Run,
	{ ended, changes, target }: Extract<Action, { do: 'end' }>,
): Promise<Outcome | undefined> {
	const {
		ledger,
		target: { callBudget },
	} = run.ports;
	if (run.request.dryRun) {
		run.looks = { relink: { ended } };
		return undefined;
	}
	if (!(await ledger.commit(changes)))
		return await conclude(run, {
			outcome: 'busy',
			reason: 'Another execution changed the link in the meantime',
			dueAt: run.known.now + 60_000,
		});
	await learn(run);
	const needed = run.keyHashes.map(matchLeaseKey).filter((key) => !run.leased.includes(key));
	if (needed.length > 0 && !(await ledger.acquire(run.owner, needed, leaseTime(callBudget))).held) {
		return await conclude(run, {
			outcome: 'busy',
			reason: 'Another execution is working on a record with the same email or phone',
			target,
			dueAt: run.known.now + 60_000,
		});
	}
	run.leased = [...run.leased, ...needed];
	run.looks = { relink: { ended: run.known.links.find(({ id }) => id === ended.id) } };
	return undefined;
}

/** Links a child that was made for a deleted record, so that it follows that record, as configured. */
async function keepLink(
	run: Run,
	{ link, changes }: Extract<Action, { do: 'keep link' }>,
): Promise<Outcome | undefined> {
	const kept = withId(run, link);
	if (!run.request.dryRun && !(await run.ports.ledger.commit([...changes, putLink(kept, undefined)])))
		return await conclude(run, leaseLost(run));
	run.known = { ...run.known, intents: [], links: [...run.known.links, kept] };
	run.looks = {};
	return undefined;
}
