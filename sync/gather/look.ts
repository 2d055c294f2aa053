import { findTarget, unlessGone } from './find';
import { targetKeyHashes, type Look, type Looks } from './observation';
import { otherEnd, samePlace, type Ledger, type Review } from '../ledger/ledger';
import { sameRecord, type RecordRef } from '../model/types';
import { call, type Run } from '../run';

/** Looks up the fact that a decision needs, and keeps it in the observation. */
export async function takeLook(run: Run, look: Look): Promise<void> {
	const { ledger } = run.ports;
	const { pair } = run.request;
	switch (look.at) {
		case 'target':
			return keep(run, { target: { record: await read(run, look.record.id) } });
		case 'candidates': {
			const found = findTarget(run, look.former);
			return keep(run, { found: (look.isGoneFine ? await found.catch(unlessGone) : await found) ?? { kind: 'gone' } });
		}
		case 'links of match': {
			const links = await ledger.links(pair, look.record);
			return keep(run, {
				linksOfMatch: links.filter(
					(link) => link.state === 'live' && samePlace(otherEnd(link, look.record), run.source),
				),
			});
		}
		case 'match':
			return await lookAtMatch(run, look.record);
		case 'linked records':
			return keep(run, {
				linkedRecords: await Promise.all(
					look.records.map(async (source) => (await ledger.known(pair, source, run.place)).due),
				),
			});
		case 'open creates':
			return keep(run, { openCreates: await ledger.incomingIntents(pair, run.source) });
		case 'duplicate':
			return keep(run, { duplicate: { id: look.id, look: { record: await read(run, look.id) } } });
		case 'recent writes':
			return keep(run, { writes: await ledger.writesSince(pair, look.records, look.since) });
		case 'mirrored questions':
			return keep(run, { mirrored: await mirroredQuestions(run, look.record) });
		case 'whether filled':
			return keep(run, { isFilled: await ledger.established(pair) });
		case 'group': {
			const { head } = look.link;
			const links = await ledger.links(pair, head);
			return keep(run, {
				group: links.filter(
					(link) => link.state === 'live' && sameRecord(link.head, head) && samePlace(link.member, run.source),
				),
			});
		}
		case 'recent creates':
			return keep(run, { creates: await ledger.creates(pair, look.since, look.limit) });
		case 'recent deletes':
			return keep(run, { deletes: await deletes(ledger, pair, look) });
	}
}

async function deletes(
	ledger: Ledger,
	pair: string,
	{ since, limit }: { readonly since: number; readonly limit: number },
): Promise<NonNullable<Looks['deletes']>> {
	const recent = await ledger.deletesSince(pair, since);
	return { recent, links: recent < limit ? 0 : await ledger.liveLinks(pair) };
}

async function mirroredQuestions(run: Run, record: RecordRef): Promise<readonly Review[]> {
	const { reviews } = await run.ports.ledger.known(run.request.pair, record, run.source);
	return reviews.filter(({ target }) => 'id' in target && sameRecord(target, run.source));
}

function keep(run: Run, looks: Run['looks']): void {
	run.looks = { ...run.looks, ...looks };
}

const read = (run: Run, id: string) => call(run, (target) => target.read(id));

/**
 * Reads the record as it is now, and records a sighting, so that its own sync finds the source before any index shows
 * it.
 */
async function lookAtMatch(run: Run, target: RecordRef): Promise<void> {
	const {
		ports: { ledger },
		request: { pair, dryRun },
	} = run;
	const record = await read(run, target.id);
	if (!record || record.archived) return keep(run, { match: { record } });
	if (!dryRun) await ledger.recordSighting(pair, target, targetKeyHashes(run, record));
	const incoming = (await ledger.incomingIntents(pair, run.source)).find((intent) => sameRecord(intent.source, target));
	keep(run, { match: { record, incoming } });
}
