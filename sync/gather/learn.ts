import { isBroken, NO_RECORD, type Link } from '../ledger/ledger';
import { resolveParent } from './children';
import type { Run } from '../run';

/** Reads what the ledger holds about the source and, for a child, the link of its parent. */
export async function learn(run: Run): Promise<void> {
	const known = await run.ports.ledger.known(run.request.pair, run.source, run.place);
	const broken = known.links.filter(isBroken);
	await Promise.all(
		broken.filter(({ state }) => state === 'live').map(async (link) => await end(run, link, known.now)),
	);
	run.known = { ...known, links: known.links.filter((link) => !broken.includes(link)) };
	run.begun ??= run.known.links;
	await resolveParent(run);
}

/** Such a link was made from an answer without a record: it says nothing about what exists. */
async function end({ ports }: Run, link: Link, now: number): Promise<void> {
	const row: Link = { ...link, state: 'ended', cause: NO_RECORD, endedAt: now, rev: link.rev + 1 };
	await ports.ledger.commit([{ put: 'link', row, expect: link.rev }]);
}
