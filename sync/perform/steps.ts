import type { Decision } from '../decide/fields';
import { kindOf } from '../gather/observation';
import type { HistoryField } from '../ledger/ledger';
import type { FormHash } from '../model/baseline';
import { canonical, canonicalName, sameForm, sendable } from '../model/canonical';
import { ServiceError, type TargetRecord } from '../model/ports';
import type { Run } from '../run';

/** One call that changes the target record. */
export interface Step {
	readonly call: 'update' | 'add' | 'remove';
	readonly fields: readonly HistoryField[];
	/** What each field will hold for this direction after the call has succeeded. */
	readonly desired: Readonly<Record<string, FormHash>>;
	/** False if a further step is needed to complete its fields. */
	readonly isLast: boolean;
	readonly send: (run: Run) => Promise<TargetRecord>;
}

/** Scalars in one update; sets through their own endpoints, or in the same update if the API only replaces them. */
export function stepsOf(run: Run, decisions: readonly Decision[], target: TargetRecord): Step[] {
	const { target: service } = run.ports;
	const values: Record<string, unknown> = {};
	const inUpdate: Decision[] = [];
	const apart: Step[] = [];
	for (const decision of decisions) {
		const { field } = decision;
		if (decision.do === 'write') {
			values[field] =
				decision.desired.length === 0
					? null
					: sendable(kindOf(run, field), run.request.fields[field], run.request.options);
			inUpdate.push(decision);
		} else if (decision.do === 'merge' && decision.add.length + decision.remove.length > 0) {
			if (service.addToSet && service.removeFromSet) {
				apart.push(...setSteps(run, decision, target.id));
			} else {
				values[field] = wholeSet(run, field, target.fields[field], decision);
				inUpdate.push(decision);
			}
		}
	}
	if (inUpdate.length === 0) return apart;
	const send = through((ports, { id }) => ports.update?.(target.id, values, id));
	return [
		{ call: 'update', fields: inUpdate.map(historyField), desired: desiredOf(inUpdate), isLast: true, send },
		...apart,
	];
}

type Merge = Extract<Decision, { do: 'merge' }>;

function setSteps(run: Run, merge: Merge, id: string): Step[] {
	const { target } = run.ports;
	const added = asTyped(run, merge.field, merge.add);
	const fields = [historyField(merge)];
	const desired = { [merge.field]: merge.desired };
	return [
		...(merge.add.length > 0 && target.addToSet
			? [
					{
						call: 'add',
						fields,
						desired,
						isLast: merge.remove.length === 0,
						send: through((ports) => ports.addToSet?.(id, merge.field, added)),
					} as const,
				]
			: []),
		...(merge.remove.length > 0 && target.removeFromSet
			? [
					{
						call: 'remove',
						fields,
						desired,
						isLast: true,
						send: through((ports) => ports.removeFromSet?.(id, merge.field, merge.remove)),
					} as const,
				]
			: []),
	];
}

const through =
	(ask: (target: Run['ports']['target'], source: Run['source']) => Promise<TargetRecord> | undefined) =>
	async (run: Run): Promise<TargetRecord> => {
		const answer = await ask(run.ports.target, run.source);
		if (!answer) throw new ServiceError('The app has no such call', { written: 'no', again: false });
		return answer;
	};

/** The whole list for an API that only replaces: what it holds now, in its own spelling, with the changes applied. */
function wholeSet(run: Run, field: string, held: unknown, { add, remove }: Merge): string[] {
	const list = Array.isArray(held) ? held.filter((tag): tag is string => typeof tag === 'string') : [];
	return [...list.filter((tag) => !remove.includes(canonicalName(tag).toLowerCase())), ...asTyped(run, field, add)];
}

/** Elements as the source side spells them. */
function asTyped(run: Run, field: string, elements: readonly string[]): string[] {
	const typed = sendable('tags', run.request.fields[field]);
	const spellings = Array.isArray(typed) ? typed.filter((tag): tag is string => typeof tag === 'string') : [];
	return elements.map((element) => spellings.find((tag) => sameForm(canonical('tags', [tag]), [element])) ?? element);
}

const desiredOf = (decisions: readonly Decision[]): Record<string, FormHash> =>
	Object.fromEntries(decisions.map(({ field, desired }) => [field, desired]));

const historyField = (decision: Decision): HistoryField => ({
	name: decision.field,
	cause: 'cause' in decision ? decision.cause : 'source changed',
	before: decision.target,
	after: decision.desired,
});
