import type { PlanInput, TargetState, Verdict } from './fields';
import { kindOf, oppositeBaseline, ownBaseline, type Observation } from '../gather/observation';
import type { Link } from '../ledger/ledger';
import { canonical, type Canonical } from '../model/canonical';
import type { TargetRecord } from '../model/ports';

export function planInput(seen: Observation, link: Link): PlanInput {
	const begun = seen.begun?.find(({ id }) => id === link.id);
	const { version } = seen.request.source;
	return {
		...(begun && { begun: { rev: begun.rev, pendingWrite: oppositeBaseline(seen, begun).pendingWrite } }),
		desired: seen.desired,
		own: ownBaseline(seen, link),
		opposite: oppositeBaseline(seen, link),
		sourceVersion: version,
		...(version !== undefined && { age: seen.known.now - version }),
		options: seen.request.options,
		hash: seen.ports.hash,
		verdicts: verdictsOf(seen),
	};
}

function verdictsOf(seen: Observation): Record<string, Verdict> {
	const decided = seen.known.reviews.flatMap(({ field, winner, desired, found }) =>
		winner ? [[field, { winner, desired, target: found }] as const] : [],
	);
	return Object.fromEntries(decided);
}

/** A target record's mapped fields in canonical form. */
export function targetState(seen: Observation, record: TargetRecord): TargetState {
	const forms = Object.keys(seen.desired).map((field): [string, Canonical] => [
		field,
		canonical(kindOf(seen, field), record.fields[field], seen.request.options),
	]);
	return { forms: Object.fromEntries(forms), version: record.version };
}
