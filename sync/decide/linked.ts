import { EMPTY_MARK, INHERITED, sameHash, type DirectionBaseline, type FieldBaseline } from './baseline';
import { fieldWrites, isPingPong, PING_PONG } from './safeguards';
import type { Change, Link, Review } from '../ledger/ledger';
import { sourceChanges, planFields, verdictOn, withSettledPendingWrite, type Decision, type PlanInput } from './fields';
import type { TargetRecord } from '../model/ports';
import { isWriting, REPLACED, replaceInstead } from '../perform/replace';
import { call, conclude, dropReview, targetOf, targetState, linksHere, ownBaseline, planInput, withOwnBaseline, type Run } from '../run';
import type { Outcome } from '../model/types';
import { carryOut, putLink } from '../perform/write';

/** Brings the target record of a live link up to the source one: no call when nothing changed, one read, and writes of changed fields only. */
export async function updateLinked(run: Run, link: Link, onGone: () => Promise<Outcome>): Promise<Outcome> {
	const input = planInput(run, link);
	const target = targetOf(run, link);
	if (sourceChanges(input).length === 0 && input.own.pendingWrite === undefined) {
		return conclude(run, { outcome: 'unchanged', reason: 'nothing changed since it was last written', target, changes: [...rememberVersion(run, link), ...run.known.reviews.map(({ field }) => dropReview(run, field))] });
	}
	if (run.ports.target.createOnly) return askToEnter(run, link, input);
	const record = await call(run, (service) => service.read(target.id));
	if (record === undefined || record.archived) return onGone();
	const quiet = { outcome: 'unchanged', reason: 'both sides hold the same already' } as const;
	return writeFields(run, link, record, { quiet, done: 'updated', before: [], stored: link.rev });
}

/** Where nothing can be changed, a person enters what changed, and says so by resolving the review. */
async function askToEnter(run: Run, link: Link, input: PlanInput): Promise<Outcome> {
	const changed = sourceChanges(input);
	const entered = changed.filter((field) => sameHash(input.verdicts?.[field]?.desired, run.desired[field].hash));
	const open = changed.filter((field) => !entered.includes(field));
	const rev = link.rev + 1;
	const rows = entered.map((field): [string, FieldBaseline] => [field, { desired: run.desired[field].hash, observed: run.desired[field].hash, rev }]);
	const { pendingWrite: _pendingWrite, ...own } = ownBaseline(run, link);
	const target = targetOf(run, link);
	const changes: Change[] = [
		putLink({ ...withOwnBaseline(run, link, { ...own, fields: { ...own.fields, ...Object.fromEntries(rows) } }), rev }, link.rev),
		...run.known.reviews.filter(({ field }) => !open.includes(field)).map(({ field }) => dropReview(run, field)),
		...open.map((field): Change => ({ put: 'review', row: { pair: link.pair, source: run.source, target, field, cause: 'only a person can change it there', desired: run.desired[field].hash, found: EMPTY_MARK, at: run.known.now } })),
	];
	if (open.length === 0) return conclude(run, { outcome: 'unchanged', reason: 'a person has entered it there', target, changes });
	return conclude(run, { outcome: 'review', reason: `the app's records can't be changed from outside: enter there by hand: ${open.join(', ')}`, target, review: open, changes });
}

/** A newer version without changes is remembered too, so that an older one that comes late is known as stale. */
function rememberVersion(run: Run, link: Link): Change[] {
	const own = ownBaseline(run, link);
	const { version } = run.request.source;
	if (version === undefined || version <= (own.lastProcessedVersion ?? 0)) return [];
	return [putLink({ ...withOwnBaseline(run, link, { ...own, lastProcessedVersion: version }), rev: link.rev + 1 }, link.rev)];
}

/** Plans against a fresh picture of the target record, lets the fuse look at it, and carries it out. */
export async function writeFields(run: Run, link: Link, record: TargetRecord, writing: Parameters<typeof carryOut>[5]): Promise<Outcome> {
	const state = targetState(run, record);
	const input = withSettledPendingWrite(planInput(run, link), state, link.rev + 1);
	const decisions = await throughSafeguard(run, link, input, withoutRefused(run, planFields(input, state)));
	const carry = run.ports.target.update === undefined && decisions.some(isWriting) ? replaceInstead : carryOut;
	return carry(run, link, input, decisions, record, writing);
}

