import { EMPTY_MARK, INHERITED, sameHash, type DirectionBase, type FieldBase } from './baseline';
import { fieldWrites, isPingPong, PING_PONG } from './safeguards';
import type { Change, Link, Review } from '../ledger/ledger';
import { nearChanges, planFields, verdictOn, withSettledAsking, type Decision, type PlanInput } from './fields';
import type { FarRecord } from '../model/ports';
import { isWriting, REPLACED, replaceInstead } from '../perform/replace';
import { call, conclude, dropReview, farOf, farState, linksHere, ownBase, planInput, withOwnBase, type Run } from '../run';
import type { Outcome } from '../model/types';
import { carryOut, putLink } from '../perform/write';

/** Brings the far record of a live link up to the near one: no call when nothing changed, one read, and writes of changed fields only. */
export async function updateLinked(run: Run, link: Link, onGone: () => Promise<Outcome>): Promise<Outcome> {
	const input = planInput(run, link);
	const far = farOf(run, link);
	if (nearChanges(input).length === 0 && input.own.asking === undefined) {
		return conclude(run, { outcome: 'unchanged', reason: 'nothing changed since it was last written', far, changes: [...seenVersion(run, link), ...run.known.reviews.map(({ field }) => dropReview(run, field))] });
	}
	if (run.ports.far.createOnly) return askToEnter(run, link, input);
	const record = await call(run, (service) => service.read(far.id));
	if (record === undefined || record.archived) return onGone();
	const quiet = { outcome: 'unchanged', reason: 'both sides hold the same already' } as const;
	return writeFields(run, link, record, { quiet, done: 'updated', before: [], stored: link.rev });
}

/** Where nothing can be changed, a person enters what changed, and says so by resolving the review. */
async function askToEnter(run: Run, link: Link, input: PlanInput): Promise<Outcome> {
	const changed = nearChanges(input);
	const entered = changed.filter((field) => sameHash(input.verdicts?.[field]?.wanted, run.wanted[field].asked));
	const open = changed.filter((field) => !entered.includes(field));
	const rev = link.rev + 1;
	const rows = entered.map((field): [string, FieldBase] => [field, { asked: run.wanted[field].asked, seen: run.wanted[field].asked, rev }]);
	const { asking: _asking, ...own } = ownBase(run, link);
	const far = farOf(run, link);
	const changes: Change[] = [
		putLink({ ...withOwnBase(run, link, { ...own, fields: { ...own.fields, ...Object.fromEntries(rows) } }), rev }, link.rev),
		...run.known.reviews.filter(({ field }) => !open.includes(field)).map(({ field }) => dropReview(run, field)),
		...open.map((field): Change => ({ put: 'review', row: { pair: link.pair, near: run.near, far, field, cause: 'only a person can change it there', wanted: run.wanted[field].asked, found: EMPTY_MARK, at: run.known.now } })),
	];
	if (open.length === 0) return conclude(run, { outcome: 'unchanged', reason: 'a person has entered it there', far, changes });
	return conclude(run, { outcome: 'review', reason: `the app's records can't be changed from outside: enter there by hand: ${open.join(', ')}`, far, review: open, changes });
}

/** A newer version without changes is remembered too, so that an older one that comes late is known as stale. */
function seenVersion(run: Run, link: Link): Change[] {
	const own = ownBase(run, link);
	const { version } = run.request.near;
	if (version === undefined || version <= (own.worked ?? 0)) return [];
	return [putLink({ ...withOwnBase(run, link, { ...own, worked: version }), rev: link.rev + 1 }, link.rev)];
}

/** Plans against a fresh picture of the far record, lets the fuse look at it, and carries it out. */
export async function writeFields(run: Run, link: Link, record: FarRecord, writing: Parameters<typeof carryOut>[5]): Promise<Outcome> {
	const state = farState(run, record);
	const input = withSettledAsking(planInput(run, link), state, link.rev + 1);
	const decisions = await throughFuse(run, link, input, withoutRefused(run, planFields(input, state)));
	const carry = run.ports.far.update === undefined && decisions.some(isWriting) ? replaceInstead : carryOut;
	return carry(run, link, input, decisions, record, writing);
}

