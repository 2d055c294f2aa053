import { emptyBaseline, hashForm, sameHash, type DirectionBaseline, type FormHash } from '../model/baseline';
import {
	latest,
	samePlace,
	type Change,
	type Creates,
	type Due,
	type HistoryRow,
	type Intent,
	type Known,
	type Link,
	type Place,
	type Review,
} from '../ledger/ledger';
import { canonical, type Canonical, type FieldKind } from '../model/canonical';
import { keysOf, type Match, type MatchKeys } from '../model/match';
import { targetRef, type Hash, type TargetRecord, type TargetService } from '../model/ports';
import { refText, sameRecord, type Outcome, type OutcomeKind, type RecordRef, type SyncRequest } from '../model/types';

/** What is known of a service without calling it: its place, its times, and which calls it has. */
export type TargetTraits = Pick<
	TargetService,
	'system' | 'account' | 'kinds' | 'lagCeiling' | 'callBudget' | 'createOnly' | 'archiveSets'
> & { readonly [call in 'update' | 'archive' | 'delete' | 'list' | 'findByExternalId']?: unknown };

/**
 * Everything that a decision is based on. Decisions take this and nothing else: they can reach neither the service nor
 * the ledger, so the same observation always gives the same action.
 */
export interface Observation {
	readonly request: SyncRequest;
	readonly ports: { readonly target: TargetTraits; readonly hash: Hash };
	readonly source: RecordRef;
	/** The account that this sync writes to. */
	readonly place: Place;
	/** Field of the target → what it should hold. */
	readonly desired: Readonly<Record<string, Desired>>;
	readonly keys: MatchKeys;
	readonly keyHashes: readonly string[];
	/** What the ledger holds about the source record. */
	readonly known: Known;
	/** Its links as they were when the run began. */
	readonly begun?: readonly Link[];
	/** For a child: the link of its parent. */
	readonly family?: Family;
	/** The leases that are held. */
	readonly leased: readonly string[];
	/** The target record that was found before its lease was taken. */
	readonly candidate?: TargetRecord;
	readonly looks: Looks;
}

/** What a field of the target should hold. */
export interface Desired {
	readonly kind: FieldKind;
	readonly form: Canonical;
	/** Its hash. */
	readonly hash: FormHash;
}

/** What was looked up because a decision needed it; an absent entry was not looked up. */
export interface Looks {
	/** The linked record, read by ID. */
	readonly target?: { readonly record?: TargetRecord };
	/** The result of the search for an unlinked record. */
	readonly found?: Found;
	/** Live links of the record found, with the source's account. */
	readonly linksOfMatch?: readonly Link[];
	/** The record found, read by ID, and a create toward the source that it has announced. */
	readonly match?: { readonly record?: TargetRecord; readonly incoming?: Intent };
	/** Which of the records that the match is linked to are due. */
	readonly linkedRecords?: ReadonlyArray<Due | undefined>;
	/** Creates toward the source's account that have no clear answer. */
	readonly openCreates?: readonly Intent[];
	/** The record that, according to a refused create, would be duplicated. */
	readonly duplicate?: { readonly id: string; readonly look?: { readonly record?: TargetRecord } };
	/** Questions of the other direction about the same two records. */
	readonly mirrored?: readonly Review[];
	/** Recent writes to both records. */
	readonly writes?: readonly HistoryRow[];
	/** Whether the ledger has ever been filled. */
	readonly isFilled?: boolean;
	/** Creates of the pair within the last hour, and the question about them. */
	readonly creates?: Creates;
	/** The live members of the target's group. */
	readonly group?: readonly Link[];
	/** Deletes within the last hour, and live links: 0 where there are too few deletes for the number to matter. */
	readonly deletes?: { readonly recent: number; readonly links: number };
	/** How a replacement that an earlier run left unfinished was continued: with an outcome, or to its end. */
	readonly replacement?: { readonly link: Link; readonly draft?: Draft };
	/** The link has just ended, since its target record is gone: the source is treated as unlinked. */
	readonly relink?: { readonly ended?: Link };
}

/** One more look that a decision needs. Each is made once, and kept in the observation. */
export type Look =
	| { readonly at: 'target'; readonly record: RecordRef }
	/** The search for an unlinked record; `former` is the link that the source had before. */
	| { readonly at: 'candidates'; readonly former?: Link; readonly isGoneFine?: boolean }
	| { readonly at: 'links of match'; readonly record: RecordRef }
	| { readonly at: 'match'; readonly record: RecordRef }
	| { readonly at: 'linked records'; readonly records: readonly RecordRef[] }
	| { readonly at: 'open creates' }
	| { readonly at: 'duplicate'; readonly id: string }
	| { readonly at: 'recent writes'; readonly records: readonly RecordRef[]; readonly since: number }
	| { readonly at: 'mirrored questions'; readonly record: RecordRef }
	| { readonly at: 'whether filled' }
	| { readonly at: 'group'; readonly link: Link }
	/** Counted further only if there are `limit` of them. */
	| { readonly at: 'recent creates'; readonly since: number; readonly limit: number }
	/** Links are counted only if there are `limit` deletes. */
	| { readonly at: 'recent deletes'; readonly since: number; readonly limit: number };

/** The link of a child's parent. */
export interface Family {
	/** The head of that link: one name for the family, the same from either side. */
	readonly name: string;
	/** The record that the parent is linked to. */
	readonly targetParent: RecordRef;
	/** When the link was made (ms by the ledger): an older child may match one that was there before. */
	readonly since: number;
	/** False when the parent's link has ended. */
	readonly isLive: boolean;
}

