import { CREATED, createdBaseline, emptyBaseline, type DirectionBaseline } from '../model/baseline';
import {
	otherEnd,
	samePlace,
	type Change,
	type Due,
	type Ledger,
	type Link,
	type Place,
	type Review,
} from '../ledger/ledger';
import type { Random } from '../model/ports';
import { leaseKey } from '../gather/observation';
import { ANSWERED, RELINKED, UNLINKED } from '../model/causes';
import { sameRecord, type Parent, type RecordRef } from '../model/types';

/** A link that a person makes. */
export interface LinkToSave {
	readonly pair: string;
	/** The record that may have several members; either one for a plain link. */
	readonly head: RecordRef;
	readonly member: RecordRef;
	readonly born?: number;
}

/**
 * Links two records by hand. A live link of the member with another record of the head's account ends; the new member
 * becomes primary, and one of its account that did stops. It answers the reviews and settles the open creates of both.
 * The fields are compared at the next sync. False if a run works on one of the two, or has changed one of the links in
 * the meantime.
 */
export async function saveLink(ledger: Ledger, random: Random, link: LinkToSave): Promise<boolean> {
	const owner = random.id();
	const { held } = await ledger.acquire(owner, [leaseKey(link.head), leaseKey(link.member)], SAVING);
	try {
		return held && (await putSaved(ledger, random, link));
	} finally {
		await ledger.release(owner);
	}
}

/** Longer than it takes to save a link (ms). */
const SAVING = 30_000;

async function putSaved(ledger: Ledger, random: Random, { pair, head, member, born }: LinkToSave): Promise<boolean> {
	const now = await ledger.now();
	const between = async (record: RecordRef, other: RecordRef) =>
		(await ledger.links(pair, record)).filter(
			(link) => link.state === 'live' && samePlace(otherEnd(link, record), other),
		);
	const live = [...(await between(member, head)), ...(await between(head, member))];
	if (live.some((link) => sameRecord(link.member, member) && sameRecord(link.head, head))) return true;
	const changes = [...new Map(live.map((link) => [link.id, link])).values()].flatMap((link): Change[] => {
		if (sameRecord(link.member, member))
			return [{ put: 'link', row: endedLink(link, RELINKED, now), expect: link.rev }];
		return link.primary ? [{ put: 'link', row: { ...link, primary: false, rev: link.rev + 1 }, expect: link.rev }] : [];
	});
	const toHead = await openQuestions(ledger, pair, member, head);
	const toMember = await openQuestions(ledger, pair, head, member);
	const row: Link = {
		id: random.id(),
		pair,
		head,
		member,
		primary: true,
		state: 'live',
		born,
		since: now,
		rev: CREATED,
		toHead: toHead.base,
		toMember: toMember.base,
	};
	return ledger.commit([...changes, ...toHead.answered, ...toMember.answered, { put: 'link', row }]);
}

/**
 * What a link of `source` settles: which record was meant, and what became of a create, which both sides then have in
 * common.
 */
async function openQuestions(
	ledger: Ledger,
	pair: string,
	source: RecordRef,
	{ system, account }: RecordRef,
): Promise<{ base: DirectionBaseline; answered: Change[] }> {
	const target: Place = { system, account };
	const { intents, reviews } = await ledger.known(pair, source, target);
	const [intent] = intents;
	return {
		base: intent ? createdBaseline(intent.desired, 0) : emptyBaseline,
		answered: [
			...intents.map(({ id }): Change => ({ drop: 'intent', id })),
			...reviews
				.filter(({ field }) => field === '')
				.map(({ field }): Change => ({ drop: 'review', pair, source, target, field })),
		],
	};
}

/** Ends a link; its tombstone stays, so that neither record is created again without an edit. */
export async function removeLink(ledger: Ledger, link: Link): Promise<boolean> {
	return ledger.commit([{ put: 'link', row: endedLink(link, UNLINKED, await ledger.now()), expect: link.rev }]);
}

export const endedLink = (link: Link, cause: string, now: number): Link => ({
	...link,
	state: 'ended',
	cause,
	endedAt: now,
	rev: link.rev + 1,
});

/**
 * A person's answer to a review: the winner's value is taken at the next sync, which is due at once, provided both
 * values are still those of the question. Where both directions are synced, the target is due too: its own
 * sync carries its value to the source.
 */
export async function resolveReview(ledger: Ledger, review: Review, winner: 'source' | 'target'): Promise<void> {
	const now = await ledger.now();
	const { pair, source, target, field, parent: known } = review;
	const link = (await ledger.links(pair, source)).find(
		(one) => one.state === 'live' && 'id' in target && sameRecord(otherEnd(one, source), target),
	);
	const dueAt = async (record: RecordRef, toward: Place): Promise<Change> => {
		const parent = (link && (await parentIn(ledger, link, record))) ?? (record === source ? known : undefined);
		return {
			put: 'due',
			row: {
				pair,
				source: record,
				target: { system: toward.system, account: toward.account },
				status: 'pending',
				...(parent && { parent }),
				cause: ANSWERED,
				tries: 0,
				since: now,
				nextAt: now,
			},
		};
	};
	const isTwoWay = link !== undefined && isUsed(sameRecord(link.head, source) ? link.toHead : link.toMember);
	const carried = isTwoWay && winner === 'target' && field !== '' && 'id' in target;
	await ledger.commit([
		{ put: 'review', row: { ...review, winner } },
		await dueAt(source, target),
		...(carried ? [await dueAt(target, source)] : []),
	]);
}

/** Whether records were ever synced in this direction. */
const isUsed = ({ fields, declined, lastProcessedVersion }: DirectionBaseline): boolean =>
	lastProcessedVersion !== undefined || Object.keys(fields).length + Object.keys(declined).length > 0;

/** For a child: its parent, where that is a linked contact. */
async function parentIn(ledger: Ledger, { head, parents }: Link, record: RecordRef): Promise<Parent | undefined> {
	if (!parents) return undefined;
	const { system, account } = record;
	const parent = { system, account, id: sameRecord(head, record) ? parents.head : parents.member };
	return (await ledger.links('contacts', parent)).length > 0 ? { pair: 'contacts', ...parent } : undefined;
}

/** Takes a record off the due list: it is not tried again until its next event. */
export async function dismissDue(ledger: Ledger, { pair, source, target }: Due): Promise<void> {
	await ledger.commit([{ drop: 'due', pair, source, target }]);
}

/** Makes a due record due now, whatever its next try was. */
export async function retryNow(ledger: Ledger, due: Due): Promise<void> {
	await ledger.commit([{ put: 'due', row: { ...due, nextAt: await ledger.now() } }]);
}
