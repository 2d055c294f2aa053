import { EMPTY_MARK, INHERITED, type DirectionBaseline } from '../model/baseline';
import { putLink } from './drafts';
import type { Change, Link } from '../ledger/ledger';

/**
 * Rows that a new primary member starts with: what the head holds is known, but nothing was ever sent from this member,
 * so its empty fields clear nothing.
 */
export function inheritedBaseline(from: DirectionBaseline): DirectionBaseline {
	const fields = Object.entries(from.fields).map(
		([field, row]) =>
			[field, { ...row, desired: Array.isArray(row.observed) ? [] : EMPTY_MARK, rev: INHERITED }] as const,
	);
	return { fields: Object.fromEntries(fields), declined: {} };
}

/** The member of these that exchanges fields with the head. */
export function primaryOf(links: readonly Link[], choice: 'newest' | 'first'): Link | undefined {
	const age = ({ born, since }: Link) => born ?? since;
	const sorted = links
		.filter(({ state }) => state === 'live')
		.sort((one, other) => age(one) - age(other) || (one.member.id < other.member.id ? -1 : 1));
	return choice === 'newest' ? sorted.at(-1) : sorted[0];
}

/** The changes that make exactly one of a head's live members its primary one, and which one that is. */
export function choosePrimary(
	links: readonly Link[],
	choice: 'newest' | 'first',
): { changes: Change[]; primary?: Link; isNew: boolean } {
	const before = links.find((link) => link.primary && link.state === 'live') ?? links.find((link) => link.primary);
	const primary = primaryOf(links, choice);
	const changes: Change[] = links
		.filter((link) => link.primary && link.id !== primary?.id)
		.map((link) => putLink({ ...link, primary: false, rev: link.rev + 1 }, link.rev));
	if (!primary || primary.primary) return { changes, ...(primary ? { primary } : {}), isNew: false };
	const next: Link = {
		...primary,
		primary: true,
		rev: primary.rev + 1,
		toHead: { ...primary.toHead, ...inheritedBaseline(before?.toHead ?? primary.toHead) },
	};
	return { changes: [...changes, putLink(next, primary.rev)], primary: next, isNew: true };
}
