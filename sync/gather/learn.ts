import { resolveParent } from './children';
import type { Run } from '../run';

/** What the ledger holds about the source, and of a child the link of its parent. */
export async function learn(run: Run): Promise<void> {
	run.known = await run.ports.ledger.known(run.request.pair, run.source, run.place);
	run.begun ??= run.known.links;
	await resolveParent(run);
}
