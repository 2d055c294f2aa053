import type { Decision } from '../decide/fields';
import { newLink, targetHash, withOwnBaseline } from '../gather/observation';
import type { Link } from '../ledger/ledger';
import { withoutPendingWrite, type DirectionBaseline, type FieldBaseline, type FormHash } from '../model/baseline';
import type { TargetRecord } from '../model/ports';
import { withId } from '../record/conclude';
import type { Run } from '../run';
import type { Step } from './steps';

/** A link that begins with what this direction knows of the target record. */
export const beginLink = (run: Run, record: TargetRecord, own: DirectionBaseline): Link => ({
	...withOwnBaseline(run, withId(run, newLink(run, record)), own),
	rev: 1,
});

/** The baseline after a step: what was sent, and what the API gave back for it. */
export function agreed(
	run: Run,
	own: DirectionBaseline,
	step: Step,
	decisions: readonly Decision[],
	{ link, target }: { link: Link; target: TargetRecord },
): DirectionBaseline {
	const rows = Object.keys(step.desired).map((field): [string, FieldBaseline] => {
		const decision = decisions.find((one) => one.field === field);
		const whole = {
			desired: step.desired[field],
			observed: decision?.do === 'merge' ? decision.agreed : observedAfter(run, target, field, step.desired[field]),
		};
		return [
			field,
			{
				...(decision?.do === 'merge' && !step.isLast ? decision.halfway : whole),
				rev: link.rev + 1,
				...versionOf(target),
			},
		];
	});
	return { ...withoutPendingWrite(own), fields: { ...own.fields, ...Object.fromEntries(rows) } };
}

/**
 * What the decisions settle without a call: values that are equal already, and values that lost. It holds no matter how
 * the calls end.
 */
export function withoutCalls(
	base: DirectionBaseline,
	decisions: readonly Decision[],
	rev: number,
	record: TargetRecord,
): DirectionBaseline {
	const { pendingWrite, ...own } = base;
	const fields = { ...own.fields };
	const declined = { ...own.declined };
	for (const decision of decisions) {
		const { field, desired, target } = decision;
		delete declined[field];
		if (decision.do === 'adopt') fields[field] = { desired, observed: target, rev, ...versionOf(record) };
		if (decision.do === 'merge' && decision.add.length + decision.remove.length === 0)
			fields[field] = { desired, observed: decision.agreed, rev, ...versionOf(record) };
		if (decision.do === 'decline')
			declined[field] = {
				desired: desired,
				...(decision.cause === 'only when empty' ? {} : { target }),
				rev,
				...versionOf(record),
			};
		if (decision.do === 'assume')
			fields[field] = {
				desired,
				observed: desired,
				rev,
				...(pendingWrite?.readVersion === undefined
					? { targetVersion: 0 }
					: { targetVersion: pendingWrite.readVersion }),
			};
	}
	return { ...own, fields, declined };
}

/** What a write gave back; an answer without the field counts as the value that was sent. */
export function observedAfter(run: Run, target: TargetRecord, field: string, desired: FormHash): FormHash {
	if (!(field in target.fields)) return desired;
	return targetHash(run, field, target.fields[field]);
}

export const versionOf = ({ version }: TargetRecord): { targetVersion?: number } => ({ targetVersion: version });