/**
 * What the service did not take before is not sent again by itself: it waits for its answer. Something else that is to be written may change
 * what the service says, so then all is sent.
 */
function withoutRefused(run: Run, decisions: readonly Decision[]): Decision[] {
	const refusals = run.known.reviews.filter(({ refused }) => refused);
	const refusalOf = ({ field, asked, far }: Decision) => refusals.find((one) => one.field === field && sameHash(one.wanted, asked) && sameHash(one.found, far));
	const isSent = (refusal: Review | undefined): boolean => refusal === undefined || refusal.winner === 'near';
	const hasMore = decisions.some((decision) => isWriting(decision) && isSent(refusalOf(decision)));
	return decisions.map((decision): Decision => {
		const { field, asked, far } = decision;
		const refusal = isWriting(decision) ? refusalOf(decision) : undefined;
		if (refusal?.winner === 'far') return { field, asked, far, do: 'decline', cause: 'verdict' };
		return refusal === undefined || hasMore ? decision : { field, asked, far, do: 'review', cause: 'refused', refusal: refusal.cause };
	});
}

/** A field that two mappings keep setting back waits for a person, who is told its name; an answer lets it pass once, or keeps the far value. */
async function throughFuse(run: Run, link: Link, input: PlanInput, decisions: readonly Decision[]): Promise<Decision[]> {
	const writes = decisions.filter((decision) => isWriting(decision) && !('cause' in decision && decision.cause === 'verdict'));
	if (writes.length === 0 || link.rev < PING_PONG.within) return [...decisions];
	const replaced = linksHere(run).filter(({ cause }) => cause === REPLACED).map((one) => farOf(run, one));
	const rows = await run.ports.ledger.writesSince(link.pair, [farOf(run, link), ...replaced, run.near], run.known.now - PING_PONG.window);
	return decisions.map((decision) => {
		if (!writes.includes(decision)) return decision;
		const { field, asked, far } = decision;
		const { from } = input.options.fields[field] ?? {};
		const earlier = fieldWrites(rows, run.near, run.place, field, from === null ? undefined : (from ?? field));
		if (!isPingPong([...earlier, { side: 'far', after: asked }])) return decision;
		const verdict = verdictOn(input, { field, asked, far });
		if (verdict) return verdict.do === 'write' ? decision : verdict;
		return { field, asked, far, do: 'review', cause: 'ping-pong' };
	});
}

/** Rows that a new feeding member starts with: what the head holds is known, what the member was asked for is not, so that its empty fields clear nothing. */
export function inheritedBase(from: DirectionBase): DirectionBase {
	const fields = Object.entries(from.fields).map(([field, row]) => [field, { ...row, asked: Array.isArray(row.seen) ? [] : EMPTY_MARK, rev: INHERITED }] as const);
	return { fields: Object.fromEntries(fields), declined: {} };
}

/** The member of these that feeds its head. */
export function feederOf(links: readonly Link[], feeding: 'newest' | 'first'): Link | undefined {
	const age = ({ born, since }: Link) => born ?? since;
	const sorted = links.filter(({ state }) => state === 'live').sort((one, other) => age(one) - age(other) || (one.member.id < other.member.id ? -1 : 1));
	return feeding === 'newest' ? sorted.at(-1) : sorted[0];
}

/** The changes that make exactly one of a head's live members feed it, and which one that is. */
export function refeed(links: readonly Link[], feeding: 'newest' | 'first'): { changes: Change[]; feeder?: Link; isNew: boolean } {
	const before = links.find((link) => link.feeding && link.state === 'live') ?? links.find((link) => link.feeding);
	const feeder = feederOf(links, feeding);
	const changes: Change[] = links.filter((link) => link.feeding && link.id !== feeder?.id).map((link) => putLink({ ...link, feeding: false, rev: link.rev + 1 }, link.rev));
	if (!feeder || feeder.feeding) return { changes, ...(feeder ? { feeder } : {}), isNew: false };
	const next: Link = { ...feeder, feeding: true, rev: feeder.rev + 1, toHead: { ...feeder.toHead, ...inheritedBase(before?.toHead ?? feeder.toHead) } };
	return { changes: [...changes, putLink(next, feeder.rev)], feeder: next, isNew: true };
}
