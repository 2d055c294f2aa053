import type { Sandbox } from '../../../sandbox/server';
import { CREATES, type Ledger } from '../../../sync/ledger/ledger';
import { allowCreates } from '../../../sync/manage/creates';
import { resolveReview } from '../../../sync/manage/links';
import { PAIRS } from './links';
import { ghl, rows } from './records';

/**
 * So many creates within an hour are meant. And what only somebody who sees both apps can tell: whether a note that was
 * made while a create had no clear answer, and says something else, is what that create made. It is not where a user
 * made it. Gives how many questions were answered.
 */
export async function answerQuestions(
	ledger: Ledger,
	sandbox: Sandbox,
	isOfUser: (id: string) => boolean,
): Promise<number> {
	let answered = 0;
	for (const review of await ledger.reviews()) {
		if (review.field === CREATES) {
			await allowCreates(ledger, review.pair);
			answered += 1;
			continue;
		}
		if (review.winner !== undefined || !review.cause.endsWith('it may be the one')) continue;
		const [intent] = (await ledger.known(review.pair, review.source, review.target)).intents;
		if (!intent) continue; // settled since the questions were read
		const { notes, tasks, appointments } = ghl(sandbox);
		const there =
			review.target.system === 'ghl'
				? [...notes, ...tasks, ...appointments]
						.filter(({ contactId }) => contactId === intent.under)
						.map(({ id }) => id)
				: rows(sandbox, 'notes')
						.filter(({ owner_id }) => owner_id === intent.under)
						.map(({ id }) => id);
		// Of every pair: a task of GHL is a note in Booqable, too.
		const links = (await Promise.all(PAIRS.map((pair) => ledger.listLinks(pair, undefined, 10_000)))).flat();
		const linked = new Set(links.flatMap(({ head, member }) => [head.id, member.id]));
		// Of what nobody typed and nothing is linked to, one may be it after all; that question stays open.
		if (there.some((id) => !isOfUser(id) && !linked.has(id))) continue;
		await resolveReview(ledger, review, 'source');
		answered += 1;
	}
	return answered;
}
