import type { Change, HistoryField, HistoryRow } from '../ledger/ledger';
import type { Run } from '../run';

/** The history of a call that is about to be made. It is stored again with the answer. */
export const announced = (
	run: Run,
	call: HistoryRow['call'],
	target: HistoryRow['target'],
	fields: readonly HistoryField[],
): HistoryRow => ({
	id: run.ports.random.id(),
	at: run.known.now,
	pair: run.request.pair,
	source: run.source,
	target,
	call,
	version: run.request.source.version,
	fields,
	state: 'announced',
});

/** Stores what is due before a call. False if the locks may not last until its answer: the call must not be made. */
export const announce = async (run: Run, changes: readonly Change[]): Promise<boolean> =>
	await run.ports.ledger.commit(changes, {
		owner: run.owner,
		keys: run.leased,
		margin: run.ports.target.callBudget,
	});
