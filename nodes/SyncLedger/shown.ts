import type { IDataObject } from 'n8n-workflow';
import type { Due, HistoryRow, Link, Review } from '../../sync';

const time = (moment: number | undefined): IDataObject[string] => (moment === undefined ? null : new Date(moment).toISOString());

export const linkItem = ({ id, pair, head, member, parents, feeding, state, cause, born, since, endedAt }: Link): IDataObject => ({
	id, linked: state === 'live', pair, head: { ...head, ...(parents && { parentId: parents.head }) }, member: { ...member, ...(parents && { parentId: parents.member }) }, exchangesFields: feeding, state, cause: cause ?? null, memberCreatedAt: time(born), since: time(since), endedAt: time(endedAt),
});

/** Flat, so that the next node can take the parts: which record of which account is to be read again, and below which parent. */
export const dueItem = ({ pair, near, parent, far, status, cause, tries, version, since, nextAt }: Due): IDataObject => ({
	pair, system: near.system, account: near.account, id: near.id, parentId: parent?.id ?? null, parentPair: parent?.pair ?? null, farSystem: far.system, farAccount: far.account, status, cause, tries,
	version: time(version), since: time(since), nextAt: time(nextAt),
});

export const reviewItem = ({ pair, near, far, field, cause, at, winner }: Review): IDataObject => ({
	pair, system: near.system, account: near.account, id: near.id, farSystem: far.system, farAccount: far.account, farId: 'id' in far ? far.id : null,
	field: field || null, cause, at: time(at), answer: winner ?? null,
});

/** Hashes are left out: they tell nothing to a person. */
export const historyItem = ({ at, pair, near, far, call, fields, state }: HistoryRow): IDataObject => ({
	at: time(at), pair, near: { ...near }, far: { ...far }, call, state, fields: fields.map(({ name, cause }) => ({ name, cause })),
});