/**
 * What the service did not take before is not sent again by itself: it waits for its answer. Something else that is to be written may change
 * what the service says, so then all is sent.
 */
function withoutRefused(run: Run, decisions: readonly Decision[]): Decision[] {
	const refusals = run.known.reviews.filter(({ refused }) => refused);
	const refusalOf = ({ field, desired, target }: Decision) => refusals.find((one) => one.field === field && sameHash(one.desired, desired) && sameHash(one.found, target));
	const isSent = (refusal: Review | undefined): boolean => refusal === undefined || refusal.winner === 'source';
	const hasMore = decisions.some((decision) => isWriting(decision) && isSent(refusalOf(decision)));
	return decisions.map((decision): Decision => {
		const { field, desired, target } = decision;
		const refusal = isWriting(decision) ? refusalOf(decision) : undefined;
		if (refusal?.winner === 'target') return { field, desired, target, do: 'decline', cause: 'verdict' };
		return refusal === undefined || hasMore ? decision : { field, desired, target, do: 'review', cause: 'refused', refusal: refusal.cause };
	});
}

/** A field that two mappings keep setting back waits for a person, who is told its name; an answer lets it pass once, or keeps the target value. */
async function throughSafeguard(run: Run, link: Link, input: PlanInput, decisions: readonly Decision[]): Promise<Decision[]> {
	const writes = decisions.filter((decision) => isWriting(decision) && !('cause' in decision && decision.cause === 'verdict'));
	if (writes.length === 0 || link.rev < PING_PONG.within) return [...decisions];
	const replaced = linksHere(run).filter(({ cause }) => cause === REPLACED).map((one) => targetOf(run, one));
	const rows = await run.ports.ledger.writesSince(link.pair, [targetOf(run, link), ...replaced, run.source], run.known.now - PING_PONG.window);
	return decisions.map((decision) => {
		if (!writes.includes(decision)) return decision;
		const { field, desired, target } = decision;
		const { from } = input.options.fields[field] ?? {};
		const earlier = fieldWrites(rows, run.source, run.place, field, from === null ? undefined : (from ?? field));
		if (!isPingPong([...earlier, { side: 'target', after: desired }])) return decision;
		const verdict = verdictOn(input, { field, desired, target });
		if (verdict) return verdict.do === 'write' ? decision : verdict;
		return { field, desired, target, do: 'review', cause: 'ping-pong' };
	});
}

/** Rows that a new primary member starts with: what the head holds is known, what the member was asked for is not, so that its empty fields clear nothing. */
export function inheritedBaseline(from: DirectionBaseline): DirectionBaseline {
	const fields = Object.entries(from.fields).map(([field, row]) => [field, { ...row, desired: Array.isArray(row.observed) ? [] : EMPTY_MARK, rev: INHERITED }] as const);
	return { fields: Object.fromEntries(fields), declined: {} };
}

/** The member of these that exchanges fields with the head. */
export function primaryOf(links: readonly Link[], choice: 'newest' | 'first'): Link | undefined {
	const age = ({ born, since }: Link) => born ?? since;
	const sorted = links.filter(({ state }) => state === 'live').sort((one, other) => age(one) - age(other) || (one.member.id < other.member.id ? -1 : 1));
	return choice === 'newest' ? sorted.at(-1) : sorted[0];
}

/** The changes that make exactly one of a head's live members its primary one, and which one that is. */
export function choosePrimary(links: readonly Link[], choice: 'newest' | 'first'): { changes: Change[]; primary?: Link; isNew: boolean } {
	const before = links.find((link) => link.primary && link.state === 'live') ?? links.find((link) => link.primary);
	const primary = primaryOf(links, choice);
	const changes: Change[] = links.filter((link) => link.primary && link.id !== primary?.id).map((link) => putLink({ ...link, primary: false, rev: link.rev + 1 }, link.rev));
	if (!primary || primary.primary) return { changes, ...(primary ? { primary } : {}), isNew: false };
	const next: Link = { ...primary, primary: true, rev: primary.rev + 1, toHead: { ...primary.toHead, ...inheritedBaseline(before?.toHead ?? primary.toHead) } };
	return { changes: [...changes, putLink(next, primary.rev)], primary: next, isNew: true };
}
