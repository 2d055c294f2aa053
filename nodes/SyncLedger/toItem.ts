import type { IDataObject } from 'n8n-workflow';
import { recordItem } from '../shared/sync/syncOperation';
import { SYSTEMS } from '../shared/sync/parameters';
import type { Due, HistoryRow, Link, Review } from '../../sync';
import { CREATES } from '../../sync/ledger/ledger';

const time = (moment: number | undefined): IDataObject[string] =>
	moment === undefined ? null : new Date(moment).toISOString();

export const linkItem = ({
	id,
	pair,
	head,
	member,
	parents,
	primary,
	state,
	cause,
	born,
	since,
	endedAt,
}: Link): IDataObject => ({
	id,
	linked: state === 'live',
	pair,
	record: { ...recordItem(head), ...(parents && { parentId: parents.head }) },
	linkedRecord: { ...recordItem(member), ...(parents && { parentId: parents.member }) },
	isPrimary: primary,
	state,
	cause: cause ?? null,
	linkedRecordCreatedAt: time(born),
	since: time(since),
	endedAt: time(endedAt),
});

/**
 * Flat, so that the next node can take the parts: which record of which account is to be read again, and below which
 * parent.
 */
export const dueItem = ({
	pair,
	source,
	parent,
	target,
	status,
	cause,
	tries,
	version,
	since,
	nextAt,
}: Due): IDataObject => ({
	pair,
	app: source.system,
	account: source.account,
	id: source.id,
	parentId: parent?.id ?? null,
	parentPair: parent?.pair ?? null,
	targetApp: target.system,
	targetAccount: target.account,
	status,
	cause,
	tries,
	version: time(version),
	since: time(since),
	nextAt: time(nextAt),
});

const APP_NAMES = new Map(SYSTEMS.map(({ name, value }) => [String(value), name]));
/** As users know it; an app without a node of ours has the name that was given to it. */
export const appName = (system: string): string => APP_NAMES.get(system) ?? system;

/** The question in a sentence. */
function questionOf({ source, target, field, cause }: Review): string {
	const [from, to] = [appName(source.system), appName(target.system)];
	if (field === CREATES) return `${from} to ${to}: ${cause}. Create them?`;
	if (field === '') return `${from} to ${to}: ${cause}.`;
	return `Which ${field} stays, that of ${from} or that of ${to}? (${cause})`;
}

export const reviewItem = (review: Review): IDataObject => {
	const { pair, source, target, field, cause, at, winner } = review;
	return {
		pair,
		question: questionOf(review),
		app: source.system,
		appName: appName(source.system),
		account: source.account,
		id: source.id || null,
		targetApp: target.system,
		targetAppName: appName(target.system),
		targetAccount: target.account,
		targetId: 'id' in target ? target.id : null,
		field: field || null,
		cause,
		at: time(at),
		answer: winner ?? null,
	};
};

/** Hashes are left out: they mean nothing to a person. */
export const historyItem = ({ at, pair, source, target, call, fields, state }: HistoryRow): IDataObject => ({
	at: time(at),
	pair,
	source: recordItem(source),
	target: recordItem(target),
	call,
	state,
	fields: fields.map(({ name, cause }) => ({ name, cause })),
});
