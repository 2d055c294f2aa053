import { madeBy, unlinkedChildren } from '../gather/children';
import type { Intent } from '../ledger/ledger';
import { ServiceError, type TargetRecord } from '../model/ports';
import type { Run } from '../run';

/** Nobody opens a new record and changes it sooner than this (ms). */
const QUICK = 5_000;

/**
 * Looks right after a create without a clear answer: what it made holds what was sent. Otherwise the intent keeps which
 * children it did not make, if that would be unclear later.
 */
export async function lookAtOnce(run: Run, intent: Intent): Promise<TargetRecord | undefined> {
	if (!run.family || !run.ports.target.list) return undefined;
	const unlinked = await unlinkedChildren(run).catch((error: unknown) => {
		if (error instanceof ServiceError) return undefined;
		throw error;
	});
	const record = unlinked && madeBy(run, intent, unlinked);
	if (record || !unlinked || (await run.ports.ledger.now()) - intent.at > QUICK) return record;
	const others = unlinked.filter(({ version }) => version === undefined).map(({ id }) => id);
	if (others.length > 0) await run.ports.ledger.commit([{ put: 'intent', row: { ...intent, others } }]);
	return undefined;
}