/**
 * The result of a search. `created`: the record holds exactly what an unclear create wrote. `orphan`: an unclear create
 * of the other direction may have made the source, for a record that is gone. For children: `unsure`: one of them may
 * be what our unclear create made. `answer`: the source may be what an unclear create of the other direction made.
 * `gone`: the parent is gone, and everything below it.
 */
export type Found =
	| Match
	| { readonly kind: 'created'; readonly record: TargetRecord }
	| { readonly kind: 'orphan' | 'unsure' | 'answer' | 'gone' };

/** What a run ends with: the outcome, and what is stored in the ledger. */
export interface Draft {
	readonly outcome: OutcomeKind;
	readonly reason: string;
	readonly target?: RecordRef;
	readonly changed?: readonly string[];
	readonly decided?: readonly string[];
	readonly review?: readonly string[];
	readonly newQuestion?: boolean;
	readonly isNew?: true;
	readonly plan?: Outcome['plan'];
	/** When to try again, by the ledger's clock; makes the record due. */
	readonly dueAt?: number;
	/** What else to store with the outcome. */
	readonly changes?: readonly Change[];
}

export const keyHashesOf = ({ email, phone }: Omit<MatchKeys, 'name'>, hash: Hash): string[] => [
	...(email === undefined ? [] : [hash(`email ${email}`)]),
	...(phone === undefined ? [] : [hash(`phone ${phone}`)]),
];

export const kindOf = (seen: Pick<Observation, 'request' | 'ports'>, field: string): FieldKind =>
	seen.request.options.fields[field]?.kind ?? seen.ports.target.kinds[field] ?? 'text';

/** The match keys of a target record, hashed like those of the source one. */
export const targetKeyHashes = (seen: Observation, record: TargetRecord): string[] =>
	seen.request.parent ? [] : keyHashesOf(keysOf(record.fields, seen.request.options), seen.ports.hash);

/** The source record's links toward the place that is written to. */
export const linksHere = (seen: Observation): readonly Link[] =>
	seen.known.links.filter((link) => samePlace(targetOf(seen, link), seen.place));

/** Its tombstone, or the last of them. */
export const lastEnded = (seen: Observation): Link | undefined =>
	latest(linksHere(seen).filter(({ state }) => state === 'ended'));

/** Whether the source record is the head of this link. */
export const sourceIsHead = (seen: Observation, link: Link): boolean => sameRecord(link.head, seen.source);
export const targetOf = (seen: Observation, link: Link): RecordRef =>
	sourceIsHead(seen, link) ? link.member : link.head;
export const ownBaseline = (seen: Observation, link: Link): DirectionBaseline =>
	sourceIsHead(seen, link) ? link.toMember : link.toHead;
export const oppositeBaseline = (seen: Observation, link: Link): DirectionBaseline =>
	sourceIsHead(seen, link) ? link.toHead : link.toMember;
export const withOwnBaseline = (seen: Observation, link: Link, own: DirectionBaseline): Link =>
	sourceIsHead(seen, link) ? { ...link, toMember: own } : { ...link, toHead: own };
export const withOppositeBaseline = (seen: Observation, link: Link, opposite: DirectionBaseline): Link =>
	sourceIsHead(seen, link) ? { ...link, toHead: opposite } : { ...link, toMember: opposite };

/**
 * The link this run works on: its own if the source is a member, the primary one if it is the head; a tombstone only if
 * there is nothing else.
 */
export const currentLink = (seen: Observation): Link | undefined =>
	linksHere(seen).find((link) => link.state === 'live' && (!sourceIsHead(seen, link) || link.primary));

/** The target ID in the tombstone of a record that was never linked. */
export const NOBODY = '';

/** The ID of a link that is not stored yet: it gets its own when it is. */
export const UNNAMED = '';

/** A link that is about to begin. */
export function newLink(seen: Observation, target: TargetRecord): Link {
	const {
		request: { pair, source, options },
		ports,
	} = seen;
	const [head, member, born] =
		options.many === 'target'
			? [seen.source, targetRef(ports.target, target.id), target.createdAt]
			: [targetRef(ports.target, target.id), seen.source, source.createdAt];
	return {
		id: UNNAMED,
		pair,
		head,
		member,
		...parentsOf(seen),
		primary: true,
		state: 'live',
		born,
		since: seen.known.now,
		rev: 0,
		toHead: emptyBaseline,
		toMember: emptyBaseline,
	};
}

/** The target record is the head, unless it is one of many. */
function parentsOf({ request: { parent, options }, family }: Observation): Pick<Link, 'parents'> {
	if (!parent || !family) return {};
	const [source, target] = [parent.id, family.targetParent.id];
	return { parents: options.many === 'target' ? { head: source, member: target } : { head: target, member: source } };
}

/** For a child: the parent of its target record, for a row about that record. */
export const targetParent = ({ request: { parent }, family }: Observation): Pick<Due, 'parent'> =>
	parent && family ? { parent: { pair: parent.pair, ...family.targetParent } } : {};

/** A value of the target in canonical form, hashed. */
export const targetHash = (seen: Observation, field: string, value: unknown): FormHash =>
	hashForm(seen.ports.hash, canonical(kindOf(seen, field), value, seen.request.options));

export const leaseKey = (record: RecordRef): string => `record ${refText(record)}`;
export const matchLeaseKey = (hash: string): string => `key ${hash}`;

/**
 * One lease for everything that is created in a family: when one run sees what another has created, it must already be
 * linked.
 */
export const familyLeaseKey = ({ request }: Pick<Observation, 'request'>, { name }: Family): string =>
	`children ${request.pair} ${name}`;

/** Whether a record holds exactly what is desired; a field that it doesn't have is empty. */
export const holdsBody = (seen: Observation, record: TargetRecord): boolean =>
	Object.entries(seen.desired).every(([field, { hash }]) =>
		sameHash(targetHash(seen, field, record.fields[field]), hash),
	);
