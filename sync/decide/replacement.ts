import { conclude, type Action } from './action';
import { targetOf, type Observation } from '../gather/observation';
import { samePlace, type Link } from '../ledger/ledger';
import type { RecordRef } from '../model/types';

/** What was replaced in the target. What was replaced in the source is deleted by the other direction. */
export const replacedHere = ({ place }: Pick<Observation, 'place'>, { replaced = [] }: Link): readonly RecordRef[] =>
	replaced.filter((old) => samePlace(old, place));

/** What an earlier run left unfinished is finished before anything else is decided. Undefined when nothing is open. */
export function decideReplacement(seen: Observation, link: Link, isGoneFine = false): Action | undefined {
	const { replacement } = seen.looks;
	if (replacement) return replacement.draft && conclude(replacement.draft);
	if (!seen.known.intents.some(({ replaces }) => replaces !== undefined) && replacedHere(seen, link).length === 0)
		return undefined;
	if (seen.request.dryRun)
		return conclude({
			outcome: 'planned',
			reason: 'An earlier change has to be finished first',
			target: targetOf(seen, link),
			plan: [{ call: 'delete', fields: [] }],
		});
	return { do: 'finish replacement', link, isGoneFine };
}
